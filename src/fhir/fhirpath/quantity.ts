/**
 * Quantities of FHIRPath: a decimal with a UCUM unit or a calendar duration.
 *
 * `1 year` and `1 month` are calendar durations and not comparable with the UCUM units `a` and `mo`; weeks and shorter equal
 * their UCUM units.
 *
 * Source  https://hl7.org/fhirpath/N1/#quantity, https://hl7.org/fhirpath/N1/#time-valued-quantities
 * Proof   quantity.test.ts
 */
import { compareRatios, convertValue, Decimal, toCanonical, unitOf, type Unit } from '../../kernel/index.ts';

/** Calendar words by the UCUM code they equal; year and month equal none. */
const CALENDAR: Readonly<Record<string, string>> = {
  week: 'wk',
  day: 'd',
  hour: 'h',
  minute: 'min',
  second: 's',
  millisecond: 'ms',
};
const YEAR_OR_MONTH = /^(?:year|month)s?$/;

/** A value with a unit. `unit` is as written; `calendar` tells `1 day` from `1 'd'`. */
export class Quantity {
  readonly value: Decimal;
  readonly unit: string;
  readonly calendar: boolean;

  constructor(value: Decimal, unit: string, calendar = false) {
    this.value = value;
    this.unit = unit;
    this.calendar = calendar;
  }

  /** `1.0 'mg'`, `4 days`. */
  toString(): string {
    return `${this.value.toString()} ${this.calendar ? this.unit : `'${this.unit}'`}`;
  }
}

/** What a unit can be compared with: its own kind only. */
interface Measure {
  readonly unit: Unit;
  readonly kind: string;
}

function measureOf(quantity: Quantity): Measure | undefined {
  const word = quantity.unit.endsWith('s') ? quantity.unit.slice(0, -1) : quantity.unit;
  if (YEAR_OR_MONTH.test(quantity.unit)) return { unit: word === 'year' ? YEAR : MONTH, kind: 'calendar' };
  const code = Object.hasOwn(CALENDAR, word) ? (CALENDAR[word] ?? '') : quantity.unit;
  const unit = unitOf(code);
  return unit === undefined ? undefined : { unit, kind: unit.dimension };
}

const MONTH: Unit = { factor: { above: 1n, below: 1n }, dimension: 'calendar' };
const YEAR: Unit = { factor: { above: 12n, below: 1n }, dimension: 'calendar' };

/** Can the two be compared at all? Undefined units compare with nothing. */
export function areComparable(left: Quantity, right: Quantity): boolean {
  return comparableUnits(left, right) !== undefined;
}

function comparableUnits(left: Quantity, right: Quantity): readonly [Unit, Unit] | undefined {
  const [a, b] = [measureOf(left), measureOf(right)];
  return a !== undefined && b !== undefined && a.kind === b.kind ? [a.unit, b.unit] : undefined;
}

/** Negative, zero or positive; undefined where the units cannot be compared. Equal unknown units compare by value. */
export function compareQuantities(left: Quantity, right: Quantity): number | undefined {
  if (left.unit === right.unit) return left.value.compare(right.value);
  const units = comparableUnits(left, right);
  if (units === undefined) return undefined;
  return compareRatios(toCanonical(left.value, units[0]), toCanonical(right.value, units[1]));
}

/** Are the two equal? Undefined: one is a calendar year or month and the other a UCUM unit of time. */
export function equalQuantities(left: Quantity, right: Quantity): boolean | undefined {
  const order = compareQuantities(left, right);
  if (order !== undefined) return order === 0;
  return isTime(left) && isTime(right) ? undefined : false;
}

function isTime(quantity: Quantity): boolean {
  const kind = measureOf(quantity)?.kind;
  return kind === 'calendar' || kind === 's';
}

/** Are the two equal at the precision of the less precise, in its unit? */
export function equivalentQuantities(left: Quantity, right: Quantity): boolean {
  const units = comparableUnits(left, right);
  if (units === undefined) return left.unit === right.unit && equivalentDecimals(left.value, right.value);
  const converted = convertValue(right.value, units[1], units[0]);
  return converted !== undefined && equivalentDecimals(left.value, converted);
}

/** Equal after rounding to the smaller number of digits after the point, zeros at the end not counted. */
export function equivalentDecimals(left: Decimal, right: Decimal): boolean {
  const scale = Math.min(left.normalized().scale, right.normalized().scale);
  return left.rounded(scale).equals(right.rounded(scale));
}

/** Sum in the unit of the left; undefined where the units cannot be added. */
export function addQuantities(left: Quantity, right: Quantity, sign: 1 | -1): Quantity | undefined {
  const units = left.unit === right.unit ? undefined : comparableUnits(left, right);
  const converted = left.unit === right.unit ? right.value : units && convertValue(right.value, units[1], units[0]);
  if (converted === undefined) return undefined;
  return new Quantity(sign === 1 ? left.value.plus(converted) : left.value.minus(converted), left.unit, left.calendar);
}

/** Product, its unit written as a UCUM product; undefined where one is no UCUM unit. */
export function multiplyQuantities(left: Quantity, right: Quantity): Quantity | undefined {
  const unit = productUnit(codeOf(left), codeOf(right), '.');
  return unit === undefined ? undefined : new Quantity(left.value.times(right.value), unit);
}

/** Quotient, its unit written as a UCUM quotient; undefined for division by zero or no UCUM unit. */
export function divideQuantities(left: Quantity, right: Quantity, scale: number): Quantity | undefined {
  const value = left.value.dividedBy(right.value, scale)?.normalized();
  const unit = productUnit(codeOf(left), codeOf(right), '/');
  return value === undefined || unit === undefined ? undefined : new Quantity(value, unit);
}

function codeOf(quantity: Quantity): string {
  const word = quantity.unit.endsWith('s') ? quantity.unit.slice(0, -1) : quantity.unit;
  return quantity.calendar && Object.hasOwn(CALENDAR, word) ? (CALENDAR[word] ?? '') : quantity.unit;
}

function productUnit(left: string, right: string, operator: '.' | '/'): string | undefined {
  if (unitOf(left) === undefined || unitOf(right) === undefined) return undefined;
  if (right === '1') return left;
  if (operator === '/' && left === right) return '1';
  const divisor = operator === '/' && /[./]/.test(right) ? `(${right})` : right;
  if (left === '1') return operator === '.' ? right : `/${divisor}`;
  return `${left}${operator}${divisor}`;
}

/** The quantity in another unit; undefined where the units do not measure the same. */
export function convertQuantity(quantity: Quantity, unit: string): Quantity | undefined {
  const target = new Quantity(quantity.value, unit, YEAR_OR_MONTH.test(unit));
  if (quantity.unit === unit) return quantity;
  const units = comparableUnits(quantity, target);
  const value = units && convertValue(quantity.value, units[0], units[1]);
  return value === undefined ? undefined : new Quantity(value, unit, target.calendar);
}
