/**
 * Chapter 5: a hundred patients arrive as their own system sends them, one transaction each, over HTTP. Every resource of each is
 * there, findable, and leads to its patient.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithShared, sharedPath } from '../material.ts';
import { openSpecHouse, type Client, type SpecHouse } from './house.ts';

const DATA = 'data/synthea-r4';

interface Index {
  readonly resources: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly files: readonly {
    readonly file: string;
    readonly patient: string;
    readonly counts: Readonly<Record<string, number>>;
  }[];
}

interface Found {
  readonly subject?: { readonly reference: string };
  readonly encounter?: { readonly reference: string };
}

describeWithShared(DATA, 'a hundred patients, sent as transactions', () => {
  const index = JSON.parse(readFileSync(sharedPath(`${DATA}/index.json`), 'utf8')) as Index;
  /** Ids of the Patients as they are here, in the order of the files. */
  const patients: string[] = [];
  let house: SpecHouse;
  let client: Client;
  beforeAll(async () => {
    house = await openSpecHouse();
    client = await house.system();
  });
  afterAll(() => house.close());

  it('are taken, each whole', async () => {
    for (const { file, counts } of index.files) {
      const told = await client.post('', gunzipSync(readFileSync(sharedPath(`${DATA}/${file}`))).toString('utf8'));
      const places = told.each('entry', 'response.location').map((place) => String(place));
      const types = Object.groupBy(places, (place) => place.split('/').at(-4) ?? '');
      const made = Object.fromEntries(Object.entries(types).map(([type, list]) => [type, list?.length]));
      expect([file, told.status, made]).toEqual([file, 200, counts]);
      patients.push(types['Patient']?.[0]?.split('/').at(-3) ?? '');
    }
    expect(new Set(patients).size).toBe(index.files.length);
  });

  it('are all there, type by type', async () => {
    for (const [type, count] of Object.entries(index.counts))
      expect([type, (await client.get(`${type}?_summary=count`)).at('total')]).toEqual([type, count]);
    const [rows] = await house.store.query<{ n: number }>('select count(*)::int as n from resource where not del');
    expect(rows?.n).toBe(index.resources);
  });

  it('lead to each other by references that resolve', async () => {
    const [left] = await house.store.query<{ n: number }>(
      `select count(*)::int as n from body where text like '%urn:uuid:%'`,
    );
    expect(left?.n).toBe(0);
    const page = await client.get('Observation?_count=40&_include=Observation:subject&_include=Observation:encounter');
    const included = new Set(page.ids('include'));
    const found = (page.at('entry') as { resource: Found; search: { mode: string } }[]).filter(
      ({ search }) => search.mode === 'match',
    );
    const wanted = found.flatMap(({ resource: { subject, encounter } }) => [subject?.reference, encounter?.reference]);
    expect(wanted).toHaveLength(80);
    for (const reference of wanted) expect(included).toContain(reference);
  });

  it('give back everything of a patient, as many of each type as were sent', async () => {
    for (const at of [0, 17]) {
      const pages = await client.pages(`Patient/${patients[at] ?? ''}/$everything?_count=400`);
      const types = Object.groupBy(new Set(pages.flatMap((page) => page.ids())), (id) => id.split('/')[0] ?? '');
      const counts = index.files[at]?.counts ?? {};
      expect(Object.fromEntries(Object.entries(types).map(([type, list]) => [type, list?.length]))).toEqual(counts);
    }
  });

  it('are found as a clinician would look for them', async () => {
    const id = patients[3] ?? '';
    const told = await client.get(
      `Observation?patient=${id}&category=vital-signs&_sort=-date&_count=20&_total=accurate`,
    );
    const dates = told.each('entry', 'resource.effectiveDateTime').map((date) => new Date(String(date)).getTime());
    expect(dates.length).toBeGreaterThan(5);
    expect(dates).toEqual(dates.toSorted((a, b) => b - a));
    const family = String((await client.get(`Patient/${id}`)).at('name.0.family'));
    expect((await client.get(`Patient?name=${encodeURIComponent(family.slice(0, 4))}&_count=100`)).ids()).toContain(
      `Patient/${id}`,
    );
    expect(
      (await client.get(`Patient?_has:Observation:patient:code=8302-2&_summary=count`)).at('total'),
    ).toBeGreaterThan(50);
  });
});
