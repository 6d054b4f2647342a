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
  referenceElement,
  tokenElement,
  typeNumber,
  uriElement,
  writtenTexts,
  type CodedValue,
  type QuantityElement,
  type SearchParameter,
} from '../../fhir/index.ts';
import type { Hash64 } from '../../kernel/index.ts';
import type { QuantityRow, RowBuilder } from './builder.ts';
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
  referenceKey,
  systemKey,
  textKey,
  unitKey,
  unitNameKey,
  uriKey,
} from './keys.ts';

/** Puts one value of a parameter into the rows of its resource. */
export type Writer = (rows: RowBuilder, value: unknown, type: string) => void;

/** What the writers are made with. */
export interface WriterOptions {
  readonly timeZone: string;
}

/** The writer of a stored parameter of `type`. */
export function writerOf(type: string, parameter: SearchParameter, options: WriterOptions): Writer {
  return WRITERS[parameter.kind](type, parameter, options);
}

type WriterMaker = (type: string, parameter: SearchParameter, options: WriterOptions) => Writer;

const none: WriterMaker = () => () => undefined;

const WRITERS: Readonly<Record<SearchParameter['kind'], WriterMaker>> = {
  token: tokenWriter,
  reference: referenceWriter,
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
  const isMain = mainColumns(type).code === parameter;
  const number = typeNumber(type);
  return (rows, value, valueType) => {
    const element = tokenElement(value, valueType, valueSet);
    for (const coding of element.codings) {
      systemTokens(rows, name, coding);
      if (coding.code === undefined) continue;
      if (isMain) mainCode(rows, number, name, { ...coding, code: coding.code });
      else rows.token(bareKey(name, coding.code));
    }
    for (const one of element.ofTypes) rows.token(ofTypeKey(name, one.system, one.code, one.value));
    for (const text of element.texts) tokenText(rows, parameter, name, text);
  };
}

function mainCode(rows: RowBuilder, type: number, name: string, { system, code }: CodedValue & { code: string }): void {
  if (rows.code === undefined) rows.code = codeKey(type, name, code);
  else rows.token(otherKey(name, code));
  rows.ownCodes.push({ code: bareKey(name, code), system: system === undefined ? null : systemKey(name, system) });
}

/** The tokens of a coding that name its system. */
export function systemTokens(rows: RowBuilder, name: string, { system, code }: CodedValue): void {
  if (system !== undefined) rows.token(systemKey(name, system));
  if (code !== undefined) rows.token(fullKey(name, system ?? '', code));
}

function tokenText(rows: RowBuilder, parameter: SearchParameter, name: string, written: string): void {
  const text = comparedText(written);
  if (text === '') return;
  const token = textKey(name, text);
  rows.token(token);
  rows.texts.push({ p: parameter.key, text, token });
}

function referenceWriter(type: string, parameter: SearchParameter): Writer {
  const isMain = mainColumns(type).patient === parameter;
  return (rows, value, valueType) => {
    const { targets, identifier } = referenceElement(value, valueType);
    const [first] = targets;
    if (first !== undefined && isLocalReference(first)) rows.reference(first);
    for (const target of targets) {
      if (isMain && target.startsWith('Patient/') && isLocalReference(target)) rows.patient = target;
      else rows.token(referenceKey(parameter, target));
    }
    if (identifier !== undefined) identifierTokens(rows, parameter, identifier);
  };
}

/** The tokens of a reference's identifier. */
export function identifierTokens(rows: RowBuilder, parameter: SearchParameter, identifier: CodedValue): void {
  const name = identifierName(parameter);
  systemTokens(rows, name, identifier);
  if (identifier.code !== undefined) rows.token(bareKey(name, identifier.code));
}

function uriWriter(_type: string, parameter: SearchParameter): Writer {
  const name = nameOf(parameter);
  return (rows, value) => {
    const uri = uriElement(value);
    if (uri === undefined) return;
    const token = uriKey(name, uri);
    rows.token(token);
    rows.texts.push({ p: parameter.key, text: uri, token });
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
