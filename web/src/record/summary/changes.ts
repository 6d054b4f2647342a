/**
 * What came into the record since somebody last looked, counted by page of the chart.
 *
 * Proof   changes.test.ts
 */
import { queryOptions } from '@tanstack/react-query';
import { search } from '../../fhir/client.ts';
import type { ResourceType } from '../../fhir/types.ts';
import { instantOf } from '../../format/date.ts';

/** What is looked for: the page that shows it and the search that finds it. */
export const WATCHED = [
  { key: 'problems', type: 'Condition', query: {} },
  { key: 'medications', type: 'MedicationRequest', query: {} },
  { key: 'allergies', type: 'AllergyIntolerance', query: {} },
  { key: 'encounters', type: 'Encounter', query: {} },
  { key: 'results', type: 'Observation', query: { category: 'laboratory' } },
  { key: 'vitals', type: 'Observation', query: { category: 'vital-signs' } },
  { key: 'immunizations', type: 'Immunization', query: {} },
  { key: 'documents', type: 'DiagnosticReport', query: {} },
] as const satisfies readonly { key: string; type: ResourceType; query: Readonly<Record<string, string>> }[];

export type WatchedKey = (typeof WATCHED)[number]['key'];

/** How many of each are new or changed; what could not be asked is undefined, not zero. */
export type Changes = readonly { readonly key: WatchedKey; readonly count: number | undefined }[];

async function countOf(
  watched: (typeof WATCHED)[number],
  patient: string,
  since: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  const query = { patient, ...watched.query, _lastUpdated: `gt${instantOf(since)}`, _summary: 'count' };
  return await search(watched.type, query, signal).then(
    ({ total }) => total ?? 0,
    () => undefined,
  );
}

export function changesQuery(patient: string, since: number) {
  return queryOptions({
    queryKey: ['patient', patient, 'changes', since],
    queryFn: async ({ signal }): Promise<Changes> =>
      await Promise.all(
        WATCHED.map(async (watched) => ({ key: watched.key, count: await countOf(watched, patient, since, signal) })),
      ),
  });
}
