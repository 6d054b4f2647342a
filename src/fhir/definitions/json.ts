/**
 * What a parsed JSON value is.
 *
 * Proof   definitions.test.ts
 */
import { Decimal, decimalText, isRawDecimal, type RawDecimal } from '../../kernel/index.ts';

/** Is this a JSON object: no array, no null, no decimal that keeps its text? */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawDecimal(value);
}

/** Is this a primitive JSON value: text, number (kept decimals included), true, false or null? */
export function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null || isRawDecimal(value);
}

/** A copy that shares no object or list with the value; `spend` is told of each node and may refuse by throwing. */
export function copyJson(value: unknown, spend?: () => void): unknown {
  spend?.();
  if (isScalar(value)) return value;
  if (Array.isArray(value)) return value.map((item) => copyJson(item, spend));
  // Entries are defined, not assigned: a member named __proto__ stays a member.
  return Object.fromEntries(Object.entries(value as object).map(([key, item]) => [key, copyJson(item, spend)]));
}

/** Are two JSON values equal: numbers by value with every digit, lists in order, objects whatever their order? */
export function sameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (isNumber(one) || isNumber(other)) return isNumber(one) && isNumber(other) && sameNumber(one, other);
  if (Array.isArray(one)) return Array.isArray(other) && sameList(one, other);
  return isObject(one) && isObject(other) && sameObject(one, other);
}

function isNumber(value: unknown): value is number | RawDecimal {
  return typeof value === 'number' || isRawDecimal(value);
}

function sameNumber(one: number | RawDecimal, other: number | RawDecimal): boolean {
  const [first, second] = [decimalText(one), decimalText(other)];
  const [a, b] = [Decimal.parse(first), Decimal.parse(second)];
  return a === undefined || b === undefined ? first === second : a.equals(b);
}

function sameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((item, at) => sameJson(item, other[at]));
}

function sameObject(one: Record<string, unknown>, other: Record<string, unknown>): boolean {
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => Object.hasOwn(other, key) && sameJson(one[key], other[key]));
}
