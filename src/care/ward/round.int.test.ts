import { afterAll, beforeAll, expect, it } from 'vitest';
import { testStores } from '../../store/index.ts';
import { describeWith } from '../../../test/material.ts';
import { TestHouse, type Json, type Told } from './testing.ts';

const DOCTOR = { by: 'doctor', role: 'physician' } as const;
const WELL = { respirationRate: '16', spo2: '98', systolic: '121', diastolic: '70', pulse: '72', temperature: '36.50' };
const ILL = { ...WELL, respirationRate: '25', spo2: '91', pulse: '118' };

const dueOf = (task: Json | undefined): unknown =>
  (task?.['restriction'] as { period: { end: string } } | undefined)?.period.end;

for (const server of testStores()) {
  describeWith(server.need, server.present, `rounds of vital signs on ${server.name}`, () => {
    let house: TestHouse;
    beforeAll(async () => {
      house = await TestHouse.open(server);
      await house.admit('anna', 'bed-1');
      await house.admit('bora', 'bed-2');
      await house.admit('child', 'bed-3');
    });
    afterAll(() => house.close());

    const chart = (patient: string, values: Json, more: Json = {}): Promise<Told> =>
      house.post('rounds', { patient, values, consciousness: 'A', air: true, ...more });
    const open = (patient: string, code: string): Promise<readonly Json[]> =>
      house.find('Task', `patient=Patient/${patient}&code=${code}&status=requested,accepted`);

    it('a calm round is charted with its score, and the next is due in twelve hours', async () => {
      house.later(40);
      const { status, body } = await chart('anna', WELL);
      expect(status).toBe(200);
      expect(body['score']).toMatchObject({ status: 'complete', total: 0, band: 'low' });
      expect(body['nextDue']).toBe(house.instant(720));
      const written = await house.find('Observation', 'patient=Patient/anna&category=vital-signs');
      expect(written).toHaveLength(8);
      const temperature = written.find(({ code }) => JSON.stringify(code).includes('8310-5'));
      expect(temperature?.['valueQuantity']).toMatchObject({ unit: '°C', code: 'Cel' });
      const done = await house.find('Task', 'patient=Patient/anna&code=vital-signs&status=completed');
      expect(done).toHaveLength(1);
      expect((await open('anna', 'vital-signs')).map(dueOf)).toEqual([house.instant(720)]);
      expect(await open('anna', 'news2-escalation')).toEqual([]);
    });

    it('a high score asks for the physician within half an hour, once', async () => {
      house.later(60);
      const first = await chart('anna', { ...ILL, oxygenFlow: '2' }, { air: false });
      expect(first.body['score']).toMatchObject({ total: 10, band: 'high' });
      expect(first.body['nextDue']).toBe(house.instant(30));
      const { escalation } = first.body as { escalation: { task: string; due: string } };
      expect(escalation.due).toBe(house.instant(30));
      house.later(10);
      expect((await chart('anna', ILL)).body['escalation']).toBeUndefined();
      expect(await open('anna', 'news2-escalation')).toHaveLength(1);
      house.later(25);
      const counts = (await house.read('escalations')).body;
      expect(counts).toMatchObject({ asked: 1, answered: 0, overdue: 1 });
      const act = (name: string, as = {}, more: Json = {}) =>
        house.post('task', { task: escalation.task, act: name, ...more }, as);
      expect((await act('acknowledge')).fault).toBe('care.acknowledge-by-physician');
      expect((await act('acknowledge', DOCTOR)).body).toMatchObject({ status: 'accepted', owner: 'doctor' });
      expect((await act('acknowledge', DOCTOR)).fault).toBe('care.task-taken');
      expect((await act('complete', DOCTOR)).fault).toBe('care.result-missing');
      expect((await act('complete', DOCTOR, { result: '산소 증량, 흉부 X선' })).body['status']).toBe('completed');
      expect((await house.read('escalations')).body).toMatchObject({ asked: 1, answered: 1, late: 1, overdue: 0 });
    });

    it('a round that is due is not ticked off, it is charted', async () => {
      const [task] = await open('anna', 'vital-signs');
      const told = await house.post('task', { task: task?.['id'], act: 'complete', result: '함' });
      expect(told.fault).toBe('care.task-done-elsewhere');
    });

    it('a higher band takes the place of a lower one that waits, and keeps the earlier time', async () => {
      const medium = { ...WELL, respirationRate: '22', pulse: '112', temperature: '38.5' };
      const first = (await chart('bora', medium)).body as { escalation: { due: string } };
      expect(first.escalation.due).toBe(house.instant(60));
      house.later(50);
      const second = (await chart('bora', ILL)).body as { escalation: { due: string } };
      expect(second.escalation.due).toBe(first.escalation.due);
      expect(await open('bora', 'news2-escalation')).toHaveLength(1);
    });

    it('what is missing is told, and stays due', async () => {
      house.later(1);
      const before = await open('bora', 'vital-signs');
      const { body } = await chart('bora', { temperature: '37.0' }, { air: undefined });
      expect(body['score']).toEqual({
        status: 'incomplete',
        missing: ['respirationRate', 'spo2', 'oxygen', 'systolicBP', 'pulse'],
      });
      expect(body['nextDue']).toBe(dueOf(before[0]));
      expect(body['news2']).toBeUndefined();
    });

    it('scale 2 counts only where it was prescribed', async () => {
      house.later(1);
      const low = { ...WELL, spo2: '90' };
      expect((await chart('anna', low)).body).toMatchObject({ scale: 1, score: { parameterScores: { spo2: 3 } } });
      expect((await house.post('oxygen-targets', { patient: 'anna', on: true })).fault).toBe(
        'care.target-by-physician',
      );
      await house.post('oxygen-targets', { patient: 'anna', on: true }, DOCTOR);
      house.later(1);
      expect((await chart('anna', low)).body).toMatchObject({ scale: 2, score: { parameterScores: { spo2: 0 } } });
      await house.post('oxygen-targets', { patient: 'anna', on: false }, DOCTOR);
      house.later(1);
      expect((await chart('anna', low)).body).toMatchObject({ scale: 1 });
    });

    it('no score for a child, yet the next round is planned', async () => {
      const { body } = await chart('child', { pulse: '110', temperature: '37.2' });
      expect(body['score']).toEqual({ status: 'not-applicable', reason: 'under-16' });
      expect(body['nextDue']).toBe(house.instant(240));
    });

    it('an unusual value needs its reason, an impossible one is refused', async () => {
      house.later(1);
      expect((await chart('anna', { ...WELL, pulse: '180' })).fault).toBe('care.value-unusual');
      expect((await chart('anna', { ...WELL, temperature: '366' })).fault).toBe('care.value-impossible');
      const { status, body } = await chart('anna', { ...WELL, pulse: '180' }, { reasons: { pulse: 'measured-again' } });
      expect(status).toBe(200);
      const [id] = (body['observations'] as string[]).slice(-3);
      expect(id).toBeDefined();
      const stored = await house.find('Observation', 'patient=Patient/anna&code=8867-4&_sort=-date');
      expect(JSON.stringify(stored[0])).toContain('measured-again');
    });

    it('a round that was charted late changes nothing of what is due', async () => {
      const due = (await open('anna', 'vital-signs')).map(dueOf);
      const { body } = await chart('anna', WELL, { at: house.instant(-30) });
      expect([body['nextDue'], body['escalation']]).toEqual([undefined, undefined]);
      expect((await open('anna', 'vital-signs')).map(dueOf)).toEqual(due);
    });

    it('a mistake stays readable, and the score follows the correction', async () => {
      house.later(1);
      const { body } = await chart('bora', { ...WELL, pulse: '132' });
      const news2 = String(body['news2']);
      expect((await house.get(`Observation/${news2}`))['valueQuantity']).toMatchObject({ value: 3 });
      const observations = await Promise.all(
        (body['observations'] as string[]).map((id) => house.get(`Observation/${id}`)),
      );
      const pulse = observations.find(({ code }) => JSON.stringify(code).includes('8867-4'));
      const observation = String(pulse?.['id']);
      const amended = await house.post('corrections', { observation, act: 'amend', value: '82', reason: 'typing' });
      expect(amended.status).toBe(200);
      expect(await house.get(`Observation/${observation}`)).toMatchObject({
        status: 'amended',
        valueQuantity: { value: 82 },
      });
      expect(await house.get(`Observation/${observation}/_history/1`)).toMatchObject({ valueQuantity: { value: 132 } });
      expect(await house.get(`Observation/${news2}`)).toMatchObject({ status: 'amended', valueQuantity: { value: 0 } });
      await house.post('corrections', { observation, act: 'entered-in-error', reason: 'wrong-patient' });
      expect((await house.get(`Observation/${observation}`))['status']).toBe('entered-in-error');
      expect((await house.get(`Observation/${news2}`))['status']).toBe('entered-in-error');
      expect(
        (await house.post('corrections', { observation, act: 'amend', value: '80', reason: 'typing' })).fault,
      ).toBe('care.already-in-error');
    });
  });
}
