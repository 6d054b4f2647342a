import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeWith } from '../../../test/material.ts';
import { testStores } from '../../store/index.ts';
import { TestWard, type Json } from '../bedside/testing.ts';
import { openCare } from '../care.ts';
import { ANNA, badge, band, MINUTE, NURSE } from '../loop/testing.ts';
import {
  collect,
  DOCTOR,
  laboratory,
  laboratoryPeople,
  laboratoryRequest,
  receive,
  SECOND_TECHNOLOGIST,
  type Collected,
} from './testing.ts';

const LAB = { by: { id: 'technologist', role: 'laboratory', gsrn: '' }, role: 'laboratory' } as const;
const number = (code: string, value: string): Json => ({ code, number: value });

for (const server of testStores()) {
  describeWith(server.need, server.present, `the laboratory on ${server.name}`, () => {
    let ward: TestWard;
    let count = 0;
    let id = '';
    beforeAll(async () => {
      ward = await TestWard.open(server);
      await laboratoryPeople(ward);
      await ward.put({ ...(await ward.get('Patient', ANNA.id)), gender: 'female', birthDate: '1961-03-14' });
    });
    afterAll(() => ward.close());
    beforeEach(async () => {
      id = `potassium-${++count}`;
      await ward.put(laboratoryRequest(id, '2823-3'));
    });

    async function received(): Promise<Collected> {
      const taken = await collect(ward, id, 'SST-5');
      expect((await receive(ward, taken.label)).messageKey).toBe('loop.spec.received');
      return taken;
    }
    const enter = (value: string, more: Json = {}, as: object = {}) =>
      laboratory(ward, 'result', { request: id, release: true, values: [number('2823-3', value)], ...more }, as);
    const tasksOf = (report: string, code: string) =>
      ward.find('Task', `focus=${report}&code=${code}&status=requested`);

    it('binds a label at the bed, and the same one when it is printed again', async () => {
      const body = { patient: ANNA.id, request: id, steps: [badge(NURSE), band(ANNA)] };
      const early = await ward.call('POST', '/care/specimen/label', { ...body, steps: [badge(NURSE)] });
      expect(early).toMatchObject({ decision: 'stop', messageKey: 'loop.spec.print-at-bedside' });
      const first = await ward.call<{ label: Json }>('POST', '/care/specimen/label', body);
      expect(first.label).toMatchObject({ tube: 'SST-5', test: { ko: '칼륨', en: 'Potassium' } });
      expect(String(first.label['number'])).toMatch(/^LB-260701-\d{4,}$/);
      const again = await ward.call<{ label: Json }>('POST', '/care/specimen/label', body);
      expect(again.label['number']).toBe(first.label['number']);
      const other = await ward.call('POST', '/care/specimen/label', {
        ...body,
        steps: [badge(NURSE), band({ ...ANNA, bandInstance: '1' })],
      });
      expect(other).toMatchObject({ decision: 'stop', messageKey: 'loop.band.superseded' });
    });

    it('takes a tube once, and answers the same attempt the same', async () => {
      const { label, specimen } = await collect(ward, id, 'SST-5');
      const body = { attempt: `receipt-${id}`, label: `]d291${label}` };
      const first = await laboratory(ward, 'receive', body);
      expect(first).toMatchObject({ decision: 'allow', messageKey: 'loop.spec.received', recorded: true });
      expect(await laboratory(ward, 'receive', body)).toEqual(first);
      expect((await receive(ward, label)).messageKey).toBe('loop.spec.already-received');
      expect(await ward.get('Specimen', specimen)).toMatchObject({
        status: 'available',
        receivedTime: expect.any(String),
      });
    });

    it('takes a tube once when many scan it at the same time', async () => {
      const { label } = await collect(ward, id, 'SST-5');
      const told = await Promise.all(Array.from({ length: 6 }, () => receive(ward, label)));
      expect(told.filter(({ messageKey }) => messageKey === 'loop.spec.received')).toHaveLength(1);
      expect(told.filter(({ messageKey }) => messageKey === 'loop.spec.already-received')).toHaveLength(5);
    });

    it('refuses a tube with a reason, asks for a new one, and gives that one a new label', async () => {
      const { label, specimen } = await received();
      const told = await laboratory(ward, 'reject', { label: `]d291${label}`, reason: 'haemolysed' });
      expect(told.written?.map((one) => one.split('/')[0])).toEqual(['Specimen', 'Task', 'Provenance']);
      expect(await ward.get('Specimen', specimen)).toMatchObject({ status: 'unsatisfactory' });
      expect(await ward.find('Task', `code=recollect&focus=ServiceRequest/${id}`)).toHaveLength(1);
      expect((await receive(ward, label)).messageKey).toBe('loop.spec.not-collected');
      const again = await collect(ward, id, 'SST-5');
      expect(again.label).not.toBe(label);
      expect((await receive(ward, label)).messageKey).toBe('loop.spec.unknown-label');
      expect((await receive(ward, again.label)).messageKey).toBe('loop.spec.received');
    });

    it('refuses results of a tube that it has not got, and values that are none', async () => {
      await collect(ward, id, 'SST-5');
      expect((await enter('4.5')).fault).toBe('care.specimen-not-received');
      await receive(
        ward,
        String(
          (await ward.find('ServiceRequest', `_id=${id}`)).map(
            ({ identifier }) => (identifier as Json[])[0]?.['value'],
          ),
        ),
      );
      expect((await enter('four')).fault).toBe('care.body-invalid');
      expect((await enter('4.5', { values: [number('2951-2', '140')] })).fault).toBe('care.result-unknown');
    });

    it('releases a result with digits, limits and flag, and asks the orderer to acknowledge it', async () => {
      const { specimen } = await received();
      const told = await enter('5.40');
      expect(told).toMatchObject({
        status: 200,
        released: true,
        flags: [{ code: '2823-3', flag: 'H', critical: false }],
      });
      const report = String(told.report);
      const [, own = ''] = report.split('/');
      expect(await ward.get('DiagnosticReport', own)).toMatchObject({
        status: 'final',
        basedOn: [{ reference: `ServiceRequest/${id}` }],
        specimen: [{ reference: `Specimen/${specimen}` }],
      });
      const [observation] = await ward.find('Observation', `based-on=ServiceRequest/${id}`);
      expect(JSON.stringify(observation)).toContain('"value":5.40');
      expect(observation).toMatchObject({ status: 'final', referenceRange: [{ low: { code: 'mmol/L' } }] });
      expect(await ward.get('ServiceRequest', id)).toMatchObject({ status: 'completed' });
      const [task] = await tasksOf(report, 'acknowledge-result');
      expect(task).toMatchObject({ owner: { reference: 'Practitioner/doctor' }, for: { reference: 'Patient/anna' } });
      expect(await tasksOf(report, 'critical-result')).toEqual([]);
      const answer = await laboratory(ward, 'acknowledge', { task: task?.['id'] }, { by: DOCTOR, role: 'physician' });
      expect(answer['by']).toBe('doctor');
      const twice = await laboratory(ward, 'acknowledge', { task: task?.['id'] }, { by: NURSE, role: 'nurse' });
      expect(twice.fault).toBe('care.already-acknowledged');
    });

    it('keeps a preliminary result until it is released, and both versions of a corrected one', async () => {
      await received();
      const first = await enter('4.1', { release: false });
      expect(first).toMatchObject({ released: false });
      const [, report = ''] = String(first.report).split('/');
      expect(await ward.find('Task', `focus=${first.report}`)).toEqual([]);
      expect((await enter('4.2')).fault).toBe('care.result-changed');
      expect(await enter('4.2', { reportVersion: '1' })).toMatchObject({ released: true });
      expect((await enter('4.3', { reportVersion: '2' })).fault).toBe('care.result-reason-missing');
      const corrected = await enter('4.3', { reportVersion: '2', reason: 'transcription' });
      expect(corrected.report).toBe(first.report);
      expect(await ward.get('DiagnosticReport', report)).toMatchObject({ status: 'corrected' });
      expect(await ward.version('DiagnosticReport', report, 2)).toMatchObject({ status: 'final' });
      const [observation] = await ward.find('Observation', `based-on=ServiceRequest/${id}`);
      expect(observation).toMatchObject({ status: 'corrected', valueQuantity: { value: 4.3 } });
      expect(await ward.version('Observation', String(observation?.['id']), 2)).toMatchObject({
        valueQuantity: { value: 4.2 },
      });
      expect(await tasksOf(String(first.report), 'acknowledge-result')).toHaveLength(1);
    });

    it('takes the results of one of two who enter them at once', async () => {
      await received();
      const told = await Promise.all([
        ...['4.4', '4.5', '4.6'].map((value) => enter(value)),
        ...['4.7', '4.8'].map((value) => enter(value, {}, { by: SECOND_TECHNOLOGIST })),
      ]);
      expect(told.filter(({ released }) => released === true)).toHaveLength(1);
      expect(told.filter(({ fault }) => fault === 'care.result-changed')).toHaveLength(4);
      expect(await ward.find('DiagnosticReport', `based-on=ServiceRequest/${id}`)).toHaveLength(1);
      expect(await ward.find('Observation', `based-on=ServiceRequest/${id}`)).toHaveLength(1);
    });

    it('calls a critical value out, wants it read back, and tells others step by step, each once', async () => {
      await received();
      const { report, flags } = await enter('6.8');
      expect(flags).toMatchObject([{ flag: 'HH', critical: true }]);
      const [task] = await tasksOf(String(report), 'critical-result');
      expect(task).toMatchObject({ priority: 'stat', input: [{ valueString: '6.8' }] });
      const start = ward.now;
      const tick = async (minutes: number) => {
        ward.now = (start + minutes * MINUTE) as typeof start;
        const rounds = await Promise.all(
          [1, 2, 3].map(() => laboratory(ward, 'escalate', {}, { by: NURSE, role: 'nurse' })),
        );
        return rounds.flatMap((one) =>
          (one['told'] as { task: string; level: number }[])
            .filter(({ task: own }) => own === task?.['id'])
            .map(({ level }) => level),
        );
      };
      expect([await tick(15), await tick(16), await tick(30), await tick(31), await tick(90)]).toEqual([
        [],
        [1],
        [],
        [2],
        [],
      ]);
      expect(await ward.find('Task', `code=acknowledge-critical&focus=${String(report)}`)).toHaveLength(1);
      const list = await ward.call<{ calls: Json[] }>('GET', `/care/laboratory/critical?patient=${ANNA.id}`);
      expect(list.calls.find((one) => one['task'] === task?.['id'])).toMatchObject({
        level: 2,
        values: [{ code: '2823-3', value: '6.8', unit: 'mmol/L' }],
      });
      const answer = (readBack: Json[]) =>
        laboratory(ward, 'acknowledge', { task: task?.['id'], readBack }, { by: NURSE, role: 'nurse' });
      expect((await answer([])).fault).toBe('care.read-back-differs');
      expect((await answer([{ code: '2823-3', value: '8.6' }])).fault).toBe('care.read-back-differs');
      expect(await answer([{ code: '2823-3', value: '6.80' }])).toMatchObject({ by: 'nurse' });
      expect(await tick(120)).toEqual([]);
      ward.now = start;
    });

    it('shows what is to be collected, where each specimen is, and the last value beside the new one', async () => {
      const lines = async () => {
        const list = await ward.call<{ lines: Json[] }>('GET', '/care/laboratory/worklist', {}, LAB);
        return list.lines.find(({ request }) => request === id);
      };
      expect(await lines()).toMatchObject({ stage: 'ordered', tube: 'SST-5' });
      const due = await ward.call<{ lines: Json[] }>('GET', `/care/specimen/due?patient=${ANNA.id}`);
      expect(due.lines.some(({ request }) => request === id)).toBe(true);
      await received();
      expect(await lines()).toMatchObject({ stage: 'received' });
      const entry = await ward.call<{ lines: Json[] }>('GET', `/care/laboratory/entry?request=${id}`, {}, LAB);
      expect(entry.lines[0]).toMatchObject({
        code: '2823-3',
        limits: { low: '3.5', criticalHigh: '6.0' },
        earlier: { value: expect.any(String) },
      });
      expect(await enter('9.9')).toMatchObject({ flags: [{ delta: true }] });
      expect(await lines()).toMatchObject({ stage: 'released' });
    });

    it('is watched by the house itself, without anybody asking', async () => {
      await received();
      const { report } = await enter('2.1');
      const start = ward.now;
      ward.now = (start + 16 * MINUTE) as typeof start;
      await openCare({ record: ward.record, store: ward.store }).watch();
      const [task] = await tasksOf(String(report), 'critical-result');
      expect(JSON.stringify(task)).toContain('charge-physician');
      expect(await ward.find('Communication', `subject=Patient/${ANNA.id}&status=in-progress`)).not.toEqual([]);
      ward.now = start;
    });

    it('shows a tube that is under way however many orders are newer', async () => {
      await collect(ward, id, 'SST-5');
      for (let at = 0; at < 110; at++)
        await ward.put(laboratoryRequest(`newer-${at}`, '718-7', { authoredOn: '2026-07-01T08:30:00+09:00' }));
      const list = await ward.call<{ lines: Json[]; more: boolean }>('GET', '/care/laboratory/worklist', {}, LAB);
      expect(list.lines.find(({ request }) => request === id)).toMatchObject({ stage: 'collected' });
      expect(list.more).toBe(true);
    });

    it('releases by itself only where the hospital turned that on, and only what is plain', async () => {
      await received();
      ward.settings = { autoverification: true };
      expect(await enter('6.9', { release: false })).toMatchObject({ released: false });
      id = `${id}-b`;
      await ward.put(laboratoryRequest(id, '3040-3'));
      const { label } = await collect(ward, id, 'SST-5');
      await receive(ward, label);
      const plain = { values: [number('3040-3', '30')], release: false };
      ward.settings = {};
      expect(await enter('', { ...plain, attempt: 'not-alone-1' })).toMatchObject({ released: false });
      ward.settings = { autoverification: true };
      expect(await enter('', { ...plain, reportVersion: '1' })).toMatchObject({ released: true });
      ward.settings = {};
    });
  });
}
