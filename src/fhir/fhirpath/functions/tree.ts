/**
 * Tree navigation: children, descendants.
 *
 * Source  https://hl7.org/fhirpath/N1/#tree-navigation
 * Proof   tree.test.ts
 */
import { ofInput, type FunctionTable } from '../call.ts';
import { childrenOf, descendantsOf } from '../navigate.ts';

/** The functions of this group. */
export const TREE: FunctionTable = {
  children: ofInput((input, run) => {
    const out = input.flatMap((node) => childrenOf(node, run.model));
    run.spend(out.length);
    return out;
  }),
  descendants: ofInput((input, run) => descendantsOf(input, run.model, (steps) => run.spend(steps))),
};
