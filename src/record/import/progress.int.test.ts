import { afterAll, beforeAll, expect, it } from 'vitest';
import { testStores } from '../../store/index.ts';
import { describeWith } from '../../../test/material.ts';
import { TestRecord } from '../testing.ts';
import {
  addedCounts,
  EarlierProgress,
  finishImport,
  NO_COUNTS,
  openImport,
  saveProgress,
  type FileProgress,
} from './progress.ts';

const NOTHING: FileProgress = { ...NO_COUNTS, done: 0, complete: false };

for (const server of testStores()) {
  describeWith(server.need, server.present, `progress of imports on ${server.name}`, () => {
    let record: TestRecord;
    beforeAll(async () => {
      record = await TestRecord.open(server);
    });
    afterAll(() => record.close());

    const progress: FileProgress = { read: 9, created: 5, updated: 1, same: 2, failed: 1, done: 12, complete: false };
    const earlier = async (id: number, name: string, digest: string): Promise<FileProgress> =>
      (await EarlierProgress.read(record.store, id)).of(name, digest);
    const save = (id: number, name: string, digest: string, one: FileProgress): Promise<void> =>
      record.store.transaction((transaction) => saveProgress(transaction, id, name, digest, one));

    it('is found again for the same source until it is finished', async () => {
      const first = await openImport(record.store, '/a');
      expect(await openImport(record.store, '/a')).toBe(first);
      expect(await openImport(record.store, '/b')).not.toBe(first);
      await finishImport(record.store, first);
      expect(await openImport(record.store, '/a')).not.toBe(first);
    });

    it('is that of the same file only: another content begins anew', async () => {
      const id = await openImport(record.store, '/c');
      expect(await earlier(id, 'x', 'd1')).toEqual(NOTHING);
      await save(id, 'x', 'd1', progress);
      expect(await earlier(id, 'x', 'd1')).toEqual(progress);
      expect(await earlier(id, 'x', 'd2')).toEqual(NOTHING);
      expect(await earlier(id, 'y', 'd1')).toEqual(NOTHING);
      await save(id, 'x', 'd2', { ...progress, done: 1 });
      expect(await earlier(id, 'x', 'd1')).toEqual(NOTHING);
      expect((await earlier(id, 'x', 'd2')).done).toBe(1);
    });

    it('is gone with a transaction that fails', async () => {
      const id = await openImport(record.store, '/d');
      const failing = record.store.transaction(async (transaction) => {
        await saveProgress(transaction, id, 'x', 'd1', progress);
        throw new Error('after it');
      });
      await expect(failing).rejects.toThrow('after it');
      expect(await earlier(id, 'x', 'd1')).toEqual(NOTHING);
    });

    it('adds up', () => {
      expect(addedCounts(progress, { read: 1, created: 1, updated: 0, same: 0, failed: 0 })).toEqual({
        read: 10,
        created: 6,
        updated: 1,
        same: 2,
        failed: 1,
      });
      expect(addedCounts(NO_COUNTS, NO_COUNTS)).toEqual(NO_COUNTS);
    });
  });
}
