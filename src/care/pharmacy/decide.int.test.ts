import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeWith } from '../../../test/material.ts';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import { embeddedTestStore, testStores } from '../../store/index.ts';
import type { Json } from '../bedside/testing.ts';
import { ANNA, HEPARIN, STRONG } from '../loop/testing.ts';
import { TestPharmacy } from './testing.ts';

for (const server of testStores())
  describeWith(server.need, server.present, `decisions of the pharmacy on ${server.name}`, () => {
    let house: TestPharmacy;
    let order: string;
    let count = 0;
    beforeAll(async () => {
      house = await TestPharmacy.open(server);
    });
    beforeEach(() => {
      order = `order-${++count}`;
    });
    afterEach(() => house.end(order));
    afterAll(() => house.close());

    const of = (type: string): Promise<readonly Json[]> => {
      const by = {
        MedicationDispense: 'prescription',
        Task: 'focus',
        Communication: 'based-on',
        DetectedIssue: 'implicated',
      };
      return house.ward.find(type, `${by[type as keyof typeof by]}=MedicationRequest/${order}`);
    };
    const due = async (): Promise<boolean | undefined> => {
      const from = instantOf((house.ward.now - 3_600_000) as EpochMs);
      const to = instantOf((house.ward.now + 3_600_000) as EpochMs);
      const { doses } = await house.ward.due({ patient: ANNA.id, from, to });
      return doses.find((dose) => dose.order === order)?.verified;
    };

    it('a verified order may be given at the bedside, and its task is done by whom', async () => {
      await house.order(order, {}, [house.ward.now]);
      expect(await due()).toBe(false);
      expect(await house.decide(order, { decision: 'verify' })).toMatchObject({ status: 200, decision: 'verify' });
      expect(await due()).toBe(true);
      expect(await of('MedicationDispense')).toMatchObject([
        { status: 'preparation', performer: [{ actor: { reference: 'Practitioner/pharmacist' } }] },
      ]);
      expect(await of('Task')).toMatchObject([
        {
          status: 'completed',
          code: { coding: [{ code: 'verify' }] },
          owner: { reference: 'Practitioner/pharmacist' },
        },
      ]);
    });

    it('an order that changes after it was verified waits again, and what changed after reading is not decided about', async () => {
      const version = await house.verified(order, {}, [house.ward.now]);
      await house.order(order, { note: [{ text: 'slowly' }] }, [house.ward.now]);
      expect(await due()).toBe(false);
      const { reading } = await house.ask('GET', 'order', { order });
      await house.order(order, { note: [{ text: 'very slowly' }] }, [house.ward.now]);
      const told = await house.ask('POST', 'decide', { order, version: '2', reading, decision: 'verify' });
      expect(told).toMatchObject({ status: 409, fault: 'care.order-changed' });
      expect(version).toBe('1');
      expect(await of('MedicationDispense')).toHaveLength(1);
    });

    it('of two pharmacists one decides and the other is told; a reading belongs to who read', async () => {
      await house.order(order);
      const other = { id: 'pharmacist-2' };
      const [mine, theirs] = [
        await house.ask('GET', 'order', { order }),
        await house.ask('GET', 'order', { order }, other),
      ];
      const body = { order, version: mine['version'], decision: 'verify' };
      expect(await house.ask('POST', 'decide', { ...body, reading: mine['reading'] }, other)).toMatchObject({
        fault: 'care.reading-expired',
      });
      expect(await house.ask('POST', 'decide', { ...body, reading: mine['reading'] })).toMatchObject({ status: 200 });
      expect(await house.ask('POST', 'decide', { ...body, reading: theirs['reading'] }, other)).toMatchObject({
        status: 409,
        fault: 'care.already-verified',
      });
    });

    it('the same attempt sent again gets its answer and writes nothing more', async () => {
      await house.order(order);
      const { reading, version } = await house.ask('GET', 'order', { order });
      const body = { attempt: `again-${order}`, order, version, reading, decision: 'verify' };
      const [first, second] = [await house.ask('POST', 'decide', body), await house.ask('POST', 'decide', body)];
      expect(second).toEqual(first);
      expect(await of('MedicationDispense')).toHaveLength(1);
    });

    it('another product of the same substance is recorded as substitution and accepted at the bedside; others are refused', async () => {
      const version = await house.order(order, {}, [house.ward.now]);
      const { substitutes } = await house.ask('GET', 'order', { order });
      expect((substitutes as Json[]).map(({ id }) => id)).toEqual([]);
      const refused = await house.decide(order, { decision: 'substitute', product: HEPARIN.id, text: 'out of stock' });
      expect(refused).toMatchObject({ status: 422, fault: 'care.not-substitutable' });
      await house.ward.put({ ...(await house.ward.get('Medication', STRONG.id)), ingredient: await halved() });
      const told = await house.decide(order, { decision: 'substitute', product: STRONG.id, text: 'out of stock' });
      expect(told).toMatchObject({ status: 200 });
      expect(await of('MedicationDispense')).toMatchObject([
        {
          medicationReference: { reference: `Medication/${STRONG.id}` },
          substitution: { wasSubstituted: true, reason: [{ text: 'out of stock' }] },
        },
      ]);
      expect(await house.ward.give(order, version, house.ward.now)).toMatchObject({ status: expect.any(Number) });
    });

    /** The strong product in mg, as the order counts. */
    async function halved(): Promise<unknown> {
      const { ingredient } = await house.ward.get('Medication', STRONG.id);
      const [one] = ingredient as readonly { itemCodeableConcept: unknown }[];
      const numerator = { value: 250, system: 'http://unitsofmeasure.org', code: 'mg' };
      return [{ ...one, strength: { numerator, denominator: { value: 1 } } }];
    }

    it('a question waits on both sides, is answered once, and the order waits again', async () => {
      await house.order(order);
      expect(await house.decide(order, { decision: 'question', text: '용량이 맞습니까?' })).toMatchObject({
        status: 200,
      });
      expect(await house.decide(order, { decision: 'question', text: 'twice' })).toMatchObject({
        fault: 'care.question-open',
      });
      const doctor = { id: 'doctor', role: 'physician' } as const;
      const { questions } = await house.ask('GET', 'questions', {}, doctor);
      const mine = (questions as Json[]).find((one) => (one['request'] as Json)['id'] === order);
      expect(mine).toMatchObject({
        own: true,
        kind: 'question',
        messages: [{ text: '용량이 맞습니까?', kind: 'question' }],
      });
      const answer = { task: mine?.['task'], text: '예, 체중 기준입니다.' };
      expect(await house.ask('POST', 'answer', answer, doctor)).toMatchObject({ status: 200 });
      expect(await house.ask('POST', 'answer', answer, doctor)).toMatchObject({ fault: 'care.question-answered' });
      const facts = await house.ask('GET', 'order', { order });
      expect(facts).toMatchObject({ standing: 'answered', verified: false });
      expect((facts['messages'] as Json[]).map(({ kind }) => kind)).toEqual(['question', 'answer']);
      expect(await house.decide(order, { decision: 'verify' })).toMatchObject({ status: 200 });
    });

    it('a rejected order ends with its reason and reaches the prescriber', async () => {
      await house.order(order, {}, [house.ward.now]);
      const told = await house.decide(order, {
        decision: 'reject',
        reason: 'duplicate',
        text: '이미 같은 약이 있습니다',
      });
      expect(told).toMatchObject({ status: 200 });
      expect(await house.ward.get('MedicationRequest', order)).toMatchObject({
        status: 'cancelled',
        statusReason: { coding: [{ code: 'duplicate' }], text: '이미 같은 약이 있습니다' },
      });
      const tasks = await of('Task');
      expect(tasks.map(({ status, code }) => [(code as { coding: Json[] }).coding[0]?.['code'], status])).toEqual(
        expect.arrayContaining([
          ['verify', 'rejected'],
          ['answer', 'requested'],
        ]),
      );
      expect(await house.decide(order, { decision: 'verify' })).toMatchObject({ fault: 'care.order-not-running' });
    });

    it('a warning needs a written reason, which is kept as its mitigation', async () => {
      await house.order(`${order}-twin`);
      await house.order(order);
      const { findings } = await house.ask('GET', 'order', { order });
      expect(findings).toMatchObject({ tier: 2, checked: true });
      expect(await house.decide(order, { decision: 'verify' })).toMatchObject({ fault: 'care.reason-required' });
      expect(await house.decide(order, { decision: 'verify', text: 'single dose, agreed' })).toMatchObject({
        status: 200,
      });
      expect(await of('DetectedIssue')).toMatchObject([{ mitigation: [{ action: { text: 'single dose, agreed' } }] }]);
      await house.end(`${order}-twin`);
    });

    it('what the bedside could not read is not verified', async () => {
      await house.order(order, { dosageInstruction: [{ text: 'as discussed' }] });
      expect(await house.decide(order, { decision: 'verify' })).toMatchObject({ fault: 'care.order-unreadable' });
    });
  });

describe('without decision support', () => {
  it('the screen says that nothing was checked', async () => {
    const house = await TestPharmacy.open(embeddedTestStore(), false);
    await house.order('order');
    expect(await house.ask('GET', 'order', { order: 'order' })).toMatchObject({
      findings: { checked: false, unchecked: [{ check: 'all' }] },
    });
    await house.close();
  });
});
