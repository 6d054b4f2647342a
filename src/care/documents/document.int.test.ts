import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validateResource } from '../../fhir/index.ts';
import { embeddedTestStore } from '../../store/index.ts';
import { ago, asked, DocumentWard, KIM, PATIENT, sectionsOf, type Json } from './testing.ts';

interface Entry {
  readonly fullUrl: string;
  readonly resource: Json;
}

/** The streams of a PDF, unpacked where they are packed. */
function streamsOf(pdf: Buffer): readonly string[] {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/(?<!end)stream\r?\n/g)].map(({ index, 0: head }) => {
    const raw = pdf.subarray(index + head.length, text.indexOf('endstream', index + head.length));
    return (raw[0] === 0x78 ? inflateSync(raw) : raw).toString('utf8');
  });
}

describe('documents as a whole', () => {
  let ward: DocumentWard;
  let note: Json;
  beforeAll(async () => {
    ward = await DocumentWard.open(embeddedTestStore());
    await ward.put({
      resourceType: 'MedicationRequest',
      id: 'home',
      status: 'active',
      intent: 'order',
      category: [{ coding: [{ code: 'discharge' }] }],
      medicationCodeableConcept: { text: '아목시실린 500 mg 캡슐' },
      subject: { reference: `Patient/${PATIENT}` },
      authoredOn: ago(1),
      dosageInstruction: [{ text: '1일 3회 식후, 5일분' }],
    });
    await ward.put({
      resourceType: 'Procedure',
      id: 'tap',
      status: 'completed',
      code: { text: '흉강천자' },
      subject: { reference: `Patient/${PATIENT}` },
      performedDateTime: ago(20),
    });
    const { body } = await ward.post('start', { patient: PATIENT, template: 'discharge' });
    note = body;
  });
  afterAll(() => ward.close());

  it('the discharge summary is composed from the record, with words for the patient', () => {
    const words = Object.fromEntries(
      sectionsOf(note).map(({ key, text, quotes }) => [key, [text, ...quotes.map((one) => one.text)].join('\n')]),
    );
    expect(words['reason']).toContain('기침과 발열');
    expect(words['diagnoses']).toContain('폐렴');
    expect(words['procedures']).toContain('흉강천자');
    expect(words['results']).toContain('칼륨 6.4 mmol/L ▲▲');
    expect(words['drugs']?.trim()).toBe('아목시실린 500 mg 캡슐 · 1일 3회 식후, 5일분');
    expect(words['instructions']).toContain('- 아목시실린 500 mg 캡슐 · 1일 3회 식후, 5일분');
    expect(words['instructions']).toContain('페니실린 알레르기 (아나필락시스, 중증)');
    expect(note['missing']).toEqual(['course', 'follow-up']);
  });

  it('a draft is no document; a signed one holds the Composition first and all that it quotes in the quoted version', async () => {
    const id = String(note['id']);
    expect((await ward.read('/$document', { id })).fault).toBe('care.document-not-signed');
    const sections = sectionsOf(note).map((one) => ({ ...one, text: one.text === '' ? '호전되어 퇴원' : one.text }));
    const saved = (await ward.post('save', { id, version: note['version'], sections: asked(sections) })).body;
    expect((await ward.post('sign', { id, version: saved['version'] })).status).toBe(200);
    await ward.put({ ...(await ward.get('MedicationRequest/home')), status: 'stopped' });

    const { body } = await ward.read('/$document', { id });
    expect(body).toMatchObject({ resourceType: 'Bundle', type: 'document' });
    const entries = body['entry'] as readonly Entry[];
    expect(entries[0]?.resource).toMatchObject({ resourceType: 'Composition', id });
    const held = entries.map(({ resource }) => `${String(resource['resourceType'])}/${String(resource['id'])}`);
    for (const reference of ['Patient/anna', 'Encounter/stay', 'Practitioner/kim', 'Observation/k1', 'Procedure/tap'])
      expect(held).toContain(reference);
    expect(held.filter((one) => one.startsWith('Provenance/'))).toHaveLength(1);
    const drug = entries.find(({ resource }) => resource['id'] === 'home')?.resource;
    expect(drug).toMatchObject({ status: 'active', meta: { versionId: '1' } });
    expect(new Set(entries.map(({ fullUrl }) => fullUrl)).size).toBe(entries.length);
    expect(validateResource(body).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('prints as PDF with the marks of PDF/A-3b: fonts inside, colours defined, and the document attached as data', async () => {
    const { status, body } = await ward.read('print', { id: String(note['id']) }, KIM);
    expect(status).toBe(200);
    const pdf = body as unknown as Buffer;
    const text = pdf.toString('latin1');
    expect(text.startsWith('%PDF-1.7')).toBe(true);
    for (const mark of ['/OutputIntents', '/GTS_PDFA1', '/AFRelationship /Data', '/AF [', '/FontFile2', '/ID ['])
      expect(text).toContain(mark);
    expect(text).not.toContain('/Encrypt');
    expect(text).not.toContain('/BaseFont /Helvetica');
    const streams = streamsOf(pdf);
    const metadata = streams.find((one) => one.includes('pdfaid:part')) ?? '';
    expect(metadata).toContain('<pdfaid:part>3</pdfaid:part>');
    expect(metadata).toContain('<pdfaid:conformance>B</pdfaid:conformance>');
    const attached = streams.find((one) => one.startsWith('{"resourceType":"Bundle"'));
    expect(JSON.parse(attached ?? '{}')).toMatchObject({ type: 'document' });
  });
});
