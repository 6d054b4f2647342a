import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { search, type Page } from '../../fhir/client.ts';
import type { Encounter, Patient } from '../../fhir/types.ts';
import { typedSearches } from './typed-search.ts';

const PAGE = 30;

/** The patients of a typed text, page by page; all patients where nothing is typed. */
export function patientsQuery(typed: string) {
  return infiniteQueryOptions({
    queryKey: ['patients', typed],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      pageParam === '' ? firstPage(typed, signal) : search('Patient', pageParam, signal),
    getNextPageParam: (page: Page<Patient>) => page.next,
    placeholderData: (before) => before,
  });
}

/** Two searches where the text may be two things: what either finds, each patient once. */
export async function firstPage(typed: string, signal: AbortSignal): Promise<Page<Patient>> {
  const searches = typedSearches(typed, Date.now());
  const queries = searches.length === 0 ? [{}] : searches;
  const pages = await Promise.all(
    queries.map((query) => search('Patient', { ...query, _sort: 'family,given,_id', _count: PAGE }, signal)),
  );
  const [first] = pages;
  if (pages.length === 1 && first !== undefined) return first;
  const matches = new Map(pages.flatMap((page) => page.matches).map((patient) => [patient.id, patient]));
  return { matches: [...matches.values()], included: [], total: undefined, next: undefined };
}

/** The patients opened last, in that order. */
export function recentPatientsQuery(ids: readonly string[]) {
  return queryOptions({
    queryKey: ['recent-patients', ...ids],
    queryFn: async ({ signal }) => {
      const { matches } = await search('Patient', { _id: ids.join(','), _count: ids.length }, signal);
      return ids.flatMap((id) => matches.find((patient) => patient.id === id) ?? []);
    },
    enabled: ids.length > 0,
  });
}

/** Who of these is in the house now: the open encounters by patient. */
export function staysQuery(ids: readonly string[]) {
  return queryOptions({
    queryKey: ['stays', ...ids],
    queryFn: async ({ signal }) => {
      const { matches } = await search(
        'Encounter',
        { status: 'in-progress', patient: ids.join(','), _count: 100 },
        signal,
      );
      return new Map(matches.map((encounter) => [patientOf(encounter), encounter] as const));
    },
    enabled: ids.length > 0,
    staleTime: 60_000,
  });
}

function patientOf(encounter: Encounter): string {
  return encounter.subject?.reference?.split('/').at(-1) ?? '';
}
