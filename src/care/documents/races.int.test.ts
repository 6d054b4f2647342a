import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testStores } from '../../store/index.ts';
import { DocumentWard, KIM, PARK, PATIENT, sectionsOf, asked, type Told } from './testing.ts';

const TABS = 6;

function succeeded(answers: readonly Told[]): readonly Told[] {
  return answers.filter(({ status }) => status === 200);
}

function tabs(work: (tab: number) => Promise<Told>): Promise<readonly Told[]> {
  return Promise.all(Array.from({ length: TABS }, (_, tab) => work(tab)));
}

describe.each(testStores())('many at one document on $name', (server) => {
  let ward: DocumentWard;
  beforeAll(async () => {
    ward = await DocumentWard.open(server);
  });
  afterAll(() => ward.close());

  it('two windows that sign at once make one signature and one entry', async () => {
    const { id, version } = await ward.written();
    const answers = await tabs(() => ward.post('sign', { id, version }));
    expect(succeeded(answers)).toHaveLength(1);
    for (const { status } of answers) expect([200, 409]).toContain(status);
    expect(await ward.find('Provenance', `target=Composition/${String(id)}`)).toHaveLength(1);
    const entries = (await ward.find('DocumentReference', '')).filter((one) =>
      JSON.stringify(one).includes(`Composition/${String(id)}`),
    );
    expect(entries).toHaveLength(1);
  });

  it('a save and a signature at once: what is signed is what was shown, never half of either', async () => {
    for (let round = 0; round < 4; round++) {
      const note = await ward.written();
      const { id, version } = note;
      const sections = asked(sectionsOf(note)).map((one) => ({ ...one, text: `다르게 ${round}` }));
      const [signed, saved] = await Promise.all([
        ward.post('sign', { id, version }),
        ward.post('save', { id, version, sections }),
      ]);
      expect([signed, saved].filter(({ status }) => status === 200)).toHaveLength(1);
      const stored = JSON.stringify(await ward.get(`Composition/${String(id)}`));
      expect(stored.includes('호전 중')).toBe(signed.status === 200);
      if (signed.status !== 200) await ward.post('retract', { id, version: saved.body['version'], reason: '버림' });
    }
  });

  it('two who amend one document: one amendment stands in its place, the other is told', async () => {
    const original = await ward.signed();
    const { id, version } = original;
    const drafts = await Promise.all(
      [KIM, PARK].map((by) => ward.post('amend', { id, version, reason: '오기 수정' }, by)),
    );
    const both = await Promise.all(
      drafts.map(({ body }, at) =>
        ward.post('sign', { id: body['id'], version: body['version'] }, at === 0 ? KIM : PARK),
      ),
    );
    expect(succeeded(both)).toHaveLength(1);
    expect(both.find(({ status }) => status !== 200)?.fault).toBe('care.document-amended');
    const current = (await ward.find('Composition', `related-ref=Composition/${String(id)}&status=amended`)).length;
    expect(current).toBe(1);
  });

  it('windows that begin at once share one draft', async () => {
    const answers = await tabs(() => ward.post('start', { patient: PATIENT, template: 'consult' }, PARK));
    expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1);
  });
});
