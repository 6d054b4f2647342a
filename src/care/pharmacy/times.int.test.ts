import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EpochMs } from '../../kernel/index.ts';
import { embeddedTestStore } from '../../store/index.ts';
import type { Json } from '../bedside/testing.ts';
import { ANNA, BORA, HEPARIN, NOW, TABLET } from '../loop/testing.ts';
import { packOf, TestPharmacy } from './testing.ts';

interface Lot {
  readonly lot: string;
  readonly expired: boolean;
  readonly nearExpiry: boolean;
}

interface Line {
  readonly gtin: string;
  readonly quantity: number;
  readonly usable: number;
  readonly low: boolean;
  readonly minimum?: number;
  readonly highAlert: boolean;
  readonly lots: readonly Lot[];
}

describe('times in the pharmacy', () => {
  let house: TestPharmacy;
  beforeAll(async () => {
    house = await TestPharmacy.open(embeddedTestStore());
  });
  afterAll(() => house.close());

  const stock = async (): Promise<readonly Line[]> => {
    const { lines } = await house.ask('GET', 'stock', { place: 'pharmacy' });
    return lines as readonly Line[];
  };
  const lineOf = async (gtin: string): Promise<Line | undefined> => (await stock()).find((one) => one.gtin === gtin);
  const lotOf = async (lot: string): Promise<Lot | undefined> =>
    (await lineOf(TABLET.gtin))?.lots.find((one) => one.lot === lot);

  it('a lot is near its end, or over, by the calendar of the hospital', async () => {
    for (const [lot, expiry] of [
      ['TODAY', '260701'],
      ['NEAR', '260929'],
      ['FAR', '260930'],
    ] as const)
      expect((await house.receive(packOf(TABLET, lot, expiry), 10)).status).toBe(200);
    house.ward.now = (NOW - 3_600_000) as EpochMs;
    expect(await lotOf('NEAR')).toMatchObject({ nearExpiry: true, expired: false });
    expect(await lotOf('FAR')).toMatchObject({ nearExpiry: false, expired: false });
    expect(await lotOf('TODAY')).toMatchObject({ nearExpiry: true, expired: false });
    house.ward.now = (NOW + 15 * 3_600_000) as EpochMs;
    expect(await lotOf('TODAY')).toMatchObject({ nearExpiry: false, expired: true });
    expect(await lineOf(TABLET.gtin)).toMatchObject({ quantity: 30, usable: 20 });
  });

  it('what is low by what can still be used stands first, and what nobody has is told as none', async () => {
    await house.ask('POST', 'level', { place: 'pharmacy', gtin: TABLET.gtin, minimum: 20 });
    expect(await lineOf(TABLET.gtin)).toMatchObject({ low: false, minimum: 20 });
    await house.ask('POST', 'level', { place: 'pharmacy', gtin: HEPARIN.gtin, minimum: 1 });
    const [first] = await stock();
    expect(first).toMatchObject({ gtin: HEPARIN.gtin, quantity: 0, usable: 0, low: true, highAlert: true, lots: [] });
    await house.ask('POST', 'level', { place: 'pharmacy', gtin: TABLET.gtin, minimum: 21 });
    expect(await lineOf(TABLET.gtin)).toMatchObject({ low: true });
  });

  it('a recall tells the first and the last dose by the moment, and who got one last first', async () => {
    const dose = (id: string, patient: string, effectiveDateTime: string, more: Json = {}): Promise<string> =>
      house.ward.put({
        resourceType: 'MedicationAdministration',
        id,
        identifier: [{ system: 'https://id.gs1.org/10', value: `${TABLET.gtin}.Z9` }],
        status: 'completed',
        medicationReference: { reference: `Medication/${TABLET.id}` },
        subject: { reference: `Patient/${patient}` },
        effectiveDateTime,
        ...more,
      });
    await dose('a1', ANNA.id, '2026-06-30T20:00:00Z');
    await dose('a2', ANNA.id, '2026-07-01T03:00:00+09:00');
    await dose('b1', BORA.id, '2026-06-30T23:00:00+02:00');
    await dose('b2', BORA.id, '2026-06-30T22:00:00Z', { status: 'entered-in-error' });
    const { patients } = await house.ask('GET', 'recall', { gtin: TABLET.gtin, lot: 'Z9' });
    expect(patients).toMatchObject([
      { patient: { id: BORA.id }, doses: 1, first: '2026-06-30T23:00:00+02:00' },
      { patient: { id: ANNA.id }, doses: 2, first: '2026-07-01T03:00:00+09:00', last: '2026-06-30T20:00:00Z' },
    ]);
  });
});
