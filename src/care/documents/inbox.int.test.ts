import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../../store/index.ts';
import {
  ago,
  DocumentWard,
  KIM,
  LEE,
  observation,
  OTHER,
  PARK,
  PATIENT,
  POTASSIUM,
  quantity,
  report,
  type Json,
} from './testing.ts';

const CARE = 'https://maru.health/fhir/CodeSystem/care';

interface Line {
  readonly report: string;
  readonly grade: string;
  readonly own: boolean;
  readonly corrected: boolean;
  readonly values: readonly { readonly text: string }[];
  readonly call?: { readonly task: string };
}

const INTERPRETATION = 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation';

function outcomes({ body }: { readonly body: Json }) {
  return body['results'] as readonly { report: string; outcome: string }[];
}

function task(id: string, code: string, focus: string): Json {
  return {
    resourceType: 'Task',
    id,
    status: 'requested',
    intent: 'order',
    code: { coding: [{ system: CARE, code }] },
    focus: { reference: `DiagnosticReport/${focus}` },
    for: { reference: `Patient/${PATIENT}` },
    input: [{ type: { text: '2823-3' }, valueString: '7.1' }],
  };
}

function value(id: string, amount: number, flag?: string): Json {
  const interpretation = flag === undefined ? [] : [{ coding: [{ system: INTERPRETATION, code: flag }] }];
  return observation(id, 'laboratory', POTASSIUM, {
    effectiveDateTime: ago(3),
    valueQuantity: quantity(amount, 'mmol/L'),
    ...(flag === undefined ? {} : { interpretation }),
  });
}

describe('results that wait', () => {
  let ward: DocumentWard;
  const lines = async (by = KIM, query: Readonly<Record<string, string>> = {}) =>
    (await ward.read('inbox', query, by)).body['lines'] as readonly Line[];
  beforeAll(async () => {
    ward = await DocumentWard.open(embeddedTestStore());
    await ward.put(value('normal', 4));
    await ward.put(value('high', 5.4, 'H'));
    await ward.put(value('called', 7.1, 'HH'));
    await ward.put(report('rep-normal', ['normal'], { issued: ago(1) }));
    await ward.put(report('rep-high', ['high'], { issued: ago(20) }));
    await ward.put(report('rep-old', ['normal'], { issued: ago(24 * 9) }));
    await ward.put(report('rep-draft', ['normal'], { status: 'preliminary' }));
    await ward.put(report('rep-called', ['called'], { issued: ago(30) }));
    await ward.put(task('call', 'critical-result', 'rep-called'));
    await ward.put({
      resourceType: 'ServiceRequest',
      id: 'order',
      status: 'completed',
      intent: 'order',
      subject: { reference: `Patient/${OTHER}` },
      requester: { reference: 'Practitioner/park' },
      authoredOn: ago(30),
    });
    await ward.put(
      report('rep-ordered', ['other-k'], {
        subject: { reference: `Patient/${OTHER}` },
        basedOn: [{ reference: 'ServiceRequest/order' }],
      }),
    );
  });
  afterAll(() => ward.close());

  it('are those of my patients and my orders, critical first, then abnormal, then the newest', async () => {
    expect((await lines()).map((one) => [one.report, one.grade])).toEqual([
      ['rep-k', 'critical'],
      ['rep-called', 'critical'],
      ['rep-high', 'abnormal'],
      ['rep-normal', 'normal'],
      ['rep-ordered', 'normal'],
    ]);
    const [ordered, ...others] = await lines(PARK);
    expect([ordered?.report, ordered?.own, others]).toEqual(['rep-ordered', true, []]);
    expect((await lines(LEE)).length).toBe(0);
    expect((await lines(LEE, { ward: 'ward-61' })).length).toBe(5);
    expect((await ward.read('inbox', {})).body['counts']).toEqual({ critical: 2, abnormal: 1, normal: 2 });
  });

  it('are acknowledged together; critical ones that are called only by reading back; nobody twice', async () => {
    const both = await Promise.all(
      [1, 2].map(() => ward.post('acknowledge', { reports: ['rep-normal', 'rep-called', 'rep-ordered'] })),
    );
    const all = both.map((told) => outcomes(told).map(({ outcome }) => outcome));
    expect(all.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
      ['read-back-needed', 'acknowledged', 'acknowledged'],
      ['read-back-needed', 'already', 'already'],
    ]);
    expect((await lines()).map((one) => one.report)).toEqual(['rep-k', 'rep-called', 'rep-high']);
    expect((await lines())[1]?.call).toMatchObject({ task: 'call' });
    const done = await ward.find('Task', 'focus=DiagnosticReport/rep-normal');
    expect(done).toMatchObject([{ status: 'completed', owner: { reference: 'Practitioner/kim' } }]);
    expect(JSON.stringify(await ward.find('Provenance', `target=Task/${String(done[0]?.['id'])}`))).toContain(
      'application/jose',
    );
  });

  it('wait again when they are corrected, and complete the task that the laboratory made', async () => {
    await ward.put(report('rep-normal', ['high'], { issued: ago(-1), status: 'corrected' }));
    ward.now = (ward.now + 2 * 3_600_000) as typeof ward.now;
    expect((await lines()).find((one) => one.report === 'rep-normal')).toMatchObject({
      corrected: true,
      grade: 'abnormal',
    });
    await ward.put(task('waiting', 'acknowledge-result', 'rep-high'));
    await ward.post('acknowledge', {
      reports: ['rep-high'],
      note: '재검 예정',
      task: { what: '내일 칼륨 재검', role: 'nurse', hours: 20 },
    });
    expect(await ward.get('Task/waiting')).toMatchObject({ status: 'completed', note: [{ text: '재검 예정' }] });
    const follow = await ward.find('Task', `code=${CARE}|follow-up`);
    expect(follow).toMatchObject([
      { description: '내일 칼륨 재검', status: 'requested', for: { reference: `Patient/${PATIENT}` } },
    ]);
  });
});
