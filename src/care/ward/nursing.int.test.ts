import { afterAll, beforeAll, expect, it } from 'vitest';
import { testStores } from '../../store/index.ts';
import { describeWith } from '../../../test/material.ts';
import { TestHouse, type Json, type Told } from './testing.ts';

const ALL_NO = { fell: 'no', unsteady: 'no', confused: 'no', drugs: 'no', toilet: 'no', sight: 'no' };

for (const server of testStores()) {
  describeWith(server.need, server.present, `nursing on ${server.name}`, () => {
    let house: TestHouse;
    let encounter = '';
    beforeAll(async () => {
      house = await TestHouse.open(server);
      encounter = await house.admit('anna', 'bed-1');
    });
    afterAll(() => house.close());

    const assess = (instrument: string, answers: Json): Promise<Told> =>
      house.post('assessments', { patient: 'anna', encounter, instrument, answers });
    const open = (code: string): Promise<readonly Json[]> =>
      house.find('Task', `patient=Patient/anna&code=${code}&status=requested`);

    it('an assessment is kept with its answers and score, and the next is due by its band', async () => {
      const low = await assess('falls', ALL_NO);
      expect(low.body).toMatchObject({ points: 0, band: 'low', nextDue: house.instant(168 * 60) });
      expect(await house.find('Flag', 'patient=Patient/anna')).toHaveLength(0);
      house.later(60);
      const high = await assess('falls', { ...ALL_NO, fell: 'yes', unsteady: 'yes' });
      expect(high.body).toMatchObject({ points: 6, band: 'high', nextDue: house.instant(24 * 60) });
      expect(await open('assessment-falls')).toHaveLength(1);
      const [flag] = await house.find('Flag', 'patient=Patient/anna');
      expect(JSON.stringify(flag)).toContain('fall-risk');
      const responses = await house.find('QuestionnaireResponse', 'patient=Patient/anna');
      expect(responses).toHaveLength(2);
      expect(await house.find('Questionnaire', 'status=active')).toHaveLength(1);
      const score = await house.get(`Observation/${String(high.body['observation'])}`);
      expect(JSON.stringify(score['derivedFrom'])).toContain('QuestionnaireResponse/');
    });

    it('an answer that is missing or unknown gives no score', async () => {
      expect((await assess('falls', { fell: 'yes' })).fault).toBe('care.answers-missing');
      expect((await assess('pain', { rating: '11' })).fault).toBe('care.answers-missing');
      expect((await assess('pain', { rating: '8' })).body).toMatchObject({ points: 8, band: 'severe' });
    });

    it('what was found is read back with what is due', async () => {
      const { body } = await house.read('assessments', 'patient=anna');
      const { found, due, instruments } = body as { found: Json[]; due: Json; instruments: Json[] };
      expect(instruments).toHaveLength(4);
      expect(found.map(({ instrument, band }) => `${String(instrument)} ${String(band)}`).toSorted()).toEqual([
        'falls high',
        'falls low',
        'pain severe',
      ]);
      expect(due['pain']).toBe(house.instant(60));
    });

    it('intake and output are balanced by shift and day; what was taken back does not count', async () => {
      const chart = (kind: string, millilitres: number, at: string) =>
        house.post('fluids', { patient: 'anna', encounter, kind, millilitres, at });
      await chart('intake-oral', 200, '2026-11-24T10:00:00+09:00');
      await chart('intake-intravenous', 500, '2026-11-24T12:00:00+09:00');
      const wrong = await chart('output-urine', 3000, '2026-11-24T12:30:00+09:00');
      await chart('output-urine', 300, '2026-11-24T12:30:00+09:00');
      await chart('output-drain', 50, '2026-11-24T06:30:00+09:00');
      const observation = wrong.body['observation'];
      await house.post('corrections', { observation, act: 'entered-in-error', reason: 'typing' });
      const { days } = (await house.read('fluids', 'patient=anna')).body as unknown as { days: Json[] };
      expect(days.map(({ date }) => date)).toEqual(['2026-11-24', '2026-11-23']);
      expect(days[0]?.['total']).toEqual({ intake: 700, output: 300, balance: 400 });
      expect(days[1]?.['shifts']).toMatchObject({ night: { intake: 0, output: 50, balance: -50 } });
      const entries = (days[0]?.['entries'] ?? []) as Json[];
      expect(entries.filter(({ status }) => status === 'entered-in-error')).toHaveLength(1);
      expect((await house.post('fluids', { patient: 'anna', kind: 'intake-oral', millilitres: 0 })).fault).toBe(
        'care.body-invalid',
      );
    });

    it('a plan is made, evaluated and ended, each with its next evaluation', async () => {
      const { body } = await house.post('plans', {
        patient: 'anna',
        encounter,
        problem: '낙상 위험',
        goals: [{ text: '입원 중 넘어지지 않는다' }],
        activities: [{ text: '침대 난간을 올린다', often: '항상' }],
      });
      const plan = String(body['plan']);
      expect(await open('nursing-plan')).toHaveLength(1);
      const read = async () =>
        ((await house.read('plans', 'patient=anna')).body as unknown as { plans: (Json & { goals: Json[] })[] })
          .plans[0];
      const goal = String((await read())?.goals[0]?.['goal']);
      const evaluate = (more: Json) =>
        house.post('evaluations', { plan, goals: [{ goal, reached: 'improving' }], ...more });
      expect((await evaluate({ note: '혼자 일어나지 않음' })).body['status']).toBe('active');
      expect(await open('nursing-plan')).toHaveLength(1);
      expect(await read()).toMatchObject({
        goals: [{ reached: 'improving' }],
        notes: [{ text: '혼자 일어나지 않음' }],
      });
      const strange = await house.post('evaluations', { plan, goals: [{ goal: 'other', reached: 'achieved' }] });
      expect(strange.fault).toBe('care.goal-of-other-plan');
      expect((await evaluate({ goals: [{ goal, reached: 'achieved' }], end: true })).body['status']).toBe('completed');
      expect(await open('nursing-plan')).toHaveLength(0);
      expect((await evaluate({})).fault).toBe('care.plan-over');
    });
  });
}
