/**
 * Infusions on the record: started once, changed with badge and band, their history kept, ended with the volume that was given.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { instantOf } from '../../kernel/index.ts';
import { embeddedTestStore } from '../../store/index.ts';
import { ANNA, badge, band, BORA, COLLEAGUE, HEPARIN, minutes, NOW, NURSE, pack, TABLET } from '../loop/testing.ts';
import type { Step } from '../loop/index.ts';
import { dispense, dosage, request, scans, TestWard, type Json, type Told } from './testing.ts';

const UCUM = 'http://unitsofmeasure.org';
const rate = (value: number): Json => ({ value, unit: 'mL/h', system: UCUM, code: 'mL/h' });
const parts = (event: Json): Record<string, unknown> =>
  Object.fromEntries((event['extension'] as Json[]).map(({ url, ...value }) => [String(url), Object.values(value)[0]]));

describe('an infusion', () => {
  let ward: TestWard;
  let number = 0;
  let order = '';
  let version = '';
  beforeAll(async () => {
    ward = await TestWard.open(embeddedTestStore());
  });
  afterAll(() => ward.close());
  beforeEach(async () => {
    ward.now = NOW;
    order = `infusion-${++number}`;
    version = await infusion(order);
  });

  async function infusion(
    id: string,
    more: Json = {},
    product: string = TABLET.id,
    route = '26643006',
  ): Promise<string> {
    const doseAndRate = [{ rateRange: { low: rate(4), high: rate(12) } }];
    const given = await ward.put({
      ...request(id),
      medicationReference: { reference: `Medication/${product}` },
      dosageInstruction: [{ ...dosage({ timing: { event: [instantOf(NOW)] } }, 1, 'mg', route), doseAndRate }],
      ...more,
    });
    await ward.put(dispense(id));
    return given;
  }

  const act = (
    administration: string,
    what: Json,
    steps: readonly Step[] = [badge(NURSE), band(ANNA)],
    more: Json = {},
  ): Promise<Told> =>
    ward.ask('record', { body: { steps: [...steps, { action: 'infusion', administration, ...what }], ...more } });
  const started = async (): Promise<string> => {
    const told = await ward.give(order, version);
    expect(told).toMatchObject({ decision: 'allow', recorded: true });
    return told.written[0]?.split('/')[1] ?? '';
  };
  const events = async (id: string): Promise<readonly Record<string, unknown>[]> =>
    ((await ward.get('MedicationAdministration', id))['extension'] as Json[])
      .filter(({ url }) => String(url).endsWith('/infusion-event'))
      .map(parts);

  it('starts once, at the ordered rate, and is on the list as running', async () => {
    const id = await started();
    expect(await ward.get('MedicationAdministration', id)).toMatchObject({
      status: 'in-progress',
      effectivePeriod: { start: instantOf(NOW) },
      dosage: { rateQuantity: { value: 4, code: 'mL/h' } },
    });
    expect((await ward.give(order, version, NOW, {}, COLLEAGUE)).messageKey).toBe('loop.med.already-given');
    ward.now = minutes(600);
    const window = { patient: ANNA.id, from: instantOf(minutes(590)), to: instantOf(minutes(700)) };
    const line = (await ward.due(window)).doses.find((one) => one.order === order);
    expect(line).toMatchObject({ standing: 'running', administration: id, infusion: { rate: 4, most: 12 } });
  });

  it('keeps the history of rates, pauses and bags, and ends with the volume', async () => {
    const id = await started();
    ward.now = minutes(10);
    expect(await act(id, { act: 'rate', rate: 8 })).toMatchObject({ decision: 'allow', recorded: true });
    ward.now = minutes(20);
    expect((await act(id, { act: 'pause' })).awaits).toBe('reason');
    await act(id, { act: 'pause', reason: 'line-lost' });
    expect(await ward.get('MedicationAdministration', id)).toMatchObject({ status: 'on-hold' });
    ward.now = minutes(30);
    await act(id, { act: 'resume' });
    expect((await act(id, { act: 'bag' })).awaits).toBe('product');
    const bag = await act(id, { act: 'bag' }, [badge(NURSE), band(ANNA), pack(TABLET, `bag-${number}`)]);
    expect(bag).toMatchObject({ decision: 'allow', recorded: true });
    ward.now = minutes(60);
    expect((await act(id, { act: 'complete' })).awaits).toBe('volume');
    await act(id, { act: 'complete', volume: 250 });
    expect(await ward.get('MedicationAdministration', id)).toMatchObject({
      status: 'completed',
      effectivePeriod: { start: instantOf(NOW), end: instantOf(minutes(60)) },
      dosage: { dose: { value: 250, code: 'mL' }, rateQuantity: { value: 8 } },
    });
    const history = await events(id);
    expect(history.map((one) => one['act'])).toEqual(['start', 'rate', 'pause', 'resume', 'bag', 'complete']);
    expect(history[1]).toMatchObject({
      at: instantOf(minutes(10)),
      rate: { value: 8 },
      by: { reference: 'Practitioner/nurse' },
    });
    expect(history[2]).toMatchObject({ reason: 'line-lost' });
    const entry = JSON.stringify(await ward.get('MedicationAdministration', id));
    expect(entry).toContain(`${TABLET.gtin}.bag-${number}`);
    expect((await ward.version('MedicationAdministration', id, 1))['status']).toBe('in-progress');
  });

  it('is changed at its own patient only, within the rates of the order, by badge', async () => {
    const id = await started();
    expect((await act(id, { act: 'rate', rate: 8 }, [badge(NURSE), band(BORA)])).messageKey).toBe(
      'loop.med.wrong-patient',
    );
    expect((await act(id, { act: 'rate', rate: 8 }, [band(ANNA)])).awaits).toBe('badge');
    expect((await act(id, { act: 'rate', rate: 13 })).messageKey).toBe('loop.med.rate-exceeded');
    const slow = await act(id, { act: 'rate', rate: 2 });
    expect(slow).toMatchObject({ decision: 'warn', messageKey: 'loop.med.rate-differs', recorded: false });
    const told = await act(id, { act: 'rate', rate: 2 }, undefined, { reason: 'titrated-to-effect' });
    expect(told).toMatchObject({ recorded: true });
    expect(told.written.some((one) => one.startsWith('DetectedIssue/'))).toBe(true);
    expect((await act('nobody-knows', { act: 'pause', reason: 'line-lost' })).status).toBe(404);
    expect((await act(id, { act: 'resume' })).messageKey).toBe('loop.med.infusion-unknown');
  });

  it('can be stopped whatever became of its order, but not sped up', async () => {
    const id = await started();
    await infusion(order, { status: 'stopped' });
    expect((await act(id, { act: 'rate', rate: 8 })).messageKey).toBe('loop.med.order-not-active');
    expect(await act(id, { act: 'stop', volume: 30, reason: 'adverse-reaction' })).toMatchObject({ recorded: true });
    expect(await ward.get('MedicationAdministration', id)).toMatchObject({
      status: 'stopped',
      statusReason: [{ coding: [{ code: 'adverse-reaction' }] }],
    });
    expect((await act(id, { act: 'stop', volume: 30, reason: 'adverse-reaction' })).messageKey).toBe(
      'loop.med.infusion-unknown',
    );
  });

  it('of a high-alert drug needs a second person for a new rate, not for a pause', async () => {
    const id = `${order}-heparin`;
    const given = await infusion(id, {}, HEPARIN.id, '47625008');
    const two = [badge(NURSE), band(ANNA), pack(HEPARIN, `h-${number}`), badge(COLLEAGUE)];
    const told = await ward.give(id, given, NOW, { steps: two });
    expect(told.recorded).toBe(true);
    const administration = told.written[0]?.split('/')[1] ?? '';
    expect((await act(administration, { act: 'rate', rate: 6 })).messageKey).toBe('loop.med.witness-missing');
    const both = [badge(NURSE), band(ANNA), badge(COLLEAGUE)];
    expect((await act(administration, { act: 'rate', rate: 6 }, both)).recorded).toBe(true);
    expect((await act(administration, { act: 'pause', reason: 'procedure' })).recorded).toBe(true);
  });

  it('that many change at once changes one after the other, and nothing is lost', async () => {
    ward.ticks = true;
    const id = await started();
    const rates = [5, 6, 7, 8, 9, 10];
    const told = await Promise.all(rates.map((one) => act(id, { act: 'rate', rate: one })));
    ward.ticks = false;
    expect(told.map(({ recorded }) => recorded)).toEqual(rates.map(() => true));
    const seen = (await events(id)).slice(1).map((one) => (one['rate'] as { value: number }).value);
    expect(seen.toSorted((one, other) => one - other)).toEqual(rates);
    const { dosage: now } = await ward.get('MedicationAdministration', id);
    expect((now as { rateQuantity: { value: number } }).rateQuantity.value).toBe(seen.at(-1));
  });

  it('keeps a bag to the patient who got it', async () => {
    const id = await started();
    const serial = `shared-bag-${number}`;
    expect((await act(id, { act: 'bag' }, [badge(NURSE), band(ANNA), pack(TABLET, serial)])).recorded).toBe(true);
    const bora = await ward.order(`${order}-bora`, { subject: { reference: 'Patient/bora' } });
    const body = {
      patient: BORA.id,
      order: `${order}-bora`,
      orderVersion: bora,
      steps: scans(NURSE, BORA, TABLET, serial),
    };
    expect((await ward.ask('record', { body })).messageKey).toBe('loop.med.serial-used');
  });

  it('entered in error opens its slot', async () => {
    const id = await started();
    await ward.ask('record', {
      body: { steps: [badge(NURSE), { action: 'retract', administration: id, reason: 'charted-twice' }] },
    });
    expect((await ward.get('MedicationAdministration', id))['status']).toBe('entered-in-error');
    const again = await ward.give(order, version, NOW);
    expect(again.recorded).toBe(true);
  });
});
