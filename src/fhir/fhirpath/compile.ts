/**
 * Turns a syntax tree into closures over a frame.
 *
 * Source  https://hl7.org/fhirpath/N1/#expressions
 * Proof   path.test.ts
 */
import { Decimal } from '../../kernel/index.ts';
import type { Call } from './call.ts';
import { constantOf } from './constants.ts';
import { FUNCTIONS } from './functions/index.ts';
import type { Model } from './model.ts';
import { pushMember } from './navigate.ts';
import { EMPTY, PathNode, type Collection } from './node.ts';
import { binaryOperator, negated } from './operators.ts';
import { Quantity } from './quantity.ts';
import { pathError, type Compiled, type Frame } from './run.ts';
import {
  FALSE,
  integers,
  isInteger,
  quantities,
  single,
  singleInteger,
  strings,
  temporals,
  TRUE,
  decimals,
} from './value.ts';
import type { Expression, Literal } from './syntax.ts';
import { Temporal } from './temporal.ts';
import { castTo, testReferred, testType, typeMatcher } from './types.ts';

type Of<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>;

/** Closure of an expression. */
export function compile(expression: Expression, model: Model): Compiled {
  switch (expression.kind) {
    case 'literal':
      return constant(literalNodes(expression.literal));
    case 'empty':
      return constant(EMPTY);
    case 'variable':
      return VARIABLES[expression.name];
    case 'constant':
      return ({ run, scope }) => constantOf(expression.name, run, scope);
    case 'member':
      return compileMember(expression, model);
    case 'call':
      return compileCall(expression, model);
    case 'item':
      return compileItem(expression, model);
    case 'sign':
      return compileSign(expression, model);
    case 'binary':
      return compileBinary(expression, model);
    default:
      return compileTypeOperator(expression, model);
  }
}

const VARIABLES: Readonly<Record<Of<'variable'>['name'], Compiled>> = {
  $this: (frame) => frame.self,
  $index: (frame) => (frame.index < 0 ? EMPTY : integers(frame.index)),
  $total: (frame) => frame.total ?? EMPTY,
};

function constant(nodes: Collection): Compiled {
  return () => nodes;
}

/** The nodes of a literal; throws `fhirpath.bad-literal` for a number or date that does not exist. */
export function literalNodes(literal: Literal): Collection {
  switch (literal.of) {
    case 'boolean':
      return literal.value ? TRUE : FALSE;
    case 'string':
      return strings(literal.value);
    case 'number':
      return numberNodes(literal.text);
    case 'date':
      return temporals(Temporal.parse('Date', literal.text) ?? badLiteral(`@${literal.text}`));
    case 'dateTime':
      return temporals(Temporal.parse('DateTime', literal.text) ?? badLiteral(`@${literal.text}`));
    case 'time':
      return temporals(Temporal.parse('Time', literal.text) ?? badLiteral(`@T${literal.text}`));
    default:
      return quantities(new Quantity(decimal(literal.text), literal.unit, literal.calendar));
  }
}

/** A whole number beyond 32 bits is a decimal. */
function numberNodes(text: string): Collection {
  const value = Number(text);
  return text.includes('.') || !isInteger(value) ? decimals(decimal(text)) : integers(value + 0);
}

function decimal(text: string): Decimal {
  return Decimal.parse(text) ?? badLiteral(text);
}

function badLiteral(text: string): never {
  throw pathError('bad-literal', `${text} is no number, date or time that exists.`);
}

function compileMember({ on, name }: Of<'member'>, model: Model): Compiled {
  const source = on === undefined ? undefined : compile(on, model);
  return (frame) => {
    const out: PathNode[] = [];
    for (const node of source === undefined ? frame.self : source(frame)) {
      const plan = model.element(node.type, name);
      // An expression may start with the name of the type that it is about.
      if (plan === undefined && source === undefined && model.isA(node.type, name)) out.push(node);
      else pushMember(node, name, plan, model, out);
    }
    frame.run.spend(out.length + 1);
    return out;
  };
}

function compileItem({ on, index }: Of<'item'>, model: Model): Compiled {
  const source = compile(on, model);
  const position = isolated(index, compile(index, model));
  return (frame) => {
    const input = source(frame);
    const at = singleInteger(position(frame), 'The indexer', model);
    const node = at === undefined ? undefined : input[at];
    return node === undefined ? EMPTY : [node];
  };
}

function compileSign({ sign, operand }: Of<'sign'>, model: Model): Compiled {
  // The lowest Integer has no positive one to be the negative of.
  if (sign === '-' && operand.kind === 'literal' && operand.literal.of === 'number')
    return constant(numberNodes(`-${operand.literal.text}`));
  const value = compile(operand, model);
  return (frame) => {
    const node = single(value(frame), `'${sign}'`);
    return node === undefined ? EMPTY : negated(node, sign, model);
  };
}

function compileBinary({ operator, left, right }: Of<'binary'>, model: Model): Compiled {
  const a = isolated(left, compile(left, model));
  const b = isolated(right, compile(right, model));
  return binaryOperator(operator, a, b);
}

function compileTypeOperator({ operator, operand, type }: Of<'type'>, model: Model): Compiled {
  const matcher = typeMatcher(type, model);
  const value = compile(operand, model);
  if (operator === 'as') return (frame) => castTo(value(frame), matcher, frame.run);
  if (operand.kind !== 'call' || operand.name !== 'resolve') return (frame) => testType(value(frame), matcher);
  return testReferred(operand.on === undefined ? VARIABLES.$this : compile(operand.on, model), value, matcher, model);
}

function compileCall({ on, name, args, at }: Of<'call'>, model: Model): Compiled {
  const rule = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (rule === undefined) throw pathError('unknown-function', `there is no function ${name}() (position ${at + 1}).`);
  if (args.length < rule.min || args.length > rule.max) throw wrongCount(name, rule.min, rule.max, args.length);
  const input: Compiled = on === undefined ? (frame) => frame.self : compile(on, model);
  const compiled = rule.types === true ? [] : args.map((arg) => compileArgument(name, arg, model));
  const call: Call = { name, on, input, args: compiled, written: args, model };
  const run = rule.build(call);
  return (frame) => {
    const result = run(frame);
    frame.run.spend(1 + result.length / 8);
    return result;
  };
}

/** `-` before a key of `sort()` is its direction, for texts as well. */
function compileArgument(call: string, arg: Expression, model: Model): Compiled {
  const plain = call === 'sort' && arg.kind === 'sign' && arg.sign === '-' ? arg.operand : arg;
  return isolated(plain, compile(plain, model));
}

function wrongCount(name: string, min: number, max: number, found: number): Error {
  const wanted = min === max ? String(min) : `${min} to ${max}`;
  return pathError('argument-count', `${name}() takes ${wanted} arguments, found ${found}.`);
}

/** Variables defined inside an operand or an argument end with it. */
function isolated(expression: Expression, compiled: Compiled): Compiled {
  if (!defines(expression)) return compiled;
  return (frame: Frame) => {
    const { scope } = frame;
    const result = compiled(frame);
    frame.scope = scope;
    return result;
  };
}

function defines(expression: Expression): boolean {
  switch (expression.kind) {
    case 'call':
      return expression.name === 'defineVariable' || (expression.on !== undefined && defines(expression.on));
    case 'member':
      return expression.on !== undefined && defines(expression.on);
    case 'item':
      return defines(expression.on);
    case 'sign':
    case 'type':
      return defines(expression.operand);
    default:
      return false;
  }
}
