/**
 * What the chart asks of the record: few, bounded searches by patient, each asked once and shared by all parts of the page.
 *
 * Proof   queries.test.ts
 */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { read, search, type Page, type Query } from '../fhir/client.ts';
import type { Observation, Resource, ResourceOfType, ResourceType } from '../fhir/types.ts';

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

function medications(patient: string, name: string, status: string) {
  const query = { patient, status, _sort: '-authoredon', _include: 'MedicationRequest:medication', _count: MOST };
  return ofPatient('MedicationRequest', patient, name, query);
}

/** What is to be taken now. Asked apart from the past, so that no number of renewals can push it out of sight. */
export function medicationsQuery(patient: string) {
  return medications(patient, 'medications', 'active,on-hold,unknown,draft');
}

export function pastMedicationsQuery(patient: string) {
  return medications(patient, 'past-medications', 'completed,stopped,cancelled,entered-in-error');
}

export function encountersQuery(patient: string) {
  return ofPatient('Encounter', patient, 'encounters', { patient, _sort: '-date', _count: MOST });
}

/** What the results page can show: laboratory, or every other result that is no vital sign. */
export const RESULT_KINDS = {
  laboratory: 'laboratory',
  other: 'imaging,procedure,survey,exam,therapy,activity,social-history',
} as const;
export type ResultKind = keyof typeof RESULT_KINDS;

/** Results page by page, newest first. */
export function resultsQuery(patient: string, kind: ResultKind) {
  return infiniteQueryOptions({
    queryKey: ['patient', patient, 'results', kind],
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }): Promise<Page<Observation>> => {
      const query =
        pageParam === '' ? { patient, category: RESULT_KINDS[kind], _sort: '-date', _count: MOST } : pageParam;
      return await search('Observation', query, signal);
    },
    getNextPageParam: (page: Page<Observation>) => page.next,
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

/** All vital signs as far as one question brings them, for the plots. */
export function allVitalsQuery(patient: string) {
  return ofPatient('Observation', patient, 'all-vitals', {
    patient,
    category: 'vital-signs',
    _sort: '-date',
    _count: 1000,
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
