/**
 * Precision: lowBoundary, highBoundary, precision, comparable.
 *
 * The high boundary is rounded at the wanted precision and the low one cut off, towards zero for what is left of it, as the
 * official suite has it; negative numbers mirror positive ones.
 *
 * Source  https://build.fhir.org/ig/HL7/FHIRPath/#boundaries (after FHIRPath 2.0)
 * Proof   boundaries.test.ts
 */
import { Decimal } from '../../../kernel/index.ts';
import { ofSingle, withArgs, type FunctionRule, type FunctionTable } from '../call.ts';
import { EMPTY, type Collection, type PathNode } from '../node.ts';
import { areComparable, Quantity } from '../quantity.ts';
import type { Run } from '../run.ts';
import { boundary, Temporal, type TemporalKind } from '../temporal.ts';
import {
  booleans,
  decimals,
  integers,
  KEPT_SCALE,
  quantities,
  single,
  singleInteger,
  systemValue,
  temporals,
  wrongType,
} from '../value.ts';

const DEFAULT_DIGITS: Readonly<Record<TemporalKind, number>> = { Date: 8, DateTime: 17, Time: 9 };
const DEFAULT_SCALE = 8;

function bound(high: boolean): FunctionRule {
  return withArgs(0, 1, (input, [digitsNodes], run, name) => {
    const node = single(input, `${name}()`);
    const digits = digitsNodes === undefined ? undefined : singleInteger(digitsNodes, `${name}()`, run.model);
    return node === undefined ? EMPTY : boundOf(node, high, digits, `${name}()`, run);
  });
}

function boundOf(node: PathNode, high: boolean, digits: number | undefined, what: string, run: Run): Collection {
  const value = systemValue(node, run.model);
  if (value instanceof Temporal) return temporals(boundary(value, high, digits ?? DEFAULT_DIGITS[value.kind]));
  const scale = digits ?? DEFAULT_SCALE;
  if (scale < 0 || scale > KEPT_SCALE) return EMPTY;
  if (typeof value === 'number') return decimals(decimalBound(new Decimal(BigInt(value)), high, scale));
  if (value instanceof Decimal) return decimals(decimalBound(value, high, scale));
  if (!(value instanceof Quantity)) throw wrongType(what, 'a number, quantity, date or time', node, run.model);
  return quantities(new Quantity(decimalBound(value.value, high, scale), value.unit, value.calendar));
}

function decimalBound(value: Decimal, high: boolean, scale: number): Decimal {
  if (value.sign < 0) return decimalBound(value.negated(), !high, scale).negated();
  const half = new Decimal(5n, value.scale + 1);
  return high ? value.plus(half).rounded(scale) : value.minus(half).truncated(scale);
}

function precision(node: PathNode, run: Run): Collection {
  const value = systemValue(node, run.model);
  if (value instanceof Temporal) return integers(value.digits);
  if (value instanceof Decimal) return integers(value.scale);
  if (typeof value === 'number') return integers(0);
  if (value instanceof Quantity) return integers(value.value.scale);
  throw wrongType('precision()', 'a number, quantity, date or time', node, run.model);
}

function comparable(input: Collection, [otherNodes = EMPTY]: readonly Collection[], run: Run): Collection {
  const node = single(input, 'comparable()');
  const other = single(otherNodes, 'comparable()');
  if (node === undefined || other === undefined) return EMPTY;
  const [a, b] = [systemValue(node, run.model), systemValue(other, run.model)];
  return booleans(a instanceof Quantity && b instanceof Quantity && areComparable(a, b));
}

/** The functions of this group. */
export const BOUNDARIES: FunctionTable = {
  lowBoundary: bound(false),
  highBoundary: bound(true),
  precision: ofSingle(precision),
  comparable: withArgs(1, 1, comparable),
};
