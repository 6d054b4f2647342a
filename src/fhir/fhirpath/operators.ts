/**
 * Operators between two operands, and the signs.
 *
 * Source  https://hl7.org/fhirpath/N1/#operations
 * Proof   operators.test.ts
 */
import { arithmetic } from './arithmetic.ts';
import { DistinctNodes } from './distinct.ts';
import { compareNodes, equalCollections, equalNodes, equivalentCollections } from './equality.ts';
import type { Model } from './model.ts';
import { EMPTY, type Collection, type PathNode } from './node.ts';
import { Quantity } from './quantity.ts';
import type { Compiled, Run } from './run.ts';
import type { BinaryOperator } from './syntax.ts';
import {
  booleans,
  decimals,
  integers,
  quantities,
  single,
  singleString,
  strings,
  systemValue,
  truth,
  wrongType,
} from './value.ts';
import { Decimal } from '../../kernel/index.ts';

type Operation = (left: Collection, right: Collection, run: Run) => Collection;

/** The closure of an operator. */
export function binaryOperator(operator: BinaryOperator, left: Compiled, right: Compiled): Compiled {
  const logical = LOGICAL[operator];
  if (logical !== undefined) return logical(left, right);
  const operation = OPERATIONS[operator] ?? ((a, b, run) => arithmetic(operator, a, b, run));
  return (frame) => {
    const a = left(frame);
    const b = right(frame);
    frame.run.spend(1);
    return operation(a, b, frame.run);
  };
}

const OPERATIONS: Readonly<Partial<Record<BinaryOperator, Operation>>> = {
  '=': (left, right, run) => booleans(equalCollections(left, right, run)),
  '!=': (left, right, run) => booleans(not(equalCollections(left, right, run))),
  '~': (left, right, run) => booleans(equivalentCollections(left, right, run)),
  '!~': (left, right, run) => booleans(!equivalentCollections(left, right, run)),
  '<': ordered('<', (order) => order < 0),
  '<=': ordered('<=', (order) => order <= 0),
  '>': ordered('>', (order) => order > 0),
  '>=': ordered('>=', (order) => order >= 0),
  '|': union,
  '&': (left, right, run) => strings(joinable(left, run) + joinable(right, run)),
  in: (left, right, run) => membership(left, right, 'in', run),
  contains: (left, right, run) => membership(right, left, 'contains', run),
};

function not(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function joinable(nodes: Collection, run: Run): string {
  const text = singleString(nodes, "'&'", run.model) ?? '';
  run.spend(text.length / 16);
  return text;
}

function ordered(operator: string, test: (order: number) => boolean): Operation {
  const what = `'${operator}'`;
  return (left, right, run) => {
    const a = single(left, what);
    const b = single(right, what);
    if (a === undefined || b === undefined) return EMPTY;
    const order = compareNodes(a, b, what, run);
    return booleans(order === undefined ? undefined : test(order));
  };
}

/** Both collections without repetitions. */
export function union(left: Collection, right: Collection, run: Run): Collection {
  const distinct = new DistinctNodes(run);
  for (const node of left) distinct.add(node);
  for (const node of right) distinct.add(node);
  return distinct.nodes;
}

function membership(item: Collection, list: Collection, what: string, run: Run): Collection {
  const node = single(item, `'${what}'`);
  return node === undefined ? EMPTY : booleans(list.some((other) => equalNodes(node, other, run) === true));
}

type Truth = boolean | undefined;

/** Three-valued logic; the right side is not evaluated where the left decides. */
const LOGICAL: Readonly<Partial<Record<BinaryOperator, (left: Compiled, right: Compiled) => Compiled>>> = {
  and: logic('and', false, (a, b) => (b === false ? false : both(a, b, true))),
  or: logic('or', true, (a, b) => (b === true ? true : both(a, b, false))),
  xor: logic('xor', undefined, (a, b) => (a === undefined || b === undefined ? undefined : a !== b)),
  implies: implies,
};

function both(a: Truth, b: Truth, value: boolean): Truth {
  return a === undefined || b === undefined ? undefined : value;
}

function logic(what: string, decided: Truth, combine: (a: Truth, b: Truth) => Truth) {
  return (left: Compiled, right: Compiled): Compiled =>
    (frame) => {
      const a = truth(left(frame), `'${what}'`);
      if (a !== undefined && a === decided) return booleans(a);
      return booleans(combine(a, truth(right(frame), `'${what}'`)));
    };
}

function implies(left: Compiled, right: Compiled): Compiled {
  return (frame) => {
    const a = truth(left(frame), "'implies'");
    if (a === false) return booleans(true);
    const b = truth(right(frame), "'implies'");
    return booleans(b === true || a === true ? b : undefined);
  };
}

/** A number or quantity with a sign. */
export function negated(node: PathNode, sign: '+' | '-', model: Model): Collection {
  const value = systemValue(node, model);
  if (typeof value === 'number') return integers(sign === '-' ? 0 - value : value);
  if (value instanceof Decimal) return decimals(sign === '-' ? value.negated() : value);
  if (value instanceof Quantity)
    return quantities(sign === '-' ? new Quantity(value.value.negated(), value.unit, value.calendar) : value);
  throw wrongType(`'${sign}'`, 'a number', node, model);
}
