/**
 * What the record says about a patient's allergies. "None known" is a statement that somebody recorded; an empty list is
 * not: it means that nobody asked, or nobody wrote it down.
 *
 * Source  https://hl7.org/fhir/R4/allergyintolerance.html#9.1.3.2 (no known allergies)
 * Proof   allergy-state.test.ts
 */
import type { AllergyIntolerance } from '../../fhir/types.ts';
import { hasCode } from '../../format/code.ts';

/** SNOMED CT: no known allergy; no known drug, food, environmental allergy; no known latex allergy. */
const NONE_KNOWN = ['716186003', '409137002', '429625007', '428607008', '428197003', '716184000', '1003774007'];

export type AllergyState =
  | { readonly kind: 'listed'; readonly allergies: readonly AllergyIntolerance[] }
  | { readonly kind: 'none-known'; readonly allergies: readonly AllergyIntolerance[] }
  | { readonly kind: 'not-recorded' };

function isRefuted(allergy: AllergyIntolerance): boolean {
  return hasCode(allergy.verificationStatus, 'refuted', 'entered-in-error');
}

export function isNoneKnown(allergy: AllergyIntolerance): boolean {
  return hasCode(allergy.code, ...NONE_KNOWN);
}

/** Is the allergy one to heed now? */
export function isActiveAllergy(allergy: AllergyIntolerance): boolean {
  return !isRefuted(allergy) && !hasCode(allergy.clinicalStatus, 'inactive', 'resolved');
}

/** The state for the banner; the most dangerous first. */
export function allergyState(all: readonly AllergyIntolerance[]): AllergyState {
  const heeded = all.filter(isActiveAllergy);
  const real = heeded.filter((allergy) => !isNoneKnown(allergy));
  if (real.length > 0) return { kind: 'listed', allergies: real.toSorted((a, b) => danger(b) - danger(a)) };
  const none = heeded.filter(isNoneKnown);
  return none.length > 0 ? { kind: 'none-known', allergies: none } : { kind: 'not-recorded' };
}

function danger({ criticality, reaction }: AllergyIntolerance): number {
  if (criticality === 'high' || reaction?.some(({ severity }) => severity === 'severe') === true) return 2;
  return criticality === 'low' ? 0 : 1;
}

export function isDangerous(allergy: AllergyIntolerance): boolean {
  return danger(allergy) === 2;
}
