/**
 * Subsetting: single, first, last, tail, skip, take, intersect, exclude.
 *
 * Source  https://hl7.org/fhirpath/N1/#subsetting
 * Proof   subsetting.test.ts
 */
import { ofInput, withArgs, type FunctionTable } from '../call.ts';
import { DistinctNodes } from '../distinct.ts';
import { EMPTY, type Collection } from '../node.ts';
import type { Run } from '../run.ts';
import { single, singleInteger } from '../value.ts';

function setOf(nodes: Collection, run: Run): DistinctNodes {
  const set = new DistinctNodes(run);
  for (const node of nodes) set.add(node);
  return set;
}

function count(arg: Collection | undefined, run: Run, name: string): number | undefined {
  return singleInteger(arg ?? EMPTY, `${name}()`, run.model);
}

/** The functions of this group. */
export const SUBSETTING: FunctionTable = {
  single: ofInput((input, _run, name) => {
    const node = single(input, `${name}()`);
    return node === undefined ? EMPTY : [node];
  }),
  first: ofInput((input) => input.slice(0, 1)),
  last: ofInput((input) => input.slice(-1)),
  tail: ofInput((input) => input.slice(1)),
  skip: withArgs(1, 1, (input, [arg], run, name) => input.slice(Math.max(0, count(arg, run, name) ?? 0))),
  take: withArgs(1, 1, (input, [arg], run, name) => input.slice(0, Math.max(0, count(arg, run, name) ?? 0))),
  intersect: withArgs(1, 1, (input, [other = EMPTY], run) => {
    const wanted = setOf(other, run);
    return setOf(input, run).nodes.filter((node) => wanted.has(node));
  }),
  exclude: withArgs(1, 1, (input, [other = EMPTY], run) => {
    const unwanted = setOf(other, run);
    return input.filter((node) => !unwanted.has(node));
  }),
};
