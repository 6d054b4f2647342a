import { Buffer } from 'node:buffer';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ResourceOfType } from '../../fhir/index.ts';
import { codeOf, simulated, type PatientChart } from '../testing.ts';

type DocumentReference = ResourceOfType['DocumentReference'];

function textOf({ content }: DocumentReference): string {
  return Buffer.from(content[0]?.attachment.data ?? '', 'base64').toString('utf8');
}

describe('notes', () => {
  let notes: { chart: PatientChart; note: DocumentReference; text: string }[];
  beforeAll(() => {
    notes = simulated(90, 'notes').charts.flatMap((chart) =>
      chart.of('DocumentReference').map((note) => ({ chart, note, text: textOf(note) })),
    );
  });

  function ofKind(loinc: string): typeof notes {
    return notes.filter(({ note }) => codeOf(note.type) === loinc);
  }

  it('are Korean plain text whose size is told', () => {
    expect(notes.length).toBeGreaterThan(200);
    for (const { note, text } of notes) {
      const { attachment } = note.content[0] ?? { attachment: {} };
      expect(text).toMatch(/[가-힣]/);
      expect(text).not.toMatch(/undefined|NaN|\[object/);
      expect(attachment.size).toBe(Buffer.byteLength(text));
      expect(attachment.contentType).toContain('charset=utf-8');
    }
  });

  it('name the patient they are about, with number and sex', () => {
    for (const { chart, text } of notes) {
      expect(text).toContain(chart.patient.name?.[0]?.text);
      expect(text).toContain(chart.patient.identifier?.[0]?.value);
      expect(text).toContain(chart.woman ? ', 여/' : ', 남/');
    }
  });

  it('are of the kinds that a hospital writes', () => {
    for (const loinc of ['11506-3', '34117-2', '18842-5', '34878-9', '11504-8'])
      expect(ofKind(loinc).length, loinc).toBeGreaterThan(0);
  });

  it('quote values that are in the record: pressure of clinic notes', () => {
    let quoted = 0;
    for (const { chart, note, text } of ofKind('11506-3')) {
      const [, pressure] = /혈압 (\d+)\//.exec(text) ?? [];
      const encounter = note.context?.encounter?.[0]?.reference;
      const measured = chart.values('8480-6').filter((one) => one.encounter === encounter);
      if (pressure === undefined || measured.length !== 1) continue;
      quoted++;
      expect(measured[0]?.value).toBe(Number(pressure));
    }
    expect(quoted).toBeGreaterThan(50);
  });

  it('say of allergies what is on record: some, none, or not known', () => {
    for (const { chart, text } of [...ofKind('34878-9'), ...ofKind('34117-2')]) {
      const [, said] = /알레르기: (.+)/.exec(text) ?? [];
      if (said === undefined) continue;
      const recorded = chart.of('AllergyIntolerance').map(({ code }) => code?.text ?? '');
      if (recorded.length === 0) expect(said).toBe('확인되지 않음');
      else
        expect(
          recorded.some((one) => said.includes(one)),
          `${said} for ${recorded.join()}`,
        ).toBe(true);
    }
  });

  it('tell in a summary when the stay was and what the patient goes home with', () => {
    for (const { text } of ofKind('18842-5')) {
      expect(text).toMatch(/입원일: \d{4}-\d\d-\d\d, 퇴원일: \d{4}-\d\d-\d\d/);
      expect(text).toMatch(/퇴원약: |사망/);
    }
  });
});
