import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { found } from '../../../test/search/context.ts';
import { recordTables, TestRecord } from '../../../test/search/loader.ts';
import { typeNumber } from '../../fhir/index.ts';
import { embeddedTestStore, type TestedStore } from '../../store/index.ts';
import { indexVersionOf, noteIndexVersions, reindex, staleIndexes } from './index.ts';

let store: TestedStore;
let record: TestRecord;

const patients = Array.from({ length: 25 }, (_, at) => ({
  resourceType: 'Patient',
  id: `p${at}`,
  name: [{ family: 'Kim' }],
  birthDate: `19${50 + at}-01-01`,
}));

/** As if the rows had been written before the parameters were what they are. */
async function forgetIndex(): Promise<void> {
  await store.query('truncate search_string');
  await store.query(`update resource set tok = '{}', d = null, bits = 0`);
  await store.query(`update record_index_version set version = 'older' where type = $1`, [typeNumber('Patient')]);
}

beforeAll(async () => {
  store = await embeddedTestStore().open([recordTables]);
  record = new TestRecord(store);
});
afterAll(() => store.close());

describe('index versions', () => {
  it('are noted for an empty record, and then nothing is stale', async () => {
    await noteIndexVersions(store, 'UTC');
    expect(await staleIndexes(store, 'UTC')).toEqual([]);
    await record.put(...patients);
    await noteIndexVersions(store, 'UTC');
    expect(await staleIndexes(store, 'UTC')).toEqual([]);
  });

  it('tell rows that were written before versions were kept', async () => {
    await store.query('delete from record_index_version where type = $1', [typeNumber('Patient')]);
    await noteIndexVersions(store, 'UTC');
    expect(await staleIndexes(store, 'UTC')).toEqual([{ type: 'Patient', doneTo: undefined }]);
  });

  it('differ by type and stay the same from run to run', () => {
    expect(indexVersionOf('Patient', 'UTC')).toBe(indexVersionOf('Patient', 'UTC'));
    expect(indexVersionOf('Patient', 'UTC')).not.toBe(indexVersionOf('Person', 'UTC'));
    expect(indexVersionOf('Patient', 'UTC')).not.toBe(indexVersionOf('Patient', 'Asia/Seoul'));
  });
});

describe('re-indexing', () => {
  it('makes everything findable again, in batches, and leaves versions alone', async () => {
    await forgetIndex();
    expect(await found(record, 'Patient?name=kim')).toEqual([]);
    const seen: number[] = [];
    const before = await store.query('select rid, ver, tx, ts from resource order by rid');
    expect(
      await reindex(store, { timeZone: 'UTC', batchSize: 10, progress: (_, resources) => seen.push(resources) }),
    ).toBe(25);
    expect(seen).toEqual([10, 20, 25, 25]);
    expect(await found(record, 'Patient?name=kim&birthdate=gt1960')).toHaveLength(14);
    expect(await store.query('select rid, ver, tx, ts from resource order by rid')).toEqual(before);
    expect(await staleIndexes(store, 'UTC')).toEqual([]);
    expect(await reindex(store, { timeZone: 'UTC' })).toBe(0);
  });

  it('goes on where it was stopped', async () => {
    await forgetIndex();
    const stop = new AbortController();
    const first = await reindex(store, {
      timeZone: 'UTC',
      batchSize: 10,
      signal: stop.signal,
      progress: () => stop.abort(),
    });
    expect(first).toBe(10);
    expect(await found(record, 'Patient?name=kim')).toHaveLength(10);
    const [stale] = await staleIndexes(store, 'UTC');
    expect(stale?.doneTo).toBe(record.rid('Patient/p9'));
    expect(await reindex(store, { timeZone: 'UTC', batchSize: 10 })).toBe(15);
    expect(await found(record, 'Patient?name=kim')).toHaveLength(25);
  });

  it('does not disturb those who write meanwhile', async () => {
    await forgetIndex();
    const writing = (async () => {
      for (const [at, patient] of patients.entries())
        await record.put({ ...patient, name: [{ family: at % 2 === 0 ? 'Lee' : 'Kim' }] });
    })();
    await Promise.all([reindex(store, { timeZone: 'UTC', batchSize: 3 }), writing]);
    expect(await found(record, 'Patient?name=lee')).toHaveLength(13);
    expect(await found(record, 'Patient?name=kim')).toHaveLength(12);
  });

  it('leaves deleted resources alone', async () => {
    await record.remove('Patient/p0');
    expect(await reindex(store, { timeZone: 'UTC', types: ['Patient'] })).toBe(24);
    expect(await found(record, 'Patient?_id=p0')).toEqual([]);
  });
});
