import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../../store/index.ts';
import { ago, DocumentWard, KIM, LEE, observation, PARK, PATIENT, sectionsOf, type Json } from './testing.ts';

interface Line {
  readonly id: string;
  readonly state: string;
  readonly type: string;
  readonly title: string;
  readonly date: string;
  readonly version: string;
  readonly amends?: string;
  readonly amendedBy?: string;
  readonly reason?: string;
  readonly coSign?: Json;
}

const TEXT = { subjective: '숨이 차다', assessment: '폐렴', plan: '항생제' };

describe('the documents of a patient', () => {
  let ward: DocumentWard;
  beforeAll(async () => {
    ward = await DocumentWard.open(embeddedTestStore());
  });
  afterAll(() => ward.close());

  const list = async (): Promise<readonly Line[]> => {
    const { body } = await ward.read('list', { patient: PATIENT });
    return body['documents'] as readonly Line[];
  };
  const lineOf = async (id: unknown): Promise<Line | undefined> => (await list()).find((one) => one.id === id);
  const noteOf = (body: Json): { id: string; version: string } => {
    const note = (body['note'] ?? body) as { id: string; version?: string; meta?: { versionId: string } };
    return { id: note.id, version: note.meta?.versionId ?? note.version ?? '' };
  };

  /** A draft with everything that must be written. */
  const written = async (template = 'progress'): Promise<{ id: string; version: string }> => {
    const { body } = await ward.post('start', { patient: PATIENT, template, prefill: false });
    const sections = sectionsOf(body).map(({ key, problem }) => ({
      key,
      ...(problem === undefined ? {} : { problem }),
      text: TEXT[key as keyof typeof TEXT] ?? '글',
      quotes: [],
    }));
    const told = await ward.post('save', { ...noteOf(body), sections });
    expect(told.status).toBe(200);
    return noteOf(told.body);
  };
  const foreign = (id: string, date: string, more: Json = {}): Promise<unknown> =>
    ward.put({
      resourceType: 'DocumentReference',
      id,
      status: 'current',
      type: { text: '타원 소견서' },
      subject: { reference: `Patient/${PATIENT}` },
      date,
      content: [{ attachment: { contentType: 'text/plain' } }],
      ...more,
    });

  it('stand by the moment they were written, whatever zone that was written in', async () => {
    await foreign('late', '2026-06-30T23:30:00-05:00');
    await foreign('early', '2026-07-01T06:00:00+09:00');
    await foreign('between', '2026-06-30T23:00:00Z');
    const order = (await list()).map(({ id }) => id).filter((id) => ['late', 'early', 'between'].includes(id));
    expect(order).toEqual(['late', 'between', 'early']);
  });

  it('from elsewhere are told as such, and are retracted where they were taken back', async () => {
    await foreign('wrong', '2026-06-01T00:00:00Z', { status: 'entered-in-error', description: '다른 환자의 것' });
    expect(await lineOf('late')).toMatchObject({ type: 'DocumentReference', state: 'foreign', title: '타원 소견서' });
    expect(await lineOf('wrong')).toMatchObject({ state: 'retracted', problems: ['다른 환자의 것'] });
  });

  it('are drafts until they are signed, once in the list, and a discarded draft was never one', async () => {
    const draft = await written();
    expect(await lineOf(draft.id)).toMatchObject({ state: 'draft', version: draft.version });
    const signed = await ward.post('sign', draft);
    expect(signed.status).toBe(200);
    expect(await lineOf(draft.id)).toMatchObject({ state: 'signed', type: 'Composition', author: { name: '김서연' } });
    expect((await list()).filter(({ title }) => title === '경과기록')).toHaveLength(1);
    const thrown = await written('consult');
    expect((await ward.post('retract', { ...thrown, reason: '잘못 시작함' })).status).toBe(200);
    expect(await lineOf(thrown.id)).toBeUndefined();
  });

  it('that were amended stay readable beside what took their place', async () => {
    const original = (await list()).find(({ state }) => state === 'signed');
    if (original === undefined) throw new Error('nothing is signed');
    const { body } = await ward.post('amend', { id: original.id, version: original.version, reason: '용량을 고침' });
    const draft = noteOf(body);
    expect(await lineOf(original.id)).toMatchObject({ state: 'signed' });
    expect(await lineOf(draft.id)).toMatchObject({
      state: 'draft',
      amends: `Composition/${original.id}`,
      reason: '용량을 고침',
    });
    expect((await ward.post('sign', draft)).status).toBe(200);
    expect(await lineOf(draft.id)).toMatchObject({ state: 'amended' });
    expect(await lineOf(original.id)).toMatchObject({ state: 'superseded', amendedBy: `Composition/${draft.id}` });
    expect((await ward.post('amend', { id: original.id, version: original.version, reason: '또 고침' })).status).toBe(
      409,
    );
    const { version = '' } = (await lineOf(draft.id)) ?? {};
    expect((await ward.post('retract', { id: draft.id, version, reason: '다른 환자' })).status).toBe(200);
    expect(await lineOf(draft.id)).toMatchObject({ state: 'retracted' });
    expect(await lineOf(original.id)).toMatchObject({ state: 'signed' });
  });

  it('tell who is asked to sign as well, and when they did', async () => {
    const draft = await written('admission');
    expect((await ward.post('sign', { ...draft, supervisor: KIM.id })).fault).toBe('care.co-sign-own');
    expect((await ward.post('sign', { ...draft, supervisor: PARK.id })).status).toBe(200);
    const asked = await lineOf(draft.id);
    expect(asked).toMatchObject({ state: 'signed', coSign: { state: 'asked', reference: 'Practitioner/park' } });
    const version = asked?.version ?? '';
    expect((await ward.post('co-sign', { id: draft.id, version })).fault).toBe('care.co-sign-own');
    expect((await ward.post('co-sign', { id: draft.id, version }, PARK)).status).toBe(200);
    expect(await lineOf(draft.id)).toMatchObject({ coSign: { state: 'done' } });
    expect((await ward.post('co-sign', { id: draft.id, version }, PARK)).fault).toBe('care.co-sign-not-asked');
  });

  it('are written by the role of their template, and begun once', async () => {
    const told = await ward.post('start', { patient: PATIENT, template: 'admission' }, LEE);
    expect(told.fault).toBe('care.template-not-yours');
    const first = await ward.post('start', { patient: PATIENT, template: 'operation' });
    const again = await ward.post('start', { patient: PATIENT, template: 'operation' });
    expect(noteOf(again.body).id).toBe(noteOf(first.body).id);
    const other = await ward.post('start', { patient: PATIENT, template: 'operation' }, PARK);
    expect(noteOf(other.body).id).not.toBe(noteOf(first.body).id);
  });

  it('values of one sign in two units are two lines, never one range', async () => {
    const fahrenheit = {
      coding: [{ system: 'http://loinc.org', code: '8310-5', display: 'Body temperature' }],
      text: '체온',
    };
    for (const [id, value] of [
      ['f1', 99],
      ['f2', 101],
    ] as const)
      await ward.put(
        observation(id, 'vital-signs', fahrenheit, {
          effectiveDateTime: ago(2),
          valueQuantity: { value, unit: '°F', system: 'http://unitsofmeasure.org', code: '[degF]' },
        }),
      );
    const { body } = await ward.read('facts', { patient: PATIENT, names: 'vitals' });
    const lines = (body['facts'] as { vitals: readonly { text: string }[] }).vitals.map(({ text }) => text);
    const temperatures = lines.filter((text) => text.startsWith('체온'));
    expect(temperatures).toHaveLength(2);
    expect(temperatures.find((text) => text.includes('°F'))).toMatch(/99–101, 마지막 (99|101) °F/);
    expect(temperatures.find((text) => text.includes('°C'))).toMatch(/^체온 36\.5–38\.2, 마지막 37\.1 °C/);
  });
});
