/**
 * Random searches over random data: any parameter of a type with any modifier and prefix that its kind allows, lists of
 * alternatives, several conditions, chains, `_has`, `_list`.
 */
import fc from 'fast-check';
import { parametersOf, type SearchParameter } from '../../src/fhir/index.ts';
import { TYPES, WORDS } from './arbitrary-resources.ts';

const word = <T>(words: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...words);

/** Escapes what has a meaning in search values. */
function escaped(text: string): string {
  return text.replace(/[\\,$|]/g, String.raw`\$&`);
}

const code = word(WORDS.codes).map(escaped);
const systemText = word(WORDS.systems);
const token = fc.oneof(
  code,
  fc.tuple(systemText, code).map(([system, one]) => `${system}|${one}`),
  code.map((one) => `|${one}`),
  systemText.map((system) => `${system}|`),
  fc.constantFrom(
    'final',
    'male',
    'true',
    'false',
    'active',
    'dna',
    'replaces',
    'Kim@MARU.kr',
    '+82 10 1234 5678',
    'phone|0101234',
    'http://hl7.org/fhir/observation-status|final',
  ),
);
const string = word(WORDS.texts).chain((text) => fc.nat(text.length - 1).map((cut) => escaped(text.slice(0, cut + 1))));
const fullText = fc.constantFrom('kim', 'KIM blood', 'final', '철', 'no such words', 'Kim\\,');
const initials = fc.constantFrom('ㄱ', 'ㄱㅊㅅ', 'ㅊ', 'KIM', 'o neil');
const prefix = fc.constantFrom('', 'eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap');
const date = fc.tuple(prefix, word([...WORDS.days, '2020-03-01', '2019'])).map((parts) => parts.join(''));
const number = fc
  .tuple(prefix, word([...WORDS.numbers.map(String), '5.0', '1e2', '100.00']))
  .map((parts) => parts.join(''));
const unit = word(WORDS.units);
const quantity = fc.oneof(
  number,
  fc.tuple(number, unit).map(([amount, one]) => `${amount}|http://unitsofmeasure.org|${one}`),
  fc.tuple(number, unit).map(([amount, one]) => `${amount}||${one}`),
  fc.tuple(number, unit).map(([amount, one]) => `${amount}|urn:other|${one}`),
);
const id = word(WORDS.ids);
const uri = word([...WORDS.uris, 'http://a.org', 'http://a.org/x/']).map(escaped);

function reference({ targets }: SearchParameter): fc.Arbitrary<string> {
  const known = targets.filter((target) => TYPES.includes(target));
  const typed =
    known.length === 0 ? fc.constant('Patient/1') : fc.tuple(word(known), id).map(([type, one]) => `${type}/${one}`);
  return fc.oneof(
    id,
    typed,
    typed.map((one) => `http://elsewhere.org/fhir/${one}`),
    typed.map((one) => `http://127.0.0.1:8080/fhir/R4/${one}`),
  );
}

/** One value of a parameter without a modifier. */
function plainValue(parameter: SearchParameter): fc.Arbitrary<string> {
  switch (parameter.kind) {
    case 'token':
      return parameter.code === '_id' ? id : token;
    case 'string':
      return fc.oneof(string, initials);
    case 'date':
      return parameter.code === '_lastUpdated'
        ? fc
            .tuple(prefix, fc.constantFrom('2026', '2026-01-01T00:00:01Z', '2026-01-01T00:00'))
            .map((parts) => parts.join(''))
        : date;
    case 'number':
      return number;
    case 'quantity':
      return quantity;
    case 'reference':
      return reference(parameter);
    case 'uri':
      return uri;
    case 'composite':
      return fc
        .tuple(...parameter.components.map((component) => plainValue(component.parameter)))
        .map((parts) => parts.join('$'));
    default:
      return fc.constantFrom('37.5|127|20|km', '37.5|127.1|1|km', '-33|151', '0|0|0|m', '37.5|127|15000|m');
  }
}

/** The modifiers of a parameter, each with the values it takes. */
function modified(parameter: SearchParameter): readonly [modifier: string, value: fc.Arbitrary<string>][] {
  const plain = plainValue(parameter);
  const none: [string, fc.Arbitrary<string>][] = [['', plain]];
  if (parameter.kind === 'composite' || parameter.kind === 'special') return none;
  const missing: [string, fc.Arbitrary<string>] = [':missing', fc.constantFrom('true', 'false')];
  if (parameter.code === '_text' || parameter.code === '_content') return [['', fullText]];
  if (parameter.code === '_id' || parameter.code === 'phonetic') return [...none, missing];
  const ofType = fc.tuple(systemText, code, code).map((parts) => parts.join('|'));
  const more: Partial<Record<SearchParameter['kind'], [string, fc.Arbitrary<string>][]>> = {
    token: [
      [':not', plain],
      [':text', fc.oneof(string, fc.constant('blood'))],
      [':of-type', ofType],
      [':in', fc.constant('http://a.org/vs')],
      [':not-in', fc.constant('http://a.org/vs')],
      [':below', fc.tuple(systemText, code).map((parts) => parts.join('|'))],
    ],
    string: [
      [':exact', word(WORDS.texts).map(escaped)],
      [':contains', string],
    ],
    reference: [[':identifier', token]],
    uri: [
      [':above', uri],
      [':below', uri],
    ],
  };
  return [...none, ...none, missing, ...(more[parameter.kind] ?? [])];
}

/** Names that cannot be searched by here. */
function isSearchable({ code: name, answer }: SearchParameter): boolean {
  return answer.from !== 'nothing' && name !== '_query';
}

function parametersIn(type: string): SearchParameter[] {
  return [...parametersOf(type).values()].filter(isSearchable);
}

const OR_LIST = { minLength: 1, maxLength: 3 };

/** One condition of a parameter, as `name=value`. */
function condition(parameter: SearchParameter, name = parameter.code): fc.Arbitrary<string> {
  return word(modified(parameter)).chain(([modifier, value]) =>
    fc
      .array(value, modifier === ':missing' ? { minLength: 1, maxLength: 1 } : OR_LIST)
      .map((values) => pair(`${name}${modifier}`, values)),
  );
}

function pair(name: string, values: readonly string[]): string {
  return `${encodeURIComponent(name)}=${encodeURIComponent(values.join(','))}`;
}

function own(type: string): fc.Arbitrary<string> {
  return word(parametersIn(type)).chain((parameter) => condition(parameter));
}

/** Puts `before` in front of the (encoded) name of a condition. */
function prefixed(before: string, text: string): string {
  return encodeURIComponent(before) + text;
}

function chained(type: string, depth: number): fc.Arbitrary<string> {
  const references = parametersIn(type).filter(
    ({ kind, targets }) => kind === 'reference' && targets.some((one) => TYPES.includes(one)),
  );
  return word(references).chain((parameter) =>
    word(parameter.targets.filter((one) => TYPES.includes(one))).chain((target) =>
      anyCondition(target, depth - 1).map((inner) => prefixed(`${parameter.code}:${target}.`, inner)),
    ),
  );
}

function reversed(type: string, depth: number): fc.Arbitrary<string> {
  const ways = TYPES.flatMap((source) =>
    parametersIn(source)
      .filter(({ kind, targets }) => kind === 'reference' && targets.includes(type))
      .map((parameter) => [source, parameter.code] as const),
  );
  if (ways.length === 0) return own(type);
  return word(ways).chain(([source, by]) =>
    anyCondition(source, depth - 1).map((inner) => prefixed(`_has:${source}:${by}:`, inner)),
  );
}

function hasReferences(type: string): boolean {
  return parametersIn(type).some(
    ({ kind, targets }) => kind === 'reference' && targets.some((one) => TYPES.includes(one)),
  );
}

/** Any condition on a type, chains up to `depth` links. */
function anyCondition(type: string, depth: number): fc.Arbitrary<string> {
  if (depth <= 0) return own(type);
  const list = fc.constantFrom(...WORDS.ids).map((one) => `_list=${one}`);
  const chain = hasReferences(type) ? chained(type, depth) : own(type);
  return fc.oneof(
    { arbitrary: own(type), weight: 6 },
    { arbitrary: chain, weight: 2 },
    { arbitrary: reversed(type, depth), weight: 2 },
    { arbitrary: list, weight: 1 },
  );
}

/** Hierarchies: only where targets are part of each other. */
const hierarchical = fc.oneof(
  fc
    .tuple(fc.constantFrom('above', 'below'), id)
    .map(([modifier, one]) => `Location?partof:${modifier}=Location/${one}`),
  fc
    .tuple(fc.constantFrom('above', 'below'), id)
    .map(([modifier, one]) => `Encounter?location:${modifier}=Location/${one}`),
  fc
    .tuple(fc.constantFrom('above', 'below'), id)
    .map(([modifier, one]) => `Patient?organization:${modifier}=Organization/${one}`),
);

/** A search as it is written in a URL. */
export function arbitrarySearch(): fc.Arbitrary<string> {
  const typed = word(TYPES).chain((type) =>
    fc
      .array(anyCondition(type, 2), { minLength: 1, maxLength: 3 })
      .map((conditions) => `${type}?${conditions.join('&')}`),
  );
  const everything = fc
    .tuple(own('Resource'), fc.constantFrom('', '&_type=Patient,Observation', '&_type=List'))
    .map(([one, types]) => `?${one}${types}`);
  return fc.oneof(
    { arbitrary: typed, weight: 20 },
    { arbitrary: everything, weight: 2 },
    { arbitrary: hierarchical, weight: 1 },
  );
}
