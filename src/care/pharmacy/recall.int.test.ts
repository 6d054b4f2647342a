import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../../test/material.ts';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import { testStores } from '../../store/index.ts';
import type { Json } from '../bedside/testing.ts';
import { ANNA, badge, band, BORA, NURSE, TABLET } from '../loop/testing.ts';
import { packOf, TestPharmacy } from './testing.ts';

for (const server of testStores())
  describeWith(server.need, server.present, `recalls on ${server.name}`, () => {
    let house: TestPharmacy;
    beforeAll(async () => {
      house = await TestPharmacy.open(server);
      await house.receive(packOf(TABLET), 50);
      await house.ask('POST', 'move', { kind: 'move', raw: packOf(TABLET), units: 8, from: 'pharmacy', to: 'ward-61' });
    });
    afterAll(() => house.close());

    const recall = (lot = 'L1'): Promise<Json> => house.ask('GET', 'recall', { gtin: TABLET.gtin, lot });
    const dose = (id: string, patient: string, more: Json = {}): Promise<string> =>
      house.ward.put({
        resourceType: 'MedicationAdministration',
        id,
        identifier: [{ system: 'https://id.gs1.org/10', value: `${TABLET.gtin}.L1` }],
        status: 'completed',
        medicationReference: { reference: `Medication/${TABLET.id}` },
        subject: { reference: `Patient/${patient}` },
        effectiveDateTime: instantOf(house.ward.now),
        ...more,
      });

    it('finds who got the lot, who holds it and which order awaits it, and nothing of another lot', async () => {
      await dose('anna-1', ANNA.id);
      await dose('anna-2', ANNA.id);
      await dose('bora-1', BORA.id, { identifier: [{ system: 'https://id.gs1.org/10', value: `${TABLET.gtin}.L2` }] });
      await dose('bora-2', BORA.id, { status: 'entered-in-error' });
      const slot = (house.ward.now + 3_600_000) as EpochMs;
      await house.verified('waits', {}, [slot]);
      const scans = [{ raw: packOf(TABLET), units: 1 }];
      await house.ask('POST', 'dispense', { order: 'waits', version: '1', slots: [instantOf(slot)], scans });
      expect(await recall()).toMatchObject({
        product: { id: TABLET.id },
        patients: [{ patient: { id: ANNA.id }, doses: 2 }],
        holds: [
          { place: { id: 'pharmacy', ko: '약제부' }, quantity: 41 },
          { place: { id: 'ward-61' }, quantity: 8 },
        ],
        awaits: [{ request: { id: 'waits' }, units: 1 }],
      });
      expect(await recall('L2')).toMatchObject({ patients: [{ patient: { id: BORA.id } }], holds: [], awaits: [] });
      await house.end('waits');
    });

    it('somebody who got a unit by its serial alone is found as well', async () => {
      const slot = (house.ward.now + 7_200_000) as EpochMs;
      await house.verified('serial', {}, [slot]);
      const scans = [{ raw: packOf(TABLET), units: 1 }];
      const body = { order: 'serial', version: '1', slots: [instantOf(slot)], scans };
      const { units } = await house.ask('POST', 'dispense', body);
      const [{ serial } = { serial: '' }] = units as readonly { serial: string }[];
      await dose('bora-3', BORA.id, {
        identifier: [{ system: 'https://id.gs1.org/21', value: `${TABLET.gtin}.${serial}` }],
      });
      const { patients } = await recall();
      expect((patients as readonly { patient: Json }[]).map(({ patient }) => patient['id'])).toContain(BORA.id);
      await house.end('serial');
    });

    it('once recalled the lot is stopped at the bedside, listed for the wards, and released when it ends', async () => {
      const order = 'stopped';
      const due = house.ward.now;
      await house.verified(order, {}, [due]);
      const asked = { gtin: TABLET.gtin, lot: 'L1', reason: '불순물' };
      const { flag } = await house.ask('POST', 'recall', asked);
      expect(await house.ask('POST', 'recall', asked)).toMatchObject({ fault: 'care.recall-running' });
      const steps = [badge(NURSE), band(ANNA), { scan: 'product' as const, raw: packOf(TABLET, 'L1', '271231', 'Z') }];
      const body = { order, orderVersion: '1', slot: instantOf(due), steps };
      expect(await house.ward.ask('record', { body })).toMatchObject({
        decision: 'stop',
        rules: ['R15'],
        recorded: false,
      });
      const nurse = { id: 'nurse', role: 'nurse' } as const;
      expect((await house.ask('GET', 'recalls', {}, nurse))['recalls']).toMatchObject([
        { lots: ['L1'], product: { id: TABLET.id } },
      ]);
      expect(await house.ask('POST', 'recall-end', { flag, reason: '재검 정상' })).toMatchObject({ status: 200 });
      expect((await house.ask('GET', 'recalls', {}))['recalls']).toEqual([]);
      expect(await house.ward.ask('record', { body })).toMatchObject({ recorded: true });
    });
  });
