import { describe, expect, it } from 'vitest';
import { instantOf } from '../../kernel/index.ts';
import { embeddedTestStore } from '../../store/index.ts';
import type { Json } from '../bedside/testing.ts';
import { ANNA, TABLET } from '../loop/testing.ts';
import { openStock } from './opening.ts';
import { TestPharmacy } from './testing.ts';

describe('the opening stock', () => {
  it('holds every product in the lots that are in use, once, and always the same', async () => {
    const house = await TestPharmacy.open(embeddedTestStore());
    await house.ward.put({
      resourceType: 'MedicationAdministration',
      id: 'dose',
      identifier: [{ system: 'https://id.gs1.org/10', value: `${TABLET.gtin}.L77` }],
      status: 'completed',
      medicationReference: { reference: `Medication/${TABLET.id}` },
      subject: { reference: `Patient/${ANNA.id}` },
      effectiveDateTime: instantOf(house.ward.now),
    });
    const { record, store } = house.ward;
    const lots = await openStock(record, store);
    expect(lots).toBeGreaterThanOrEqual(3);
    expect(await openStock(record, store)).toBe(0);
    const { lines } = await house.ask('GET', 'stock', { place: 'pharmacy' });
    const tablet = (lines as readonly Json[]).find(({ gtin }) => gtin === TABLET.gtin);
    expect(tablet).toMatchObject({ minimum: 60, lots: [{ lot: 'L77' }] });
    const [row] = await store.query<{ missing: number }>(`select count(*)::integer as missing from care_stock s
      where not exists (select from care_stock_move m where m.gtin = s.gtin and m.lot = s.lot and m.target = s.place)`);
    expect(row?.missing).toBe(0);
    await house.close();
  });
});
