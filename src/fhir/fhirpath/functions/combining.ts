/**
 * Combining: union, combine.
 *
 * Source  https://hl7.org/fhirpath/N1/#combining
 * Proof   subsetting.test.ts
 */
import { withArgs, type FunctionTable } from '../call.ts';
import { EMPTY } from '../node.ts';
import { union } from '../operators.ts';

/** The functions of this group. */
export const COMBINING: FunctionTable = {
  union: withArgs(1, 1, (input, [other = EMPTY], run) => union(input, other, run)),
  combine: withArgs(1, 1, (input, [other = EMPTY], run) => {
    run.spend(input.length + other.length);
    return [...input, ...other];
  }),
};
