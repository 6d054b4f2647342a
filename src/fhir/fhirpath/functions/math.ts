/**
 * Mathematics: abs, ceiling, exp, floor, ln, log, power, round, sqrt, truncate.
 *
 * Whole steps are exact; exp, ln, log, sqrt and broken powers go through JavaScript numbers (15 digits).
 *
 * Source  https://hl7.org/fhirpath/N1/#math
 * Proof   math.test.ts
 */
import { Decimal } from '../../../kernel/index.ts';
import { ofSingle, withArgs, type FunctionTable } from '../call.ts';
import { EMPTY, type Collection, type PathNode } from '../node.ts';
import { Quantity } from '../quantity.ts';
import { pathError, type Run } from '../run.ts';
import {
  decimals,
  integers,
  quantities,
  single,
  singleDecimal,
  singleInteger,
  systemValue,
  wrongType,
} from '../value.ts';

function abs(node: PathNode, run: Run): Collection {
  const value = systemValue(node, run.model);
  if (value instanceof Quantity) return quantities(new Quantity(value.value.absolute(), value.unit, value.calendar));
  if (typeof value === 'number') return integers(Math.abs(value));
  return decimals(decimalOfNode(node, 'abs()', run).absolute());
}

function decimalOfNode(node: PathNode, what: string, run: Run): Decimal {
  const value = singleDecimal([node], what, run.model);
  if (value === undefined) throw wrongType(what, 'a number', node, run.model);
  return value;
}

/** A whole decimal as Integer. */
function whole(value: Decimal): Collection {
  return integers(Number(value.truncated().unscaled));
}

function toWhole(step: (value: Decimal) => Decimal): FunctionTable[string] {
  return ofSingle((node, run, name) => whole(step(decimalOfNode(node, `${name}()`, run))));
}

/** The decimal of a computed number at the 15 digits that a JavaScript number is sure of. */
function computed(value: number): Collection {
  return Number.isFinite(value) ? decimals(Decimal.parse(String(Number(value.toPrecision(15))))) : EMPTY;
}

function computing(step: (value: number) => number): FunctionTable[string] {
  return ofSingle((node, run, name) => computed(step(decimalOfNode(node, `${name}()`, run).toNumber())));
}

const MAX_EXPONENT = 1000;

function power(input: Collection, [exponentNodes = EMPTY]: readonly Collection[], run: Run): Collection {
  const base = single(input, 'power()');
  const exponent = singleDecimal(exponentNodes, 'power()', run.model);
  if (base === undefined || exponent === undefined) return EMPTY;
  const value = decimalOfNode(base, 'power()', run);
  const isInteger = typeof systemValue(base, run.model) === 'number';
  if (!exponent.isWhole() || exponent.sign < 0 || exponent.toNumber() > MAX_EXPONENT)
    return computed(value.toNumber() ** exponent.toNumber());
  const result = exactPower(value, exponent.toNumber());
  return isInteger ? whole(result) : decimals(result);
}

/** By squaring; stops growing where the result is beyond any decimal anyway. */
function exactPower(base: Decimal, exponent: number): Decimal {
  let [result, square] = [new Decimal(1n), base];
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = kept(result.times(square));
    square = kept(square.times(square));
  }
  return result;
}

function kept(value: Decimal): Decimal {
  return value.scale > 200 ? value.rounded(200) : value;
}

function log(input: Collection, [baseNodes = EMPTY]: readonly Collection[], run: Run): Collection {
  const value = singleDecimal(input, 'log()', run.model)?.toNumber();
  const base = singleDecimal(baseNodes, 'log()', run.model)?.toNumber();
  return value === undefined || base === undefined ? EMPTY : computed(Math.log(value) / Math.log(base));
}

function round(input: Collection, [placesNodes]: readonly Collection[], run: Run): Collection {
  const node = single(input, 'round()');
  const places = placesNodes === undefined ? 0 : singleInteger(placesNodes, 'round()', run.model);
  if (node === undefined || places === undefined) return EMPTY;
  if (places < 0 || places > 28) throw pathError('out-of-range', 'round() takes 0 to 28 places.');
  const value = decimalOfNode(node, 'round()', run);
  return placesNodes === undefined ? whole(value.rounded(0)) : decimals(value.rounded(places));
}

/** The functions of this group. */
export const MATH: FunctionTable = {
  abs: ofSingle(abs),
  ceiling: toWhole((value) => value.ceiling()),
  floor: toWhole((value) => value.floor()),
  truncate: toWhole((value) => value.truncated()),
  exp: computing((value) => Math.exp(value)),
  ln: computing((value) => Math.log(value)),
  sqrt: computing((value) => Math.sqrt(value)),
  log: withArgs(1, 1, log),
  power: withArgs(1, 1, power),
  round: withArgs(0, 1, round),
};
