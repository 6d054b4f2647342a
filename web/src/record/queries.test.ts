import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  allergiesQuery,
  allVitalsQuery,
  compositionsQuery,
  conditionsQuery,
  documentsQuery,
  encountersQuery,
  flagsQuery,
  immunizationsQuery,
  medicationsQuery,
  pastMedicationsQuery,
  patientQuery,
  proceduresQuery,
  reportsQuery,
  resultsQuery,
  trendQuery,
  vitalsQuery,
} from './queries.ts';

const NEXT = { link: [{ relation: 'next', url: '/fhir/R4/Observation?_cursor=2' }] };
let asked: string[] = [];
let answer: object = {};

beforeEach(() => {
  asked = [];
  answer = {};
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(decodeURIComponent(path));
    return Response.json({ resourceType: 'Bundle', entry: [], ...answer });
  });
});
afterEach(() => vi.unstubAllGlobals());

const LISTS = {
  allergies: allergiesQuery,
  flags: flagsQuery,
  conditions: conditionsQuery,
  medications: medicationsQuery,
  'past medications': pastMedicationsQuery,
  encounters: encountersQuery,
  vitals: vitalsQuery,
  'all vitals': allVitalsQuery,
  immunizations: immunizationsQuery,
  reports: reportsQuery,
  documents: documentsQuery,
  compositions: compositionsQuery,
  procedures: proceduresQuery,
} as const;

describe('what the chart asks', () => {
  it.each(Object.entries(LISTS))(
    '%s: of one patient, bounded, and says whether there is more',
    async (_name, query) => {
      answer = NEXT;
      const client = new QueryClient();
      const found = await client.fetchQuery(query('p1') as ReturnType<typeof flagsQuery>);
      expect(found.more).toBe(true);
      expect(asked).toHaveLength(1);
      expect(asked[0]).toMatch(/[?&]patient=p1(&|$)/);
      const count = Number(/_count=(\d+)/.exec(asked[0] ?? '')?.[1]);
      expect(count).toBeGreaterThan(0);
      expect(count).toBeLessThanOrEqual(1000);
    },
  );

  it('each list has a key of its own below its patient, so that a change of reach asks all of them again', () => {
    const keys = Object.values(LISTS).map((query) => query('p1').queryKey.join(' '));
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of [...keys, patientQuery('p1').queryKey.join(' '), resultsQuery('p1', 'other').queryKey.join(' ')])
      expect(key).toMatch(/^patient p1 /);
  });

  it('current and past medications together leave out no status of FHIR', async () => {
    const client = new QueryClient();
    await client.fetchQuery(medicationsQuery('p1'));
    await client.fetchQuery(pastMedicationsQuery('p1'));
    const statuses = asked.flatMap((path) => /status=([^&]+)/.exec(path)?.[1]?.split(',') ?? []);
    const all = ['active', 'on-hold', 'cancelled', 'completed', 'entered-in-error', 'stopped', 'draft', 'unknown'];
    expect(statuses.toSorted()).toEqual(all.toSorted());
  });

  it('results come page by page, newest first', async () => {
    answer = NEXT;
    const client = new QueryClient();
    const { pages } = await client.fetchInfiniteQuery({ ...resultsQuery('p1', 'laboratory'), pages: 2 });
    expect(pages).toHaveLength(2);
    expect(asked[0]).toContain('category=laboratory&_sort=-date');
    expect(asked[1]).toBe('/fhir/R4/Observation?_cursor=2');
  });

  it('a trend asks for all values of one code', async () => {
    await new QueryClient().fetchQuery(trendQuery('p1', 'http://loinc.org|2823-3'));
    expect(asked[0]).toContain('code=http://loinc.org|2823-3');
  });
});
