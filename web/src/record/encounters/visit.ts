/**
 * What an encounter is called: its department where that is known (which is what people remember it by), else its type.
 *
 * Proof   visit.test.ts
 */
import type { CodeableConcept, Encounter, Reference } from '../../fhir/types.ts';

export function visitConcept(encounter: Encounter): CodeableConcept | undefined {
  return encounter.serviceType ?? encounter.type?.[0] ?? encounter.reasonCode?.[0];
}

/** Why: the reason given, else the first diagnosis by its own words. */
export function visitReason(encounter: Encounter): CodeableConcept | undefined {
  const [reason] = encounter.reasonCode ?? [];
  if (reason !== undefined) return reason === visitConcept(encounter) ? undefined : reason;
  const display = encounter.diagnosis?.[0]?.condition.display;
  return display === undefined ? undefined : { text: display };
}

/** Where the patient is or was last. */
export function visitPlace(encounter: Encounter): Reference | undefined {
  return encounter.location?.at(-1)?.location ?? encounter.serviceProvider;
}
