/**
 * How the values of each kind of search parameter become tokens and rows.
 *
 * A reference by which a resource is about a Patient is the `pat` column and no token; the first code of the main code
 * parameter is the `code` column, further ones are tokens of their own kind.
 *
 * Source  https://hl7.org/fhir/R4/search.html#ptypes
 * Proof   rows.int.test.ts
 */
import {
  comparedText,
  dateElement,
  derivedTexts,
  impliedValueSet,
  isLocalReference,
  mainColumns,
  nameSounds,
  numberElement,
  plainTexts,
  quantityElement,
  tokenElement,
  typeNumber,
  uriElement,
  writtenTexts,
  type CodedValue,
  type QuantityElement,
  type ReferenceElement,
  type SearchParameter,
} from '../../fhir/index.ts';
import type { Hash64 } from '../../kernel/index.ts';
import type { QuantityRow, RowBuilder, TokenText } from './builder.ts';
import {
  bareKey,
  codeKey,
  derivedKey,
  exactKey,
  fullKey,
  identifierName,
  nameOf,
  ofTypeKey,
  otherKey,
  sqlKey,
  systemKey,
  targetKey,
  textKey,
  unitKey,
  unitNameKey,
  uriKey,
  xor,
} from './keys.ts';

/** Puts one value of a parameter into the rows of its resource. */
export type Writer = (rows: RowBuilder, value: unknown, type: string) => void;

/** What the writers are made with. */
export interface WriterOptions {
  readonly timeZone: string;
}

/** The writer of a stored parameter of `type`; that of a reference is `referenceWriter`. */
export function writerOf(type: string, parameter: SearchParameter, options: WriterOptions): Writer {
  return WRITERS[parameter.kind](type, parameter, options);
}

type WriterMaker = (type: string, parameter: SearchParameter, options: WriterOptions) => Writer;

const none: WriterMaker = () => () => undefined;

const WRITERS: Readonly<Record<SearchParameter['kind'], WriterMaker>> = {
  token: tokenWriter,
  reference: none,
  uri: uriWriter,
  string: stringWriter,
  date: dateWriter,
  number: numberWriter,
  quantity: quantityWriter,
  special: positionWriter,
  composite: none,
};

function tokenWriter(type: string, parameter: SearchParameter): Writer {
  const name = nameOf(parameter);
  const valueSet = impliedValueSet(parameter);
  const main = mainColumns(type).code === parameter ? typeNumber(type) : undefined;
  const [known, texts] = [new KnownCodings(name), new TextTokens(parameter)];
  return (rows, value, valueType) => {
    const element = tokenElement(value, valueType, valueSet);
    const repeats = REPEATING.has(valueType);
    for (const coding of element.codings) {
      const keys = repeats ? known.of(coding) : codingKeys(name, coding);
      if (keys.system !== null) rows.token(keys.system);
      if (keys.full === null || keys.bare === null) continue;
      rows.token(keys.full);
      if (main === undefined) rows.token(keys.bare);
      else mainCode(rows, main, name, coding.code ?? '', keys);
    }
    for (const one of element.ofTypes) rows.token(ofTypeKey(name, one.system, one.code, one.value));
    for (const text of element.texts) texts.write(rows, text);
  };
}

function mainCode(rows: RowBuilder, type: number, name: string, code: string, { bare, system }: CodingKeys): void {
  if (bare === null) return;
  if (rows.code === undefined) rows.code = codeKey(type, name, code);
  else rows.token(otherKey(name, code));
  rows.ownCodes.push({ code: bare, system });
}

/** Types whose codes are the same again and again; identifiers and telephone numbers are not. */
const REPEATING: ReadonlySet<string> = new Set(['Coding', 'CodeableConcept', 'code', 'boolean']);

/** The keys of a coding; no code: no `full` and no `bare`. */
interface CodingKeys {
  readonly system: Hash64 | null;
  readonly full: Hash64 | null;
  readonly bare: Hash64 | null;
}

function codingKeys(name: string, { system, code }: CodedValue): CodingKeys {
  return {
    system: system === undefined ? null : systemKey(name, system),
    full: code === undefined ? null : fullKey(name, system ?? '', code),
    bare: code === undefined ? null : bareKey(name, code),
  };
}

const REMEMBERED = 5000;

/** Remembers the keys of codings: the same few hundred make up most of a record. */
class KnownCodings {
  readonly #name: string;
  readonly #systems = new Map<string | undefined, Map<string | undefined, CodingKeys>>();
  #size = 0;

  constructor(name: string) {
    this.#name = name;
  }

  of(coding: CodedValue): CodingKeys {
    const { system, code } = coding;
    return this.#systems.get(system)?.get(code) ?? this.#made(coding);
  }

  #made(coding: CodedValue): CodingKeys {
    if (++this.#size > REMEMBERED) this.#systems.clear();
    if (this.#size > REMEMBERED) this.#size = 1;
    const codes = this.#systems.get(coding.system) ?? new Map<string | undefined, CodingKeys>();
    const keys = codingKeys(this.#name, coding);
    this.#systems.set(coding.system, codes.set(coding.code, keys));
    return keys;
  }
}

/** The tokens of the texts of a parameter; remembers them, as displays are the same again and again too. */
class TextTokens {
  readonly #name: string;
  readonly #p: string;
  readonly #known = new Map<string, { readonly key: Hash64; readonly row: TokenText } | undefined>();

  constructor(parameter: SearchParameter) {
    this.#name = nameOf(parameter);
    this.#p = sqlKey(parameter.key);
  }

  write(rows: RowBuilder, written: string): void {
    const known = this.#known.get(written) ?? this.#made(written);
    if (known === undefined) return;
    rows.token(known.key);
    rows.texts.push(known.row);
  }

  #made(written: string): { readonly key: Hash64; readonly row: TokenText } | undefined {
    const text = comparedText(written);
    if (text === '') return undefined;
    const key = textKey(this.#name, text);
    const made = { key, row: { p: this.#p, token: sqlKey(key), text } };
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    if (written.length <= LONGEST_REMEMBERED) this.#known.set(written, made);
    return made;
  }
}

const LONGEST_REMEMBERED = 200;

/** Puts what a reference says into the rows of its resource. */
export type ReferenceWriter = (rows: RowBuilder, element: ReferenceElement) => void;

export function referenceWriter(type: string, parameter: SearchParameter): ReferenceWriter {
  const isMain = mainColumns(type).patient === parameter;
  return (rows, { targets, identifier }) => {
    for (let at = 0; at < targets.length; at++) {
      const target = targets[at] ?? '';
      const key = targetKey(target);
      const isLocal = isLocalReference(target);
      if (at === 0 && isLocal) rows.reference(key);
      if (isMain && isLocal && target.startsWith('Patient/')) rows.patient = target;
      else rows.token(xor(key, parameter.key));
    }
    if (identifier !== undefined) identifierTokens(rows, parameter, identifier);
  };
}

/** The tokens of a reference's identifier. */
export function identifierTokens(rows: RowBuilder, parameter: SearchParameter, identifier: CodedValue): void {
  const name = identifierName(parameter);
  const { system, full, bare } = codingKeys(name, identifier);
  for (const key of [system, full, bare]) if (key !== null) rows.token(key);
}

function uriWriter(_type: string, parameter: SearchParameter): Writer {
  const [name, p] = [nameOf(parameter), sqlKey(parameter.key)];
  return (rows, value) => {
    const uri = uriElement(value);
    if (uri === undefined) return;
    const token = uriKey(name, uri);
    rows.token(token);
    rows.texts.push({ p, text: uri, token: sqlKey(token) });
  };
}

function stringWriter(_type: string, parameter: SearchParameter): Writer {
  const name = nameOf(parameter);
  if (parameter.code === 'phonetic') return soundWriter(name);
  const derived = derivedKey(parameter);
  return (rows, value, valueType) => {
    for (const text of plainTexts(value, valueType)) rows.string(parameter.key, text);
    for (const text of derivedTexts(value, valueType)) rows.string(derived, text);
    for (const text of writtenTexts(value, valueType)) rows.token(exactKey(name, text));
  };
}

/** Sounds are compared whole: tokens are enough. */
function soundWriter(name: string): Writer {
  return (rows, value, valueType) => {
    for (const sound of nameSounds(value, valueType)) rows.token(exactKey(name, sound));
  };
}

function dateWriter(type: string, parameter: SearchParameter, { timeZone }: WriterOptions): Writer {
  const isMain = mainColumns(type).date === parameter;
  return (rows, value, valueType) => {
    const interval = dateElement(value, valueType, timeZone);
    if (interval === undefined) return;
    const row = { p: parameter.key, low: interval.low, high: interval.high };
    if (isMain) rows.date = row;
    else rows.dates.push(row);
  };
}

function numberWriter(_type: string, parameter: SearchParameter): Writer {
  return (rows, value, valueType) => {
    const interval = numberElement(value, valueType);
    if (interval !== undefined) rows.numbers.push({ p: parameter.key, ...interval });
  };
}

function quantityWriter(_type: string, parameter: SearchParameter): Writer {
  return (rows, value, valueType) => {
    const quantity = quantityElement(value, valueType);
    if (quantity !== undefined) rows.quantities.push(quantityRow(parameter.key, quantity, undefined));
  };
}

/** The row of a quantity, `beside` a coding in the same element. */
export function quantityRow(
  p: Hash64,
  quantity: QuantityElement,
  beside: { name: string; coding: CodedValue } | undefined,
): QuantityRow {
  const { low, high, system, code, unit, canonical } = quantity;
  return {
    p,
    low,
    high,
    code: beside === undefined ? undefined : codeBeside(beside),
    system: beside?.coding.system === undefined ? null : systemKey(beside.name, beside.coding.system),
    unit: code === undefined || system === undefined ? null : unitKey(system, code),
    name: code === undefined ? null : unitNameKey(code),
    label: unit === undefined || unit === code ? null : unitNameKey(unit),
    base: canonical === undefined ? null : unitNameKey(canonical.unit),
    baseLow: canonical?.low ?? null,
    baseHigh: canonical?.high ?? null,
  };
}

function codeBeside({ name, coding }: { name: string; coding: CodedValue }): Hash64 | null {
  return coding.code === undefined ? null : bareKey(name, coding.code);
}

function positionWriter(_type: string, parameter: SearchParameter): Writer {
  return (rows, value) => {
    const { latitude, longitude } = (value ?? {}) as { latitude?: unknown; longitude?: unknown };
    const low = numberElement(latitude, 'decimal')?.low;
    const high = numberElement(longitude, 'decimal')?.low;
    if (low !== undefined && high !== undefined) rows.numbers.push({ p: parameter.key, low, high });
  };
}
