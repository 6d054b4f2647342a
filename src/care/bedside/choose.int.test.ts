/**
 * Three scans without a choice: which dose they mean; whom nothing is given to any more.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { instantOf } from '../../kernel/index.ts';
import { embeddedTestStore } from '../../store/index.ts';
import { checkDigit } from '../gs1/index.ts';
import { ANNA, BORA, minutes, NOW, NURSE, OTHER, STRONG, TABLET } from '../loop/testing.ts';
import { dispense, dosage, medication, patient, request, scans, TestWard, type Json } from './testing.ts';

const stay = (id: string, status: string, owner: string = ANNA.id): Json => ({
  resourceType: 'Encounter',
  id,
  status,
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
  subject: { reference: `Patient/${owner}` },
});

describe('three scans', () => {
  let ward: TestWard;
  beforeAll(async () => {
    ward = await TestWard.open(embeddedTestStore());
    await ward.put(medication(STRONG));
    await ward.order('morning', {}, [minutes(-180), minutes(300)]);
    await ward.order('near', {}, [minutes(20)]);
    await ward.order('needed', { dosageInstruction: [dosage({ asNeededBoolean: true })] });
  });
  afterAll(() => ward.close());
  beforeEach(() => {
    ward.now = NOW;
  });

  const check = (product = TABLET, wearer = ANNA) =>
    ward.ask('check', { body: { patient: wearer.id, steps: scans(NURSE, wearer, product) } });

  it('mean the dose of the product that is due nearest, and say which', async () => {
    const told = await check();
    expect(told).toMatchObject({
      decision: 'allow',
      order: 'near',
      orderVersion: '1',
      slot: instantOf(minutes(20)),
      at: instantOf(NOW),
    });
    const body = { order: told.order, orderVersion: told.orderVersion, slot: told.slot, steps: scans() };
    expect((await ward.ask('record', { body })).recorded).toBe(true);
    expect(await check()).toMatchObject({
      order: 'morning',
      slot: instantOf(minutes(-180)),
      messageKey: 'loop.med.late',
    });
  });

  it('of another strength of an ordered drug, of a drug that nobody ordered, of a code that nobody knows', async () => {
    expect((await check(STRONG)).messageKey).toBe('loop.med.wrong-strength');
    expect((await check(OTHER)).messageKey).toBe('loop.med.no-order');
    const unknown = { ...OTHER, gtin: `0880991299999${checkDigit('0880991299999')}` };
    expect((await check(unknown)).decision).toBe('stop');
  });

  it('mean the dose that the pharmacy replaced', async () => {
    const id = 'replaced';
    const boras = { subject: { reference: 'Patient/bora' } };
    await ward.order(`${id}-not`, boras, [minutes(5)]);
    await ward.put(
      request(id, { ...boras, dosageInstruction: [dosage({ timing: { event: [instantOf(NOW)] } }, 1000)] }),
    );
    const strong = { medicationReference: { reference: `Medication/${STRONG.id}` } };
    await ward.put(dispense(id, { ...boras, ...strong, substitution: { wasSubstituted: true } }));
    expect(await check(STRONG, BORA)).toMatchObject({ decision: 'allow', order: id });
  });

  it('choose nothing where an order was chosen, and record nothing without one', async () => {
    const told = await ward.ask('record', { body: { steps: scans() } });
    expect(told).toMatchObject({ decision: 'stop', messageKey: 'loop.med.no-order', recorded: false });
    expect((await ward.ask('check', { body: { steps: [] } })).awaits).toBe('badge');
  });
});

describe('nothing is given', () => {
  let ward: TestWard;
  let version = '';
  beforeAll(async () => {
    ward = await TestWard.open(embeddedTestStore());
    version = await ward.order('order', { encounter: { reference: 'Encounter/stay' } });
    await ward.order('bare');
  });
  afterAll(() => ward.close());

  it('to a patient who was discharged, whatever was ordered in that stay', async () => {
    await ward.put(stay('stay', 'in-progress'));
    expect(
      (await ward.ask('check', { body: { order: 'order', orderVersion: version, steps: scans() } })).decision,
    ).toBe('allow');
    await ward.put(stay('stay', 'finished'));
    const told = await ward.give('order', version);
    expect(told).toMatchObject({
      decision: 'stop',
      messageKey: 'loop.med.patient-discharged',
      rules: ['R07'],
      recorded: false,
    });
    expect(told.message.ko).toContain('퇴원');
    expect((await ward.give('bare', '1')).messageKey).toBe('loop.med.patient-discharged');
    await ward.put(stay('again', 'in-progress'));
    expect((await ward.give('order', version)).messageKey).toBe('loop.med.patient-discharged');
    expect((await ward.ask('check', { body: { order: 'bare', orderVersion: '1', steps: scans() } })).decision).toBe(
      'allow',
    );
    expect(await ward.standing('order')).toEqual([]);
  });

  it('to a patient who has died', async () => {
    await ward.put({ ...patient(ANNA), deceasedDateTime: instantOf(NOW) });
    expect((await ward.give('bare', '1')).messageKey).toBe('loop.med.patient-deceased');
    await ward.put({ ...patient(ANNA), deceasedBoolean: false });
    expect((await ward.give('bare', '1')).recorded).toBe(true);
  });
});
