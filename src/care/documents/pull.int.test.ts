import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../../store/index.ts';
import {
  ago,
  DocumentWard,
  encounter,
  KIM,
  observation,
  PATIENT,
  POTASSIUM,
  quantity,
  report,
  type Json,
  type Who,
} from './testing.ts';

const CARE = 'https://maru.health/fhir/CodeSystem/care';

interface Line {
  readonly text: string;
  readonly of: readonly string[];
}

function request(id: string, text: string, category: string, more: Json = {}): Json {
  return {
    resourceType: 'MedicationRequest',
    id,
    status: 'active',
    intent: 'order',
    category: [{ coding: [{ code: category }] }],
    medicationCodeableConcept: { text },
    subject: { reference: `Patient/${PATIENT}` },
    authoredOn: ago(500),
    ...more,
  };
}

function task(id: string, code: string, more: Json = {}): Json {
  return {
    resourceType: 'Task',
    id,
    status: 'requested',
    intent: 'order',
    code: { coding: [{ system: CARE, code }] },
    for: { reference: `Patient/${PATIENT}` },
    ...more,
  };
}

describe('what is pulled into a note', () => {
  let ward: DocumentWard;
  beforeAll(async () => {
    ward = await DocumentWard.open(embeddedTestStore());
  });
  afterAll(() => ward.close());

  async function texts(names: string, more: Readonly<Record<string, string>> = {}, by: Who = KIM) {
    const { body } = await ward.read('facts', { patient: PATIENT, names, ...more }, by);
    return (body['facts'] as Readonly<Record<string, readonly Line[]>>)[names]?.map(({ text }) => text);
  }

  it('holds values of a day for what follows a stay, and of the stay for what sums it up', async () => {
    await ward.put(
      observation(
        'k-old',
        'laboratory',
        { text: '나트륨' },
        { effectiveDateTime: ago(40), valueQuantity: quantity(128, 'mmol/L') },
      ),
    );
    expect(await texts('results')).toEqual(['칼륨 6.4 mmol/L ▲▲']);
    expect(await texts('results', { template: 'discharge' })).toEqual(['칼륨 6.4 mmol/L ▲▲', '나트륨 128 mmol/L']);
  });

  it('takes the newest value of a test, and none that was taken back', async () => {
    const sodium = (id: string, value: number, hours: number, status = 'final') => ({
      ...observation(
        id,
        'laboratory',
        { text: '나트륨' },
        { effectiveDateTime: ago(hours), valueQuantity: quantity(value, 'mmol/L') },
      ),
      status,
    });
    await ward.put(sodium('na-1', 131, 8));
    await ward.put(sodium('na-2', 135, 4));
    await ward.put(sodium('na-3', 999, 1, 'entered-in-error'));
    expect(await texts('results')).toContain('나트륨 135 mmol/L');
    expect(JSON.stringify(await texts('vitals'))).not.toContain('999');
    expect(await texts('abnormal')).toEqual(['칼륨 6.4 mmol/L ▲▲']);
  });

  it('names the diagnoses of the stay, the main one first', async () => {
    const other = (id: string, text: string) => ({
      resourceType: 'Condition',
      id,
      code: { text },
      subject: { reference: `Patient/${PATIENT}` },
    });
    await ward.put(other('sepsis', '패혈증'));
    await ward.put(other('anaemia', '빈혈'));
    const diagnosis = ['sepsis', 'pneumonia', 'anaemia'].map((id) => ({ condition: { reference: `Condition/${id}` } }));
    await ward.put(encounter('stay', PATIENT, 'bed-6101-1', { diagnosis }));
    expect(await texts('diagnoses')).toEqual(['패혈증', '폐렴', '빈혈']);
  });

  it('takes drugs for home from the reconciliation at discharge; before it, what is taken at home', async () => {
    await ward.put(request('home-1', '암로디핀 5 mg', 'community'));
    await ward.put(request('home-2', '와파린 2 mg', 'outpatient'));
    await ward.put(request('stay-1', '세프트리악손 2 g', 'inpatient'));
    expect((await texts('discharge-drugs'))?.toSorted((a, b) => a.localeCompare(b))).toEqual([
      '암로디핀 5 mg',
      '와파린 2 mg',
    ]);
    const entry = (id: string, decision: string) => ({
      flag: { coding: [{ system: CARE, code: decision }] },
      item: { reference: `MedicationRequest/${id}` },
    });
    await ward.put({
      resourceType: 'List',
      id: 'reconciled',
      status: 'current',
      mode: 'snapshot',
      code: { coding: [{ system: CARE, code: 'reconciliation-discharge' }] },
      subject: { reference: `Patient/${PATIENT}` },
      date: ago(1),
      entry: [entry('home-1', 'continue'), entry('home-2', 'stop'), entry('stay-1', 'continue')],
    });
    await ward.put(request('new', '아목시실린 500 mg', 'discharge', { authoredOn: ago(1) }));
    expect(await texts('discharge-drugs')).toEqual(['아목시실린 500 mg', '암로디핀 5 mg']);
  });

  it('lists open work by its time, without signatures and handovers of the staff', async () => {
    const due = (hours: number) => ({ restriction: { period: { end: ago(-hours) } } });
    await ward.put(task('later', 'measure', { description: '체온', ...due(5) }));
    await ward.put(task('sooner', 'measure', { description: '혈압', ...due(1) }));
    await ward.put(task('done', 'measure', { description: '끝남', status: 'completed' }));
    await ward.put(task('sign', 'co-sign', { description: '공동서명' }));
    await ward.put(task('call', 'critical-result'));
    expect(await texts('tasks')).toEqual(['혈압 — 07-01 10:00', '체온 — 07-01 14:00', '위험한 결과 확인']);
  });

  it('tells what happened in a day: procedures that were done, and values that were critical', async () => {
    const procedure = (id: string, status: string) => ({
      resourceType: 'Procedure',
      id,
      status,
      code: { text: `흉강천자 ${status}` },
      subject: { reference: `Patient/${PATIENT}` },
      performedDateTime: ago(5),
    });
    await ward.put(procedure('tap', 'completed'));
    await ward.put(procedure('planned', 'preparation'));
    expect(await texts('events')).toEqual(['흉강천자 completed', '칼륨 6.4 mmol/L ▲▲']);
    await ward.put(report('film', ['k1'], { code: { text: '흉부 X선' }, conclusion: '침윤 감소' }));
    expect(await texts('reports')).toEqual(['흉부 X선: 침윤 감소']);
  });

  it('is written in the language that is asked for', async () => {
    await ward.put(
      observation('k1', 'laboratory', POTASSIUM, { effectiveDateTime: ago(3), valueQuantity: quantity(6.4, 'mmol/L') }),
    );
    expect(await texts('results', { language: 'en' })).toContain('Potassium 6.4 mmol/L');
    expect(await texts('allergies', { language: 'en' })).toEqual(['페니실린 allergy (아나필락시스, severe)']);
  });
});
