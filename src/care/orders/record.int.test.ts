import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import { embeddedTestStore } from '../../store/index.ts';
import { drug, NOW, OrderHouse, PARACETAMOL, type Json } from './testing.ts';

const NURSE = { id: 'nurse' };
const OTHER = { id: 'other-physician' };

describe('what a signature writes, and who answers for it', () => {
  let house: OrderHouse;
  beforeAll(async () => {
    house = await OrderHouse.open(embeddedTestStore());
  });
  afterAll(() => house.close());
  beforeEach(async () => {
    house.now = NOW;
    await house.endOrders();
    for (const patient of ['anna', 'bora']) await house.draft([], {}, patient);
  });

  const replacing = (reference: string, version: string, more: Json = {}): Json => ({
    ...drug('again', 'prednisolone', 10),
    replaces: { reference, version, act: 'modify', reason: 'dose-adjusted', ...more },
  });
  const count = async () => (await house.find('MedicationRequest', 'status=active')).length;
  const stop = (order: string, code: string, as: object = {}) =>
    house.ask('POST', `/${order}/stop`, { attempt: house.attempt(), version: '1', reason: { code } }, as);

  it('takes the place of no order of another patient, and then writes nothing', async () => {
    const [other = ''] = await house.order([drug('p', 'prednisolone', 5)], { patient: 'bora' });
    const version = await house.draft([PARACETAMOL, replacing(other, '1')]);
    expect((await house.sign(version)).fault).toBe('care.wrong-patient');
    expect(await house.get(other)).toMatchObject({ status: 'active' });
    expect(await count()).toBe(1);
    const { body } = await house.ask('GET', '/basket?patient=anna');
    expect(body).toMatchObject({ version, lines: [{ draft: { key: 'paracetamol' } }, { draft: { key: 'again' } }] });
  });

  it('takes the place of no order that somebody stopped meanwhile, and then writes nothing', async () => {
    const [order = ''] = await house.order([drug('p', 'prednisolone', 5)]);
    const version = await house.draft([PARACETAMOL, replacing(order, '1')]);
    expect((await stop(order, 'adverse-effect', OTHER)).status).toBe(200);
    expect((await house.sign(version)).fault).toBe('care.order-changed');
    expect(await count()).toBe(0);
  });

  it('stops the order whose place it takes, with the reason, and leaves a trace from one to the other', async () => {
    const [order = ''] = await house.order([drug('p', 'prednisolone', 5)]);
    const [next = ''] = await house.order([replacing(order, '1', { comment: '감량' })]);
    expect(await house.get(order)).toMatchObject({ status: 'stopped', statusReason: { text: '감량' } });
    expect(await house.get(next)).toMatchObject({ status: 'active', priorPrescription: { reference: order } });
  });

  it('names one signature on all that was signed together', async () => {
    const orders = await house.order([PARACETAMOL, { key: 'b', kind: 'laboratory', item: 'cbc' }]);
    const [drugOrder, test] = await Promise.all(orders.map((one) => house.get(one)));
    const { groupIdentifier } = drugOrder as unknown as { groupIdentifier: { value: string } };
    expect(groupIdentifier.value).not.toBe('');
    expect(test).toMatchObject({ requisition: { value: groupIdentifier.value } });
    const [provenance, ...others] = await house.find('Provenance', `target=${orders[0]}`);
    expect(others).toEqual([]);
    expect(provenance).toMatchObject({
      target: orders.map((reference) => ({ reference })),
      signature: [{ who: { reference: 'Practitioner/physician' } }],
      activity: { coding: [{ code: 'sign' }] },
    });
  });

  it('is no signature of the physician where a nurse wrote it down, but says who spoke and who read back', async () => {
    const said = { verbal: { prescriber: 'physician', readBack: true } };
    const [order = ''] = await house.order([PARACETAMOL], said, NURSE);
    const [provenance] = await house.find('Provenance', `target=${order}`);
    expect(provenance).not.toHaveProperty('signature');
    expect(provenance).toMatchObject({
      activity: { coding: [{ code: 'verbal-order' }] },
      agent: [{ who: { reference: 'Practitioner/nurse' }, onBehalfOf: { reference: 'Practitioner/physician' } }],
    });
    const [task] = await house.find('Task', `focus=${order}`);
    expect(task).toMatchObject({ status: 'requested', owner: { reference: 'Practitioner/physician' } });
    const { restriction } = task as unknown as { restriction: { period: { end: string } } };
    expect(Date.parse(restriction.period.end) - NOW).toBe(86_400_000);
  });

  it('is a verbal order only of a nurse, for a physician who is one', async () => {
    const verbal = (prescriber: string) => ({ verbal: { prescriber, readBack: true } });
    expect((await house.sign(await house.draft([PARACETAMOL]), verbal('other-physician'))).fault).toBe(
      'care.no-verbal',
    );
    const version = await house.draft([PARACETAMOL], NURSE);
    for (const nobody of ['nurse', 'nobody', 'anna'])
      expect((await house.sign(version, verbal(nobody), NURSE)).fault, nobody).toBe('care.no-prescriber');
    expect(await count()).toBe(0);
  });

  it('is shown as waiting to its physician alone, late when it is late, until all of it is co-signed', async () => {
    const orders = await house.order(
      [PARACETAMOL, drug('p', 'prednisolone', 5)],
      { verbal: { prescriber: 'physician', readBack: true } },
      NURSE,
    );
    const linesFor = async (as: object = {}) =>
      (
        (await house.ask('GET', '/co-sign', {}, as)).body['lines'] as {
          task: string;
          overdue: boolean;
          order: Json;
          patient: Json;
        }[]
      ).filter(({ order }) => orders.includes(String(order['reference'])));
    expect(await linesFor(OTHER)).toEqual([]);
    const lines = await linesFor();
    expect(lines.map(({ overdue }) => overdue)).toEqual([false, false]);
    expect(lines[0]).toMatchObject({ patient: { id: 'anna', birthDate: '1958-03-05' }, order: { coSign: true } });
    house.now = (NOW + 86_400_001) as EpochMs;
    expect((await linesFor()).map(({ overdue }) => overdue)).toEqual([true, true]);
    const tasks = lines.map(({ task }) => task);
    const mixed = await house.ask('POST', '/co-sign', { attempt: house.attempt(), tasks: [...tasks, 'nothing'] });
    expect(mixed.status).toBe(404);
    expect(await linesFor()).toHaveLength(2);
    const twice = await house.ask('POST', '/co-sign', { attempt: house.attempt(), tasks: [...tasks, ...tasks] });
    expect(twice.body['tasks']).toEqual(tasks);
    expect(await linesFor()).toEqual([]);
  });

  it('marks in the list what waits for its physician, what is high alert, and what was stopped lately', async () => {
    const [verbal = ''] = await house.order(
      [drug('e', 'enoxaparin', 40, 'mg', { route: '34206005' })],
      { verbal: { prescriber: 'physician', readBack: true }, identity: 'ㄱㅁㅈ' },
      NURSE,
    );
    const [order = ''] = await house.order([PARACETAMOL, { key: 'b', kind: 'laboratory', item: 'cbc' }]);
    await stop(order, 'no-longer-needed');
    const { body } = await house.ask('GET', '/list?patient=anna');
    const line = (reference: string) => (body['orders'] as Json[]).find((one) => one['reference'] === reference);
    expect(line(verbal)).toMatchObject({
      kind: 'drug',
      coSign: true,
      highAlert: true,
      name: { ko: '에녹사파린', en: 'enoxaparin' },
      strength: '40 mg',
    });
    expect(line(order)).toMatchObject({ status: 'stopped', coSign: false, highAlert: false });
    expect(
      ((await house.ask('GET', '/list?patient=bora')).body['orders'] as Json[]).map((one) => one['reference']),
    ).not.toContain(order);
  });

  // The record stamps what is withdrawn by the clock of the machine, so the orders are written by it as well.
  it.each([
    ['again for another patient', 'prednisolone', { patient: 'bora' }, {}, 'prednisolone', 1],
    ['again for the same patient', 'amlodipine', {}, {}, 'amlodipine', 0],
    ['another drug for another patient', 'simvastatin', { patient: 'bora' }, {}, 'paracetamol', 0],
    ['by another physician', 'azithromycin', { patient: 'bora' }, OTHER, 'azithromycin', 0],
  ])('counts what was withdrawn and ordered %s', async (_name, first, more, as, second, expected) => {
    house.now = Date.now() as EpochMs;
    const before = (await retracted()).length;
    const [order = ''] = await house.order([drug('p', first, 10)]);
    expect((await stop(order, 'wrong-patient')).status).toBe(200);
    await house.order([drug('p', second, 10)], more, as);
    const found = await retracted();
    expect(found.length - before).toBe(expected);
    if (expected === 1)
      expect(found.find(({ withdrawn }) => (withdrawn as Json)['order'] === order)).toMatchObject({
        person: 'Practitioner/physician',
        withdrawn: { patient: 'Patient/anna' },
        reordered: { patient: 'Patient/bora' },
      });
  });

  async function retracted(): Promise<readonly Json[]> {
    const since = instantOf((Date.now() - 60_000) as EpochMs);
    return (await house.ask('GET', `/retractions?since=${since}`)).body['retractions'] as Json[];
  }
});
