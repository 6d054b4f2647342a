/**
 * What functions and operators give, for checking an expression before it runs.
 *
 * Proof   check.test.ts
 */
import type { BinaryOperator } from './syntax.ts';

/** Types that a collection can hold (undefined: not known), and whether its items have an order. */
export interface Kind {
  readonly types: readonly string[] | undefined;
  readonly ordered: boolean;
}

/** A collection of which nothing is known. */
export const ANYTHING: Kind = { types: undefined, ordered: true };

const of = (type: string): Kind => ({ types: [type], ordered: true });
const BOOLEAN = of('System.Boolean');
const STRING = of('System.String');
const INTEGER = of('System.Integer');

/** Functions that need a text. */
export const TEXT_FUNCTIONS = new Set(
  (
    'indexOf lastIndexOf substring startsWith endsWith contains upper lower replace matches matchesFull replaceMatches length ' +
    'toChars trim split encode decode escape unescape'
  ).split(' '),
);

/** Functions whose arguments are evaluated for each item of the input. */
export const WITH_ITEMS = new Set([
  'where',
  'select',
  'all',
  'exists',
  'repeat',
  'repeatAll',
  'aggregate',
  'trace',
  'sort',
  'iif',
  'defineVariable',
]);

/** Functions that ask for positions. */
export const COUNTING = new Set(['first', 'last', 'tail', 'skip', 'take']);

const SAME = new Set([
  'where',
  'single',
  'distinct',
  'trace',
  'exclude',
  'intersect',
  'sort',
  'defineVariable',
  'checkModifiers',
]);
const BOOLEANS = new Set(
  (
    'empty exists all allTrue anyTrue allFalse anyFalse subsetOf supersetOf isDistinct not startsWith endsWith matches matchesFull ' +
    'hasValue conformsTo memberOf subsumes subsumedBy htmlChecks comparable'
  ).split(' '),
);
const STRINGS = new Set(
  'toString substring upper lower replace replaceMatches trim join encode decode escape unescape'.split(' '),
);
const INTEGERS = new Set(['count', 'length', 'indexOf', 'lastIndexOf', 'toInteger', 'precision']);

/** What a function gives for an input and arguments of these kinds. */
export function kindOfFunction(name: string, input: Kind, args: readonly Kind[]): Kind {
  if (SAME.has(name)) return name === 'sort' ? { ...input, ordered: true } : input;
  if (BOOLEANS.has(name) || name.startsWith('convertsTo')) return BOOLEAN;
  if (STRINGS.has(name)) return STRING;
  if (INTEGERS.has(name)) return INTEGER;
  const [first = ANYTHING] = args;
  if (name === 'select') return first;
  if (name === 'extension') return { types: ['Extension'], ordered: input.ordered };
  return name === 'children' || name === 'descendants' ? { types: undefined, ordered: false } : ANYTHING;
}

/** What an operator gives, where that does not depend on its operands. */
export const RESULTS: Readonly<Partial<Record<BinaryOperator, Kind>>> = {
  '=': BOOLEAN,
  '!=': BOOLEAN,
  '~': BOOLEAN,
  '!~': BOOLEAN,
  '<': BOOLEAN,
  '<=': BOOLEAN,
  '>': BOOLEAN,
  '>=': BOOLEAN,
  in: BOOLEAN,
  contains: BOOLEAN,
  and: BOOLEAN,
  or: BOOLEAN,
  xor: BOOLEAN,
  implies: BOOLEAN,
  '&': STRING,
};
