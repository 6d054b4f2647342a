import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asked, BASE, contextOf } from '../../../test/search/context.ts';
import { recordTables, TestRecord, type TestResource } from '../../../test/search/loader.ts';
import { parseSearch } from '../../fhir/index.ts';
import { embeddedTestStore, type Connection, type TestedStore } from '../../store/index.ts';
import { search } from './search.ts';

let store: TestedStore;
let record: TestRecord;

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly name: string | undefined;
}

/** The statements of a search, as they go to the database. */
async function statements(text: string): Promise<Statement[]> {
  const seen: Statement[] = [];
  const connection: Connection = {
    db: store.db,
    query: (sql, values = [], name) => {
      seen.push({ text: sql, values, name });
      return store.query(sql, values, name);
    },
  };
  const { type, query } = asked(text);
  const context = {
    ...contextOf(record),
    connection,
    settings: { timeZone: 'UTC', searchCount: 20, maxSearchCount: 100 },
  };
  await search(context, parseSearch(type, query, { timeZone: 'UTC', bases: [BASE] }));
  return seen;
}

/** The plan of the last statement of a search, as text. */
async function plan(text: string): Promise<string> {
  const last = (await statements(text)).at(-1);
  const rows = await store.query<{ 'QUERY PLAN': string }>(`explain ${last?.text}`, last?.values);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

const CODES = Array.from({ length: 40 }, (_, at) => `c${at}`);

function observation(at: number): TestResource {
  const day = new Date(Date.UTC(2000, 0, 1 + (at % 6000))).toISOString();
  return {
    resourceType: 'Observation',
    id: `o${at}`,
    status: at % 50 === 0 ? 'preliminary' : 'final',
    category: [{ coding: [{ system: 'cat', code: at % 3 === 0 ? 'laboratory' : 'vital-signs' }] }],
    code: { coding: [{ system: 'http://loinc.org', code: CODES[(at * 7) % CODES.length] }] },
    subject: { reference: `Patient/p${at % 200}` },
    encounter: { reference: `Encounter/e${at % 900}` },
    effectiveDateTime: day,
    valueQuantity: { value: at % 300, system: 'http://unitsofmeasure.org', code: 'mg/dL' },
  };
}

beforeAll(async () => {
  store = await embeddedTestStore().open([recordTables]);
  record = new TestRecord(store);
  const patients = Array.from({ length: 200 }, (_, at) => ({
    resourceType: 'Patient',
    id: `p${at}`,
    identifier: [{ system: 'mrn', value: `m${at}` }],
    name: [{ family: `Family${at}` }],
  }));
  await record.put(...patients);
  for (let at = 0; at < 24_000; at += 2000)
    await record.put(...Array.from({ length: 2000 }, (_, one) => observation(at + one)));
  await store.query('vacuum analyze');
});
afterAll(() => store.close());

describe('the statement of a search', () => {
  it('of a patient’s newest results is one, prepared, with every value bound', async () => {
    const [only, ...more] = await statements('Observation?patient=p7&code=http://loinc.org|c7&_sort=-date&_count=20');
    expect(more).toEqual([]);
    expect(only?.text.replace(/\s+/g, ' ')).toMatchInlineSnapshot(
      `"select u.*, b.text, pg_current_snapshot()::text as snapshot, (select base from store_change_base) as base from (select * from ((select r.rid, r.fid, r.ver, r.type, r.ts, r.d as k0 from resource r where ((r.code = $1::bigint and (r.tok && $2::bigint[]) is true) and r.pat = $3::bigint and not r.del) order by r.d desc nulls last, r.rid limit 21) union all (select r.rid, r.fid, r.ver, r.type, r.ts, r.d as k0 from resource r where ((r.tok && $4::bigint[] and r.code <> all($5::bigint[]) and (r.tok && $6::bigint[]) is true) and r.pat = $7::bigint and not r.del) order by r.d desc nulls last, r.rid limit 21)) a order by k0 desc nulls last, rid limit 21) u join body b on b.rid = u.rid and b.ver = u.ver order by u.k0 desc nulls last, u.rid"`,
    );
    expect(only?.values.map(String).join()).not.toContain('c7');
  });

  it('of a patient and a type is one, and keeps its name for other values', async () => {
    const [one] = await statements('Observation?patient=p7&_sort=-date');
    const [other] = await statements('Observation?patient=p8&_sort=-date');
    expect(one?.text.replace(/\s+/g, ' ')).toMatchInlineSnapshot(
      `"select u.*, b.text, pg_current_snapshot()::text as snapshot, (select base from store_change_base) as base from (select r.rid, r.fid, r.ver, r.type, r.ts, r.d as k0 from resource r where (r.code between $1::bigint and $2::bigint and r.pat = $3::bigint and not r.del) order by r.d desc nulls last, r.rid limit 21) u join body b on b.rid = u.rid and b.ver = u.ver order by u.k0 desc nulls last, u.rid"`,
    );
    expect(one?.name).toBeDefined();
    expect(other?.name).toBe(one?.name);
    expect(other?.values).not.toEqual(one?.values);
  });

  it('never has a value in its text, whatever the value', async () => {
    const nasty = `'; drop table resource; --`;
    const texts = (
      await Promise.all(
        [
          `Patient?name=${nasty}`,
          `Patient?name:contains=${nasty}`,
          `Patient?name:exact=${nasty}`,
          `Patient?identifier=${nasty}|${nasty}`,
          `Observation?code:text=${nasty}`,
          `Observation?value-quantity=5||${nasty}`,
          `Observation?subject:Patient.name=${nasty}`,
          `Patient?_has:Observation:subject:code=${nasty}`,
          `Patient?_text=${nasty}`,
          `Patient?_profile:below=http://a.org/${nasty}`,
        ].map((text) => statements(text.replaceAll('%', '%25'))),
      )
    ).flat();
    expect(texts.length).toBeGreaterThan(9);
    for (const { text } of texts) expect(text).not.toContain('drop table');
    expect(await store.query('select 1 from resource limit 1')).toHaveLength(1);
  });
});

describe('the plan of a search', () => {
  it('follows (pat, code, d) for the newest of a patient and code', async () => {
    expect(await plan('Observation?patient=p7&code=http://loinc.org|c7&_sort=-date')).toMatch(
      /Index Scan using resource_patient.*\n.*Index Cond: \(\(pat = .*\) AND \(code = /,
    );
  });

  it('follows (pat, code) for all of a type of a patient', async () => {
    expect(await plan('Observation?patient=p7')).toMatch(
      /resource_patient[^]*Index Cond: \(\(pat = .*\) AND \(code >= /,
    );
  });

  it('follows (code, d) for the newest of a code', async () => {
    const text = await plan('Observation?code=c7&_sort=-date');
    expect(text).toMatch(/Index Scan using resource_code/);
    expect(text).toMatch(/resource_tokens/);
    expect(text).not.toMatch(/Seq Scan on resource/);
  });

  it('starts a further page where it ended', async () => {
    const { type, query } = asked('Observation?code=c7&_sort=-date&_count=20');
    const first = await search({ ...contextOf(record) }, parseSearch(type, query));
    const text = await plan(`Observation?code=c7&_sort=-date&_count=20&_cursor=${first.next}`);
    expect(text).toMatch(/body_rewritten|body/);
    const pages = await statements(`Observation?code=c7&_sort=-date&_count=20&_cursor=${first.next}`);
    const rows = await store.query<{ 'QUERY PLAN': string }>(`explain ${pages[0]?.text}`, pages[0]?.values);
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/Index Cond: \(\(code = .*\) AND \(d <= /);
  });

  it('follows (type, d) for the newest of a type and for a range of days', async () => {
    expect(await plan('Observation?_sort=-date')).toMatch(/Index Scan using resource_date/);
    expect(await plan('Observation?date=ge2010-01-01&date=lt2010-01-03&_sort=-date')).toMatch(/resource_date/);
  });

  it('asks the token index for rare tokens, and not for common ones', async () => {
    expect(await plan('Patient?identifier=mrn|m7')).toMatch(/Bitmap Index Scan on resource_tokens/);
    expect(await plan('Observation?encounter=e7')).toMatch(/Bitmap Index Scan on resource_tokens/);
    expect(await plan('Observation?category=laboratory&_sort=-date&_count=5')).toMatch(
      /Index Scan using resource_date/,
    );
  });

  it('takes a list of tokens as one condition', async () => {
    const many = Array.from({ length: 30 }, (_, at) => `e${at + 10_000}`).join(',');
    const text = (await plan(`Observation?encounter=${many}`)).replace(/'\{[^}]*\}'/g, '…');
    expect(text).toMatch(/Bitmap Index Scan on resource_tokens/);
    expect(text.split('\n').length).toBeLessThan(20);
  });

  it('finds names, values and updates by ranges', async () => {
    expect(await plan('Patient?name=family17')).toMatch(/search_string_value/);
    expect(await plan('Observation?code=c7&value-quantity=gt298')).toMatch(/search_quantity_code/);
    expect(await plan('Observation?_sort=-_lastUpdated')).toMatch(/Index Scan using resource_(?:updated|changed)/);
    expect(await plan('?_sort=-_lastUpdated')).toMatch(/Index Scan using resource_changed/);
  });

  it('walks along the names in order, and looks for patients without one only where the page has room', async () => {
    const text = await plan('Patient?_sort=family&_count=5');
    expect(text).toMatch(/Index (?:Only )?Scan using search_string_value/);
    expect(text).toMatch(/One-Time Filter/);
  });

  it('never reads all resources for a chain', async () => {
    expect(await plan('Observation?subject:Patient.identifier=mrn|m7')).not.toMatch(/Seq Scan on resource/);
    expect(await plan('Patient?_has:Observation:subject:value-quantity=299')).not.toMatch(/Seq Scan on resource/);
  });
});
