/**
 * Which problems are open. What says neither is counted as open: a problem must not vanish because nobody closed it.
 *
 * Source  https://hl7.org/fhir/R4/condition.html
 * Proof   problem-state.test.ts
 */
import type { Condition } from '../../fhir/types.ts';
import { hasCode } from '../../format/code.ts';

export function isRefuted(condition: Condition): boolean {
  return hasCode(condition.verificationStatus, 'refuted', 'entered-in-error');
}

/** Is the problem one that the patient has now? */
export function isActiveProblem(condition: Condition): boolean {
  if (isRefuted(condition)) return false;
  if (condition.clinicalStatus !== undefined)
    return hasCode(condition.clinicalStatus, 'active', 'recurrence', 'relapse');
  return (
    condition.abatementDateTime === undefined &&
    condition.abatementPeriod === undefined &&
    condition.abatementString === undefined
  );
}

/** When it began, as far as is known. */
export function onsetOf(condition: Condition): string | undefined {
  return condition.onsetDateTime ?? condition.onsetPeriod?.start ?? condition.recordedDate;
}

/** When it ended, as far as is known. */
export function endOf(condition: Condition): string | undefined {
  return condition.abatementDateTime ?? condition.abatementPeriod?.end ?? condition.abatementPeriod?.start;
}
