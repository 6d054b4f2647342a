/**
 * `=`, `~` and order between nodes.
 *
 * Source  https://hl7.org/fhirpath/N1/#equality, #equivalence, #comparison
 * Proof   equality.test.ts (laws: reflexive, symmetric; equal implies equivalent)
 */
import { Decimal, decimalText, isRawDecimal } from '../../kernel/index.ts';
import type { Model } from './model.ts';
import { isObject, type Collection, type JsonObject, type PathNode } from './node.ts';
import { compareQuantities, equalQuantities, equivalentDecimals, equivalentQuantities, Quantity } from './quantity.ts';
import type { Run } from './run.ts';
import { comparableKinds, compareTemporals, Temporal } from './temporal.ts';
import { ownUnitQuantity, systemValue, wrongType, type SystemValue } from './value.ts';

/** Are two nodes equal? Undefined: it cannot be told (precision, zone, calendar unit). */
export function equalNodes(left: PathNode, right: PathNode, run: Run): boolean | undefined {
  run.spend(1);
  const [a, b] = [systemValue(left, run.model), systemValue(right, run.model)];
  if (a !== undefined && b !== undefined) return equalValues(a, b);
  if (a !== undefined && b === undefined && !(a instanceof Quantity)) return false;
  return equalJson(complexJson(left), complexJson(right), run);
}

function equalValues(left: SystemValue, right: SystemValue): boolean | undefined {
  if (typeof left === typeof right && typeof left !== 'object') return left === right;
  const [a, b] = aligned(left, right);
  if (a instanceof Decimal && b instanceof Decimal) return a.equals(b);
  if (a instanceof Quantity && b instanceof Quantity) return equalQuantities(a, b);
  if (!(a instanceof Temporal && b instanceof Temporal)) return false;
  if (!comparableKinds(a, b)) return false;
  const order = compareTemporals(a, b);
  return order === undefined ? undefined : order === 0;
}

/** Brings two values to one kind where FHIRPath converts implicitly: Integer to Decimal to Quantity. */
function aligned(left: SystemValue, right: SystemValue): readonly [SystemValue, SystemValue] {
  const [a, b] = [toDecimal(left), toDecimal(right)];
  if (a instanceof Quantity && b instanceof Decimal) return [a, new Quantity(b, '1')];
  if (a instanceof Decimal && b instanceof Quantity) return [new Quantity(a, '1'), b];
  return [a, b];
}

function toDecimal(value: SystemValue): SystemValue {
  return typeof value === 'number' ? new Decimal(BigInt(value)) : value;
}

/** JSON of a node for comparing whole: a primitive without a value is its extensions. */
export function complexJson(node: PathNode): unknown {
  return node.value === undefined ? node.element : node.value;
}

function equalJson(left: unknown, right: unknown, run: Run): boolean {
  run.spend(1);
  if (left === right) return true;
  if (isNumeric(left) && isNumeric(right)) return sameNumber(left, right);
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((item, at) => equalJson(item, right[at], run));
  return isObject(left) && isObject(right) && equalObjects(left, right, run);
}

function equalObjects(left: JsonObject, right: JsonObject, run: Run): boolean {
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && equalJson(left[key], right[key], run));
}

export type Numeric = Parameters<typeof decimalText>[0];

export function isNumeric(value: unknown): value is Numeric {
  return typeof value === 'number' || isRawDecimal(value);
}

function sameNumber(left: Numeric, right: Numeric): boolean {
  const [a, b] = [decimalText(left), decimalText(right)];
  const [x, y] = [Decimal.parse(a), Decimal.parse(b)];
  return x === undefined || y === undefined ? a === b : x.equals(y);
}

/** Are two collections equal, item by item in order? Empty on either side gives undefined. */
export function equalCollections(left: Collection, right: Collection, run: Run): boolean | undefined {
  if (left.length === 0 || right.length === 0) return undefined;
  if (left.length !== right.length) return false;
  let result: boolean | undefined = true;
  for (const [at, node] of left.entries()) {
    const other = right[at];
    const equal = other === undefined ? false : equalNodes(node, other, run);
    if (equal === false) return false;
    if (equal === undefined) result = undefined;
  }
  return result;
}

/** Are two nodes equivalent (text without case and spacing, decimals at the lower precision, complex in any order)? */
export function equivalentNodes(left: PathNode, right: PathNode, run: Run): boolean {
  run.spend(1);
  const [a, b] = [systemValue(left, run.model), systemValue(right, run.model)];
  if (a !== undefined && b !== undefined) return equivalentValues(a, b, run);
  if ((a === undefined) !== (b === undefined)) return false;
  return equivalentJson(complexJson(left), complexJson(right), run);
}

function equivalentValues(left: SystemValue, right: SystemValue, run: Run): boolean {
  if (typeof left === 'string' && typeof right === 'string') {
    run.spend((left.length + right.length) / 64);
    return plainText(left) === plainText(right);
  }
  const [a, b] = aligned(left, right);
  if (a instanceof Decimal && b instanceof Decimal) return equivalentDecimals(a, b);
  if (a instanceof Quantity && b instanceof Quantity) return equivalentQuantities(a, b);
  if (a instanceof Temporal && b instanceof Temporal)
    return (
      comparableKinds(a, b) && Math.min(a.precision, 6) === Math.min(b.precision, 6) && compareTemporals(a, b) === 0
    );
  return left === right;
}

function plainText(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

function equivalentJson(left: unknown, right: unknown, run: Run): boolean {
  run.spend(1);
  if (typeof left === 'string' && typeof right === 'string') return plainText(left) === plainText(right);
  if (isNumeric(left) && isNumeric(right)) return equivalentNumbers(left, right);
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && matchAll(left, right, (a, b) => equivalentJson(a, b, run));
  if (!isObject(left) || !isObject(right)) return left === right;
  const keys = Object.keys(left).filter((key) => key !== 'id');
  if (keys.length !== Object.keys(right).filter((key) => key !== 'id').length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && equivalentJson(left[key], right[key], run));
}

function equivalentNumbers(left: Numeric, right: Numeric): boolean {
  const [a, b] = [Decimal.parse(decimalText(left)), Decimal.parse(decimalText(right))];
  return a !== undefined && b !== undefined ? equivalentDecimals(a, b) : sameNumber(left, right);
}

/** Are two collections equivalent, in any order? Two empty ones are. */
export function equivalentCollections(left: Collection, right: Collection, run: Run): boolean {
  return left.length === right.length && matchAll(left, right, (a, b) => equivalentNodes(a, b, run));
}

function matchAll<Item>(left: readonly Item[], right: readonly Item[], same: (a: Item, b: Item) => boolean): boolean {
  const rest = [...right];
  return left.every((item) => {
    const at = rest.findIndex((other) => same(item, other));
    if (at < 0) return false;
    rest.splice(at, 1);
    return true;
  });
}

/** Order of two nodes: negative, zero, positive; undefined where it cannot be told; throws where the types have none. */
export function compareNodes(left: PathNode, right: PathNode, what: string, run: Run): number | undefined {
  const [x, y] = [orderedValue(left, run.model), orderedValue(right, run.model)];
  if (x === undefined || y === undefined) {
    if ([left, right].every(({ type }) => run.model.isA(type, 'Quantity') || type === 'System.Quantity'))
      return undefined;
    throw wrongType(what, 'values with an order', x === undefined ? left : right, run.model);
  }
  if (typeof x === 'string' && typeof y === 'string') return compareText(x, y);
  const [a, b] = aligned(x, y);
  if (a instanceof Decimal && b instanceof Decimal) return a.compare(b);
  if (a instanceof Quantity && b instanceof Quantity) return compareQuantities(a, b);
  if (a instanceof Temporal && b instanceof Temporal && comparableKinds(a, b)) return compareTemporals(a, b);
  throw wrongType(what, `a value comparable with ${left.type}`, right, run.model);
}

function orderedValue(node: PathNode, model: Model): SystemValue | undefined {
  return systemValue(node, model) ?? ownUnitQuantity(node, model);
}

/** By UTF-16 unit, as the platform orders texts. */
function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
