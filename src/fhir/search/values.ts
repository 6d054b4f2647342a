/**
 * Reads the values of search parameters by their kind: escapes, alternatives, prefixes, precision.
 *
 * Source  https://hl7.org/fhir/R4/search.html#escaping, #prefix, #number, #date, #token, #quantity, #reference
 * Proof   values.test.ts
 */
import { intervalOf, isLogicalId, OutcomeError } from '../../kernel/index.ts';
import type { SearchParameter } from './parameters.ts';
import type {
  CompositeValue,
  DateValue,
  Modifier,
  NearValue,
  NumberValue,
  OfTypeValue,
  Prefix,
  QuantityValue,
  ReferenceValue,
  SearchValue,
  TokenValue,
} from './query.ts';
import { isResourceType } from './source.ts';

/** What the values are read with. */
export interface ValueOptions {
  /** Zone in which dates without one are read. */
  readonly timeZone: string;
  /** Base addresses that are this server: absolute references below them are its own. */
  readonly bases: readonly string[];
}

/** A value that cannot be read: 400, with the parameter's name. */
export function badValue(name: string, value: string, want: string): OutcomeError {
  const text = `'${value.slice(0, 80)}' is not a value of the search parameter '${name}': ${want}.`;
  return new OutcomeError('invalid', 'search.bad-value', text);
}

/** Splits at a separator that no backslash escapes; the pieces keep their escapes. */
export function splitEscaped(text: string, separator: ',' | '$' | '|'): string[] {
  if (!text.includes('\\')) return text.split(separator);
  const pieces: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === separator) {
      pieces.push(text.slice(start, at));
      start = at + 1;
    }
  }
  pieces.push(text.slice(start));
  return pieces;
}

/** Removes the escapes of one piece. */
export function unescaped(text: string): string {
  return text.includes('\\') ? text.replace(/\\([\\,$|])/g, '$1') : text;
}

/** Reads one alternative (still escaped) of a parameter. */
export function readValue(
  parameter: SearchParameter,
  modifier: Modifier | undefined,
  text: string,
  name: string,
  options: ValueOptions,
): SearchValue {
  if (text === '') throw badValue(name, text, 'it is empty; leave the parameter out instead');
  if (modifier === 'text' || parameter.kind === 'string') return { kind: 'string', text: unescaped(text) };
  if (modifier === 'of-type') return ofType(text, name);
  if (modifier === 'identifier') return token(text, name);
  if (modifier === 'in' || modifier === 'not-in') return { kind: 'uri', uri: unescaped(text) };
  return READERS[parameter.kind](text, name, options, parameter, modifier);
}

type Reader = (
  text: string,
  name: string,
  options: ValueOptions,
  parameter: SearchParameter,
  modifier: Modifier | undefined,
) => SearchValue;

const READERS: Readonly<Record<SearchParameter['kind'], Reader>> = {
  string: (text) => ({ kind: 'string', text: unescaped(text) }),
  token,
  date,
  number,
  quantity,
  reference,
  uri: (text) => ({ kind: 'uri', uri: unescaped(text) }),
  composite,
  special: near,
};

function token(text: string, name: string): TokenValue {
  const pieces = splitEscaped(text, '|');
  if (pieces.length > 2)
    throw badValue(name, text, "write [code], [system]|[code], |[code] or [system]|, and '\\|' for a bar in the code");
  const [first = '', second] = pieces.map(unescaped);
  if (second === undefined) return { kind: 'token', system: undefined, code: first };
  if (first === '' && second === '') throw badValue(name, text, 'it names neither a system nor a code');
  return { kind: 'token', system: first, code: second === '' ? undefined : second };
}

function ofType(text: string, name: string): OfTypeValue {
  const [system = '', code = '', value = '', ...more] = splitEscaped(text, '|').map(unescaped);
  if (system === '' || code === '' || value === '' || more.length > 0) {
    throw badValue(name, text, 'write [type system]|[type code]|[identifier value]');
  }
  return { kind: 'of-type', system, code, value };
}

const PREFIXED = /^([a-z]{2})?(.*)$/s;
const PREFIXES: ReadonlySet<string> = new Set(['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap']);

function prefixed(text: string, name: string): [Prefix, string] {
  const [, prefix = 'eq', rest = ''] = PREFIXED.exec(text) ?? [];
  if (PREFIXES.has(prefix)) return [prefix as Prefix, rest];
  const want = `use one of ${[...PREFIXES].join(', ')}`;
  throw new OutcomeError(
    'invalid',
    'search.unknown-prefix',
    `'${prefix}' is not a prefix of the search parameter '${name}': ${want}.`,
  );
}

function date(text: string, name: string, options: ValueOptions): DateValue {
  const [prefix, rest] = prefixed(unescaped(text), name);
  // In a query string a plus sign is a space: 2020-01-01T10:00:00+09:00 is understood all the same.
  const interval = intervalOf(rest.replace(/ (?=\d\d:\d\d$)/, '+'), options.timeZone);
  if (interval === undefined)
    throw badValue(name, text, 'write a date such as 2026, 2026-11, 2026-11-24 or 2026-11-24T09:30:00+09:00');
  return { kind: 'date', prefix, low: interval.low, high: interval.high };
}

const NUMBER = /^[-+]?(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d{1,3}))?$/;

function number(text: string, name: string): NumberValue {
  const [prefix, rest] = prefixed(unescaped(text), name);
  const match = NUMBER.exec(rest);
  const value = Number(rest);
  if (match === null || !Number.isFinite(value)) throw badValue(name, text, 'write a number such as 100, 5.4 or 1e3');
  const [, , fraction = '', exponent = '0'] = match;
  const half = 0.5 * 10 ** (Number(exponent) - fraction.length);
  return { kind: 'number', prefix, value, low: value - half, high: value + half, text: rest };
}

function quantity(text: string, name: string): QuantityValue {
  const pieces = splitEscaped(text, '|');
  if (pieces.length === 2 || pieces.length > 3)
    throw badValue(name, text, 'write [number], [number]|[system]|[code] or [number]||[unit]');
  const [amount = '', system = '', code = ''] = pieces;
  if (system !== '' && code === '')
    throw badValue(name, text, 'name the unit with its system: [number]|[system]|[code]');
  return {
    kind: 'quantity',
    number: number(amount, name),
    system: system === '' ? undefined : unescaped(system),
    code: code === '' ? undefined : unescaped(code),
  };
}

const RELATIVE = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/([A-Za-z0-9\-.]{1,64}))?$/;

function reference(text: string, name: string, options: ValueOptions, parameter: SearchParameter): ReferenceValue {
  const plain = ownReference(unescaped(text), options.bases);
  const relative = RELATIVE.exec(plain);
  if (relative !== null) return relativeReference(relative, name, parameter);
  if (isLogicalId(plain)) return { kind: 'reference', targets: parameter.targets.map((type) => `${type}/${plain}`) };
  if (/^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(plain)) return { kind: 'reference', targets: [plain] };
  throw badValue(name, text, 'write an id, Type/id or an absolute URL');
}

function relativeReference(match: RegExpExecArray, name: string, parameter: SearchParameter): ReferenceValue {
  const [plain, type = ''] = match;
  if (!isResourceType(type)) throw badValue(name, plain, `'${type}' is not a resource type`);
  return { kind: 'reference', targets: parameter.targets.includes(type) ? [plain] : [] };
}

/** A reference below one of our own bases, relative; any other as it is. */
export function ownReference(text: string, bases: readonly string[]): string {
  for (const base of bases) {
    if (text.startsWith(base) && text[base.length] === '/') return text.slice(base.length + 1);
  }
  return text;
}

function composite(text: string, name: string, options: ValueOptions, parameter: SearchParameter): CompositeValue {
  const pieces = splitEscaped(text, '$');
  const { components } = parameter;
  if (pieces.length !== components.length) {
    throw badValue(
      name,
      text,
      `write ${components.length} parts joined by '$': ${components.map((c) => c.parameter.code).join('$')}`,
    );
  }
  const parts = components.map((component, at) =>
    readValue(component.parameter, undefined, pieces[at] ?? '', name, options),
  );
  return { kind: 'composite', parts };
}

const KILOMETRES: Readonly<Record<string, number>> = {
  km: 1,
  m: 0.001,
  '[mi_us]': 1.609_347,
  '[mi_i]': 1.609_344,
  mi: 1.609_344,
};

function near(text: string, name: string): NearValue {
  const [latitude = '', longitude = '', distance = '50', unit = 'km', ...more] = splitEscaped(text, '|').map(unescaped);
  const numbers = [latitude, longitude, distance].map(Number);
  const perUnit = KILOMETRES[unit === '' ? 'km' : unit];
  const [lat = 0, lon = 0, far = 0] = numbers;
  const sound = numbers.every(Number.isFinite) && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && far >= 0;
  if (perUnit === undefined || more.length > 0 || longitude === '' || !sound) {
    throw badValue(name, text, 'write [latitude]|[longitude]|[distance]|[unit], unit km, m or [mi_us]');
  }
  return { kind: 'near', latitude: lat, longitude: lon, kilometres: far * perUnit };
}
