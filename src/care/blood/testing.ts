/**
 * Units, requests and groups for tests of blood, over the ward of the bedside.
 *
 * Proof   it is one
 */
import type { Json, TestWard } from '../bedside/testing.ts';
import { collect, laboratoryRequest, receive, TECHNOLOGIST } from '../laboratory/testing.ts';
import type { BandedPatient, Staff, Step } from '../loop/index.ts';
import { ANNA, badge, band, COLLEAGUE, NURSE } from '../loop/testing.ts';

export const LAB = { by: TECHNOLOGIST, role: 'laboratory' } as const;
const CARE = 'https://maru.health/fhir/CodeSystem/care';

export interface Told extends Json {
  readonly status: number;
  readonly fault?: string;
  readonly messageKey?: string;
  readonly recorded?: boolean;
  readonly written?: readonly string[];
}

/** A request for blood, as order entry writes it. */
export function bloodRequest(id: string, more: Json = {}, patient = ANNA.id): Json {
  return {
    resourceType: 'ServiceRequest',
    id,
    status: 'active',
    intent: 'order',
    category: [{ coding: [{ system: CARE, code: 'blood' }] }],
    code: { coding: [{ system: CARE, code: 'rbc' }] },
    subject: { reference: `Patient/${patient}` },
    ...more,
  };
}

/** A result in words, for a blood group. */
export function groupResult(id: string, loinc: string, word: string, patient = ANNA.id): Json {
  return {
    resourceType: 'Observation',
    id,
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: loinc }] },
    subject: { reference: `Patient/${patient}` },
    effectiveDateTime: '2026-06-30T09:00:00+09:00',
    valueCodeableConcept: { coding: [{ system: CARE, code: word }] },
  };
}

/** Consent to transfusion. */
export function consent(id: string, patient = ANNA.id): Json {
  return {
    resourceType: 'Consent',
    id,
    status: 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'treatment' }] },
    category: [{ coding: [{ system: CARE, code: 'transfusion' }] }],
    patient: { reference: `Patient/${patient}` },
    policyRule: { text: 'transfusion' },
  };
}

/** A set of vital signs. */
export function vitalSigns(id: string, at: string, patient = ANNA.id): Json {
  return {
    resourceType: 'Observation',
    id,
    status: 'final',
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] },
    ],
    code: { coding: [{ system: 'http://loinc.org', code: '8310-5' }] },
    subject: { reference: `Patient/${patient}` },
    effectiveDateTime: at,
    valueQuantity: { value: 36.5, unit: 'Cel', system: 'http://unitsofmeasure.org', code: 'Cel' },
  };
}

/** Asks a route of blood. */
export function blood(ward: TestWard, what: string, body: Json, as: object = LAB): Promise<Told> {
  return ward.call<Told>('POST', `/care/blood/${what}`, body, as);
}

/** A unit's body; the number is told by its serial. */
export const unitBody = (serial: number, more: Json = {}): Json => ({
  number: donation(serial),
  component: 'red cells',
  abo: 'A',
  rhd: 'positive',
  expiry: '2026-07-20',
  ...more,
});

/** A donation number as it is scanned. */
export function donation(serial: number): string {
  return `=A999726${String(serial).padStart(6, '0')}00`;
}

/** A sample of the patient in the laboratory; its label. */
export async function sample(ward: TestWard, id: string, wearer: BandedPatient = ANNA): Promise<string> {
  await ward.put(laboratoryRequest(id, '718-7', {}, wearer.id));
  const { label } = await collect(ward, id, 'EDTA-3', wearer);
  await receive(ward, label);
  return `]d291${label}`;
}

/** Two badges, the band, the unit. */
export function hang(
  serial: number,
  wearer: BandedPatient = ANNA,
  people: readonly Staff[] = [NURSE, COLLEAGUE],
): Step[] {
  return [...people.map(badge), band(wearer), { scan: 'blood-unit', raw: donation(serial) }];
}
