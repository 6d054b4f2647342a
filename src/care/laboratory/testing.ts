/**
 * Laboratory people, requests and specimens for tests, over the ward of the bedside.
 *
 * Proof   it is one
 */
import type { Json, TestWard } from '../bedside/testing.ts';
import { ANNA, badge, band, inner, NURSE } from '../loop/testing.ts';
import type { BandedPatient, Staff } from '../loop/index.ts';

export const TECHNOLOGIST: Staff = { id: 'technologist', role: 'laboratory', gsrn: '' };
export const SECOND_TECHNOLOGIST: Staff = { id: 'technologist-2', role: 'laboratory', gsrn: '' };
export const DOCTOR: Staff = { id: 'doctor', role: 'physician', gsrn: '' };

const LAB = { by: TECHNOLOGIST, role: 'laboratory' } as const;

/** Puts the people of the laboratory and a doctor into the record. */
export async function laboratoryPeople(ward: TestWard): Promise<void> {
  for (const { id } of [TECHNOLOGIST, SECOND_TECHNOLOGIST, DOCTOR])
    await ward.put({ resourceType: 'Practitioner', id });
}

/** A request for a test of the catalogue, as order entry writes it. */
export function laboratoryRequest(id: string, loinc: string, more: Json = {}, patient = ANNA.id): Json {
  return {
    resourceType: 'ServiceRequest',
    id,
    status: 'active',
    intent: 'order',
    category: [{ coding: [{ system: 'https://maru.health/fhir/CodeSystem/care', code: 'laboratory' }] }],
    code: { coding: [{ system: 'http://loinc.org', code: loinc }] },
    subject: { reference: `Patient/${patient}` },
    requester: { reference: `Practitioner/${DOCTOR.id}` },
    authoredOn: '2026-07-01T08:00:00+09:00',
    ...more,
  };
}

export interface Collected {
  readonly label: string;
  readonly specimen: string;
}

/** Prints the label at the bed and collects the specimen. */
export async function collect(
  ward: TestWard,
  request: string,
  tube: string,
  wearer: BandedPatient = ANNA,
): Promise<Collected> {
  const before = [badge(NURSE), band(wearer)];
  const body = { patient: wearer.id, request };
  const printed = await ward.call<{ label?: { number: string } }>('POST', '/care/specimen/label', {
    ...body,
    steps: before,
  });
  const label = printed.label?.number ?? '';
  const steps = [
    ...before,
    { action: 'print-label', at: 'bedside' },
    inner('tube', `${tube}/L1/271231`),
    inner('specimen-label', label),
  ];
  const told = await ward.call<{ written: string[] }>('POST', '/care/specimen/record', { ...body, steps });
  return { label, specimen: told.written[0]?.split('/')[1] ?? '' };
}

export interface LabTold extends Json {
  readonly decision?: string;
  readonly messageKey?: string;
  readonly written?: readonly string[];
  readonly report?: string;
  readonly flags?: unknown;
  readonly status: number;
  readonly fault?: string;
}

/** Asks the laboratory. */
export function laboratory(
  ward: TestWard,
  what: string,
  body: Json,
  as: Partial<typeof LAB> | object = {},
): Promise<LabTold> {
  return ward.call<LabTold>('POST', `/care/laboratory/${what}`, body, { ...LAB, ...as });
}

/** Takes a tube in. */
export function receive(ward: TestWard, label: string, more: Json = {}): Promise<LabTold> {
  return laboratory(ward, 'receive', { label: `]d291${label}`, ...more });
}
