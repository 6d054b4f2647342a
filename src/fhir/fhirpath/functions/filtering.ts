/**
 * Filtering and projection: where, select, repeat, ofType, aggregate, sort.
 *
 * Source  https://hl7.org/fhirpath/N1/#filtering-and-projection, https://hl7.org/fhirpath/N1/#aggregates
 * Proof   filtering.test.ts
 */
import type { Call, FunctionRule, FunctionTable } from '../call.ts';
import { DistinctNodes } from '../distinct.ts';
import { compareNodes } from '../equality.ts';
import { EMPTY, type Collection, type PathNode } from '../node.ts';
import { frameOf, type Compiled, type Frame, type Run } from '../run.ts';
import { typeMatcher, typeNameOf } from '../types.ts';
import { single } from '../value.ts';
import { holds } from './existence.ts';

const where: FunctionRule = {
  min: 1,
  max: 1,
  build:
    ({ input, args: [condition = nothing] }) =>
    (frame) =>
      input(frame).filter((node, at) => holds(condition, frame, node, at) === true),
};

const select: FunctionRule = {
  min: 1,
  max: 1,
  build:
    ({ input, args: [projection = nothing] }) =>
    (frame) =>
      project(input(frame), projection, frame),
};

function nothing(): Collection {
  return EMPTY;
}

function project(input: Collection, projection: Compiled, frame: Frame): PathNode[] {
  const out: PathNode[] = [];
  for (const [at, node] of input.entries()) {
    const found = projection(frameOf(frame, node, at));
    frame.run.spend(1 + found.length);
    for (const item of found) out.push(item);
  }
  return out;
}

/** Projects again and again until nothing new comes. */
const repeat: FunctionRule = {
  min: 1,
  max: 1,
  build:
    ({ input, args: [projection = nothing] }) =>
    (frame) => {
      const found = new DistinctNodes(frame.run);
      let level: Collection = input(frame);
      while (level.length > 0) level = project(level, projection, frame).filter((node) => found.add(node));
      return found.nodes;
    },
};

/** `repeat` that keeps repetitions; the budget ends what never ends. */
const repeatAll: FunctionRule = {
  min: 1,
  max: 1,
  build:
    ({ input, args: [projection = nothing] }) =>
    (frame) => {
      const out: PathNode[] = [];
      let level: Collection = input(frame);
      while (level.length > 0) {
        level = project(level, projection, frame);
        for (const item of level) out.push(item);
      }
      return out;
    },
};

const ofType: FunctionRule = {
  min: 1,
  max: 1,
  types: true,
  build: ({ input, written: [type], model }) => {
    const { keeps } = typeMatcher(typeNameOf(type), model);
    return (frame) => {
      const nodes = input(frame);
      frame.run.spend(nodes.length / 16);
      return nodes.filter(keeps);
    };
  },
};

const aggregate: FunctionRule = {
  min: 1,
  max: 2,
  build:
    ({ input, args: [step = nothing, start = nothing] }) =>
    (frame) => {
      let total = start(frame);
      for (const [at, node] of input(frame).entries()) {
        frame.run.spend(1);
        total = step(frameOf(frame, node, at, total));
      }
      return total;
    },
};

interface SortKey {
  readonly value: Compiled;
  readonly descending: boolean;
}

/** Sorts by the keys; `-key` sorts downwards. Items without a key come last, or first where the sort is downwards. */
const sort: FunctionRule = {
  min: 0,
  max: 100,
  build: (call) => {
    const keys = sortKeys(call);
    return (frame) => {
      const rows = call
        .input(frame)
        .map((node, at) => ({ node, values: keys.map(({ value }) => keyOf(value, frame, node, at)) }));
      frame.run.spend(rows.length * (1 + Math.log2(rows.length + 1)));
      rows.sort((a, b) => compareRows(a.values, b.values, keys, frame.run));
      return rows.map(({ node }) => node);
    };
  },
};

function sortKeys({ args, written }: Call): readonly SortKey[] {
  if (args.length === 0) return [{ value: (frame) => frame.self, descending: false }];
  return args.map((value, at) => {
    const expression = written[at];
    const descending = expression?.kind === 'sign' && expression.sign === '-';
    return { value, descending };
  });
}

function keyOf(value: Compiled, frame: Frame, node: PathNode, at: number): PathNode | undefined {
  return single(value(frameOf(frame, node, at)), 'sort()');
}

type Keys = readonly (PathNode | undefined)[];

function compareRows(left: Keys, right: Keys, keys: readonly SortKey[], run: Run): number {
  for (const [at, { descending }] of keys.entries()) {
    const order = compareKeys(left[at], right[at], run);
    if (order !== 0) return descending ? -order : order;
  }
  return 0;
}

function compareKeys(left: PathNode | undefined, right: PathNode | undefined, run: Run): number {
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
  return compareNodes(left, right, 'sort()', run) ?? 0;
}

/** The functions of this group. */
export const FILTERING: FunctionTable = { where, select, repeat, repeatAll, ofType, aggregate, sort };
