import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { history, read, search, type Page } from '../../fhir/client.ts';
import type { AuditEvent, Resource, ResourceType } from '../../fhir/types.ts';

/** What a patient's record is made of, in the order in which it is looked for. */
export const RECORD_TYPES = [
  'Patient',
  'Encounter',
  'Condition',
  'AllergyIntolerance',
  'MedicationRequest',
  'MedicationAdministration',
  'MedicationStatement',
  'MedicationDispense',
  'Observation',
  'DiagnosticReport',
  'Procedure',
  'Immunization',
  'ServiceRequest',
  'CarePlan',
  'CareTeam',
  'Goal',
  'DocumentReference',
  'Composition',
  'ImagingStudy',
  'Specimen',
  'Flag',
  'Coverage',
  'Claim',
  'ExplanationOfBenefit',
  'Consent',
  'FamilyMemberHistory',
] as const satisfies readonly ResourceType[];

export type RecordType = (typeof RECORD_TYPES)[number];

function criteria(type: RecordType, patient: string): Readonly<Record<string, string>> {
  return type === 'Patient' ? { _id: patient } : { patient };
}

/** How many resources of a type belong to the patient. */
export function countQuery(type: RecordType, patient: string) {
  return queryOptions({
    queryKey: ['patient', patient, 'count', type],
    queryFn: async ({ signal }) =>
      (await search(type, { ...criteria(type, patient), _summary: 'count' }, signal)).total ?? 0,
    retry: false,
    staleTime: 120_000,
  });
}

const PAGE = 25;

export function ofTypeQuery(type: RecordType, patient: string) {
  return infiniteQueryOptions({
    queryKey: ['patient', patient, 'of-type', type],
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }): Promise<Page<Resource>> => {
      const query = pageParam === '' ? { ...criteria(type, patient), _sort: '-_lastUpdated', _count: PAGE } : pageParam;
      return await search(type, query, signal);
    },
    getNextPageParam: (page: Page<Resource>) => page.next,
  });
}

export function historyQuery(reference: string) {
  return queryOptions({
    queryKey: ['history', reference],
    queryFn: ({ signal }) => history(reference, signal),
  });
}

/** Who looked at one resource. */
export function looksAtQuery(reference: string) {
  return queryOptions({
    queryKey: ['looks', reference],
    queryFn: async ({ signal }): Promise<Page<AuditEvent>> =>
      await search('AuditEvent', { entity: reference, _sort: '-date', _count: 50 }, signal),
  });
}

export function oneQuery(reference: string) {
  const [type = '', id = ''] = reference.split('/');
  return queryOptions({
    queryKey: ['resource', reference],
    queryFn: async ({ signal }): Promise<Resource> => await read(type as ResourceType, id, signal),
  });
}
