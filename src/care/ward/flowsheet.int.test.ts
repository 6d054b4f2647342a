import { afterAll, beforeAll, expect, it } from 'vitest';
import { testStores } from '../../store/index.ts';
import { describeWith } from '../../../test/material.ts';
import type { Flowsheet } from './flowsheet.ts';
import { TestHouse, type Json } from './testing.ts';

const WELL = { respirationRate: '16', spo2: '98', systolic: '121', diastolic: '70', pulse: '72', temperature: '36.50' };

for (const server of testStores()) {
  describeWith(server.need, server.present, `the flowsheet on ${server.name}`, () => {
    let house: TestHouse;
    beforeAll(async () => {
      house = await TestHouse.open(server);
    });
    afterAll(() => house.close());

    const sheet = async (): Promise<Flowsheet> =>
      (await house.read('flowsheet', 'patient=anna')).body as unknown as Flowsheet;
    const chart = (values: Json, more: Json = {}) =>
      house.post('rounds', { patient: 'anna', values, consciousness: 'A', air: true, ...more });

    it('shows rounds newest first, with digits as typed, points and notes', async () => {
      await chart(WELL, { note: '식후' });
      house.later(240);
      await chart({ ...WELL, pulse: '95' }, { consciousness: 'V' });
      const { rounds, scale, nextDue } = await sheet();
      expect([rounds.length, scale]).toEqual([2, 1]);
      expect(rounds[1]).toMatchObject({
        by: 'nurse-a',
        values: { temperature: { text: '36.50' }, systolic: { text: '121' }, consciousness: { text: 'A' } },
        news2: { total: 0, band: 'low' },
        notes: ['식후'],
      });
      expect(rounds[0]?.news2).toMatchObject({ total: 4, points: { pulse: 1, consciousness: 3 } });
      expect(nextDue).toBe(house.instant(60));
    });

    it('what was taken back stays in sight, and gives way to what stands', async () => {
      const { rounds } = await sheet();
      const observation = rounds[0]?.values.pulse?.observation;
      await house.post('corrections', { observation, act: 'entered-in-error', reason: 'typing' });
      expect((await sheet()).rounds[0]?.values.pulse).toMatchObject({ text: '95', status: 'entered-in-error' });
      await chart({ pulse: '81' });
      expect((await sheet()).rounds[0]?.values.pulse).toMatchObject({ text: '81', status: 'final' });
    });

    it('a round is scored before it is charted, and nothing is written', async () => {
      const before = (await house.find('Observation', 'patient=Patient/anna')).length;
      const preview = await house.post('scores', {
        attempt: undefined,
        patient: 'anna',
        values: WELL,
        consciousness: 'A',
        air: true,
      });
      expect(preview.body).toMatchObject({ score: { status: 'complete', total: 0 }, scale: 1 });
      const part = await house.post('scores', { attempt: undefined, patient: 'anna', values: { pulse: '70' } });
      expect(part.body['score']).toMatchObject({ status: 'incomplete' });
      expect(await house.find('Observation', 'patient=Patient/anna')).toHaveLength(before);
    });

    it('says why a child has no score', async () => {
      const { body } = await house.read('flowsheet', 'patient=child');
      expect(body['noScore']).toBe('under-16');
    });
  });
}
