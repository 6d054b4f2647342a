import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EpochMs } from '../../kernel/index.ts';
import { embeddedTestStore } from '../../store/index.ts';
import {
  ANNA,
  badge,
  band,
  BORA,
  COLLEAGUE,
  HEPARIN,
  MINUTE,
  minutes,
  NOW,
  NURSE,
  OTHER,
  pack,
  STUDENT,
  TABLET,
} from '../loop/testing.ts';
import { dispense, dosage, medication, patient, request, scans, TestWard } from './testing.ts';

const flag = (subject: string, code: string, more: object = {}): Readonly<Record<string, unknown>> => ({
  resourceType: 'Flag',
  id: code,
  status: 'active',
  code: { coding: [{ system: 'https://maru.health/fhir/CodeSystem/care', code }] },
  subject: { reference: subject },
  ...more,
});
const part = (url: string, value: object): object => ({ url, ...value });

describe('a dose at the bedside', () => {
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
    ward.safetyCheck = 'up';
    order = `order-${++number}`;
    version = await ward.order(order);
  });

  it('is recorded once, with who, whom, what, when, and provenance and audit', async () => {
    const told = await ward.give(order, version);
    expect(told).toMatchObject({ status: 200, decision: 'allow', messageKey: 'loop.med.ok', recorded: true });
    const [dose] = await ward.standing(order);
    expect(dose).toMatchObject({
      status: 'completed',
      subject: { reference: 'Patient/anna' },
      medicationReference: { reference: `Medication/${TABLET.id}` },
      performer: [{ actor: { reference: 'Practitioner/nurse' } }],
      dosage: { dose: { value: 500, code: 'mg' } },
    });
    expect(told.written[0]).toBe(`MedicationAdministration/${String(dose?.['id'])}`);
    const [provenance] = await ward.find('Provenance', `target=${told.written[0]}`);
    expect(provenance).toMatchObject({ target: [{ reference: told.written[0] }] });
    const audit = await ward.audit.list({ patient: ANNA.id, limit: 50 });
    const text = JSON.stringify(audit);
    expect(text).toContain('bedside-medication');
    expect(text).toContain(`MedicationRequest/${order}`);
  });

  it('is looked at without a trace in the record', async () => {
    const body = { order, orderVersion: version, steps: scans() };
    expect(await ward.ask('check', { body })).toMatchObject({ decision: 'allow', recorded: false, written: [] });
    expect(await ward.standing(order)).toEqual([]);
  });

  it('is not given twice: by a colleague, in a second tab, nor by a retry', async () => {
    const attempt = 'the-same-attempt';
    const steps = scans();
    const first = await ward.give(order, version, NOW, { attempt, steps });
    expect(await ward.give(order, version, NOW, { attempt, steps })).toEqual(first);
    expect(await ward.give(order, version, NOW, {}, COLLEAGUE)).toMatchObject({
      decision: 'stop',
      messageKey: 'loop.med.already-given',
    });
    expect(await ward.standing(order)).toHaveLength(1);
    const other = await ward.give(order, version, NOW, { attempt, steps: scans() });
    expect([other.status, other.fault]).toEqual([409, 'care.attempt-differs']);
  });

  it('stops at the wrong patient, writes the issue, and gives nothing', async () => {
    const told = await ward.give(order, version, NOW, { steps: scans(NURSE, BORA) });
    expect(told).toMatchObject({ decision: 'stop', messageKey: 'loop.med.wrong-patient', rules: ['R03'] });
    expect(told.message.ko).toContain('다른 환자');
    expect(told.written[0]).toMatch(/^DetectedIssue\//);
    expect(await ward.standing(order)).toEqual([]);
  });

  it('stops where the order is not the one that was read, or belongs to somebody else', async () => {
    await ward.order(order, { note: [{ text: 'changed' }] });
    expect((await ward.give(order, version)).messageKey).toBe('loop.med.order-changed');
    const bora = await ward.order(`${order}-b`, { subject: { reference: 'Patient/bora' } });
    expect((await ward.give(`${order}-b`, bora)).messageKey).toBe('loop.med.wrong-patient');
  });

  it('needs a pharmacist after every change of the order', async () => {
    await ward.put(dispense(order, { performer: [{ actor: { reference: 'Practitioner/nurse' } }] }));
    expect((await ward.give(order, version)).messageKey).toBe('loop.med.not-verified');
    ward.now = minutes(1);
    const changed = await ward.put(request(order));
    expect((await ward.give(order, changed)).messageKey).toBe('loop.med.not-verified');
    await ward.put(dispense(order));
    expect((await ward.give(order, changed)).decision).toBe('allow');
  });

  it('writes nothing for a warning without a reason, and all of it with one', async () => {
    ward.now = minutes(90);
    const late = await ward.give(order, version);
    expect(late).toMatchObject({ decision: 'warn', messageKey: 'loop.med.late', reasonRequired: true, written: [] });
    expect(await ward.standing(order)).toEqual([]);
    const told = await ward.give(order, version, NOW, { reason: 'patient-off-ward' });
    expect(told.written.map((one) => one.split('/')[0])).toEqual([
      'MedicationAdministration',
      'DetectedIssue',
      'Provenance',
    ]);
    ward.safetyCheck = 'down';
    const next = await ward.order(`${order}-n`, {}, [ward.now]);
    expect((await ward.give(`${order}-n`, next, ward.now)).messageKey).toBe('loop.check-unavailable');
  });

  it('knows only the doses that the order has', async () => {
    expect((await ward.give(order, version, minutes(1))).fault).toBe('care.no-such-dose');
    const daily = {
      timing: {
        repeat: { frequency: 1, period: 8, periodUnit: 'h', boundsPeriod: { start: '2026-07-01T01:00:00+09:00' } },
      },
    };
    const again = await ward.order(`${order}-d`, { dosageInstruction: [dosage(daily)] });
    expect((await ward.give(`${order}-d`, again)).decision).toBe('allow');
    expect((await ward.give(`${order}-d`, again, minutes(60))).fault).toBe('care.no-such-dose');
    const bare = await ward.put({ ...request(`${order}-x`), dosageInstruction: [{ text: 'as told' }] });
    expect((await ward.give(`${order}-x`, bare)).fault).toBe('care.order-unreadable');
  });

  it('opens its slot again when it was entered in error, and stays readable', async () => {
    const { written } = await ward.give(order, version);
    const [, id = ''] = written[0]?.split('/') ?? [];
    const retract = { action: 'retract', administration: id, reason: 'charted-on-wrong-patient' };
    expect(await ward.ask('record', { body: { steps: [badge(NURSE), retract] } })).toMatchObject({
      decision: 'allow',
      messageKey: 'loop.med.retracted',
    });
    expect(await ward.get('MedicationAdministration', id)).toMatchObject({
      status: 'entered-in-error',
      meta: { versionId: '2' },
      dosage: { dose: { value: 500 } },
    });
    expect((await ward.give(order, version)).decision).toBe('allow');
    const again = await ward.ask('record', { body: { steps: [badge(NURSE), retract] } });
    expect(again.messageKey).toBe('loop.med.retract-unknown');
    const elsewhere = { patient: BORA.id, steps: [badge(NURSE), { ...retract, administration: id }] };
    expect((await ward.ask('record', { body: elsewhere })).messageKey).toBe('loop.med.retract-unknown');
  });

  it('is recorded as refused, and may be given later', async () => {
    const steps = [badge(NURSE), band(ANNA), { action: 'not-given', reason: 'patient-refused' }];
    expect(await ward.give(order, version, NOW, { steps })).toMatchObject({
      messageKey: 'loop.med.not-given',
      recorded: true,
    });
    expect(await ward.standing(order)).toEqual([]);
    expect((await ward.give(order, version)).decision).toBe('allow');
  });

  it('looks at allergies, holds, recalls and measurements that came after the order', async () => {
    await ward.put({
      resourceType: 'AllergyIntolerance',
      id: 'allergy',
      patient: { reference: 'Patient/anna' },
      code: { text: 'Paracetamol' },
    });
    expect((await ward.give(order, version)).messageKey).toBe('loop.med.allergy');
    await ward.put({
      resourceType: 'AllergyIntolerance',
      id: 'allergy',
      verificationStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification', code: 'refuted' }],
      },
      patient: { reference: 'Patient/anna' },
      code: { text: 'Paracetamol' },
    });
    await ward.put(flag(`Medication/${TABLET.id}`, 'recall', { identifier: [{ value: 'L1' }] }));
    expect((await ward.give(order, version)).messageKey).toBe('loop.med.recalled-lot');
    await ward.put(flag(`Medication/${TABLET.id}`, 'recall', { identifier: [{ value: 'L1' }], status: 'inactive' }));
    await ward.put(flag('Patient/anna', 'nil-by-mouth'));
    expect((await ward.give(order, version)).messageKey).toBe('loop.med.nil-by-mouth');
    await ward.put(flag('Patient/anna', 'nil-by-mouth', { status: 'inactive' }));
    const held = await ward.order(`${order}-h`, { status: 'on-hold' });
    expect((await ward.give(`${order}-h`, held)).messageKey).toBe('loop.med.on-hold');
    const extension = [
      {
        url: 'https://maru.health/fhir/StructureDefinition/precheck',
        extension: [
          part('observation', { valueCode: '8867-4' }),
          part('min', { valueQuantity: { value: 60, code: '/min' } }),
          part('withinMinutes', { valueInteger: 60 }),
        ],
      },
    ];
    const checked = await ward.order(`${order}-p`, { extension });
    expect((await ward.give(`${order}-p`, checked)).messageKey).toBe('loop.med.precheck-missing');
    await ward.put({
      resourceType: 'Observation',
      id: 'pulse',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
      subject: { reference: 'Patient/anna' },
      effectiveDateTime: '2026-07-01T08:55:00+09:00',
      valueQuantity: { value: 52, code: '/min' },
    });
    expect((await ward.give(`${order}-p`, checked)).messageKey).toBe('loop.med.precheck-out-of-range');
  });

  it('needs a second person for a high-alert drug', async () => {
    const heparin = await ward.order(order, {
      medicationReference: { reference: `Medication/${HEPARIN.id}` },
      dosageInstruction: [dosage({ timing: { event: ['2026-07-01T00:00:00Z'] } }, 5000, '[iU]', '47625008')],
    });
    const steps = scans(NURSE, ANNA, HEPARIN);
    const give = async (more: readonly unknown[]): Promise<string> =>
      (await ward.give(order, heparin, NOW, { steps: [...steps, ...more] })).messageKey;
    expect(await give([])).toBe('loop.med.witness-missing');
    expect(await give([badge(STUDENT)])).toBe('loop.med.witness-not-entitled');
    expect(await give([badge(COLLEAGUE)])).toBe('loop.med.ok');
    expect((await ward.standing(order))[0]?.['performer']).toHaveLength(2);
  });

  it('keeps a pack to the patient who got it, and tells duplicate bands and products as unknown', async () => {
    const serial = `shared-${number}`;
    await ward.give(order, version, NOW, { steps: scans(NURSE, ANNA, TABLET, serial) });
    const bora = await ward.order(`${order}-b`, { subject: { reference: 'Patient/bora' } });
    const body = {
      patient: BORA.id,
      order: `${order}-b`,
      orderVersion: bora,
      steps: scans(NURSE, BORA, TABLET, serial),
    };
    expect((await ward.ask('record', { body })).messageKey).toBe('loop.med.serial-used');
    await ward.put({ ...patient(BORA), id: 'twin' });
    expect((await ward.ask('record', { body })).messageKey).toBe('loop.band.shared');
    await ward.put({ ...patient(BORA), id: 'twin', identifier: [{ value: 'none' }] });
    await ward.put({ ...medication(OTHER), id: 'double' });
    const steps = [badge(NURSE), band(ANNA), pack(OTHER)];
    expect((await ward.give(`${order}-o`, await ward.order(`${order}-o`), NOW, { steps })).messageKey).toBe(
      'loop.med.wrong-drug',
    );
  });

  it('keeps as-needed doses apart, over all orders of the drug', async () => {
    const asNeeded = {
      dosageInstruction: [
        dosage({
          asNeededBoolean: true,
          timing: { repeat: { frequency: 1, period: 6, periodUnit: 'h' } },
          maxDosePerPeriod: { numerator: { value: 1000, code: 'mg' }, denominator: { value: 1, code: 'd' } },
        }),
      ],
    };
    const later = (NOW + 30 * 86_400_000) as EpochMs;
    ward.now = later;
    const one = await ward.order(`${order}-1`, asNeeded);
    const two = await ward.order(`${order}-2`, asNeeded);
    const give = async (id: string, read: string): Promise<string> => {
      const steps = [...scans(), { action: 'prn-reason', code: 'pain' }];
      return (await ward.ask('record', { body: { order: id, orderVersion: read, steps } })).messageKey;
    };
    expect(await give(`${order}-1`, one)).toBe('loop.med.ok');
    ward.now = (later + 359 * MINUTE) as EpochMs;
    expect(await give(`${order}-2`, two)).toBe('loop.med.prn-interval');
    ward.now = (later + 360 * MINUTE) as EpochMs;
    expect(await give(`${order}-2`, two)).toBe('loop.med.ok');
    ward.now = (later + 720 * MINUTE) as EpochMs;
    expect(await give(`${order}-1`, one)).toBe('loop.med.daily-maximum');
  });

  it('is refused to those who may not, and says so in the audit log', async () => {
    const body = { order, orderVersion: version, steps: scans() };
    const unread = await ward.ask('record', { body, scopes: ['user/MedicationAdministration.c'] });
    expect([unread.status, unread.fault]).toEqual([403, 'record.out-of-reach']);
    const unwritten = await ward.ask('record', { body, scopes: ['user/*.rs'] });
    expect([unwritten.status, unwritten.fault]).toEqual([403, 'record.out-of-reach']);
    expect(await ward.standing(order)).toEqual([]);
    const other = await ward.ask('record', { body, by: COLLEAGUE });
    expect(other.messageKey).toBe('loop.staff.badge-differs');
  });

  it.each([
    [{ steps: [] }, 'wait'],
    [{ steps: [{ scan: 'badge', raw: 'ㅁ'.repeat(8000) }] }, 'stop'],
  ])('answers half-finished and unreadable bedsides: %#', async (more, decision) => {
    expect((await ward.give(order, version, NOW, more)).decision).toBe(decision);
  });

  it.each([
    { steps: 'no' },
    { steps: [{ scan: 'eye', raw: 'x' }] },
    { steps: [{ scan: 'badge', raw: 'x'.repeat(8001) }] },
    { steps: Array.from({ length: 41 }, () => badge(NURSE)) },
    { orderVersion: undefined },
    { slot: '2026-07-01T09:00:00' },
    { attempt: 'x' },
    { patient: '../x' },
    { more: 1 },
    { reason: 'Because I said so' },
  ])('refuses what is no bedside: %#', async (more) => {
    const told = await ward.give(order, version, NOW, more);
    expect([told.status, told.fault]).toEqual([400, 'care.body-invalid']);
  });
});
