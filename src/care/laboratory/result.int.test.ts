import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../../store/index.ts';
import { TestWard, type Json } from '../bedside/testing.ts';
import { ANNA, MINUTE, NOW, NURSE } from '../loop/testing.ts';
import { collect, laboratory, laboratoryPeople, laboratoryRequest, receive, SECOND_TECHNOLOGIST } from './testing.ts';

const K: Json = { code: '2823-3', number: '4.10' };
const LAB = { by: { id: 'technologist', role: 'laboratory', gsrn: '' }, role: 'laboratory' } as const;

describe('results as they are entered, changed and heard', () => {
  let ward: TestWard;
  let id = '';
  let label = '';
  let count = 0;
  beforeAll(async () => {
    ward = await TestWard.open(embeddedTestStore());
    await laboratoryPeople(ward);
    await ward.put({ ...(await ward.get('Patient', ANNA.id)), gender: 'female', birthDate: '1961-03-14' });
  });
  afterAll(() => ward.close());
  beforeEach(async () => {
    ward.now = NOW;
    id = `k-${++count}`;
    await ward.put(laboratoryRequest(id, '2823-3'));
    ({ label } = await collect(ward, id, 'SST-5'));
    expect((await receive(ward, label)).messageKey).toBe('loop.spec.received');
  });

  const enter = (more: Json = {}, as: object = {}) =>
    laboratory(ward, 'result', { request: id, release: true, values: [K], ...more }, as);
  const version = async () =>
    (await ward.call<{ report?: { version: string } }>('GET', `/care/laboratory/entry?request=${id}`, {}, LAB)).report
      ?.version ?? '';
  const observation = async () => (await ward.find('Observation', `based-on=ServiceRequest/${id}&code=2823-3`))[0];

  it('keep the zeros that were measured', async () => {
    await enter();
    const entry = await ward.call<{ lines: Json[] }>(
      'GET',
      `/care/laboratory/entry?label=${encodeURIComponent(`]d291${label}`)}`,
      {},
      LAB,
    );
    expect(entry.lines[0]).toMatchObject({ value: '4.10', unit: 'mmol/L', status: 'final' });
    expect(await observation()).toMatchObject({
      subject: { reference: `Patient/${ANNA.id}` },
      interpretation: [{ coding: [{ code: 'N' }] }],
    });
  });

  it('are refused over what somebody else entered, without reason, taken back, or twice', async () => {
    expect((await enter({ reportVersion: '1' })).fault).toBe('care.result-changed');
    expect((await enter({ values: [K, { ...K, number: '4.2' }] })).fault).toBe('care.result-twice');
    await enter();
    const again = { reportVersion: await version(), reason: 'mistyped', values: [{ ...K, number: '4.3' }] };
    expect((await enter({ ...again, reportVersion: '99' })).fault).toBe('care.result-changed');
    expect((await enter({ values: again.values })).fault).toBe('care.result-changed');
    const { reason: _, ...unexplained } = again;
    expect((await enter(unexplained)).fault).toBe('care.result-reason-missing');
    expect((await enter({ ...again, release: false })).fault).toBe('care.result-released');
    expect(await observation()).toMatchObject({ status: 'final' });
    expect((await enter(again, { by: SECOND_TECHNOLOGIST })).status).toBe(200);
    expect(await observation()).toMatchObject({
      status: 'corrected',
      performer: [{ reference: 'Practitioner/technologist-2' }],
    });
  });

  it('are never called of another person than whose tube it is', async () => {
    const told = await enter({ values: [{ ...K, number: '7.0' }] });
    const report = String(told.report);
    for (const [type, query] of [
      ['DiagnosticReport', `based-on=ServiceRequest/${id}`],
      ['Task', `focus=${report}`],
    ] as const)
      for (const one of await ward.find(type, query))
        expect(one['subject'] ?? one['for']).toEqual({ reference: `Patient/${ANNA.id}` });
  });

  it('that were critical and were corrected call no one any more, and name nobody as having heard', async () => {
    const told = await enter({ values: [{ ...K, number: '7.0' }] });
    expect(told.flags).toEqual([{ code: '2823-3', flag: 'HH', critical: true, delta: expect.any(Boolean) }]);
    const calls = () => ward.find('Task', `focus=${String(told.report)}&code=critical-result&status=requested`);
    expect(await calls()).toHaveLength(1);
    await enter({ reportVersion: await version(), reason: 'haemolysed' });
    expect(await calls()).toEqual([]);
    const [closed] = await ward.find('Task', `focus=${String(told.report)}&code=critical-result`);
    expect(closed).toMatchObject({ status: 'cancelled' });
    expect(closed).not.toHaveProperty('output');
  });

  it('that wait are heard by who cares for the patient, once, and nothing else is', async () => {
    const told = await enter();
    const [task] = await ward.find('Task', `focus=${String(told.report)}&code=acknowledge-result`);
    const nurse = { by: NURSE, role: 'nurse' };
    const hear = (of: unknown) => laboratory(ward, 'acknowledge', { task: of }, nurse);
    await ward.put({
      resourceType: 'Task',
      id: `other-${count}`,
      status: 'requested',
      intent: 'order',
      for: { reference: `Patient/${ANNA.id}` },
      code: { text: 'walk' },
    });
    expect((await hear(`other-${count}`)).fault).toBe('care.not-a-result');
    expect((await hear(task?.['id'])).status).toBe(200);
    expect((await hear(task?.['id'])).fault).toBe('care.already-acknowledged');
    expect(await ward.get('Task', String(task?.['id']))).toMatchObject({
      status: 'completed',
      owner: { reference: 'Practitioner/nurse' },
    });
  });

  it('that are critical are told on at their time, not a moment before, and not once heard', async () => {
    const told = await enter({ values: [{ ...K, number: '7.0' }] });
    const [task] = await ward.find('Task', `focus=${String(told.report)}&code=critical-result`);
    const levelAt = async (minutes: number) => {
      ward.now = (NOW + minutes * MINUTE) as typeof NOW;
      const { told: all } = await ward.call<{ told: { task: string; level: number }[] }>(
        'POST',
        '/care/laboratory/escalate',
        {},
        LAB,
      );
      return all.find((one) => one.task === task?.['id'])?.level;
    };
    const { restriction } = task as unknown as { restriction: { period: { end: string } } };
    const minutes = (Date.parse(restriction.period.end) - NOW) / MINUTE;
    expect(await levelAt(minutes)).toBeUndefined();
    expect(await levelAt(minutes + 0.1)).toBe(1);
    expect(await levelAt(minutes + 0.2)).toBeUndefined();
    await laboratory(
      ward,
      'acknowledge',
      { task: task?.['id'], readBack: [{ code: '2823-3', value: '7' }] },
      { by: NURSE, role: 'nurse' },
    );
    expect(await levelAt(600)).toBeUndefined();
  });

  it('of a tube that is refused cannot be entered, and those that were entered must be changed first', async () => {
    const refuse = () => laboratory(ward, 'reject', { label: `]d291${label}`, reason: 'clotted' });
    await enter();
    expect((await refuse()).fault).toBe('care.already-reported');
    id = `k-${++count}`;
    await ward.put(laboratoryRequest(id, '2823-3'));
    ({ label } = await collect(ward, id, 'SST-5'));
    expect((await enter()).fault).toBe('care.specimen-not-received');
    expect((await refuse()).status).toBe(200);
    expect((await enter()).fault).toBe('care.specimen-not-received');
    expect((await refuse()).fault).toBe('care.specimen-unknown');
    const list = await ward.call<{ lines: Json[] }>(
      'GET',
      `/care/specimen/due?patient=${ANNA.id}`,
      {},
      { by: NURSE, role: 'nurse' },
    );
    expect(list.lines.find(({ request }) => request === id)).toMatchObject({ stage: 'rejected', rejection: 'clotted' });
  });
});
