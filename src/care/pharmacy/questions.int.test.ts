import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../../store/index.ts';
import type { Json } from '../bedside/testing.ts';
import { TestPharmacy } from './testing.ts';

describe('questions to prescribers', () => {
  let house: TestPharmacy;
  beforeAll(async () => {
    house = await TestPharmacy.open(embeddedTestStore());
    await house.order('mine');
    await house.order('stat', { priority: 'stat', requester: { reference: 'Practitioner/colleague' } });
    await house.decide('mine', { decision: 'question', text: '첫 질문' });
    await house.decide('stat', { decision: 'question', text: '둘째 질문' });
  });
  afterAll(() => house.close());

  const asked = async (id: string): Promise<readonly Json[]> =>
    (await house.ask('GET', 'questions', {}, { id, role: 'physician' }))['questions'] as readonly Json[];

  it("stand with one's own first, then by when they are due; a stat order sooner", async () => {
    const [first, second] = await asked('doctor');
    expect([first, second]).toMatchObject([
      { own: true, request: { id: 'mine' } },
      { own: false, request: { id: 'stat' } },
    ]);
    expect(String(second?.['due']) < String(first?.['due'])).toBe(true);
    expect((await asked('nobody')).map(({ request }) => (request as Json)['id'])).toEqual(['stat', 'mine']);
  });

  it('carry patient, place and what was said; the answer of a colleague counts as well, and tells who gave it', async () => {
    const stat = (await asked('doctor')).find(({ request }) => (request as Json)['id'] === 'stat');
    expect(stat).toMatchObject({
      place: { ward: { id: 'ward-61' } },
      messages: [{ text: '둘째 질문', kind: 'question' }],
    });
    const answer = { task: stat?.['task'], text: '확인함' };
    expect(await house.ask('POST', 'answer', answer, { id: 'doctor', role: 'physician' })).toMatchObject({
      status: 200,
    });
    const { messages } = await house.ask('GET', 'order', { order: 'stat' });
    expect(messages).toMatchObject([{}, { kind: 'answer', by: { reference: 'Practitioner/doctor' }, text: '확인함' }]);
    expect(await asked('doctor')).toHaveLength(1);
  });

  it('two answers at once: one stands', async () => {
    const [mine] = await asked('doctor');
    const told = await Promise.all(
      ['doctor', 'colleague'].map((id) =>
        house.ask('POST', 'answer', { task: mine?.['task'], text: id }, { id, role: 'physician' }),
      ),
    );
    expect(told.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(await house.ward.find('Communication', 'based-on=MedicationRequest/mine')).toHaveLength(2);
  });
});
