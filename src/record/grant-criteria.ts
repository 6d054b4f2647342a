/**
 * The criteria of a grant (`category=laboratory`) as search criteria on the resource itself.
 *
 * Source  src/access/caller.ts (Grant)
 * Proof   reach.test.ts
 */
import { parseSearch, type Criterion } from '../fhir/index.ts';

const known = new Map<string, readonly Criterion[] | undefined>();
const KEPT = 2000;

/** Reads them; undefined where they cannot be read as conditions on the resource alone: such a grant grants nothing. */
export function grantCriteria(type: string, text: string, timeZone: string): readonly Criterion[] | undefined {
  const key = `${type} ${timeZone} ${text}`;
  if (!known.has(key)) {
    if (known.size > KEPT) known.clear();
    known.set(key, readCriteria(type, text, timeZone));
  }
  return known.get(key);
}

function readCriteria(type: string, text: string, timeZone: string): readonly Criterion[] | undefined {
  try {
    const { branches, includes, sort } = parseSearch(type, text, { timeZone });
    const criteria = branches.flatMap((branch) => branch.criteria);
    const plain = criteria.length > 0 && includes.length === 0 && sort.length === 0;
    return plain && criteria.every(({ of }) => of === 'values' || of === 'missing') ? criteria : undefined;
  } catch {
    return undefined;
  }
}
