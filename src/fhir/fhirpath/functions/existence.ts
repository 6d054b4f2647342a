/**
 * Existence: empty, exists, all, allTrue…, subsetOf, count, distinct, not.
 *
 * Source  https://hl7.org/fhirpath/N1/#existence
 * Proof   existence.test.ts
 */
import { ofInput, withArgs, type Call, type FunctionRule, type FunctionTable } from '../call.ts';
import { DistinctNodes } from '../distinct.ts';
import type { Collection } from '../node.ts';
import { frameOf, type Compiled, type Frame, type Run } from '../run.ts';
import { booleans, FALSE, integers, TRUE, truth, wrongType } from '../value.ts';

const exists: FunctionRule = {
  min: 0,
  max: 1,
  build: ({ input, args: [condition] }) => {
    if (condition === undefined) return (frame) => booleans(input(frame).length > 0);
    return (frame) => booleans(input(frame).some((node, at) => holds(condition, frame, node, at) === true));
  },
};

const all: FunctionRule = {
  min: 1,
  max: 1,
  build: ({ input, args: [condition] }: Call): Compiled => {
    if (condition === undefined) return () => TRUE;
    return (frame) => booleans(input(frame).every((node, at) => holds(condition, frame, node, at) === true));
  },
};

/** Does the condition hold for an item? */
export function holds(condition: Compiled, frame: Frame, node: Collection[number], at: number): boolean | undefined {
  frame.run.spend(1);
  return truth(condition(frameOf(frame, node, at)), 'a condition');
}

/** `allTrue` and its kin; an item that is no boolean is an error. */
function quantified(value: boolean, method: 'every' | 'some'): FunctionRule {
  return ofInput((input, run, name) => {
    const truths = input.map((node) => {
      if (typeof node.value !== 'boolean') throw wrongType(`${name}()`, 'booleans', node, run.model);
      return node.value;
    });
    return booleans(method === 'every' ? truths.every((one) => one === value) : truths.includes(value));
  });
}

function contains(whole: Collection, part: Collection, run: Run): Collection {
  const set = new DistinctNodes(run);
  for (const node of whole) set.add(node);
  return booleans(part.every((node) => set.has(node)));
}

function distinct(input: Collection, run: Run): Collection {
  const set = new DistinctNodes(run);
  for (const node of input) set.add(node);
  return set.nodes;
}

/** The functions of this group. */
export const EXISTENCE: FunctionTable = {
  empty: ofInput((input) => booleans(input.length === 0)),
  exists,
  all,
  allTrue: quantified(true, 'every'),
  anyTrue: quantified(true, 'some'),
  allFalse: quantified(false, 'every'),
  anyFalse: quantified(false, 'some'),
  subsetOf: withArgs(1, 1, (input, [other = []], run) => contains(other, input, run)),
  supersetOf: withArgs(1, 1, (input, [other = []], run) => contains(input, other, run)),
  count: ofInput((input) => integers(input.length)),
  distinct: ofInput(distinct),
  isDistinct: ofInput((input, run) => booleans(distinct(input, run).length === input.length)),
  not: ofInput((input, _run, name) => {
    const value = truth(input, `${name}()`);
    if (value === undefined) return [];
    return value ? FALSE : TRUE;
  }),
};
