import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../../store/index.ts';
import { drug, OrderHouse, PARACETAMOL, type Json } from './testing.ts';

const EVERY_MORNING = { repeat: { frequency: 1, period: 1, periodUnit: 'd' } };
const WEEKLY = { repeat: { dayOfWeek: ['mon'], timeOfDay: ['09:00:00'], frequency: 1, period: 1, periodUnit: 'wk' } };

describe('reconciliation and what it leads to', () => {
  let house: OrderHouse;
  let count = 0;
  let home = '';
  beforeAll(async () => {
    house = await OrderHouse.open(embeddedTestStore());
  });
  afterAll(() => house.close());
  beforeEach(async () => {
    house.now = (house.now + 60_000) as typeof house.now;
    await house.endOrders();
    await house.draft([]);
    home = await atHome('C08CA01', 'amlodipine', '암로디핀 5 mg');
  });

  async function atHome(
    atc: string,
    display: string,
    text: string,
    timing: Json = EVERY_MORNING,
    more: Json = {},
  ): Promise<string> {
    const id = `home-${++count}`;
    await house.put({
      resourceType: 'MedicationStatement',
      id,
      status: 'active',
      subject: { reference: 'Patient/anna' },
      medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code: atc, display }], text },
      dosage: [
        {
          timing,
          route: { coding: [{ system: 'http://snomed.info/sct', code: '26643006' }] },
          doseAndRate: [{ doseQuantity: { value: 1, system: 'http://unitsofmeasure.org', code: '{tbl}' } }],
        },
      ],
      ...more,
    });
    return `MedicationStatement/${id}`;
  }
  const reconcile = (moment: string, decisions: readonly Json[], more: Json = {}, as: object = {}) =>
    house.ask('POST', '/reconciliation', { attempt: house.attempt(), patient: 'anna', moment, decisions, ...more }, as);
  async function lines(): Promise<readonly Json[]> {
    return (await house.ask('GET', '/reconciliation?patient=anna')).body['lines'] as Json[];
  }
  async function drafts(): Promise<readonly Json[]> {
    const { body } = await house.ask('GET', '/basket?patient=anna');
    return (body['lines'] as { draft: Json }[]).map(({ draft }) => draft);
  }

  it('shows home and stay side by side, and which home drug is ordered already', async () => {
    const [order = ''] = await house.order([drug('k', 'amlodipine', 5)]);
    const all = await lines();
    expect(all.find(({ source }) => source === home)).toMatchObject({
      from: 'home',
      atc: 'C08CA01',
      ordered: order,
      item: 'amlodipine',
    });
    expect(all.find(({ source }) => source === order)).toMatchObject({
      from: 'stay',
      name: { ko: '암로디핀', en: 'amlodipine' },
    });
    const told = await reconcile('admission', [{ source: home, decision: 'continue' }]);
    expect(told.body).toMatchObject({ drafts: 0 });
    expect(await drafts()).toEqual([]);
  });

  it('never makes a weekly drug of home a daily one of the stay', async () => {
    const weekly = await atHome('B01AA03', 'warfarin', '와파린 2 mg', WEEKLY);
    await reconcile('admission', [{ source: weekly, decision: 'continue' }]);
    const [draft] = await drafts();
    expect(draft).toMatchObject({
      item: 'warfarin',
      dose: { value: 2, unit: 'mg' },
      timing: { kind: 'every', hours: 168 },
      category: 'inpatient',
    });
  });

  it('finds the product also where its words are in capitals', async () => {
    const loud = await atHome('C10AA01', 'simvastatin', 'Simvastatin 20 MG Oral Tablet');
    await reconcile('transfer', [{ source: loud, decision: 'change' }]);
    expect(await drafts()).toMatchObject([{ item: 'simvastatin', dose: { value: 20, unit: 'mg' } }]);
  });

  it('keeps a drug that the hospital has not as a draft that says so, and does not lose it', async () => {
    const foreign = await atHome('Z99ZZ99', 'herb', '한약');
    await reconcile('admission', [{ source: foreign, decision: 'continue' }]);
    expect(await drafts()).toMatchObject([{ item: 'unknown' }]);
    const { body } = await house.ask('GET', '/basket?patient=anna');
    expect((body['lines'] as { problems: Json[] }[])[0]?.problems[0]).toEqual({
      ko: '원내 약품 목록에 없음',
      en: 'not in the formulary of this hospital',
    });
  });

  it('stops a home drug only when the patient leaves, but keeps the decision', async () => {
    const stop = [{ source: home, decision: 'stop', reason: '저혈압' }];
    expect((await reconcile('admission', stop)).body).toMatchObject({ stopped: [], drafts: 0 });
    expect(await house.get(home)).toMatchObject({ status: 'active' });
    const { body } = await house.ask('GET', '/reconciliation?patient=anna');
    expect((body['before'] as Json[])[0]).toMatchObject({
      entry: [{ flag: { text: '저혈압' }, item: { reference: home } }],
    });
    expect((await reconcile('discharge', stop)).body).toMatchObject({ stopped: [home] });
    expect(await house.get(home)).toMatchObject({ status: 'stopped' });
    expect((await lines()).some(({ source }) => source === home)).toBe(false);
  });

  it('stops an order of the stay at once, with the reason, and lets what goes home be signed as such', async () => {
    const [order = '', kept = ''] = await house.order([drug('k', 'simvastatin', 20), PARACETAMOL]);
    const told = await reconcile('discharge', [
      { source: order, decision: 'stop', reason: '근육통' },
      { source: kept, decision: 'continue' },
    ]);
    expect(told.body).toMatchObject({ stopped: [order], drafts: 1 });
    expect(await house.get(order)).toMatchObject({ status: 'stopped', statusReason: { text: '근육통' } });
    expect(await house.get(kept)).toMatchObject({ status: 'active' });
    const [leaving] = await drafts();
    expect(leaving).toMatchObject({ category: 'discharge', days: 7, item: 'paracetamol' });
    expect(leaving?.['start']).toMatch(/^2026-11-25T00:00:00.*\+09:00$/);
    expect(leaving).not.toHaveProperty('replaces');
  });

  it('changes an order of the stay by a draft that takes its place', async () => {
    const [order = ''] = await house.order([PARACETAMOL]);
    expect((await reconcile('transfer', [{ source: order, decision: 'continue' }])).body).toMatchObject({ drafts: 0 });
    await reconcile('transfer', [{ source: order, decision: 'change' }]);
    expect(await drafts()).toMatchObject([{ replaces: { reference: order, act: 'modify' } }]);
  });

  it('takes no decision about a drug of nobody, of another patient, or twice about one; and then nothing at all', async () => {
    const cases: readonly (readonly [readonly Json[], string, Json?])[] = [
      [[{ source: 'MedicationStatement/nobody', decision: 'stop' }], 'care.order-changed'],
      [[{ source: home, decision: 'continue' }], 'care.order-changed', { patient: 'bora' }],
      [
        [
          { source: home, decision: 'continue' },
          { source: home, decision: 'stop' },
        ],
        'care.body-invalid',
      ],
      [
        [
          { source: home, decision: 'continue' },
          { source: 'MedicationRequest/nobody', decision: 'stop' },
        ],
        'care.order-changed',
      ],
    ];
    for (const [decisions, fault, more] of cases)
      expect((await reconcile('discharge', decisions, more)).fault, fault).toBe(fault);
    expect(await drafts()).toEqual([]);
    expect(await house.get(home)).toMatchObject({ status: 'active' });
  });

  it('is decided by a physician, and read by a pharmacist', async () => {
    const decision = [{ source: home, decision: 'continue' }];
    expect((await reconcile('admission', decision, {}, { id: 'nurse' })).status).toBe(403);
    expect((await house.ask('GET', '/reconciliation?patient=anna', {}, { id: 'x', role: 'pharmacist' })).status).toBe(
      200,
    );
    expect((await house.ask('GET', '/reconciliation?patient=anna', {}, { id: 'x', role: 'executive' })).status).toBe(
      403,
    );
  });

  it('is not decided over what somebody changed while it was decided', async () => {
    const [order = ''] = await house.order([PARACETAMOL]);
    const decisions = [{ source: order, decision: 'stop' }];
    const both = await Promise.all([reconcile('transfer', decisions), reconcile('transfer', decisions)]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(both.find(({ status }) => status !== 200)?.fault).toBe('care.order-changed');
  });

  it('says what is wrong with an address, and does not take a day that there is not for none', async () => {
    for (const path of [
      '/list',
      '/list?patient=a%20b',
      '/basket',
      '/reconciliation',
      '/retractions?since=2026-99-99',
      '/catalogue',
    ])
      expect((await house.ask('GET', path)).fault, path).toBe('care.body-invalid');
    const body = { attempt: house.attempt(), version: '1', reason: { code: 'other' } };
    expect((await house.ask('POST', '/Patient/anna/stop', body)).fault).toBe('care.no-order-type');
    const [order = ''] = await house.order([PARACETAMOL]);
    for (const code of ['constructor', 'because']) {
      const told = await house.ask('POST', `/${order}/stop`, { ...body, attempt: house.attempt(), reason: { code } });
      expect(told.fault, code).toBe('care.no-such-reason');
    }
    expect(await house.get(order)).toMatchObject({ status: 'active' });
  });
});
