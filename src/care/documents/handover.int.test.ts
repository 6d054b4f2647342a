import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../../store/index.ts';
import { ago, DocumentWard, KIM, LEE, MOON, OTHER, PATIENT, type Json } from './testing.ts';

const CARE = 'https://maru.health/fhir/CodeSystem/care';

function score(id: string, value: number, hours: number, patient = PATIENT): Json {
  return {
    resourceType: 'Observation',
    id,
    status: 'final',
    code: { coding: [{ system: CARE, code: 'news2' }], text: 'NEWS2' },
    subject: { reference: `Patient/${patient}` },
    effectiveDateTime: ago(hours),
    valueQuantity: { value, unit: '점' },
  };
}

function outcomes(body: Json) {
  return body['outcomes'] as readonly { id: string; done: boolean; fault?: string; note: Json }[];
}

interface Line {
  readonly patient: { readonly id: string };
  readonly bed: string;
  readonly state: string;
  readonly suggested: { readonly severity?: string; readonly news2?: number };
  readonly accepted?: { readonly by: string; readonly readBack: string };
}

describe('handover', () => {
  let ward: DocumentWard;
  beforeAll(async () => {
    ward = await DocumentWard.open(embeddedTestStore());
    await ward.put(score('n1', 8, 10));
    await ward.put(score('n2', 5, 2));
    await ward.put({
      resourceType: 'Task',
      id: 'work',
      status: 'requested',
      intent: 'order',
      code: { coding: [{ system: CARE, code: 'measure' }], text: '활력징후' },
      description: '활력징후 다시 재기',
      for: { reference: `Patient/${PATIENT}` },
      restriction: { period: { end: ago(-1) } },
      performerType: [{ text: '간호사' }],
    });
  });
  afterAll(() => ward.close());

  const lines = async (by = LEE) =>
    (await ward.read('handover/ward', { ward: 'ward-61' }, by)).body['patients'] as readonly Line[];
  it('lists who lies in the ward, by bed, with a severity from the newest score, and none where nothing was measured', async () => {
    const all = await lines();
    expect(all.map(({ patient, bed }) => [patient.id, bed])).toEqual([
      [PATIENT, '6101호 1번 병상'],
      [OTHER, '6101호 2번 병상'],
    ]);
    expect(all[0]).toMatchObject({ state: 'none', suggested: { severity: 'watcher', news2: 5 } });
    expect(all[1]?.suggested).toEqual({ because: ['no-score'] });
  });

  it('goes from draft to signed to read back and accepted, each once, each by the right person', async () => {
    const prepared = outcomes((await ward.post('handover/prepare', { patients: [PATIENT] }, LEE)).body);
    const note = prepared[0]?.note ?? {};
    expect(note).toMatchObject({ severity: 'watcher', missing: [] });
    const texts = JSON.stringify(note);
    for (const word of [
      'NEWS2 5',
      '입원: 기침과 발열, 폐렴',
      '활력징후 다시 재기',
      '만약 NEWS2가 오르거나',
      '칼륨 6.4',
    ])
      expect(texts).toContain(word);
    expect((await lines())[0]?.state).toBe('draft');
    expect((await lines(MOON))[0]?.state).toBe('none');

    const ask = { id: note['id'], version: note['version'] };
    const given = outcomes((await ward.post('handover/give', { notes: [ask] }, LEE)).body)[0];
    expect(given).toMatchObject({ done: true, note: { status: 'final' } });
    const accept = (more: Json, by = MOON) =>
      ward.post(
        'handover/accept',
        { notes: [{ id: note['id'], version: given?.note['version'], readBack: '칼륨 확인 후 재검', ...more }] },
        by,
      );
    expect(outcomes((await accept({}, LEE)).body)[0]?.fault).toBe('care.handover-own');
    expect((await accept({ readBack: '' })).fault).toBe('care.body-invalid');
    const twice = await Promise.all([accept({}), accept({})]);
    expect(twice.filter(({ body }) => outcomes(body)[0]?.done === true)).toHaveLength(1);
    expect((await lines(MOON))[0]).toMatchObject({
      state: 'accepted',
      accepted: { by: '문소희', readBack: '칼륨 확인 후 재검' },
    });
    const signatures = JSON.stringify(await ward.find('Provenance', 'agent=Practitioner/moon'));
    expect(signatures).toContain('Task/');
  });

  it('gives each patient by itself: one that cannot be given holds up nobody', async () => {
    const prepared = outcomes(
      (await ward.post('handover/prepare', { patients: [PATIENT, OTHER, 'nobody'] }, KIM)).body,
    );
    expect(prepared.map(({ done }) => done)).toEqual([true, true, false]);
    const [first, second] = prepared.map(({ note }) => note);
    const unmeasured = outcomes(
      (
        await ward.post('handover/give', {
          notes: [first, second].map((one) => ({ id: one?.['id'], version: one?.['version'] })),
        })
      ).body,
    );
    expect(unmeasured.map(({ done, fault }) => [done, fault])).toEqual([
      [true, undefined],
      [false, 'care.severity-missing'],
    ]);
    expect((await ward.get(`Composition/${String(second?.['id'])}`))['status']).toBe('preliminary');
  });
});
