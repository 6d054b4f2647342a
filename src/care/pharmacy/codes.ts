/**
 * Codes of the pharmacy in FHIR.
 *
 * Source  https://hl7.org/fhir/R4/medicationdispense.html, https://hl7.org/fhir/R4/task.html, v3-substanceAdminSubstitution
 * Proof   decide.int.test.ts (every resource written validates)
 */
import type { CodeableConcept, Reference, ResourceOfType } from '../../fhir/index.ts';
import { CARE_SYSTEM } from '../loop/index.ts';

export type Request = ResourceOfType['MedicationRequest'];
export type Medication = ResourceOfType['Medication'];
export type Dispense = ResourceOfType['MedicationDispense'];
export type Task = ResourceOfType['Task'];
export type Communication = ResourceOfType['Communication'];

/** Tasks that somebody still has to do. */
export const OPEN_TASKS = 'requested,received,accepted,ready,in-progress,on-hold';
/** Stays whose orders the pharmacy verifies. */
export const STAY_CLASSES = 'IMP,ACUTE,NONAC,EMER,OBSENC,SS';
const PRACTITIONER_ROLE = 'http://terminology.hl7.org/CodeSystem/practitioner-role';
const SUBSTITUTION = 'http://terminology.hl7.org/CodeSystem/v3-substanceAdminSubstitution';
const CATEGORY = 'http://terminology.hl7.org/fhir/CodeSystem/medicationdispense-category';

export function careConcept(code: string, text?: string): CodeableConcept {
  return { coding: [{ system: CARE_SYSTEM, code }], ...(text === undefined ? {} : { text }) };
}

/** The code of ours in a concept. */
export function careCodeOf(concept: CodeableConcept | undefined): string | undefined {
  return concept?.coding?.find(({ system }) => system === CARE_SYSTEM)?.code;
}

export function refer(type: string, id: string): Reference {
  return { reference: `${type}/${id}` };
}

/** Who should do a task. */
export function performer(role: 'physician' | 'pharmacist'): CodeableConcept {
  const code = role === 'physician' ? 'doctor' : role;
  return {
    coding: [
      { system: CARE_SYSTEM, code: role },
      { system: PRACTITIONER_ROLE, code },
    ],
  };
}

export const INPATIENT: CodeableConcept = { coding: [{ system: CATEGORY, code: 'inpatient', display: 'Inpatient' }] };

/** Generic substitution: the same active substance. */
export const GENERIC: CodeableConcept = {
  coding: [{ system: SUBSTITUTION, code: 'G', display: 'generic composition' }],
};

/** Reasons for which an order is rejected. */
export const REJECT_REASONS = [
  'wrong-patient',
  'wrong-drug',
  'dose',
  'duplicate',
  'interaction',
  'allergy',
  'contraindicated',
  'incomplete',
  'other',
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];
