import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../../../test/material.ts';
import { recordTables, TestRecord } from '../../../test/search/loader.ts';
import { hashText } from '../../kernel/index.ts';
import { testStores, type TestedStore } from '../../store/index.ts';
import { bareKey, compartmentKey, sqlKey } from './keys.ts';
import { RESOURCE } from './shapes.ts';

interface CurrentRow {
  readonly rid: string;
  readonly key: string;
  readonly pat: string | null;
  readonly code: string | null;
  readonly d: string | null;
  readonly ver: number;
  readonly del: boolean;
  readonly tok: string[];
  readonly refs: string[];
}

const bloodPressure = {
  resourceType: 'Observation',
  id: 'bp1',
  status: 'final',
  code: {
    text: '혈압',
    coding: [
      { system: 'http://loinc.org', code: '85354-9', display: 'Blood pressure panel' },
      { system: 'http://edi.kr', code: 'E6540' },
    ],
  },
  subject: { reference: 'Patient/p1' },
  performer: [{ reference: 'Practitioner/d1' }, { reference: 'Patient/p2' }],
  effectiveDateTime: '2026-03-01T10:00:00Z',
  component: [
    { code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] }, valueQuantity: quantity(140) },
    { code: { coding: [{ system: 'http://loinc.org', code: '8462-4' }] }, valueQuantity: quantity(85) },
  ],
};

function quantity(value: number) {
  return { value, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' };
}

const patient = {
  resourceType: 'Patient',
  id: 'p1',
  active: true,
  name: [{ family: '김', given: ['철수'] }],
  birthDate: '1980-05-01',
  telecom: [{ system: 'phone', value: '010-1234-5678', use: 'mobile' }],
  maritalStatus: { text: 'single' },
};

for (const server of testStores()) {
  describeWith(server.need, server.present, `index rows on ${server.name}`, () => {
    let store: TestedStore;
    let record: TestRecord;
    const row = async (reference: string): Promise<CurrentRow | undefined> =>
      (await store.query<CurrentRow>('select * from resource where key = $1', [hashText(reference)]))[0];
    const count = async (table: string, reference: string): Promise<number> => {
      const text = `select count(*)::int as n from ${table} where rid = $1`;
      return (await store.query<{ n: number }>(text, [record.rid(reference)]))[0]?.n ?? -1;
    };

    beforeAll(async () => {
      store = await server.open([recordTables]);
      record = new TestRecord(store);
      await record.put(patient, bloodPressure);
    });
    afterAll(() => store.close());

    it('keep the patient, the first code and the date in columns of their own', async () => {
      const found = await row('Observation/bp1');
      expect(found?.pat).toBe(hashText('Patient/p1'));
      expect(found?.d).toBe(String(Date.UTC(2026, 2, 1, 10)));
      const type = BigInt(found?.code ?? 0) >> 48n;
      expect(Number(type)).toBeGreaterThan(0);
      expect((await row('Patient/p1'))?.pat).toBe(hashText('Patient/p1'));
    });

    it('keep no token for what a column says', async () => {
      const found = await row('Observation/bp1');
      const bare = sqlKey(bareKey('Observation.code', '85354-9'));
      expect(found?.tok).not.toContain(bare);
      expect(found?.tok).toContain(sqlKey(bareKey('Observation.component-code', '8480-6')));
    });

    it('know every compartment and every target', async () => {
      const found = await row('Observation/bp1');
      expect(found?.tok).toContain(sqlKey(compartmentKey('p2')));
      expect(found?.tok).not.toContain(sqlKey(compartmentKey('p1')));
      const targets = ['Patient/p1', 'Practitioner/d1', 'Patient/p2'].map(hashText);
      expect(new Set(found?.refs)).toEqual(new Set(targets));
    });

    it('find a quantity with the code of its own component', async () => {
      const text =
        'select count(distinct c)::int as n from search_quantity where rid = $1 and p = $2 and sys is not null';
      const p = hashText('Observation.component-code-value-quantity');
      expect(await store.query(text, [record.rid('Observation/bp1'), p])).toEqual([{ n: 2 }]);
      // Two component values under both codes of the panel, and each with its component.
      expect(await count('search_quantity', 'Observation/bp1')).toBe(6);
    });

    it('keep names with their Korean forms', async () => {
      const text = 'select distinct v from search_string where rid = $1';
      const names = (await store.query<{ v: string }>(text, [record.rid('Patient/p1')])).map(({ v }) => v);
      expect(names).toEqual(expect.arrayContaining(['김', '철수', '김철수', '철수김']));
      expect(names.length).toBeGreaterThan(4);
    });

    it('keep each text of a code once', async () => {
      const text = `select v, count(*)::int as n from search_text group by v order by v`;
      await record.put({ ...bloodPressure, id: 'bp2' });
      const rows = await store.query<{ v: string; n: number }>(text);
      expect(rows.find(({ v }) => v === 'blood pressure panel')?.n).toBe(1);
      expect(rows.map(({ v }) => v)).toContain('혈압');
    });

    it('replace everything when a resource changes', async () => {
      const before = await row('Observation/bp1');
      await record.put({ ...bloodPressure, component: [], subject: { reference: 'Patient/p9' } });
      const after = await row('Observation/bp1');
      expect(after?.rid).toBe(before?.rid);
      expect(after?.ver).toBe((before?.ver ?? 0) + 1);
      expect(after?.pat).toBe(hashText('Patient/p9'));
      expect(await count('search_quantity', 'Observation/bp1')).toBe(0);
    });

    it('keep the row of a deleted resource with nothing to be found by, until it comes back', async () => {
      await record.remove('Patient/p1');
      const gone = await row('Patient/p1');
      expect([gone?.del, gone?.tok, gone?.refs, gone?.code]).toEqual([true, [], [], null]);
      expect(await count('search_string', 'Patient/p1')).toBe(0);
      await record.put(patient);
      const back = await row('Patient/p1');
      expect([back?.del, back?.ver, back?.rid]).toEqual([false, 3, gone?.rid]);
      expect(await count('search_string', 'Patient/p1')).toBeGreaterThan(3);
    });

    it('write nothing where the transaction fails', async () => {
      const failing = store.transaction(async (transaction) => {
        await record.putIn(transaction, [{ ...bloodPressure, id: 'lost' }]);
        throw new Error('after the rows');
      });
      await expect(failing).rejects.toThrow('after the rows');
      expect(await row('Observation/lost')).toBeUndefined();
    });

    it('take thousands of references in one resource, and characters that the database has not', async () => {
      const entry = Array.from({ length: 5000 }, (_, at) => ({ item: { reference: `Patient/m${at % 4000}` } }));
      const list = { resourceType: 'List', id: 'long', status: 'current', mode: 'working', title: 'a\u0000b', entry };
      const start = performance.now();
      await record.put(list, {
        resourceType: 'ValueSet',
        id: 'null',
        url: 'http://a.org/\u0000x',
        name: 'n\u0000',
        status: 'draft',
      });
      expect(performance.now() - start).toBeLessThan(3000);
      expect((await row('List/long'))?.refs.length).toBe(4000);
    });

    it('take many at a time', async () => {
      const many = Array.from({ length: 300 }, (_, at) => ({ ...bloodPressure, id: `many${at}` }));
      await record.put(...many);
      const [{ n } = { n: 0 }] = await store.query<{ n: number }>(
        `select count(*)::int as n from resource where fid like 'many%' and cardinality(tok) > 10`,
      );
      expect(n).toBe(300);
    });
  });
}

describe('shapes', () => {
  it('name each column once', () => {
    const names = RESOURCE.columns.map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
