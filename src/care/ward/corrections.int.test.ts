import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../../store/index.ts';
import { TestHouse, type Json, type Told } from './testing.ts';

const WELL = { respirationRate: '16', spo2: '98', systolic: '121', diastolic: '70', pulse: '72', temperature: '36.5' };
const DOCTOR = { by: 'doctor', role: 'physician' } as const;

describe('what follows a correction', () => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await TestHouse.open(embeddedTestStore());
    await house.admit('anna', 'bed-1');
    await house.admit('bora', 'bed-2');
    await house.admit('cho', 'bed-3');
  });
  afterAll(() => house.close());

  const chart = (patient: string, values: Json, more: Json = {}): Promise<Told> =>
    house.post('rounds', { patient, values, consciousness: 'A', air: true, ...more });
  const idOf = async ({ body }: Told, loinc: string): Promise<string> => {
    for (const id of body['observations'] as string[]) {
      if (JSON.stringify((await house.get(`Observation/${id}`))['code']).includes(loinc)) return id;
    }
    throw new Error(`no ${loinc}`);
  };
  const correct = (observation: string, more: Json): Promise<Told> =>
    house.post('corrections', { observation, act: 'amend', reason: 'typing', ...more });
  const open = (patient: string, code: string): Promise<readonly Json[]> =>
    house.find('Task', `patient=Patient/${patient}&code=${code}&status=requested,accepted`);
  const dueOf = (task: Json | undefined): unknown =>
    (task?.['restriction'] as { period: { end: string } } | undefined)?.period.end;

  it('a score that rises asks for the physician, brings the next round forward and is told on the lists', async () => {
    house.later(5);
    const round = await chart('anna', WELL);
    expect(round.body['nextDue']).toBe(house.instant(720));
    expect(await open('anna', 'news2-escalation')).toEqual([]);
    house.later(10);
    await correct(await idOf(round, '9279-1'), { value: '26' });
    await correct(await idOf(round, '8867-4'), { value: '132' });
    const told = await correct(await idOf(round, '2708-6'), { value: '90' });
    expect(told.body['news2']).toMatchObject({ status: 'amended', total: 9 });
    const [escalation, ...others] = await open('anna', 'news2-escalation');
    expect(others).toEqual([]);
    expect(dueOf(escalation)).toBe(house.instant(30));
    const [next] = await open('anna', 'vital-signs');
    expect(dueOf(next)).toBe(house.instant(30));
    expect(JSON.stringify(next?.['input'])).toContain('"valueInteger":9');
  });

  it('a score that falls makes nothing due later, and calls nobody off', async () => {
    house.later(5);
    const round = await chart('bora', { ...WELL, respirationRate: '26', pulse: '132', spo2: '90' });
    const due = dueOf((await open('bora', 'vital-signs'))[0]);
    house.later(1);
    await correct(await idOf(round, '9279-1'), { value: '16' });
    const told = await correct(await idOf(round, '8867-4'), { value: '72' });
    expect(told.body['news2']).toMatchObject({ total: 3 });
    const [next] = await open('bora', 'vital-signs');
    expect(dueOf(next)).toBe(due);
    expect(JSON.stringify(next?.['input'])).toContain('"valueInteger":3');
    expect(await open('bora', 'news2-escalation')).toHaveLength(1);
  });

  it('a score that was taken back stands on no list any more, and a new round is due soon', async () => {
    house.later(5);
    const round = await chart('cho', WELL);
    house.later(1);
    await correct(await idOf(round, '8310-5'), { act: 'entered-in-error', reason: 'wrong-patient' });
    const [next] = await open('cho', 'vital-signs');
    expect(next).not.toHaveProperty('input');
    expect(dueOf(next)).toBe(house.instant(240));
  });

  it('an older round changes nothing of what is due', async () => {
    house.later(60);
    const older = await chart('cho', WELL);
    house.later(30);
    await chart('cho', WELL);
    const due = dueOf((await open('cho', 'vital-signs'))[0]);
    await correct(await idOf(older, '9279-1'), { value: '26' });
    expect(dueOf((await open('cho', 'vital-signs'))[0])).toBe(due);
    expect(await open('cho', 'news2-escalation')).toEqual([]);
  });

  it('a diastolic value is amended by itself; the systolic and the score stay', async () => {
    house.later(1);
    const round = await chart('cho', WELL);
    const observation = await idOf(round, '85354-9');
    expect((await correct(observation, { diastolic: '60' })).status).toBe(200);
    const stored = JSON.stringify((await house.get(`Observation/${observation}`))['component']);
    expect(stored).toContain('"value":121');
    expect(stored).toContain('"value":60');
  });

  it('an amount of fluid is amended, and the balance follows', async () => {
    const { body } = await house.post('fluids', { patient: 'cho', kind: 'intake-oral', millilitres: 500 });
    const observation = String(body['observation']);
    expect((await correct(observation, { value: '50' })).body).toMatchObject({ status: 'amended' });
    const told = await house.read('fluids', 'patient=cho');
    expect(JSON.stringify(told.body)).toContain('"intake":50');
    expect((await correct(observation, { consciousness: 'A' })).fault).toBe('care.correction-does-not-fit');
  });

  it('who corrected it and why is kept beside both versions', async () => {
    const round = await chart('cho', WELL);
    const observation = await idOf(round, '8867-4');
    await correct(observation, { value: '75', reason: 'device', note: '기계를 다시 붙임' });
    const [provenance] = await house.find('Provenance', `target=Observation/${observation}`);
    expect(JSON.stringify(provenance)).toContain('"device"');
    expect(JSON.stringify(provenance)).toContain('Practitioner/nurse-a');
    expect(JSON.stringify(await house.get(`Observation/${observation}`))).toContain('기계를 다시 붙임');
    expect(await house.get(`Observation/${observation}/_history/1`)).toMatchObject({ valueQuantity: { value: 72 } });
  });

  it('goals carry the date of the hospital, also before nine in the morning', async () => {
    house.now = Date.parse('2026-11-24T23:30:00Z') as typeof house.now;
    const made = await house.post('plans', {
      patient: 'cho',
      problem: '낙상 위험',
      goals: [{ text: '입원 중 낙상하지 않는다' }],
      activities: [{ text: '침대 난간 올리기' }],
    });
    expect(made.status).toBe(200);
    const [goal] = await house.find('Goal', 'patient=Patient/cho');
    expect(goal?.['startDate']).toBe('2026-11-25');
    await house.post('evaluations', {
      plan: made.body['plan'],
      goals: [{ goal: goal?.['id'], reached: 'improving' }],
    });
    expect((await house.get(`Goal/${String(goal?.['id'])}`))['statusDate']).toBe('2026-11-25');
  });

  it('a task goes to one person, comes back, and is closed by whoever has it', async () => {
    await house.put({
      resourceType: 'Task',
      id: 'walk',
      status: 'requested',
      intent: 'order',
      description: '보행 연습',
      for: { reference: 'Patient/cho' },
      performerType: [{ coding: [{ system: 'https://maru.health/fhir/CodeSystem/care', code: 'nurse' }] }],
    });
    const task = (act: string, as = {}, more: Json = {}): Promise<Told> =>
      house.post('task', { task: 'walk', act, ...more }, as);
    const other = { by: 'nurse-b', role: 'nurse' } as const;
    expect((await task('claim')).body).toMatchObject({ status: 'accepted', owner: 'nurse-a' });
    expect((await task('claim')).body).toMatchObject({
      issue: [{ diagnostics: expect.stringContaining('yours') as string }],
    });
    expect((await task('claim', other)).fault).toBe('care.task-taken');
    expect((await task('complete', other)).fault).toBe('care.task-of-other');
    expect((await task('hand-back', other)).fault).toBe('care.task-of-other');
    expect((await task('complete', { by: 'nurse-b', role: 'pharmacist' })).status).not.toBe(200);
    expect((await task('hand-back')).body).toEqual({ task: 'walk', status: 'requested' });
    expect((await task('claim', DOCTOR)).body).toMatchObject({ owner: 'doctor' });
    expect((await task('complete', DOCTOR, { result: '복도 두 바퀴' })).body).toMatchObject({ status: 'completed' });
    expect(JSON.stringify(await house.get('Task/walk'))).toContain('복도 두 바퀴');
    expect((await task('hand-back', DOCTOR)).fault).toBe('care.task-taken');
  });
});
