/**
 * What an encounter is called: its department where that is known (which is what people remember it by) in the
 * language of the screen, else its type.
 *
 * Proof   visit.test.ts
 */
import type { CodeableConcept, Encounter, Reference } from '../../fhir/types.ts';
import { conceptText } from '../../format/code.ts';
import { hasHangul, type Language } from '../../format/language.ts';

export function visitConcept(encounter: Encounter, language: Language): CodeableConcept | undefined {
  const known = [encounter.serviceType, encounter.type?.[0], encounter.reasonCode?.[0]].filter(
    (one) => one !== undefined,
  );
  return known.find((one) => hasHangul(conceptText(one, language)) === (language === 'ko')) ?? known[0];
}

/** Why: the reason given, else the first diagnosis. */
export function visitReason(
  encounter: Encounter,
): { readonly concept?: CodeableConcept; readonly diagnosis?: Reference } | undefined {
  const [concept] = encounter.reasonCode ?? [];
  const named = encounter.serviceType !== undefined || encounter.type !== undefined;
  if (concept !== undefined) return named ? { concept } : undefined;
  const diagnosis = encounter.diagnosis?.[0]?.condition;
  return diagnosis === undefined ? undefined : { diagnosis };
}

/** The bed or room: where the patient is, else was last, in whichever order the places stand. */
export function bedOf({ location = [] }: Encounter): Reference | undefined {
  return (location.find(({ status }) => status === 'active') ?? location.at(-1))?.location;
}

/** Where the patient is or was last. */
export function visitPlace(encounter: Encounter): Reference | undefined {
  return bedOf(encounter) ?? encounter.serviceProvider;
}
