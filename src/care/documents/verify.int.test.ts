import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../../store/index.ts';
import { DocumentWard, KIM } from './testing.ts';

interface Proof {
  readonly proven: boolean;
  readonly unsigned: boolean;
  readonly signatures: readonly {
    readonly holds: boolean;
    readonly why?: string;
    readonly statement?: { readonly name: string };
  }[];
}

describe('the proof of a document', () => {
  let ward: DocumentWard;
  let id: string;
  beforeAll(async () => {
    ward = await DocumentWard.open(embeddedTestStore());
  });
  afterAll(() => ward.close());

  const proof = async () => (await ward.read('verify', { id })).body as unknown as Proof;
  /** Somebody with the database at hand changes stored text, past every rule of the house. */
  const tamper = (from: string, to: string) =>
    ward.store.query(`update body set text = replace(text, $1::text, $2::text) where position($1::text in text) > 0`, [
      from,
      to,
    ]);
  const fresh = async () => {
    id = String((await ward.signed(KIM))['id']);
  };

  it('names who signed, and when, from the signature itself', async () => {
    await fresh();
    expect(await proof()).toMatchObject({
      proven: true,
      signatures: [
        { holds: true, statement: { name: '김서연', role: 'physician', act: 'sign', at: '2026-07-01T00:00:00.000Z' } },
      ],
    });
  });

  it('fails where the text was altered in the database', async () => {
    await fresh();
    await tamper('호전 중', '악화 중');
    expect(await proof()).toMatchObject({ proven: false, signatures: [{ holds: false, why: 'altered' }] });
    await tamper('악화 중', '호전 중');
    expect(await proof()).toMatchObject({ proven: true });
  });

  it('fails where the signer’s name in the Provenance was changed, or the signature is gone', async () => {
    await fresh();
    const [provenance = {}] = await ward.find('Provenance', `target=Composition/${id}`);
    await ward.put({ ...provenance, agent: [{ who: { reference: 'Practitioner/park', display: '박민호' } }] });
    expect(await proof()).toMatchObject({ proven: false, signatures: [{ holds: false, why: 'other-signer' }] });
    await ward.put({ ...provenance, target: [{ reference: 'Composition/elsewhere' }] });
    expect(await proof()).toMatchObject({ proven: false, unsigned: true, signatures: [] });
  });

  it('fails where the document was changed past its own routes: the new version has no signature', async () => {
    await fresh();
    const note = await ward.get(`Composition/${id}`);
    await ward.put({ ...note, title: '다른 제목' });
    expect(await proof()).toMatchObject({ proven: false, unsigned: true, signatures: [{ holds: true }] });
  });
});
