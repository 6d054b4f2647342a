/**
 * Random reach: for each type no grant, all of it, some patients, some criteria, or alternatives of these.
 */
import fc from 'fast-check';
import type { Grant, Reach } from '../../src/access/index.ts';
import { TYPES } from './arbitrary-resources.ts';
import { reachOf } from './context.ts';

const patients = fc.uniqueArray(fc.constantFrom('1', '2', '3', 'A', 'a'), { minLength: 1, maxLength: 2 });
const criteria = fc.uniqueArray(
  fc.constantFrom('_security=a', '_security:not=a', '_tag:missing=true', '_id=1,2,3', '_tag=http://loinc.org|a,b'),
  { minLength: 1, maxLength: 2 },
);

const grant: fc.Arbitrary<Grant> = fc.oneof(
  { arbitrary: fc.constant({}), weight: 2 },
  fc.record({ patients }),
  fc.record({ criteria }),
  fc.record({ patients, criteria }),
);

/** Grants by type. */
export function arbitraryGrants(): fc.Arbitrary<Readonly<Record<string, readonly Grant[]>>> {
  return fc
    .tuple(...TYPES.map(() => fc.array(grant, { maxLength: 2 })))
    .map((all) => Object.fromEntries(all.map((grants, at) => [TYPES[at] ?? '', grants])));
}

/** The reach of some grants. */
export function reachWith(grants: Readonly<Record<string, readonly Grant[]>>): Reach {
  return reachOf(grants);
}
