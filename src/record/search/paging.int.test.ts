import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arbitraryData, arbitraryResource, TYPES } from '../../../test/search/arbitrary-resources.ts';
import { CODE_PORT } from '../../../test/search/brute-force.ts';
import { ask, found, references } from '../../../test/search/context.ts';
import { recordTables, TestRecord, type TestResource } from '../../../test/search/loader.ts';
import { embeddedTestStore, type TestedStore } from '../../store/index.ts';

let store: TestedStore;
let record: TestRecord;
beforeAll(async () => (store = await embeddedTestStore().open([recordTables])));
afterAll(() => store.close());

async function fresh(seed: number): Promise<void> {
  await store.query('truncate resource, body, search_string, search_date, search_number, search_quantity, search_text');
  record = new TestRecord(store);
  const [data = []] = fc.sample(arbitraryData(), { numRuns: 1, seed });
  const subject = { reference: 'Patient/1' };
  const measured = { code: { coding: [{ code: 'a' }] }, valueQuantity: { value: 5 } };
  const fixed = ['f1', 'f2', 'f3'].map((id) => ({
    resourceType: 'Observation',
    id,
    status: 'final',
    subject,
    ...measured,
  }));
  const condition = { resourceType: 'Condition', id: 'f1', subject };
  await record.put(
    { resourceType: 'Patient', id: '1' },
    ...data.filter(({ resourceType, id }) => resourceType !== 'Patient' || id !== '1'),
  );
  await record.put(...fixed, condition);
}

/** Follows the links to the end; `between` runs before each further page. */
async function pages(
  text: string,
  count: number,
  between: () => Promise<unknown> = () => Promise.resolve(),
): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 500; page++) {
    const next = cursor === undefined ? '' : `&_cursor=${cursor}`;
    const answer = await ask(record, `${text}&_count=${count}${next}`, { codes: CODE_PORT });
    expect(answer.matches.length).toBeLessThanOrEqual(count);
    seen.push(...references(answer.matches));
    if (answer.next === undefined) return seen;
    cursor = answer.next;
    await between();
  }
  throw new Error(`${text} never ends`);
}

/** Searches whose order comes from each kind of place: columns, tables, memory. */
const ORDERED = [
  'Observation?_sort=-date',
  'Observation?_sort=date',
  'Observation?_sort=-_lastUpdated,date',
  'Observation?code=a,b,8480-6&_sort=-date',
  'Observation?_sort=value-quantity,-date',
  'Observation?subject:Patient._has:Condition:subject:_lastUpdated=2026&_sort=status',
  'Patient?_sort=family,-birthdate',
  'Patient?_sort=-given',
  'Patient?_sort=-identifier,name',
  'Condition?_sort=onset-date,-recorded-date',
  'Encounter?_sort=-length',
  'RiskAssessment?_sort=probability',
  'Observation?subject:missing=false&_sort=-_id',
  'Observation?category:not=a',
  '?_type=Patient,Observation&_sort=-_lastUpdated',
  '?_tag=a,b',
  // Decided by one search table: its first rows are the first of the answer.
  'Patient?name=k,o',
  'Observation?value-quantity=gt0',
  'Observation?code-value-quantity=a$ge0',
  'Observation?code=a,b&value-quantity=ge0',
  'Observation?date=ge2000',
  'Condition?recorded-date=gt1990',
];

describe('pages', () => {
  beforeAll(() => fresh(7));

  it.each(ORDERED)('of %s are the whole answer in order', async (text) => {
    const whole = await found(record, text);
    expect(whole.length).toBeGreaterThan(2);
    for (const count of [1, 3, 7]) expect(await pages(text, count)).toEqual(whole);
  });

  it('put resources without a value last, in both directions', async () => {
    await record.put(
      { resourceType: 'Patient', id: 'undated' },
      { resourceType: 'Patient', id: 'born', birthDate: '2001' },
    );
    for (const direction of ['', '-']) {
      const dates = (await ask(record, `Patient?_sort=${direction}birthdate`)).matches.map(
        ({ text }) => (JSON.parse(text) as { birthDate?: string }).birthDate,
      );
      const firstMissing = dates.findIndex((date) => date === undefined);
      expect(firstMissing).toBeGreaterThan(0);
      expect(dates.slice(firstMissing).every((date) => date === undefined)).toBe(true);
    }
  });

  it('sort by several keys as by hand', async () => {
    const rows = (await ask(record, 'Encounter?_sort=status,-date')).matches.map(
      ({ text }) => JSON.parse(text) as TestResource,
    );
    const statuses = rows.map((row) => row['status'] as string);
    expect(statuses).toEqual([...statuses].toSorted());
  });
});

type Change = { readonly of: 'put' | 'remove'; readonly type: string; readonly id: string; readonly seed: number };

const change: fc.Arbitrary<Change> = fc.record({
  of: fc.constantFrom('put', 'put', 'remove'),
  type: fc.constantFrom('Observation', 'Patient', ...TYPES),
  id: fc.constantFrom('1', '2', '3', '4', '5', 'A', 'a', 'o1', 'o2', 'o3', 'new1', 'new2', 'new3'),
  seed: fc.nat(1_000_000),
});

async function apply({ of, type, id, seed }: Change): Promise<void> {
  const reference = `${type}/${id}`;
  if (of === 'put') await record.put(...fc.sample(arbitraryResource(type, id), { numRuns: 1, seed }));
  else if (record.resources.some((one) => `${one.resourceType}/${one.id ?? ''}` === reference))
    await record.remove(reference);
}

describe('pages while others write', () => {
  it('show every resource of the first moment that is still there, in its order, and none twice', async () => {
    const walk = fc.record({
      text: fc.constantFrom(...ORDERED),
      seed: fc.nat(40),
      count: fc.integer({ min: 1, max: 6 }),
      changes: fc.array(fc.array(change, { maxLength: 4 }), { minLength: 1, maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(walk, async ({ text, seed, count, changes }) => {
        await fresh(seed);
        const before = await found(record, text);
        let page = 0;
        const seen = await pages(text, count, async () => {
          for (const one of changes[page] ?? []) await apply(one);
          page++;
        });
        expect(new Set(seen).size, 'none twice').toBe(seen.length);
        const there = new Set(record.resources.map((one) => `${one.resourceType}/${one.id ?? ''}`));
        // A resource that was removed and came back while its page was asked for may be missing or there.
        const removed = new Set(
          changes
            .flat()
            .filter(({ of }) => of === 'remove')
            .map(({ type, id }) => `${type}/${id}`),
        );
        const kept = before.filter((one) => there.has(one) && !removed.has(one));
        expect(seen.filter((one) => !removed.has(one))).toEqual(kept);
      }),
      { numRuns: 25 },
    );
  });

  it('do not show what a transaction adds that was open at the first page', async () => {
    await fresh(3);
    const first = await ask(record, 'Patient?_count=2');
    const { promise: held, resolve: commit } = Promise.withResolvers<undefined>();
    const slow = store.transaction(async (transaction) => {
      await record.putIn(transaction, [{ resourceType: 'Patient', id: 'slow' }]);
      await held;
    });
    const second = await ask(record, `Patient?_count=2&_cursor=${first.next}`);
    commit(undefined);
    await slow;
    const rest = await ask(record, `Patient?_cursor=${second.next}`);
    expect(references(rest.matches)).not.toContain('Patient/slow');
    expect(await found(record, 'Patient?_id=slow')).toEqual(['Patient/slow']);
  });

  it('say so where too much was rewritten to put it back', async () => {
    await fresh(3);
    const first = await ask(record, 'Patient?_count=1');
    const many = Array.from({ length: 5100 }, (_, at) => ({ resourceType: 'Patient', id: `many${at}` }));
    await record.put(...many);
    const again = await ask(record, 'Patient?_count=1');
    await record.put(...many.map((one) => ({ ...one, active: true })));
    // What was created after its first page is no matter of the earlier search.
    const rest = await ask(record, `Patient?_count=50&_cursor=${first.next}`);
    expect(references(rest.matches).filter((one) => one.includes('many'))).toEqual([]);
    await expect(ask(record, `Patient?_count=1&_cursor=${again.next}`)).rejects.toThrow(/start the search again/);
  });
});

describe('cursors', () => {
  it('serve only the search that they came from', async () => {
    await fresh(5);
    const { next } = await ask(record, 'Patient?_count=2&_sort=family');
    await expect(ask(record, `Patient?_count=2&_sort=-family&_cursor=${next}`)).rejects.toThrow(/_cursor/);
    await expect(ask(record, `Patient?_count=2&_sort=family&active=true&_cursor=${next}`)).rejects.toThrow(/_cursor/);
    await expect(ask(record, `Patient?_count=2&_cursor=${next}`)).rejects.toThrow(/_cursor/);
    expect((await ask(record, `Patient?_count=5&_sort=family&_cursor=${next}`)).matches.length).toBe(5);
  });

  it('that were made up are refused, never run', async () => {
    const { next = '' } = await ask(record, 'Observation?_count=1&_sort=-date');
    const parts = JSON.parse(Buffer.from(next, 'base64url').toString()) as unknown[];
    const forged = [['1; drop table resource', 'x'], [{ a: 1 }], [null, null], ['0 or 1=1']].map((after) =>
      Buffer.from(JSON.stringify([parts[0], parts[1], after, ...parts.slice(3)])).toString('base64url'),
    );
    const snapshots = ["1:2:'", '1:2', ''].map((snapshot) =>
      Buffer.from(JSON.stringify([...parts.slice(0, 4), snapshot, parts[5]])).toString('base64url'),
    );
    for (const cursor of [...forged, ...snapshots, 'abc', '%%%', '', 'W10']) {
      await expect(
        ask(record, `Observation?_count=1&_sort=-date&_cursor=${encodeURIComponent(cursor)}`),
      ).rejects.toThrow(/_cursor/);
    }
  });
});
