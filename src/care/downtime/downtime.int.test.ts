import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadPolicies, reachOf, type Caller } from '../../access/index.ts';
import type { EpochMs } from '../../kernel/index.ts';
import { testStores } from '../../store/index.ts';
import { dosage, TestWard, type Json } from '../bedside/testing.ts';
import { openCare } from '../care.ts';
import type { Step } from '../loop/index.ts';
import { ANNA, badge, band, BORA, COLLEAGUE, NOW, NURSE, pack, TABLET } from '../loop/testing.ts';
import { decideOffline, dosesOf, type StationEntry, type WardSnapshot } from '../station/index.ts';
import type { ReplayedEntry } from './replay.ts';

const MINUTE = 60_000;
const GIVE: readonly Step[] = [badge(NURSE), band(ANNA), pack(TABLET), { action: 'confirm' }];

function place(id: string, code: string, partOf?: string): Json {
  return {
    resourceType: 'Location',
    id,
    status: 'active',
    name: id,
    physicalType: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/location-physical-type', code }] },
    ...(partOf === undefined ? {} : { partOf: { reference: `Location/${partOf}` } }),
  };
}

function stay(id: string, patient: string, bed: string, more: Json = {}): Json {
  return {
    resourceType: 'Encounter',
    id,
    status: 'in-progress',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
    subject: { reference: `Patient/${patient}` },
    location: [{ location: { reference: `Location/${bed}` }, status: 'active' }],
    ...more,
  };
}

describe.each(testStores())('the downtime of a ward on $name', (server) => {
  let ward: TestWard;
  beforeAll(async () => {
    ward = await TestWard.open(server);
    for (const one of [place('w', 'wa'), place('r', 'ro', 'w'), place('b1', 'bd', 'r'), place('b2', 'bd', 'r')])
      await ward.put(one);
    await ward.put(stay('e1', ANNA.id, 'b1'));
  }, 60_000);
  beforeEach(() => {
    ward.now = NOW;
  });
  afterAll(() => ward.close());

  async function ask(method: string, path: string, body = '', role: Caller['role'] = 'nurse', id = NURSE.id) {
    const client = { clientId: 'maru-web', address: '127.0.0.1' };
    const scopes = ['user/*.cruds'];
    const caller: Caller = { id, name: id, role, fhirUser: `Practitioner/${id}`, scopes, ...client };
    const { record, store } = ward;
    const clock = { now: () => ward.now };
    const { routes } = openCare({ record, store, clock });
    const route = routes.find((one) => one.method === method && one.path.replace(':id', 'w') === path);
    if (route === undefined) throw new Error(`no route ${path}`);
    const answer = await route.handle({
      method,
      params: { id: 'w' },
      query: '',
      body,
      headers: { 'content-type': 'application/json' },
      origin: 'http://127.0.0.1:8080',
      caller,
      reach: reachOf(caller, loadPolicies()),
      signal: new AbortController().signal,
    });
    return { status: answer.status, body: answer.body as object };
  }

  const snapshot = async (): Promise<WardSnapshot> => {
    const answer = await ask('GET', '/care/downtime/ward/w');
    expect(answer, JSON.stringify(answer.body).slice(0, 500)).toMatchObject({ status: 200 });
    return answer.body as WardSnapshot;
  };

  const send = async (entries: readonly StationEntry[], clock = ward.now, id = NURSE.id) => {
    const body = JSON.stringify({ station: 'station-1', clock, entries });
    const answer = await ask('POST', '/care/downtime/replay', body, 'nurse', id);
    expect(answer.status).toBe(200);
    return (answer.body as { entries: readonly ReplayedEntry[] }).entries;
  };

  const entry = (order: string, orderVersion: string, more: Partial<StationEntry> = {}): StationEntry => ({
    attempt: ward.attempt().padEnd(10, '-'),
    patient: ANNA.id,
    order,
    orderVersion,
    slot: NOW,
    at: NOW,
    steps: GIVE,
    cacheMinutes: 5,
    messageKey: 'loop.med.ok-queued',
    ...more,
  });

  it('gives a station everything to decide by, and nobody who lies elsewhere', async () => {
    await ward.order('plain');
    await ward.put({
      resourceType: 'AllergyIntolerance',
      id: 'a1',
      patient: { reference: `Patient/${ANNA.id}` },
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
      },
      code: { text: 'Latex' },
    });
    const kept = await snapshot();
    expect(kept.patients.map(({ id }) => id)).toEqual([ANNA.id]);
    const [anna] = kept.patients;
    expect(anna).toMatchObject({ bed: 'b1', gsrn: ANNA.gsrn, bandInstance: ANNA.bandInstance, allergyState: 'listed' });
    expect(anna?.allergies).toEqual(['Latex']);
    expect(anna?.orders.map(({ order, slots }) => [order.id, slots])).toContainEqual(['plain', [NOW]]);
    expect(kept.staff.find(({ id }) => id === NURSE.id)?.gsrn).toBe(NURSE.gsrn);
    expect(JSON.stringify(kept)).not.toContain(BORA.gsrn);
  });

  it('tells of orders that cannot be read instead of leaving them out', async () => {
    await ward.put({
      ...(await ward.get('MedicationRequest', 'plain')),
      id: 'odd',
      dosageInstruction: [{ text: '알아서' }],
    });
    const [anna] = (await snapshot()).patients;
    expect(anna?.unreadable.map(({ id }) => id)).toEqual(['odd']);
    expect(anna?.unreadable[0]?.text).toContain('알아서');
  });

  it('decides at the station as at the server, and knows what it gave itself', async () => {
    const version = await ward.order('same');
    const kept = await snapshot();
    const asked = { patient: ANNA.id, order: 'same', slot: NOW, now: (NOW + 5 * MINUTE) as EpochMs };
    expect(decideOffline(kept, [], { ...asked, steps: GIVE })).toMatchObject({
      decision: 'allow',
      messageKey: 'loop.med.ok-queued',
    });
    const wrong = [badge(NURSE), band(BORA), pack(TABLET)];
    expect(decideOffline(kept, [], { ...asked, steps: wrong })).toMatchObject({
      decision: 'stop',
      messageKey: 'loop.med.wrong-patient',
    });
    const queue = [entry('same', version)];
    expect(decideOffline(kept, queue, { ...asked, steps: GIVE })).toMatchObject({
      decision: 'stop',
      messageKey: 'loop.med.already-given',
    });
    const old = { ...asked, now: (NOW + 31 * MINUTE) as EpochMs };
    expect(decideOffline(kept, [], { ...old, steps: GIVE })).toMatchObject({
      decision: 'warn',
      messageKey: 'loop.cache-stale',
    });
    const anna = kept.patients[0];
    const doses = anna === undefined ? [] : dosesOf(kept, anna, queue, asked.now);
    expect(doses.find(({ order }) => order.order.id === 'same')?.standing).toBe('given-here');
  });

  it('records a dose once, however often and by whomever it is sent, at the time and by the person of the scan', async () => {
    const version = await ward.order('once');
    ward.now = (NOW + 90 * MINUTE) as EpochMs;
    const given = entry('once', version);
    const [first] = await send([given]);
    const [again] = await send([given], ward.now, COLLEAGUE.id);
    expect(first).toMatchObject({ outcome: 'recorded' });
    expect(again).toEqual(first);
    const doses = await ward.standing('once');
    expect(doses).toHaveLength(1);
    expect(doses[0]).toMatchObject({
      effectiveDateTime: '2026-07-01T00:00:00.000Z',
      performer: [{ actor: { reference: `Practitioner/${NURSE.id}` } }],
    });
    expect(JSON.stringify(doses[0])).toContain('.L1');
  });

  it('keeps both doses where somebody else gave it meanwhile, and has it reviewed', async () => {
    const version = await ward.order('twice');
    const [first] = await send([entry('twice', version, { attempt: 'from-ward-a' })]);
    const [second] = await send([entry('twice', version, { attempt: 'from-ward-b', steps: GIVE })]);
    expect(first?.outcome).toBe('recorded');
    expect(second?.outcome).toBe('recorded-for-review');
    expect(second?.messages.map(({ key }) => key)).toContain('loop.sync.conflict');
    expect(await ward.standing('twice')).toHaveLength(2);
    const tasks = await ward.find('Task', `patient=Patient/${ANNA.id}`);
    expect(JSON.stringify(tasks)).toContain('review-conflict');
  });

  it('records what happened by an order that was changed or stopped meanwhile', async () => {
    const version = await ward.order('changed');
    await ward.order('changed', { dosageInstruction: [dosage({}, 250)] });
    const [one] = await send([entry('changed', version)]);
    expect(one?.messages.map(({ key }) => key)).toContain('loop.med.order-changed-after');
    expect((await ward.standing('changed'))[0]).toMatchObject({ dosage: { dose: { value: 500 } } });
    const before = await ward.order('stopped');
    await ward.order('stopped', { status: 'stopped' });
    const [other] = await send([entry('stopped', before)]);
    expect(other?.outcome).toBe('recorded-for-review');
    expect(await ward.standing('stopped')).toHaveLength(1);
  });

  it('takes the error of the station’s clock out of the times, and never records a dose in the future', async () => {
    const version = await ward.order('clock');
    const ahead = 20 * MINUTE;
    await send([entry('clock', version, { at: (NOW + ahead) as EpochMs })], (NOW + ahead) as EpochMs);
    expect((await ward.standing('clock'))[0]).toMatchObject({ effectiveDateTime: '2026-07-01T00:00:00.000Z' });
  });

  it('records what was left with its reason, and leaves the slot open', async () => {
    const version = await ward.order('left');
    const steps: readonly Step[] = [...GIVE.slice(0, 2), { action: 'not-given', reason: 'patient-refused' }];
    expect(await send([entry('left', version, { steps })])).toMatchObject([{ outcome: 'recorded' }]);
    expect(await ward.standing('left')).toHaveLength(0);
    expect(await ward.find('MedicationAdministration', 'request=MedicationRequest/left')).toMatchObject([
      { status: 'not-done' },
    ]);
  });

  it('leaves with the station what cannot be recorded, says why, and records the others', async () => {
    const version = await ward.order('good');
    const told = await send([entry('no-such-order', '1'), entry('good', version)]);
    expect(told.map(({ outcome }) => outcome).toSorted()).toEqual(['kept', 'recorded']);
    expect(told.find(({ outcome }) => outcome === 'kept')?.messages[0]?.key).not.toBe('');
    expect(await ward.standing('good')).toHaveLength(1);
  });

  it('refuses what is no ward, and bodies that it does not know', async () => {
    await ward.put(place('w', 'bu'));
    expect((await ask('GET', '/care/downtime/ward/w')).status).toBe(400);
    await ward.put(place('w', 'wa'));
    expect((await ask('POST', '/care/downtime/replay', '{"station":"x"}')).status).toBe(400);
  });
});
