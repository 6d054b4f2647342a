import { afterAll, beforeAll, expect, it } from 'vitest';
import { UNLIMITED } from '../access/index.ts';
import { hashText } from '../kernel/index.ts';
import { testStores } from '../store/index.ts';
import { describeWith } from '../../test/material.ts';
import { inTransaction, type Context } from './context.ts';
import { lockCurrent } from './current.ts';
import { patientOf, TestRecord } from './testing.ts';
import { METHODS, writeChanges } from './write.ts';

interface BodyRow {
  readonly ver: number;
  readonly method: number;
  readonly pat: string | null;
  readonly text: string | null;
  readonly tx: string;
}

const observation = (id: string, more: object): object => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: id },
  ...more,
});

for (const server of testStores()) {
  describeWith(server.need, server.present, `writing on ${server.name}`, () => {
    let record: TestRecord;
    let context: Context;
    beforeAll(async () => {
      record = await TestRecord.open(server);
      context = record.record.context(record.caller, UNLIMITED);
    });
    afterAll(() => record.close());

    const bodies = (fid: string): Promise<BodyRow[]> =>
      record.store.query<BodyRow>(
        'select b.ver, b.method, b.pat, b.text, b.tx from body b join resource r using (rid) where r.fid = $1 order by b.ver',
        [fid],
      );

    it('keeps one row for each version: what was done, whose it is, in which transaction', async () => {
      await record.put('Patient/w1', patientOf('w1'));
      await record.patch('Patient/w1', [{ op: 'add', path: '/gender', value: 'other' }], {
        headers: { 'content-type': 'application/json-patch+json' },
      });
      await record.delete('Patient/w1');
      const rows = await bodies('w1');
      expect(rows.map(({ ver, method }) => [ver, METHODS[method]])).toEqual([
        [1, 'PUT'],
        [2, 'PATCH'],
        [3, 'DELETE'],
      ]);
      expect(rows.map(({ pat }) => pat)).toEqual([hashText('Patient/w1'), hashText('Patient/w1'), null]);
      expect(rows.map(({ text }) => text === null)).toEqual([false, false, true]);
      expect(new Set(rows.map(({ tx }) => tx)).size).toBe(3);
    });

    it('gives one row id for the whole life of a resource', async () => {
      await record.put('Patient/w2', patientOf('w2'));
      await record.delete('Patient/w2');
      await record.put('Patient/w2', patientOf('w2'));
      const rows = await record.store.query<{ rid: string; del: boolean }>(
        "select rid, del from resource where fid = 'w2'",
      );
      expect(rows).toHaveLength(1);
      expect(rows[0]?.del).toBe(false);
      expect((await bodies('w2')).map(({ ver }) => ver)).toEqual([1, 2, 3]);
    });

    it('writes changes of one transaction with one number, and nothing of one that fails', async () => {
      const changes = ['a', 'b', 'c'].map((id) => ({
        method: 'PUT' as const,
        type: 'Patient',
        fid: `w3-${id}`,
        resource: { resourceType: 'Patient', id: `w3-${id}` },
      }));
      await inTransaction(context, (open) => writeChanges(open, changes), 3);
      const numbers = await Promise.all(['a', 'b', 'c'].map(async (id) => (await bodies(`w3-${id}`))[0]?.tx));
      expect(new Set(numbers).size).toBe(1);
      const failing = inTransaction(context, async (open) => {
        await writeChanges(open, [
          { method: 'PUT', type: 'Patient', fid: 'w4', resource: { resourceType: 'Patient' } },
        ]);
        throw new Error('later');
      });
      await expect(failing).rejects.toThrow('later');
      expect(await bodies('w4')).toEqual([]);
    });

    it('makes no more resources than row ids were reserved for', async () => {
      const two = ['x', 'y'].map((id) => ({
        method: 'POST' as const,
        type: 'Patient',
        fid: `w5-${id}`,
        resource: { resourceType: 'Patient' },
      }));
      await expect(inTransaction(context, (open) => writeChanges(open, two), 1)).rejects.toThrow('reserved');
      expect(await inTransaction(context, (open) => writeChanges(open, []))).toEqual([]);
    });

    it('begins again where another transaction created the same id first', async () => {
      let attempts = 0;
      await inTransaction(context, async (open) => {
        attempts++;
        const locked = await lockCurrent(open.transaction, ['Patient/w6']);
        if (attempts === 1) await record.put('Patient/w6', patientOf('w6', { gender: 'male' }));
        const current = locked.get('Patient/w6');
        await writeChanges(open, [
          { method: 'PUT', type: 'Patient', fid: 'w6', resource: { resourceType: 'Patient' }, current },
        ]);
      });
      expect(attempts).toBe(2);
      expect((await bodies('w6')).map(({ ver }) => ver)).toEqual([1, 2]);
    });

    it('waits for its turn before it sends anything', async () => {
      const { promise: turn, resolve: go } = Promise.withResolvers<void>();
      const change = { method: 'PUT' as const, type: 'Patient', fid: 'w7', resource: { resourceType: 'Patient' } };
      const writing = inTransaction(context, (open) => writeChanges(open, [change], turn));
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(await bodies('w7')).toEqual([]);
      go();
      await writing;
      expect(await bodies('w7')).toHaveLength(1);
    });

    it('takes the content of a change from its text alone', async () => {
      const change = {
        method: 'PUT' as const,
        type: 'Observation',
        fid: 'w8',
        tail: '},"status":"final","code":{"text":"x"},"valueQuantity":{"value":1.50}}',
      };
      await inTransaction(context, (open) => writeChanges(open, [change]));
      expect((await record.get('Observation/w8')).text).toContain('"value":1.50');
      expect((await record.get('Observation?status=final&_id=w8')).count('entry')).toBe(1);
      const empty = { method: 'PUT' as const, type: 'Patient', fid: 'w9' };
      await expect(inTransaction(context, (open) => writeChanges(open, [empty]))).rejects.toThrow('no content');
    });

    it('leaves nothing to be found of what was deleted or replaced', async () => {
      await record.put(
        'Observation/w10',
        observation('w10', { valueQuantity: { value: 7, system: 'http://unitsofmeasure.org', code: 'mg' } }),
      );
      await record.put('Observation/w10', observation('w10', { effectiveDateTime: '2026-01-01' }));
      await record.put('Observation/w11', observation('w11', { valueString: 'gone', effectiveDateTime: '2026-01-01' }));
      await record.delete('Observation/w11');
      expect((await record.get('Observation?value-quantity=7||mg')).count('entry')).toBe(0);
      expect((await record.get('Observation?date=2026-01-01')).each('entry', 'resource.id')).toEqual(['w10']);
      const left = await record.store.query<{ n: number }>(
        `select (select count(*) from search_string s join resource r using (rid) where r.del)::int +
          (select count(*) from search_quantity q join resource r using (rid) where r.del)::int as n`,
      );
      expect(left[0]?.n).toBe(0);
    });
  });
}
