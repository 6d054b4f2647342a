import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeWith } from '../../test/material.ts';
import { checkStore, guarded } from './check.ts';
import { testStores, type TestedStore } from './testing.ts';

for (const server of testStores())
  describeWith(server.need, server.present, `check on ${server.name}`, () => {
    let store: TestedStore;
    beforeEach(async () => {
      store = await server.open([]);
    });
    afterEach(() => store.close());

    it('finds a migrated database well', async () => {
      const findings = await checkStore(store, []);
      expect(findings.map(({ well }) => well)).toEqual([true, true, true]);
    });

    it('names tables that are not there yet', async () => {
      await store.query('drop table store_migration');
      const [tables] = await checkStore(store, []);
      expect(tables).toMatchObject({ well: false, detail: 'not run yet: store/0001-store.sql' });
    });

    it('names an index that is not valid', async () => {
      await store.query('create table twice (v integer)');
      await store.query('insert into twice values (1), (1)');
      await expect(store.query('create unique index concurrently twice_once on twice (v)')).rejects.toThrow(
        /twice_once/,
      );
      const [, indexes] = await checkStore(store, []);
      expect(indexes).toMatchObject({ well: false, detail: 'not valid: twice_once; reindex them' });
    });

    it('tells of a check that could not be made instead of passing it', async () => {
      expect(
        await guarded('sample', () => store.query('select nonsense').then(() => ({ well: true, detail: '' }))),
      ).toMatchObject({
        check: 'sample',
        well: false,
      });
    });
  });
