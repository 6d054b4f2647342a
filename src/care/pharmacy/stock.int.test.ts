import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../../test/material.ts';
import { testStores } from '../../store/index.ts';
import type { Json } from '../bedside/testing.ts';
import { HEPARIN, OTHER, TABLET } from '../loop/testing.ts';
import { packOf, TestPharmacy } from './testing.ts';

for (const server of testStores())
  describeWith(server.need, server.present, `stock on ${server.name}`, () => {
    let house: TestPharmacy;
    beforeAll(async () => {
      house = await TestPharmacy.open(server);
    });
    afterAll(() => house.close());

    const move = (body: Json): Promise<Json & { fault?: string }> => house.ask('POST', 'move', body);
    const quantityAt = async (place: string, lot: string): Promise<number> => {
      const { lines } = await house.ask('GET', 'stock', { place });
      const lots = (lines as readonly { lots: readonly { lot: string; quantity: number }[] }[]).flatMap(
        (line) => line.lots,
      );
      return lots.find((one) => one.lot === lot)?.quantity ?? 0;
    };

    it('receives, moves, returns, wastes and counts by scanning; every movement is kept with who and why', async () => {
      const raw = packOf(TABLET, 'A1');
      expect(await house.receive(raw, 50)).toMatchObject({ status: 200, quantity: 50, pack: { lot: 'A1' } });
      expect(await move({ kind: 'move', raw, units: 20, from: 'pharmacy', to: 'ward-61' })).toMatchObject({
        quantity: 20,
      });
      expect(await move({ kind: 'waste', raw, units: 1, from: 'ward-61', reason: '파손' })).toMatchObject({
        quantity: 19,
      });
      expect(await move({ kind: 'return', raw, units: 2, to: 'pharmacy' })).toMatchObject({ quantity: 32 });
      expect(await move({ kind: 'count', raw, units: 30, at: 'pharmacy', reason: '실사' })).toMatchObject({
        quantity: 30,
      });
      const { movements } = await house.ask('GET', 'movements', { gtin: TABLET.gtin, lot: 'A1' });
      expect((movements as Json[]).map(({ kind, quantity }) => [kind, quantity])).toEqual([
        ['count', -2],
        ['return', 2],
        ['waste', 1],
        ['move', 20],
        ['receive', 50],
      ]);
      expect(movements).toMatchObject([{ person: 'pharmacist', reason: '실사' }, {}, { reason: '파손' }, {}, {}]);
    });

    it('refuses what is not there, what has expired, another expiry of one lot, other places and foreign products', async () => {
      const raw = packOf(TABLET, 'A1');
      expect(await move({ kind: 'move', raw, units: 999, from: 'ward-61', to: 'ward-62' })).toMatchObject({
        fault: 'care.stock-short',
      });
      expect(await house.receive(packOf(TABLET, 'OLD', '250101'), 1)).toMatchObject({ fault: 'care.lot-expired' });
      expect(await house.receive(packOf(TABLET, 'A1', '280101'), 1)).toMatchObject({
        fault: 'care.lot-expiry-differs',
      });
      expect(await house.receive(raw, 1, 'kitchen')).toMatchObject({ fault: 'care.no-such-place' });
      const foreign = packOf({ gtin: '04006381333931' }, 'B');
      expect(await house.receive(foreign, 1)).toMatchObject({ fault: 'care.product-unknown' });
      expect(await move({ kind: 'waste', raw, units: 1, from: 'ward-61' })).toMatchObject({
        fault: 'care.body-invalid',
      });
    });

    it('every movement is in the audit log with who did it', async () => {
      await house.receive(packOf(OTHER, 'AUD'), 1);
      const entries = JSON.stringify(await house.ward.audit.list({ agent: 'pharmacist', limit: 10 }));
      expect(entries).toContain('pharmacy-stock');
    });

    it('the same movement sent again moves once', async () => {
      const body = { attempt: 'moved-once', kind: 'receive', raw: packOf(OTHER, 'C1'), units: 5, to: 'pharmacy' };
      expect(await move(body)).toEqual(await move(body));
      expect(await quantityAt('pharmacy', 'C1')).toBe(5);
    });

    it('marks what is low and what ends soon; expired units do not count', async () => {
      await house.receive(packOf(HEPARIN, 'H1', '260820'), 3);
      await house.ask('POST', 'level', { place: 'pharmacy', gtin: HEPARIN.gtin, minimum: 10 });
      const { lines } = await house.ask('GET', 'stock', { place: 'pharmacy' });
      const [first] = lines as readonly Json[];
      expect(first).toMatchObject({
        gtin: HEPARIN.gtin,
        low: true,
        minimum: 10,
        lots: [{ nearExpiry: true, expired: false }],
      });
    });

    it('nurses see the wards and not the pharmacy, and move nothing', async () => {
      const nurse = { id: 'nurse', role: 'nurse' } as const;
      const { lines } = await house.ask('GET', 'stock', {}, nurse);
      expect(new Set((lines as Json[]).map(({ place }) => place))).toEqual(new Set(['ward-61']));
      expect((await house.ask('GET', 'stock', { place: 'pharmacy' }, nurse))['lines']).toEqual([]);
    });

    it('never falls below nothing and loses no unit, whatever moves at the same time', async () => {
      const lots = ['X1', 'X2'];
      const places = ['pharmacy', 'ward-61', 'ward-62'];
      for (const lot of lots) for (const place of places) await house.receive(packOf(TABLET, lot), 10, place);
      const total = async (): Promise<number> => {
        const each = await Promise.all(places.flatMap((place) => lots.map((lot) => quantityAt(place, lot))));
        return each.reduce((sum, one) => sum + one, 0);
      };
      const step = fc.record({
        lot: fc.constantFrom(...lots),
        from: fc.constantFrom(...places),
        to: fc.constantFrom(...places),
        units: fc.integer({ min: 1, max: 9 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 8 }), async (steps) => {
          const before = await total();
          const told = await Promise.all(
            steps.map(({ lot, ...one }) => move({ kind: 'move', raw: packOf(TABLET, lot), ...one })),
          );
          for (const { status, fault } of told) expect(status === 200 || fault === 'care.stock-short').toBe(true);
          expect(await total()).toBe(before);
        }),
        { numRuns: 8 },
      );
      const [row] = await house.ward.store.query<{ least: number }>('select min(quantity) as least from care_stock');
      expect(row?.least).toBeGreaterThanOrEqual(0);
    });
  });
