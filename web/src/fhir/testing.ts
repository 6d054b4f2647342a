/**
 * Small resources for the tests of the web: only what a test says, the rest as little as FHIR allows.
 */
import type { CodeableConcept, DiagnosticReport, Encounter, MedicationRequest, Observation } from './types.ts';

export function concept(text: string, code?: string, system?: string): CodeableConcept {
  if (code === undefined) return { text };
  return { text, coding: [{ code, ...(system === undefined ? {} : { system }) }] };
}

export function observation(parts: Partial<Observation> = {}): Observation {
  return {
    resourceType: 'Observation',
    status: 'final',
    code: concept('Potassium', '2823-3', 'http://loinc.org'),
    ...parts,
  };
}

export function report(parts: Partial<DiagnosticReport> = {}): DiagnosticReport {
  return { resourceType: 'DiagnosticReport', status: 'final', code: concept('Chemistry'), ...parts };
}

export function encounter(parts: Partial<Encounter> = {}): Encounter {
  return { resourceType: 'Encounter', status: 'finished', class: { code: 'AMB' }, ...parts };
}

export function prescription(parts: Partial<MedicationRequest> = {}): MedicationRequest {
  return {
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    subject: { reference: 'Patient/1' },
    medicationCodeableConcept: concept('warfarin 5 MG Oral Tablet'),
    ...parts,
  };
}
