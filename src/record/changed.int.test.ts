import { afterAll, beforeAll, expect, it } from 'vitest';
import { UNLIMITED } from '../access/index.ts';
import type { EpochMs } from '../kernel/index.ts';
import { testStores } from '../store/index.ts';
import { describeWith } from '../../test/material.ts';
import { changedSince, textsOfChanged } from './changed.ts';
import type { Context } from './context.ts';
import { interact } from './interact.ts';
import { patientOf, TestRecord } from './testing.ts';

for (const server of testStores()) {
  describeWith(server.need, server.present, `what changed on ${server.name}`, () => {
    let record: TestRecord;
    let context: Context;
    beforeAll(async () => {
      record = await TestRecord.open(server);
      context = record.record.context(record.caller, UNLIMITED);
    });
    afterAll(() => record.close());

    const put = (body: object, id: string) =>
      interact(context, { method: 'PUT', path: ['Patient', id], query: '', conditions: {}, body });

    it('tells the newest version of each, of the types that were asked for, and no deleted one', async () => {
      await put(patientOf('one'), 'one');
      await put(patientOf('one', { gender: 'female' }), 'one');
      await put(patientOf('two'), 'two');
      await interact(context, { method: 'DELETE', path: ['Patient', 'two'], query: '', conditions: {} });
      const changed = await changedSince(record.store, ['Patient', 'Encounter'], 0 as EpochMs);
      expect(changed.map(({ fid, ver }) => `${fid} ${ver}`)).toEqual(['one 2']);
      const texts = await textsOfChanged(record.store, changed);
      expect(texts.get(changed[0]?.rid ?? 0)).toContain('"gender":"female"');
      expect(await changedSince(record.store, ['Encounter'], 0 as EpochMs)).toEqual([]);
    });

    it('tells nothing older than it was asked for', async () => {
      const [newest] = await changedSince(record.store, ['Patient'], 0 as EpochMs);
      const later = ((newest?.ts ?? 0) + 1) as EpochMs;
      expect(await changedSince(record.store, ['Patient'], later)).toEqual([]);
    });
  });
}
