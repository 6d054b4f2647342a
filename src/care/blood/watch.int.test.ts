import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../../store/index.ts';
import { TestWard, type Json } from '../bedside/testing.ts';
import { collect, laboratory, laboratoryPeople, laboratoryRequest, receive } from '../laboratory/testing.ts';
import { ANNA, BORA, MINUTE, NOW, NURSE } from '../loop/testing.ts';
import {
  blood,
  bloodRequest,
  consent,
  donation,
  groupResult,
  hang,
  LAB,
  sample,
  unitBody,
  vitalSigns,
} from './testing.ts';

const nurse = { by: NURSE, role: 'nurse' } as const;

describe('the blood bank and the bed', () => {
  let ward: TestWard;
  let serial = 100;
  let id = '';
  let tube = '';
  beforeAll(async () => {
    ward = await TestWard.open(embeddedTestStore());
    await laboratoryPeople(ward);
    for (const patient of [ANNA.id, BORA.id]) {
      await ward.put(groupResult(`abo-${patient}`, '883-9', 'A', patient));
      await ward.put(groupResult(`rhd-${patient}`, '10331-7', 'positive', patient));
      await ward.put(consent(`consent-${patient}`, patient));
      await ward.put(vitalSigns(`vitals-${patient}`, '2026-07-01T08:50:00+09:00', patient));
    }
    tube = await sample(ward, 'sample-anna');
  });
  afterAll(() => ward.close());
  beforeEach(async () => {
    serial += 1;
    id = `blood-${serial}`;
    ward.now = NOW;
    await ward.put(bloodRequest(id));
  });

  const unit = (more: Json = {}) => blood(ward, 'units', unitBody(serial, more));
  const match = (more: Json = {}) =>
    blood(ward, 'crossmatch', { request: id, number: donation(serial), sample: tube, result: 'compatible', ...more });
  const issue = (more: Json = {}) => blood(ward, 'issue', { request: id, number: donation(serial), ...more });
  const giveBack = (to: string, more: Json = {}) =>
    blood(ward, 'return', { number: donation(serial), component: 'red cells', to, reason: 'not-needed', ...more });

  async function running(): Promise<string> {
    for (const step of [unit, match, issue]) expect((await step()).status).toBe(200);
    return started();
  }
  async function started(): Promise<string> {
    const told = await blood(ward, 'record', { patient: ANNA.id, request: id, steps: hang(serial) }, nurse);
    expect(told.messageKey).toBe('loop.blood.ok');
    const [procedure] = await ward.find('Procedure', `based-on=ServiceRequest/${id}`);
    return String(procedure?.['id']);
  }

  it('keeps a blood pressure of which only one number could be taken', async () => {
    const procedure = await running();
    const told = await blood(ward, 'vitals', { procedure, systolic: '70' }, nurse);
    expect(told.status).toBe(200);
    const [pressure] = await ward.find('Observation', 'code=85354-9&_sort=-_lastUpdated');
    expect(pressure).toMatchObject({
      subject: { reference: `Patient/${ANNA.id}` },
      partOf: [{ reference: `Procedure/${procedure}` }],
      component: [{ code: { coding: [{ code: '8480-6' }] }, valueQuantity: { value: 70, code: 'mm[Hg]' } }],
    });
    expect(pressure?.['component']).toHaveLength(1);
  });

  it('keeps vital signs in the units that they were taken in, and closes the earliest time alone', async () => {
    const procedure = await running();
    const body = { procedure, temperature: '38.4', pulse: '110', respiration: '24', saturation: '93' };
    const { written = [] } = await blood(ward, 'vitals', body, nurse);
    const kept = new Map<unknown, unknown>();
    for (const reference of written.filter((one) => one.startsWith('Observation/'))) {
      const one = await ward.get('Observation', reference.split('/')[1] ?? '');
      const { coding } = one['code'] as { coding: { code: string }[] };
      kept.set(coding[0]?.code, one['valueQuantity']);
    }
    expect([...kept].map(([code, value]) => [code, (value as Json)['value'], (value as Json)['code']])).toEqual([
      ['8310-5', 38.4, 'Cel'],
      ['8867-4', 110, '/min'],
      ['9279-1', 24, '/min'],
      ['2708-6', 93, '%'],
    ]);
    const tasks = await ward.find('Task', `focus=Procedure/${procedure}`);
    expect(tasks.filter(({ status }) => status === 'completed')).toHaveLength(1);
  });

  it('refuses a temperature of another scale, and keeps nothing of it', async () => {
    const procedure = await running();
    for (const temperature of ['98.6', '365'])
      expect((await blood(ward, 'vitals', { procedure, temperature }, nurse)).fault).toBe('care.body-invalid');
    expect(await ward.find('Observation', `part-of=Procedure/${procedure}`)).toEqual([]);
  });

  it('asks for vital signs of a transfusion alone', async () => {
    await ward.put({
      resourceType: 'Procedure',
      id: `walk-${serial}`,
      status: 'in-progress',
      code: { text: 'walk' },
      subject: { reference: `Patient/${ANNA.id}` },
    });
    expect((await blood(ward, 'vitals', { procedure: `walk-${serial}`, pulse: '80' }, nurse)).fault).toBe(
      'care.not-running',
    );
    expect((await blood(ward, 'finish', { procedure: `walk-${serial}` }, nurse)).fault).toBe('care.not-running');
    expect((await blood(ward, 'finish', { procedure: 'nothing' }, nurse)).status).toBe(404);
  });

  it('notes how much was given, and the end', async () => {
    const procedure = await running();
    ward.now = (NOW + 100 * MINUTE) as typeof NOW;
    await blood(ward, 'finish', { procedure, volume: 320 }, nurse);
    const ended = await ward.get('Procedure', procedure);
    expect(ended).toMatchObject({ status: 'completed', note: [{ text: '320 mL' }] });
    expect(Date.parse((ended['performedPeriod'] as { end: string }).end)).toBe(ward.now);
  });

  it('goes back to the shelf only from where it was not hung, and is then nobody’s', async () => {
    expect((await giveBack('available')).fault).toBe('care.unit-unknown');
    await unit();
    expect((await giveBack('available')).fault).toBe('care.unit-state');
    await match();
    const back = await giveBack('available');
    expect(back['unit']).toMatchObject({ state: 'available' });
    for (const name of ['reservedFor', 'request', 'issuedTo']) expect(back['unit']).not.toHaveProperty(name);
    await match();
    await issue();
    await started();
    for (const to of ['available', 'quarantined', 'discarded'])
      expect((await giveBack(to)).fault, to).toBe('care.unit-state');
  });

  it('is not issued once it was thrown away, nor for what is stopped', async () => {
    await unit();
    await match();
    expect((await giveBack('discarded'))['unit']).toMatchObject({ state: 'discarded' });
    expect((await issue()).fault).toBe('care.unit-state');
    serial += 1;
    await unit();
    await ward.put(bloodRequest(id, { status: 'revoked' }));
    expect((await match()).fault).toBe('care.request-not-active');
  });

  it('is not issued with a sample that grew too old, nor past its day', async () => {
    await unit({ expiry: '2026-07-02' });
    await match();
    ward.now = (NOW + 73 * 60 * MINUTE) as typeof NOW;
    expect((await issue()).fault).toBe('care.unit-expired');
    serial += 1;
    ward.now = NOW;
    await unit();
    await match();
    ward.now = (NOW + 73 * 60 * MINUTE) as typeof NOW;
    expect((await issue()).fault).toBe('care.sample-expired');
  });

  it('can be used until its day ends in Seoul, not in London', async () => {
    // 23:30 on 1 July in Seoul is 14:30 in London; half an hour later the unit has expired here.
    ward.now = Date.parse('2026-07-01T14:30:00Z') as typeof NOW;
    expect((await unit({ expiry: '2026-07-01' })).status).toBe(200);
    serial += 1;
    ward.now = Date.parse('2026-07-01T15:00:00Z') as typeof NOW;
    expect((await unit({ expiry: '2026-07-01' })).fault).toBe('care.unit-expired');
  });

  it('is refused where two results of the group differ, because then nobody knows it', async () => {
    await unit();
    await ward.put(groupResult('abo-again', '883-9', 'B'));
    expect((await match()).fault).toBe('care.unit-incompatible');
    await ward.put({ ...groupResult('abo-again', '883-9', 'B'), status: 'entered-in-error' });
    expect((await match()).status).toBe(200);
  });

  it('is plasma where plasma was asked for', async () => {
    await unit({ component: 'plasma' });
    expect((await match()).fault).toBe('care.unit-component');
    const list = await ward.call<{ requests: Json[] }>('GET', `/care/blood/requests?patient=${ANNA.id}`, {}, LAB);
    expect(list.requests.every(({ patient }) => (patient as Json)['id'] === ANNA.id)).toBe(true);
    expect(list.requests.find(({ request }) => request === id)).toMatchObject({
      component: 'red cells',
      priority: 'routine',
      units: [],
    });
  });
});

describe('a patient whom nobody could identify', () => {
  let ward: TestWard;
  beforeAll(async () => {
    ward = await TestWard.open(embeddedTestStore());
    await laboratoryPeople(ward);
    await ward.put(laboratoryRequest('hb', '718-7'));
  });
  afterAll(() => ward.close());

  it('is called out with a haemoglobin of 4, though neither sex nor age is known', async () => {
    const { label } = await collect(ward, 'hb', 'EDTA-3');
    await receive(ward, label);
    const told = await laboratory(ward, 'result', {
      request: 'hb',
      release: true,
      values: [{ code: '718-7', number: '4.0' }],
    });
    expect(told.flags).toEqual([{ code: '718-7', critical: true, delta: false, flag: 'LL' }]);
    const calls = await ward.call<{ calls: Json[] }>('GET', `/care/laboratory/critical?patient=${ANNA.id}`, {}, LAB);
    const [call] = calls.calls;
    expect(call).toMatchObject({
      kind: 'critical-result',
      patient: ANNA.id,
      level: 0,
      values: [{ ko: '혈색소', en: 'Haemoglobin', unit: 'g/dL', value: '4.0' }],
    });
    const by = { by: NURSE, role: 'nurse' };
    const heard = (value: string) =>
      laboratory(ward, 'acknowledge', { task: call?.['task'], readBack: [{ code: '718-7', value }] }, by);
    for (const wrong of ['40', '0.4', '4.1', 'four'])
      expect((await heard(wrong)).fault, wrong).toBe('care.read-back-differs');
    expect((await laboratory(ward, 'acknowledge', { task: call?.['task'] }, by)).fault).toBe('care.read-back-differs');
    expect((await heard('4')).status).toBe(200);
    expect((await heard('4')).fault).toBe('care.already-acknowledged');
  });
});
