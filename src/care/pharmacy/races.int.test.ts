import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../../test/material.ts';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import { testStores } from '../../store/index.ts';
import { TABLET } from '../loop/testing.ts';
import { packOf, TestPharmacy, type Told } from './testing.ts';

for (const server of testStores())
  describeWith(server.need, server.present, `races at the pharmacy on ${server.name}`, () => {
    let house: TestPharmacy;
    let count = 0;
    beforeAll(async () => {
      house = await TestPharmacy.open(server);
      await house.receive(packOf(TABLET), 1000);
    });
    afterAll(() => house.close());

    it('whoever decides and whatever changes at once, one decision stands, and it is about what the order says', async () => {
      const act = fc.constantFrom('verify', 'verify-2', 'question', 'reject', 'change');
      await fc.assert(
        fc.asyncProperty(fc.array(act, { minLength: 2, maxLength: 4 }), async (acts) => {
          const order = `race-${++count}`;
          await house.order(order, {}, [house.ward.now]);
          const readings = await Promise.all(
            acts.map((one) => house.ask('GET', 'order', { order }, one === 'verify-2' ? { id: 'pharmacist-2' } : {})),
          );
          const told = await Promise.all(acts.map((one, at) => perform(one, order, readings[at])));
          await holds(order, acts, told);
          await house.end(order);
        }),
        { numRuns: 6 },
      );
    });

    async function perform(act: string, order: string, read: Told | undefined): Promise<Told> {
      if (act === 'change') {
        await house.order(order, { note: [{ text: 'changed' }] }, [house.ward.now]);
        return { status: 200 };
      }
      const decision = act === 'verify-2' ? 'verify' : act;
      const more = { question: { text: '?' }, reject: { text: 'no', reason: 'dose' } }[decision] ?? {};
      const body = { order, version: read?.['version'], reading: read?.['reading'], decision, ...more };
      return house.ask('POST', 'decide', body, act === 'verify-2' ? { id: 'pharmacist-2' } : {});
    }

    async function holds(order: string, acts: readonly string[], told: readonly Told[]): Promise<void> {
      const done = acts.filter((act, at) => told[at]?.status === 200 && act.startsWith('verify'));
      expect(done.length).toBeLessThanOrEqual(1);
      const about = `prescription=MedicationRequest/${order}`;
      expect(await house.ward.find('MedicationDispense', about)).toHaveLength(done.length);
      const rejected = acts.some((act, at) => act === 'reject' && told[at]?.status === 200);
      if (rejected && !acts.includes('change'))
        expect(await house.ward.get('MedicationRequest', order)).toMatchObject({ status: 'cancelled' });
      const open = await house.ward.find('Task', `focus=MedicationRequest/${order}&code=answer&status=requested`);
      expect(open.length).toBeLessThanOrEqual(2);
      for (const one of told) expect([200, 409]).toContain(one.status);
    }

    it('doses are prepared once, however many pharmacists prepare them', async () => {
      const order = `twice-${++count}`;
      const slot = (house.ward.now + 3_600_000) as EpochMs;
      await house.verified(order, {}, [slot]);
      const body = { order, version: '1', slots: [instantOf(slot)], scans: [{ raw: packOf(TABLET), units: 1 }] };
      const told = await Promise.all(
        ['pharmacist', 'pharmacist-2', 'pharmacist'].map((id) => house.ask('POST', 'dispense', body, { id })),
      );
      expect(told.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(told.flatMap(({ fault }) => fault ?? [])).toEqual(['care.dose-prepared', 'care.dose-prepared']);
      const units = await house.ward.store.query('select 1 from care_unit_dose where request = $1', [order]);
      expect(units).toHaveLength(1);
      await house.end(order);
    });
  });
