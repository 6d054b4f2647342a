/**
 * What the chart asks of the record: few, bounded searches by patient, each asked once and shared by all parts of the page.
 *
 * Proof   queries.test.ts
 */
import { queryOptions } from '@tanstack/react-query';
import { FhirFailure, read, search, type Page, type Query } from '../fhir/client.ts';
import type { Resource, ResourceOfType, ResourceType } from '../fhir/types.ts';

/** The most that one question brings; where there is more, the screen says so. */
export const MOST = 200;

/** What a section shows of one type, and whether there is more. */
export interface Found<Match> {
  readonly matches: readonly Match[];
  readonly included: readonly Resource[];
  readonly more: boolean;
}

function found<Match>(page: Page<Match>): Found<Match> {
  return { matches: page.matches, included: page.included, more: page.next !== undefined };
}

function ofPatient<Type extends ResourceType>(type: Type, patient: string, name: string, query: Query) {
  return queryOptions({
    queryKey: ['patient', patient, name],
    queryFn: async ({ signal }): Promise<Found<ResourceOfType[Type]>> => found(await search(type, query, signal)),
  });
}

export function patientQuery(id: string) {
  return queryOptions({ queryKey: ['patient', id, 'self'], queryFn: ({ signal }) => read('Patient', id, signal) });
}

export function allergiesQuery(patient: string) {
  return ofPatient('AllergyIntolerance', patient, 'allergies', { patient, _count: MOST });
}

export function flagsQuery(patient: string) {
  return ofPatient('Flag', patient, 'flags', { patient, _count: 50 });
}

export function conditionsQuery(patient: string) {
  return ofPatient('Condition', patient, 'conditions', { patient, _sort: '-onset-date', _count: MOST });
}

export function medicationsQuery(patient: string) {
  return ofPatient('MedicationRequest', patient, 'medications', {
    patient,
    _sort: '-authoredon',
    _include: 'MedicationRequest:medication',
    _count: MOST,
  });
}

export function encountersQuery(patient: string) {
  return ofPatient('Encounter', patient, 'encounters', { patient, _sort: '-date', _count: MOST });
}

export function laboratoryQuery(patient: string) {
  return ofPatient('Observation', patient, 'laboratory', {
    patient,
    category: 'laboratory',
    _sort: '-date',
    _count: MOST,
  });
}

export function vitalsQuery(patient: string) {
  return ofPatient('Observation', patient, 'vitals', {
    patient,
    category: 'vital-signs',
    _sort: '-date',
    _count: MOST,
  });
}

export function immunizationsQuery(patient: string) {
  return ofPatient('Immunization', patient, 'immunizations', { patient, _sort: '-date', _count: MOST });
}

export function reportsQuery(patient: string) {
  return ofPatient('DiagnosticReport', patient, 'reports', { patient, _sort: '-date', _count: MOST });
}

export function documentsQuery(patient: string) {
  return ofPatient('DocumentReference', patient, 'documents', { patient, _sort: '-date', _count: MOST });
}

export function compositionsQuery(patient: string) {
  return ofPatient('Composition', patient, 'compositions', { patient, _sort: '-date', _count: MOST });
}

export function proceduresQuery(patient: string) {
  return ofPatient('Procedure', patient, 'procedures', { patient, _sort: '-date', _count: MOST });
}

/** All values of one code, newest first: the trend. */
export function trendQuery(patient: string, code: string) {
  return ofPatient('Observation', patient, `trend ${code}`, { patient, code, _sort: '-date', _count: 400 });
}

/** Any one resource. */
export function resourceQuery(reference: string) {
  const [type = '', id = ''] = reference.split('/');
  return queryOptions({
    queryKey: ['resource', reference],
    queryFn: ({ signal }) => read(type as ResourceType, id, signal) as Promise<Resource>,
  });
}

/** Is this a failure because the role or scope does not reach so far? */
export function isForbidden(error: unknown): boolean {
  return error instanceof FhirFailure && error.kind === 'forbidden';
}
