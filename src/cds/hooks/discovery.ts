/**
 * The services that discovery tells, and the searches they rest on. A client may send the answers as prefetch; what it leaves out is read
 * from the record.
 *
 * Source  https://cds-hooks.hl7.org/2.0/#discovery, #prefetch-template
 * Proof   evaluate.test.ts, routes.int.test.ts
 */
import type { Part } from '../patient/read.ts';
import { RESULT_CODES, VITAL_CODES } from '../patient/results.ts';
import type { Hook } from './api.ts';

/** Most resources of one part. More is told as unchecked, never cut silently. */
export const MOST = 500;

const PATIENT = '{{context.patientId}}';

/** Searches by part, as prefetch templates. */
export const TEMPLATES: Readonly<Record<Part, string>> = {
  patient: `Patient/${PATIENT}`,
  allergies: `AllergyIntolerance?patient=${PATIENT}&_count=${MOST}`,
  medications: `MedicationRequest?patient=${PATIENT}&status=active&_include=MedicationRequest:medication&_count=${MOST}`,
  conditions: `Condition?patient=${PATIENT}&clinical-status=active&_count=${MOST}`,
  results: `Observation?patient=${PATIENT}&code=${RESULT_CODES.join(',')}&_sort=-date&_count=60`,
  vitals: `Observation?patient=${PATIENT}&code=${VITAL_CODES.join(',')}&_sort=-date&_count=24`,
  immunizations: `Immunization?patient=${PATIENT}&status=completed&_count=${MOST}`,
  stay: `Encounter?patient=${PATIENT}&status=in-progress&_sort=-date&_count=5`,
};
/** Parts of which the newest are enough. */
export const NEWEST_ONLY: ReadonlySet<Part> = new Set(['results', 'vitals', 'stay']);

export interface Service {
  readonly id: string;
  readonly hook: Hook;
  readonly title: string;
  readonly description: string;
  readonly parts: readonly Part[];
}

const ORDER_PARTS: readonly Part[] = ['patient', 'allergies', 'medications', 'conditions', 'results'];

export const SERVICES: readonly Service[] = [
  {
    id: 'maru-patient-view',
    hook: 'patient-view',
    title: 'Maru: what to know when a chart opens',
    description:
      'Running drugs against allergies and each other, early warning score, immunizations due, thrombosis prophylaxis.',
    parts: [...ORDER_PARTS, 'vitals', 'immunizations', 'stay'],
  },
  {
    id: 'maru-order-select',
    hook: 'order-select',
    title: 'Maru: checks of a drug that is being chosen',
    description: 'Allergies, interactions, duplicates, dose, pregnancy and results, for the selected drafts.',
    parts: ORDER_PARTS,
  },
  {
    id: 'maru-order-sign',
    hook: 'order-sign',
    title: 'Maru: checks before orders are signed',
    description: 'Allergies, interactions, duplicates, dose, pregnancy and results, for every draft.',
    parts: ORDER_PARTS,
  },
  {
    id: 'maru-encounter-discharge',
    hook: 'encounter-discharge',
    title: 'Maru: checks at discharge',
    description: 'What goes on after discharge: running drugs against allergies and each other, immunizations due.',
    parts: [...ORDER_PARTS, 'immunizations'],
  },
];

/** What `GET /cds-services` answers. */
export function discovery(): object {
  return {
    services: SERVICES.map(({ id, hook, title, description, parts }) => ({
      hook,
      title,
      description,
      id,
      prefetch: Object.fromEntries(parts.map((part) => [part, TEMPLATES[part]])),
    })),
  };
}
