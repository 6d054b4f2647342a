/**
 * How much one patch may do, and how its faults are worded.
 *
 * Proof   json-patch.test.ts, fhirpath-patch.test.ts
 */
import { OutcomeError, type OutcomeCategory } from '../../kernel/index.ts';

/** Operations in one JSON Patch. */
export const MOST_OPERATIONS = 5000;
/** Operations in one FHIRPath Patch: each searches the resource. */
export const MOST_PATH_OPERATIONS = 1000;
/** JSON values that one patch may copy: 30 copies of a document into itself would otherwise fill the memory. */
const MOST_COPIED = 2_000_000;

/** A fault of a patch; `place` says which operation. */
export function patchError(
  category: OutcomeCategory,
  code: string,
  message: string,
  options: { expression?: string; cause?: unknown } = {},
): OutcomeError {
  return new OutcomeError(category, `patch.${code}`, message, options);
}

/** Refuses more operations than one patch may have. */
export function demandFewOperations(count: number, most: number): void {
  if (count <= most) return;
  throw patchError('too-costly', 'too-many', `A patch may have at most ${most} operations, not ${count}.`);
}

/** Counts copied values; throws when there are too many. */
export function copyBudget(): () => void {
  let left = MOST_COPIED;
  return () => {
    if (--left < 0) throw patchError('too-costly', 'too-large', 'This patch copies more than the record accepts.');
  };
}
