/**
 * As-needed doses: their effect is due afterwards, recorded once; late entries are marked; what was measured is kept.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { instantOf } from '../../kernel/index.ts';
import { embeddedTestStore } from '../../store/index.ts';
import { ANNA, BORA, minutes, NOW, NURSE } from '../loop/testing.ts';
import { dosage, scans, TestWard, type Json, type Told } from './testing.ts';

const measure = (value: number): Json => ({ action: 'measure', observation: '8867-4', value, unit: '/min' });

describe('after a dose', () => {
  let ward: TestWard;
  let number = 0;
  let order = '';
  beforeAll(async () => {
    ward = await TestWard.open(embeddedTestStore());
  });
  afterAll(() => ward.close());
  beforeEach(() => {
    ward.now = NOW;
    order = `needed-${++number}`;
  });

  const needed = (more: Json = {}) =>
    ward.order(order, { dosageInstruction: [dosage({ asNeededBoolean: true })], ...more });
  const window = { patient: ANNA.id, from: instantOf(minutes(-60)), to: instantOf(minutes(180)) };
  const give = async (more: readonly Json[] = []): Promise<Told> => {
    const version = await needed();
    const steps = [...scans(), { action: 'prn-reason', code: 'pain' }, ...more];
    return ward.ask('record', { body: { order, orderVersion: version, steps } });
  };
  const effect = (body: Json, role: 'nurse' | 'pharmacist' = 'nurse') =>
    ward.call<{ written: readonly string[] }>(
      'POST',
      '/care/medication/effect',
      { patient: ANNA.id, ...body },
      { role },
    );

  it('an as-needed one asks for its effect an hour later, until somebody says it', async () => {
    const told = await give();
    expect(told.recorded).toBe(true);
    const [due, ...others] = (await ward.due(window)).effects;
    expect(others).toEqual([]);
    expect(due).toMatchObject({ patient: ANNA.id, due: instantOf(minutes(60)), reason: 'pain' });
    expect(`MedicationAdministration/${due?.administration}`).toBe(told.written[0]);
    const attempt = `effect-${number}-attempt`;
    const asked = { attempt, task: due?.task, effect: 'partly-relieved', pain: 4 };
    const first = await effect(asked);
    expect(await effect(asked)).toEqual(first);
    const [observation] = await ward.find('Observation', `_id=${first.written[0]?.split('/')[1]}`);
    expect(observation).toMatchObject({
      status: 'final',
      partOf: [{ reference: told.written[0] }],
      valueCodeableConcept: { coding: [{ code: 'partly-relieved' }] },
      component: [{ code: { coding: [{ code: '72514-3' }] }, valueQuantity: { value: 4 } }],
    });
    expect((await ward.due(window)).effects).toEqual([]);
    expect((await effect({ task: due?.task, effect: 'relieved' })).fault).toBe('care.effect-recorded');
  });

  it('an effect is of this patient’s dose, and one of the few words', async () => {
    await give();
    const [due] = (await ward.due(window)).effects;
    expect((await effect({ task: due?.task, effect: 'fine' })).fault).toBe('care.body-invalid');
    expect((await effect({ task: due?.task, effect: 'relieved', pain: 11 })).fault).toBe('care.body-invalid');
    expect((await effect({ patient: BORA.id, task: due?.task, effect: 'relieved' })).fault).toBe('care.no-such-effect');
    expect((await ward.due(window)).effects.map(({ task }) => task)).toContain(due?.task);
    await effect({ task: due?.task, effect: 'relieved' });
  });

  it('a time that was set back is marked as entered late, a few minutes are not', async () => {
    const version = await ward.order(order, {}, [minutes(-40)]);
    const late = { action: 'set-time', time: instantOf(minutes(-30)) };
    const told = await ward.give(order, version, minutes(-40), { steps: [...scans(), late] });
    const dose = await ward.get('MedicationAdministration', told.written[0]?.split('/')[1] ?? '');
    expect(dose['effectiveDateTime']).toBe(instantOf(minutes(-30)));
    expect(JSON.stringify(dose['extension'])).toContain('late-entry');
    const line = (await ward.due(window)).doses.find((one) => one.order === order);
    expect(line).toMatchObject({ standing: 'given', lateEntry: true, at: instantOf(minutes(-30)) });
    const other = await ward.order(`${order}-soon`, {}, [NOW]);
    const soon = { action: 'set-time', time: instantOf(minutes(-5)) };
    const near = await ward.give(`${order}-soon`, other, NOW, { steps: [...scans(), soon] });
    const kept = await ward.get('MedicationAdministration', near.written[0]?.split('/')[1] ?? '');
    expect(JSON.stringify(kept['extension'])).not.toContain('late-entry');
  });

  it('what was measured, where it was given and by which device are kept', async () => {
    const precheck = {
      url: 'https://maru.health/fhir/StructureDefinition/precheck',
      extension: [
        { url: 'observation', valueCode: '8867-4' },
        { url: 'min', valueQuantity: { value: 60 } },
      ],
    };
    const version = await ward.order(order, { extension: [precheck] });
    expect((await ward.give(order, version)).messageKey).toBe('loop.med.precheck-missing');

    const low = await ward.give(order, version, NOW, { steps: [...scans(), measure(52)] });
    expect(low).toMatchObject({ decision: 'warn', messageKey: 'loop.med.precheck-out-of-range', recorded: false });
    const more = [measure(72), { action: 'site', site: 'left-arm' }, { action: 'device', device: 'pump 7' }];
    const told = await ward.give(order, version, NOW, { steps: [...scans(), ...more] });
    const [dose, pulse] = await Promise.all(
      told.written.slice(0, 2).map((one) => ward.get(one.split('/')[0] ?? '', one.split('/')[1] ?? '')),
    );
    expect(pulse).toMatchObject({
      resourceType: 'Observation',
      code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
      valueQuantity: { value: 72, code: '/min' },
    });
    expect(dose).toMatchObject({
      dosage: { site: { coding: [{ code: 'left-arm' }] } },
      device: [{ display: 'scanner' }, { display: 'pump 7' }],
    });
  });

  it('an as-needed order that is over is neither listed nor given', async () => {
    const end = instantOf(minutes(-10));
    const repeat = { frequency: 1, period: 4, periodUnit: 'h', boundsPeriod: { start: instantOf(minutes(-600)), end } };
    const version = await ward.order(order, {
      dosageInstruction: [dosage({ asNeededBoolean: true, timing: { repeat } })],
    });
    expect((await ward.due(window)).doses.map((one) => one.order)).not.toContain(order);
    const steps = [...scans(), { action: 'prn-reason', code: 'pain' }];
    expect((await ward.ask('record', { body: { order, orderVersion: version, steps } })).messageKey).toBe(
      'loop.med.order-not-active',
    );
  });

  it('without a scanner the person signed in stands for the badge, and the dose counts as not scanned', async () => {
    const version = await ward.order(order);
    const steps = [
      { action: 'manual-identify', patient: ANNA.id, identifiers: ['name', 'birthDate'] },
      { action: 'manual-entry', product: 'paracetamol' },
    ];
    const body = { order, orderVersion: version, scanner: 'absent', steps };
    expect(await ward.ask('record', { body })).toMatchObject({
      decision: 'warn',
      messageKey: 'loop.scanner-absent',
      recorded: false,
    });
    const told = await ward.ask('record', { body: { ...body, reason: 'no-scanner' } });
    const dose = JSON.stringify(await ward.get('MedicationAdministration', told.written[0]?.split('/')[1] ?? ''));
    expect(dose).toContain('"valueBoolean":false');
    expect(dose).toContain(`Practitioner/${NURSE.id}`);
    const next = await ward.order(`${order}-next`);
    const other = { ...body, order: `${order}-next`, orderVersion: next, scanner: 'present' };
    expect((await ward.ask('check', { body: other })).awaits).toBe('badge');
  });
});
