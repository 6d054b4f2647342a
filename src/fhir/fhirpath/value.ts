/**
 * From nodes to System values and back.
 *
 * A FHIR primitive stands for a System value of its kind, a FHIR Quantity with a UCUM code for a System.Quantity.
 *
 * Source  https://hl7.org/fhir/R4/fhirpath.html#types, https://hl7.org/fhirpath/N1/#conversion
 * Proof   value.test.ts
 */
import { Decimal, decimalOf, decimalText, isRawDecimal, type RawDecimal } from '../../kernel/index.ts';
import type { Model } from './model.ts';
import { EMPTY, isObject, PathNode, type Collection, type JsonObject } from './node.ts';
import { Quantity } from './quantity.ts';
import { pathError } from './run.ts';
import { Temporal, type TemporalKind } from './temporal.ts';

/** The values of System nodes; Integer is a number. */
export type SystemValue = boolean | string | number | Decimal | Temporal | Quantity;

const UCUM = 'http://unitsofmeasure.org';
/** UCUM units of time that stand for calendar durations in FHIR. */
const CALENDAR_CODES: Readonly<Record<string, string>> = {
  a: 'year',
  mo: 'month',
  d: 'day',
  h: 'hour',
  min: 'minute',
  s: 'second',
};
const TEMPORAL: Readonly<Record<string, TemporalKind>> = {
  date: 'Date',
  dateTime: 'DateTime',
  instant: 'DateTime',
  time: 'Time',
};
const INTEGERS = new Set(['integer', 'positiveInt', 'unsignedInt']);
const MIN_INTEGER = -2_147_483_648;
const MAX_INTEGER = 2_147_483_647;

export const TRUE: Collection = Object.freeze([new PathNode(true, 'System.Boolean')]);
export const FALSE: Collection = Object.freeze([new PathNode(false, 'System.Boolean')]);

/** A boolean as a collection; undefined is empty. */
export function booleans(value: boolean | undefined): Collection {
  if (value === undefined) return EMPTY;
  return value ? TRUE : FALSE;
}

/** A string as a collection; undefined is empty. */
export function strings(value: string | undefined): Collection {
  return value === undefined ? EMPTY : [new PathNode(value, 'System.String')];
}

/** An Integer as a collection; empty beyond 32 bits. */
export function integers(value: number | undefined): Collection {
  if (value === undefined || !isInteger(value)) return EMPTY;
  return [new PathNode(value, 'System.Integer')];
}

/** Is it an Integer of FHIRPath (32 bits)? */
export function isInteger(value: number): boolean {
  return Number.isInteger(value) && value >= MIN_INTEGER && value <= MAX_INTEGER;
}

/** Decimals longer than this overflow: the result is empty. */
const LARGEST = 10n ** 120n;
/** Digits after the point that a computed decimal keeps. */
export const KEPT_SCALE = 28;

/** A Decimal as a collection; empty on overflow, rounded to 28 digits after the point where it has very many. */
export function decimals(value: Decimal | undefined): Collection {
  const kept = bounded(value);
  return kept === undefined ? EMPTY : [new PathNode(kept, 'System.Decimal')];
}

function bounded(value: Decimal | undefined): Decimal | undefined {
  if (value === undefined) return undefined;
  const kept = value.scale > 2 * KEPT_SCALE ? value.rounded(KEPT_SCALE) : value;
  return kept.unscaled > LARGEST || kept.unscaled < -LARGEST ? undefined : kept;
}

/** A Quantity as a collection; undefined and overflow are empty. */
export function quantities(value: Quantity | undefined): Collection {
  return value === undefined || bounded(value.value) === undefined ? EMPTY : [new PathNode(value, 'System.Quantity')];
}

/** A date, time or date-time as a collection; undefined is empty. */
export function temporals(value: Temporal | undefined): Collection {
  return value === undefined ? EMPTY : [new PathNode(value, `System.${value.kind}`)];
}

/** Any System value as a collection. */
export function systemNodes(value: SystemValue | undefined): Collection {
  if (typeof value === 'string') return strings(value);
  if (typeof value === 'boolean' || value === undefined) return booleans(value);
  if (typeof value === 'number') return integers(value);
  if (value instanceof Decimal) return decimals(value);
  return value instanceof Temporal ? temporals(value) : quantities(value);
}

/** Is it a System node (computed or a literal)? */
export function isSystem(node: PathNode): boolean {
  return isSystemType(node.type);
}

function isSystemType(type: string): boolean {
  return type.startsWith('System.');
}

/** The System value that a node is or stands for; undefined for other complex values and primitives without a value. */
export function systemValue(node: PathNode, model: Model): SystemValue | undefined {
  const { value, type } = node;
  if (isSystem(node)) return type === 'System.TypeInfo' ? undefined : (value as SystemValue);
  if (isRawDecimal(value)) return numeric(value, type);
  switch (typeof value) {
    case 'string':
      return textual(value, type);
    case 'boolean':
      return value;
    case 'number':
      return numeric(value, type);
    default:
      return isObject(value) && model.isA(type, 'Quantity') ? fhirQuantity(value) : undefined;
  }
}

function textual(value: string, type: string): SystemValue | undefined {
  const kind = TEMPORAL[type];
  return kind === undefined ? value : (Temporal.parse(kind, value) ?? value);
}

function numeric(value: number | RawDecimal, type: string): SystemValue | undefined {
  if (typeof value === 'number' && INTEGERS.has(type)) return value;
  return Decimal.parse(decimalText(value));
}

/** A FHIR Quantity as System.Quantity: only with a UCUM code and without a comparator. */
function fhirQuantity(json: JsonObject): Quantity | undefined {
  const { value, code, system, comparator } = json;
  if (system !== UCUM || typeof code !== 'string' || comparator !== undefined) return undefined;
  if (typeof value !== 'number' && !isRawDecimal(value)) return undefined;
  const decimal = Decimal.parse(decimalText(value));
  if (decimal === undefined) return undefined;
  const word = Object.hasOwn(CALENDAR_CODES, code) ? CALENDAR_CODES[code] : undefined;
  return word === undefined ? new Quantity(decimal, code) : new Quantity(decimal, word, true);
}

/**
 * A FHIR Quantity outside of UCUM for ordering: its unit is its system and code, or the unit as written, which no UCUM unit
 * is written like. Undefined where it says only more or less than its value.
 */
export function ownUnitQuantity({ value: json, type }: PathNode, model: Model): Quantity | undefined {
  if (!isObject(json) || isSystemType(type) || !model.isA(type, 'Quantity')) return undefined;
  const { value, code, system, unit, comparator } = json;
  if (comparator !== undefined || (typeof value !== 'number' && !isRawDecimal(value))) return undefined;
  const decimal = Decimal.parse(decimalText(value));
  return decimal === undefined ? undefined : new Quantity(decimal, JSON.stringify([system, code ?? unit]));
}

/** The text of a System value, as `toString()` gives it. */
export function textOf(value: SystemValue): string {
  return typeof value === 'string' ? value : value.toString();
}

/** The plain JSON value of a node. */
export function jsonOf(node: PathNode): unknown {
  const { value } = node;
  if (value instanceof Decimal) return decimalOf(value.toString());
  if (value instanceof Temporal) return value.toString();
  if (value instanceof Quantity) return quantityJson(value);
  return value;
}

function quantityJson(quantity: Quantity): JsonObject {
  const value = decimalOf(quantity.value.toString());
  return quantity.calendar
    ? { value, unit: quantity.unit }
    : { value, unit: quantity.unit, system: UCUM, code: quantity.unit };
}

/** The only node of a collection; undefined where it is empty; throws where there are more. */
export function single(collection: Collection, what: string): PathNode | undefined {
  if (collection.length > 1)
    throw pathError('not-single', `${what} needs a single item, there are ${collection.length}.`);
  return collection[0];
}

/** The single string of a collection; FHIR dates and times count as their text. */
export function singleString(collection: Collection, what: string, model: Model): string | undefined {
  const node = single(collection, what);
  if (node === undefined) return undefined;
  if (typeof node.value === 'string') return node.value;
  if (node.value === undefined) return undefined;
  throw wrongType(what, 'a string', node, model);
}

/** The single Integer of a collection. */
export function singleInteger(collection: Collection, what: string, model: Model): number | undefined {
  const node = single(collection, what);
  if (node === undefined) return undefined;
  const value = systemValue(node, model);
  if (typeof value === 'number') return value;
  throw wrongType(what, 'an integer', node, model);
}

/** The single number of a collection, as a decimal. */
export function singleDecimal(collection: Collection, what: string, model: Model): Decimal | undefined {
  const node = single(collection, what);
  if (node === undefined) return undefined;
  const value = systemValue(node, model);
  if (typeof value === 'number') return new Decimal(BigInt(value));
  if (value instanceof Decimal) return value;
  throw wrongType(what, 'a number', node, model);
}

/** The truth of a collection: a boolean is itself, any other single item is true, empty is undefined. */
export function truth(collection: Collection, what: string): boolean | undefined {
  const node = single(collection, what);
  if (node === undefined) return undefined;
  return typeof node.value === 'boolean' ? node.value : true;
}

/** A failure that names what was found. */
export function wrongType(what: string, wanted: string, node: PathNode, model: Model): Error {
  const found = model.isResource(node.type) ? `a ${node.type} resource` : node.type;
  return pathError('wrong-type', `${what} needs ${wanted}, found ${found || 'something else'}.`);
}
