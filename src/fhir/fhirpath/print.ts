/**
 * Writes a syntax tree as FHIRPath text, fully parenthesised: parsing it again gives the same tree.
 *
 * Proof   parser.test.ts
 */
import type { Expression, Literal } from './syntax.ts';

/** The text of an expression. */
export function printPath(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return printLiteral(expression.literal);
    case 'empty':
      return '{}';
    case 'variable':
      return expression.name;
    case 'constant':
      return `%${printName(expression.name)}`;
    case 'member':
      return `${printOn(expression.on)}${printName(expression.name)}`;
    case 'call':
      return `${printOn(expression.on)}${expression.name}(${expression.args.map(printPath).join(', ')})`;
    case 'item':
      return `${printOperand(expression.on)}[${printPath(expression.index)}]`;
    case 'sign':
      return `${expression.sign}${printOperand(expression.operand)}`;
    case 'binary':
      return `${printOperand(expression.left)} ${expression.operator} ${printOperand(expression.right)}`;
    default: {
      const { namespace, name } = expression.type;
      const type =
        namespace === undefined ? name.split('.').map(printName).join('.') : `${namespace}.${printName(name)}`;
      return `${printOperand(expression.operand)} ${expression.operator} ${type}`;
    }
  }
}

function printOn(on: Expression | undefined): string {
  return on === undefined ? '' : `${printOperand(on)}.`;
}

function printOperand(expression: Expression): string {
  const text = printPath(expression);
  const { kind } = expression;
  return kind === 'binary' || kind === 'type' || kind === 'sign' || kind === 'literal' ? `(${text})` : text;
}

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const WORDS = new Set(['div', 'mod', 'and', 'or', 'xor', 'implies', 'true', 'false', 'is', 'as', 'in', 'contains']);

function printName(name: string): string {
  return PLAIN_NAME.test(name) && !WORDS.has(name) ? name : `\`${escaped(name, '`')}\``;
}

function escaped(text: string, quote: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`)
    .replaceAll('\t', String.raw`\t`);
}

function printLiteral(literal: Literal): string {
  switch (literal.of) {
    case 'boolean':
      return String(literal.value);
    case 'string':
      return `'${escaped(literal.value, "'")}'`;
    case 'number':
      return literal.text;
    case 'date':
    case 'dateTime':
      return `@${literal.text}`;
    case 'time':
      return `@T${literal.text}`;
    default:
      return literal.calendar ? `${literal.text} ${literal.unit}` : `${literal.text} '${escaped(literal.unit, "'")}'`;
  }
}
