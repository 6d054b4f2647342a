import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeWith } from '../../../test/material.ts';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import { testStores } from '../../store/index.ts';
import { dosage, type Json } from '../bedside/testing.ts';
import { parseGs1, writeGs1 } from '../gs1/index.ts';
import { productElements } from '../labels/index.ts';
import { ANNA, badge, band, HEPARIN, NURSE, TABLET } from '../loop/testing.ts';
import { packOf, TestPharmacy } from './testing.ts';

const HOUR = 3_600_000;

for (const server of testStores())
  describeWith(server.need, server.present, `dispensing on ${server.name}`, () => {
    let house: TestPharmacy;
    let order: string;
    let count = 0;
    beforeAll(async () => {
      house = await TestPharmacy.open(server);
      await house.receive(packOf(TABLET), 100);
      await house.receive(packOf(TABLET, 'L2', '280131'), 10);
      await house.receive(packOf(HEPARIN), 10);
    });
    beforeEach(() => {
      order = `order-${++count}`;
    });
    afterEach(() => house.end(order));
    afterAll(() => house.close());

    const inHours = (hours: number): EpochMs => (house.ward.now + hours * HOUR) as EpochMs;
    const prepare = (body: Json): Promise<Json & { fault?: string; units?: readonly Json[]; dispense?: string }> =>
      house.ask('POST', 'dispense', { order, version: '1', ...body });
    const listed = async (): Promise<Json | undefined> => {
      const { lines } = await house.ask('GET', 'prepare', { ward: 'ward-61', hours: '24' });
      return (lines as readonly Json[]).find((line) => line['order'] === order);
    };
    const stockOf = async (lot: string): Promise<number> => {
      const { lines } = await house.ask('GET', 'stock', { place: 'pharmacy' });
      const lots = (lines as readonly { lots: readonly { lot: string; quantity: number }[] }[]).flatMap(
        (line) => line.lots,
      );
      return lots.find((one) => one.lot === lot)?.quantity ?? 0;
    };

    it('verified doses wait by ward, become unit doses of their own serial, leave stock, and are not prepared twice', async () => {
      const slots = [inHours(1), inHours(5)];
      await house.order(order, {}, slots);
      expect(await listed()).toBeUndefined();
      await house.decide(order, { decision: 'verify' });
      expect(await listed()).toMatchObject({ slots: slots.map((one) => instantOf(one)), unitsPerDose: 1 });
      const before = await stockOf('L1');
      const body = { slots: slots.map((one) => instantOf(one)), scans: [{ raw: packOf(TABLET), units: 2 }] };
      const told = await prepare(body);
      expect(told).toMatchObject({
        status: 200,
        units: [{ lot: 'L1', slot: instantOf(slots[0] as EpochMs) }, { lot: 'L1' }],
      });
      expect(new Set(told.units?.map(({ serial }) => serial)).size).toBe(2);
      expect(await stockOf('L1')).toBe(before - 2);
      expect(await listed()).toBeUndefined();
      expect(await prepare(body)).toMatchObject({ fault: 'care.dose-prepared' });
    });

    it('the printed code of a unit dose is given at the bedside, and the patient who got the lot is known', async () => {
      const due = house.ward.now;
      await house.verified(order, {}, [due]);
      const { dispense, units } = await prepare({
        slots: [instantOf(due)],
        scans: [{ raw: packOf(TABLET), units: 1 }],
      });
      const { serial = '' } = (units?.[0] ?? {}) as { serial?: string };
      const { body: zpl } = await house.ask('GET', 'labels', { dispense: dispense ?? '', format: 'zpl' });
      const field = /\^BXN,\d+,200,,,,_,1\^FD(.*?)\^FS/.exec(String(zpl))?.[1]?.replaceAll('_1', '\u001D') ?? '';
      expect(parseGs1(field, { asOf: '2026' })).toMatchObject({ ok: true, facts: { lot: 'L1', serial } });
      const steps = [badge(NURSE), band(ANNA), { scan: 'product' as const, raw: `]d2${field.slice(1)}` }];
      const told = await house.ward.ask('record', { body: { order, orderVersion: '1', slot: instantOf(due), steps } });
      expect(told).toMatchObject({ decision: 'allow', recorded: true });
      const recall = await house.ask('GET', 'recall', { gtin: TABLET.gtin, lot: 'L1' });
      expect(recall['patients']).toMatchObject([{ patient: { id: ANNA.id }, doses: 1 }]);
    });

    it('stops another product, an expired lot, a wrong count, and what is not in stock', async () => {
      const slot = instantOf(inHours(2));
      await house.verified(order, {}, [inHours(2)]);
      const { slots } = (await listed()) as { slots: readonly string[] };
      const fault = async (raw: string, units = 1): Promise<string | undefined> =>
        (await prepare({ slots, scans: [{ raw, units }] })).fault;
      expect(slots).toHaveLength(1);
      expect(await fault(packOf(HEPARIN))).toBe('care.wrong-product');
      expect(await fault(packOf(TABLET, 'L0', '260101'))).toBe('care.lot-expired');
      expect(await fault(packOf(TABLET), 2)).toBe('care.wrong-count');
      expect(await fault(packOf(TABLET, 'L9'))).toBe('care.stock-short');
      expect(await fault('hello')).toBe('care.code-unreadable');
      expect(await fault(`]d201${TABLET.gtin}`)).toBe('care.code-without-lot');
      expect(slot.slice(0, 13)).toBe(slots[0]?.slice(0, 13));
      expect(
        await house.ward.find('MedicationDispense', `prescription=MedicationRequest/${order}&status=completed`),
      ).toEqual([]);
    });

    it('stops a recalled lot, and an order that nobody verified as it is', async () => {
      await house.verified(order, {}, [inHours(3)]);
      const { slots } = (await listed()) as { slots: readonly string[] };
      const scans = [{ raw: packOf(TABLET, 'L2', '280131'), units: 1 }];
      const { flag } = await house.ask('POST', 'recall', { gtin: TABLET.gtin, lot: 'L2', reason: '이물' });
      expect(await prepare({ slots, scans })).toMatchObject({ fault: 'care.lot-recalled' });
      await house.ask('POST', 'recall-end', { flag, reason: '오신고' });
      await house.order(order, { note: [{ text: 'changed' }] }, [inHours(3)]);
      expect(await prepare({ slots, scans })).toMatchObject({ fault: 'care.order-changed' });
      expect(await prepare({ version: '2', slots, scans })).toMatchObject({ fault: 'care.not-verified' });
    });

    it('counts several units for one dose, and needs every serial of a serialised drug', async () => {
      const two = dosage({ timing: { event: [instantOf(inHours(4))] } }, 1000);
      await house.order(order, { dosageInstruction: [two] });
      await house.decide(order, { decision: 'verify', text: 'agreed' });
      expect(await listed()).toMatchObject({ unitsPerDose: 2 });
      const { slots } = (await listed()) as { slots: readonly string[] };
      const medication = await house.ward.get('Medication', TABLET.id);
      const flagged = { url: 'https://maru.health/fhir/StructureDefinition/serialised', valueBoolean: true };
      await house.ward.put({ ...medication, extension: [...(medication['extension'] as Json[]), flagged] });
      const scans = [{ raw: packOf(TABLET), units: 2 }];
      expect(await prepare({ slots, scans })).toMatchObject({ fault: 'care.serial-required' });
      const each = ['S1', 'S2'].map((serial) => ({ raw: packOf(TABLET, 'L1', '271231', serial), units: 1 }));
      const told = await prepare({ slots, scans: each });
      expect(told.units?.map(({ serial }) => serial)).toEqual(['S1', 'S2']);
      await house.ward.put(medication);
    });

    it('a drug that is taken when needed is prepared by the count of doses', async () => {
      const needed = dosage({ asNeededBoolean: true });
      await house.order(order, { dosageInstruction: [needed] });
      await house.decide(order, { decision: 'verify', text: 'agreed' });
      expect(await listed()).toMatchObject({ asNeeded: true, slots: [] });
      const scans = [{ raw: packOf(TABLET), units: 3 }];
      expect(await prepare({ scans })).toMatchObject({ fault: 'care.no-such-dose' });
      expect(await prepare({ asNeeded: 3, scans })).toMatchObject({ status: 200 });
      expect(await listed()).toBeUndefined();
    });

    it('a unit that comes back frees its dose, once; one that was given does not come back', async () => {
      await house.verified(order, {}, [inHours(6)]);
      const { slots } = (await listed()) as { slots: readonly string[] };
      const { units } = await prepare({ slots, scans: [{ raw: packOf(TABLET), units: 1 }] });
      const [{ serial } = { serial: '' }] = units as readonly { serial: string }[];
      const back = { kind: 'return', raw: packOf(TABLET, 'L1', '271231', serial), units: 1, to: 'pharmacy' };
      expect(await listed()).toBeUndefined();
      const before = await stockOf('L1');
      expect(await house.ask('POST', 'move', { ...back, units: 2 })).toMatchObject({ fault: 'care.unit-gone' });
      expect(await house.ask('POST', 'move', back)).toMatchObject({ status: 200 });
      expect(await stockOf('L1')).toBe(before + 1);
      expect(await listed()).toMatchObject({ slots });
      expect(await house.ask('POST', 'move', back)).toMatchObject({ fault: 'care.unit-gone' });
      expect(await stockOf('L1')).toBe(before + 1);
    });

    it('a label says what is on the screen, from the record', async () => {
      const elements = productElements({ gtin: TABLET.gtin, expiry: '2027-12-31', lot: 'L1', serial: 'X' });
      expect(writeGs1(elements, { readingYear: 2026, dayZero: 'forbid' })).toContain(`01${TABLET.gtin}17271231`);
      await house.verified(order, {}, [inHours(2)]);
      const { slots } = (await listed()) as { slots: readonly string[] };
      const { dispense = '' } = await prepare({ slots, scans: [{ raw: packOf(TABLET), units: 1 }] });
      const { labels } = await house.ask('GET', 'labels', { dispense });
      const words = (labels as readonly { texts: readonly { text: string }[] }[])[0]?.texts
        .map(({ text }) => text)
        .join(' ');
      for (const word of ['paracetamol', '500 mg', '61병동', 'L1']) expect(words).toContain(word);
    });
  });
