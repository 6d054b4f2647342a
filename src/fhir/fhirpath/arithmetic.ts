/**
 * `+ - * / div mod` on numbers, texts, quantities, dates and times.
 *
 * Source  https://hl7.org/fhirpath/N1/#math, https://hl7.org/fhirpath/N1/#datetime-arithmetic
 * Proof   arithmetic.test.ts, operators.test.ts
 */
import { Decimal } from '../../kernel/index.ts';
import { EMPTY, type Collection } from './node.ts';
import { addQuantities, divideQuantities, multiplyQuantities, Quantity } from './quantity.ts';
import { pathError, type Run } from './run.ts';
import type { BinaryOperator } from './syntax.ts';
import { addUnits, calendarUnit, Temporal } from './temporal.ts';
import {
  decimals,
  integers,
  KEPT_SCALE,
  quantities,
  single,
  strings,
  systemValue,
  temporals,
  wrongType,
  type SystemValue,
} from './value.ts';

/** The result of an arithmetic operator; empty where a side is empty or the result is beyond what can be written. */
export function arithmetic(operator: BinaryOperator, left: Collection, right: Collection, run: Run): Collection {
  const what = `'${operator}'`;
  const a = single(left, what);
  const b = single(right, what);
  if (a === undefined || b === undefined) return EMPTY;
  const [x, y] = [systemValue(a, run.model), systemValue(b, run.model)];
  if (x === undefined || y === undefined)
    throw wrongType(what, 'numbers or quantities', x === undefined ? a : b, run.model);
  const result = compute(operator, x, y, run);
  if (result === undefined) throw wrongType(what, `something that goes with ${a.type}`, b, run.model);
  return result;
}

function compute(operator: BinaryOperator, left: SystemValue, right: SystemValue, run: Run): Collection | undefined {
  if (left instanceof Temporal) return right instanceof Quantity ? shifted(operator, left, right) : undefined;
  if (typeof left === 'string' || typeof right === 'string') return concatenated(operator, left, right, run);
  if (left instanceof Quantity || right instanceof Quantity) return onQuantities(operator, left, right);
  if (typeof left === 'number' && typeof right === 'number' && operator !== '/')
    return onIntegers(operator, left, right);
  const [a, b] = [asDecimal(left), asDecimal(right)];
  return a === undefined || b === undefined ? undefined : onDecimals(operator, a, b);
}

function concatenated(
  operator: BinaryOperator,
  left: SystemValue,
  right: SystemValue,
  run: Run,
): Collection | undefined {
  if (operator !== '+' || typeof left !== 'string' || typeof right !== 'string') return undefined;
  run.spend((left.length + right.length) / 16);
  return strings(left + right);
}

function asDecimal(value: SystemValue): Decimal | undefined {
  if (value instanceof Decimal) return value;
  return typeof value === 'number' ? new Decimal(BigInt(value)) : undefined;
}

function onIntegers(operator: BinaryOperator, left: number, right: number): Collection | undefined {
  switch (operator) {
    case '+':
      return integers(left + right);
    case '-':
      return integers(left - right);
    case '*':
      return integers(left * right);
    case 'div':
      return right === 0 ? EMPTY : integers(Math.trunc(left / right) + 0);
    case 'mod':
      return right === 0 ? EMPTY : integers((left % right) + 0);
    default:
      return undefined;
  }
}

function onDecimals(operator: BinaryOperator, left: Decimal, right: Decimal): Collection | undefined {
  switch (operator) {
    case '+':
      return decimals(left.plus(right));
    case '-':
      return decimals(left.minus(right));
    case '*':
      return decimals(left.times(right));
    case '/':
      return decimals(left.dividedBy(right, KEPT_SCALE)?.normalized());
    case 'div': {
      const quotient = left.quotient(right);
      return quotient === undefined ? EMPTY : integers(Number(quotient));
    }
    case 'mod':
      return decimals(left.remainder(right));
    default:
      return undefined;
  }
}

function onQuantities(operator: BinaryOperator, left: SystemValue, right: SystemValue): Collection | undefined {
  const [a, b] = [asQuantity(left), asQuantity(right)];
  if (a === undefined || b === undefined) return undefined;
  switch (operator) {
    case '+':
      return quantities(addQuantities(a, b, 1));
    case '-':
      return quantities(addQuantities(a, b, -1));
    case '*':
      return quantities(multiplyQuantities(a, b));
    case '/':
      return quantities(divideQuantities(a, b, KEPT_SCALE));
    default:
      return undefined;
  }
}

function asQuantity(value: SystemValue): Quantity | undefined {
  if (value instanceof Quantity) return value;
  const decimal = asDecimal(value);
  return decimal === undefined ? undefined : new Quantity(decimal, '1');
}

/** A date moved by a whole number of calendar units: parts of a unit are cut off. */
function shifted(operator: BinaryOperator, value: Temporal, by: Quantity): Collection | undefined {
  if (operator !== '+' && operator !== '-') return undefined;
  const unit = calendarUnit(by.unit);
  if (unit === undefined)
    throw pathError('wrong-unit', `a date does not move by '${by.unit}'; use years, months, weeks, days or shorter.`);
  const amount = by.value.truncated().toNumber();
  return temporals(addUnits(value, operator === '+' ? amount : -amount, unit));
}
