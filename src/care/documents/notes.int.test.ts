import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testStores } from '../../store/index.ts';
import {
  ago,
  asked,
  DocumentWard,
  KIM,
  LEE,
  observation,
  OTHER,
  PARK,
  PATIENT,
  POTASSIUM,
  quantity,
  sectionsOf,
} from './testing.ts';

describe.each(testStores())('notes on $name', (server) => {
  let ward: DocumentWard;
  beforeAll(async () => {
    ward = await DocumentWard.open(server);
  });
  afterAll(() => ward.close());

  async function discardDrafts(): Promise<void> {
    for (const draft of await ward.find('Composition', 'status=preliminary'))
      await ward.put({ ...draft, status: 'entered-in-error' });
  }

  it('begin with what is on record, each line with its source, its version and its time', async () => {
    await discardDrafts();
    const { status, body } = await ward.post('start', { patient: PATIENT, template: 'progress' });
    expect(status).toBe(200);
    const objective = sectionsOf(body).find(({ key }) => key === 'objective');
    expect(objective?.quotes.map(({ text }) => text)).toEqual([
      '혈압 108–132/78–83, 마지막 108/83 mmHg (07-01 08:00)',
      '체온 36.5–38.2, 마지막 37.1 °C (07-01 08:00)',
      '칼륨 6.4 mmol/L ▲▲',
    ]);
    expect(objective?.quotes[2]).toMatchObject({ sources: ['Observation/k1/_history/1'], at: ago(3), flag: 'HH' });
    const perProblem = sectionsOf(body).filter(({ problem }) => problem === 'Condition/pneumonia');
    expect(perProblem.map(({ key }) => key)).toEqual(['assessment', 'plan']);
    expect(body['missing']).toContain('subjective');
    const note = await ward.get(`Composition/${String(body['id'])}`);
    expect(JSON.stringify(note)).toContain('<li>칼륨 6.4 mmol/L ▲▲</li>');
  });

  it('are begun once: a second window goes on with the draft of the first, and what was saved is there', async () => {
    await discardDrafts();
    const both = await Promise.all([1, 2, 3].map(() => ward.post('start', { patient: PATIENT, template: 'progress' })));
    expect(new Set(both.map(({ body }) => body['id'])).size).toBe(1);
    const note = await ward.filled(both[0]?.body ?? {}, KIM, '숨찬 것이 줄었다 <b>&');
    const again = await ward.post('start', { patient: PATIENT, template: 'progress' });
    expect(again.body).toMatchObject({ id: note['id'], resumed: true });
    expect(sectionsOf(again.body)[0]?.text).toBe('숨찬 것이 줄었다 <b>&');
    expect((await ward.post('start', { patient: PATIENT, template: 'progress' }, PARK)).body['id']).not.toBe(
      note['id'],
    );
  });

  it('are saved as often as one likes; what was saved already is no new version, an older version is told', async () => {
    const note = await ward.written();
    const sections = asked(sectionsOf(note));
    const same = await ward.post('save', { id: note['id'], version: '1', sections });
    expect(same.body['version']).toBe(note['version']);
    const late = await ward.post('save', { id: note['id'], version: '1', sections: sections.slice(0, 1) });
    expect(late).toMatchObject({ status: 409, fault: 'care.document-changed' });
    expect((await ward.post('save', { id: note['id'], version: note['version'], sections }, PARK)).fault).toBe(
      'care.document-not-yours',
    );
  });

  it('quote only values on record of their own patient, whatever a client says', async () => {
    const note = await ward.written();
    const quoting = (of: string) => ({
      id: note['id'],
      version: note['version'],
      sections: [{ key: 'objective', text: '', quotes: [{ kind: 'value', of: [of] }] }],
    });
    expect((await ward.post('save', quoting('Observation/other-k'))).fault).toBe('care.quote-other-patient');
    expect((await ward.post('save', quoting('Observation/nowhere'))).fault).toBe('care.quote-unknown');
    expect((await ward.post('save', quoting('Practitioner/kim'))).fault).toBe('care.body-invalid');
    const invented = {
      ...quoting('Observation/k1'),
      sections: [{ key: 'objective', text: '', quotes: [{ kind: 'value', of: ['Observation/k1'], text: '칼륨 4.0' }] }],
    };
    expect((await ward.post('save', invented)).fault).toBe('care.body-invalid');
  });

  it('are signed when they are whole: one version, one signature, one entry in the list of documents', async () => {
    await discardDrafts();
    const { body: draft } = await ward.post('start', { patient: PATIENT, template: 'progress' });
    const early = await ward.post('sign', { id: draft['id'], version: draft['version'] });
    expect(early).toMatchObject({ status: 422, fault: 'care.document-incomplete' });
    expect(early.message).toContain('주관적 호소 (S)');
    const note = await ward.filled(draft);
    const signed = await ward.post('sign', { id: note['id'], version: note['version'] });
    expect(signed.body).toMatchObject({ status: 'final', missing: [] });
    const [provenance, ...others] = await ward.find('Provenance', `target=Composition/${String(note['id'])}`);
    expect(others).toEqual([]);
    expect(provenance).toMatchObject({
      target: [{ reference: `Composition/${String(note['id'])}/_history/${String(signed.body['version'])}` }],
      agent: [{ who: { reference: 'Practitioner/kim', display: '김서연' } }],
      signature: [{ sigFormat: 'application/jose' }],
    });
    const entries = await ward.find('DocumentReference', 'status=current');
    expect(entries.filter((one) => JSON.stringify(one).includes(`Composition/${String(note['id'])}`))).toHaveLength(1);
    const later = await ward.post('save', { id: note['id'], version: signed.body['version'], sections: [] });
    expect(later.fault).toBe('care.document-signed');
  });

  it('are not signed with values that changed or were taken back after they were quoted', async () => {
    await discardDrafts();
    const code = POTASSIUM;
    const result = (value: number, status = 'final') => ({
      ...observation('k2', 'laboratory', code, {
        effectiveDateTime: ago(0.5),
        valueQuantity: quantity(value, 'mmol/L'),
      }),
      status,
    });
    await ward.put(result(5.1));
    const { body } = await ward.post('start', { patient: PATIENT, template: 'progress' });
    const sections = asked(sectionsOf(body)).map((one) => ({
      ...one,
      text: '호전',
      quotes: [{ kind: 'value', of: ['Observation/k2'] }],
    }));
    const note = (await ward.post('save', { id: body['id'], version: body['version'], sections })).body;
    await ward.put(result(5.7));
    const refused = await ward.post('sign', { id: note['id'], version: note['version'] });
    expect(refused).toMatchObject({ status: 409, fault: 'care.quote-changed' });
    expect(refused.message).toContain('칼륨 5.1 mmol/L');
    const refreshed = (await ward.post('save', { id: note['id'], version: note['version'], sections })).body;
    expect(sectionsOf(refreshed)[0]?.quotes[0]?.text).toBe('칼륨 5.7 mmol/L');
    await ward.put(result(5.7, 'entered-in-error'));
    const taken = (await ward.post('save', { id: note['id'], version: refreshed['version'], sections })).body;
    expect(sectionsOf(taken)[0]?.quotes[0]?.void).toBe(true);
    expect((await ward.post('sign', { id: note['id'], version: taken['version'] })).fault).toBe('care.quote-changed');
  });

  it('are co-signed by who was asked, once, and never by their author', async () => {
    await discardDrafts();
    const { id, version } = await ward.written();
    expect((await ward.post('sign', { id, version, supervisor: 'kim' })).fault).toBe('care.co-sign-own');
    const signed = (await ward.post('sign', { id, version, supervisor: 'park' })).body;
    const listed = async () =>
      ((await ward.read('list', { patient: PATIENT })).body['documents'] as { id: string }[]).find(
        (one) => one.id === id,
      );
    expect(await listed()).toMatchObject({
      state: 'signed',
      coSign: { state: 'asked', reference: 'Practitioner/park' },
    });
    const ask = { id, version: signed['version'] };
    expect((await ward.post('co-sign', ask)).fault).toBe('care.co-sign-own');
    expect((await ward.post('co-sign', ask, LEE)).fault).toBe('care.co-sign-not-yours');
    expect((await ward.post('co-sign', ask, PARK)).status).toBe(200);
    expect((await ward.post('co-sign', ask, PARK)).fault).toBe('care.co-sign-not-asked');
    expect(await listed()).toMatchObject({ coSign: { state: 'done' } });
  });

  it('are amended with a reason; both versions stay, each with its signature', async () => {
    await discardDrafts();
    const original = await ward.signed();
    const { id, version } = original;
    expect((await ward.post('amend', { id, version, reason: ' ' })).fault).toBe('care.body-invalid');
    const amendment = (await ward.post('amend', { id, version, reason: '방향 오기: 왼쪽이 아니라 오른쪽' })).body;
    expect(sectionsOf(amendment).map(({ text }) => text)).toEqual(sectionsOf(original).map(({ text }) => text));
    const changed = await ward.filled(amendment, KIM, '오른쪽 폐 하엽');
    const signed = (await ward.post('sign', { id: changed['id'], version: changed['version'] })).body;
    expect(signed['status']).toBe('amended');
    expect((await ward.get(`Composition/${String(id)}`))['status']).toBe('final');
    const lines = (await ward.read('list', { patient: PATIENT })).body['documents'] as { id: string }[];
    expect(lines.find((one) => one.id === id)).toMatchObject({
      state: 'superseded',
      amendedBy: `Composition/${String(signed['id'])}`,
    });
    expect(lines.find((one) => one.id === signed['id'])).toMatchObject({
      state: 'amended',
      reason: '방향 오기: 왼쪽이 아니라 오른쪽',
    });
    for (const one of [id, signed['id']])
      expect((await ward.read('verify', { id: String(one) })).body).toMatchObject({ proven: true });
    expect((await ward.post('amend', { id, version, reason: '다시 고침' })).fault).toBe('care.document-amended');
    const entries = JSON.stringify(await ward.find('DocumentReference', 'status=superseded'));
    expect(entries).toContain(`Composition/${String(id)}`);
  });

  it('are taken back with a reason and stay readable; what an amendment replaced stands again', async () => {
    await discardDrafts();
    const original = await ward.signed();
    const amendment = (
      await ward.post('amend', { id: original['id'], version: original['version'], reason: '방향 오기' })
    ).body;
    const signed = (await ward.post('sign', { id: amendment['id'], version: amendment['version'] })).body;
    const back = { id: signed['id'], version: signed['version'], reason: '다른 환자의 내용' };
    expect((await ward.post('retract', back, LEE)).fault).toBe('care.document-not-yours');
    expect((await ward.post('retract', back)).body['status']).toBe('entered-in-error');
    const lines = (await ward.read('list', { patient: PATIENT })).body['documents'] as { id: string }[];
    expect(lines.find((one) => one.id === original['id'])).toMatchObject({ state: 'signed' });
    expect(lines.find((one) => one.id === signed['id'])).toMatchObject({ state: 'retracted' });
    expect((await ward.read('verify', { id: String(signed['id']) })).body).toMatchObject({ proven: true });
  });

  it('of a role are written by that role, within the reach of who writes', async () => {
    expect((await ward.post('start', { patient: PATIENT, template: 'nursing' }, KIM)).fault).toBe(
      'care.template-not-yours',
    );
    expect((await ward.post('start', { patient: PATIENT, template: 'nursing' }, LEE)).status).toBe(200);
    expect((await ward.post('start', { patient: 'nobody', template: 'progress' })).status).toBe(404);
    expect((await ward.post('start', { patient: OTHER, template: 'progress' }, KIM, ['user/Patient.rs'])).status).toBe(
      403,
    );
    expect((await ward.post('start', { patient: PATIENT, template: 'poem' })).fault).toBe('care.template-unknown');
  });
});
