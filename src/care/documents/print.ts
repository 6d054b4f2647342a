/**
 * A document for printing and for handing out: PDF/A-3b with the FHIR document attached, so that paper and data go together.
 *
 * Level b: the look is kept (fonts embedded, colours defined, metadata inside). The structure of level a (reading order, tags)
 * is not written. No validator runs here; the test checks the marks of the standard one by one.
 *
 * Unit    points (1/72 inch)
 * Source  ISO 19005-3 as pdfkit writes it
 * Proof   print.test.ts, document.int.test.ts
 */
import { Buffer } from 'node:buffer';
import Pdf from 'pdfkit';
import type { Bundle, ResourceOfType } from '../../fhir/index.ts';
import { writeJson } from '../../kernel/index.ts';
import { withFonts } from '../labels/font.ts';
import type { DocumentProof } from './verify.ts';
import { clockYear, type Fact, type Writing } from './fact.ts';
import { contentOf, type Composition, type NoteSection } from './note.ts';
import type { Template } from './templates.ts';
import { calledName } from './ward.ts';

const MARGIN = 54;
const SMALL = 8.5;
const TEXT = 10;

/** What is printed. */
export interface Printed {
  readonly note: Composition;
  readonly template: Template | undefined;
  readonly patient: ResourceOfType['Patient'];
  readonly proof: DocumentProof;
  readonly bundle: Bundle;
  readonly writing: Writing;
}

/** Options that the types of the library do not name. */
interface Archive {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly relationship: string;
}

/** The document as PDF. */
export function printDocument(printed: Printed): Promise<Buffer> {
  const { note, patient, bundle } = printed;
  const document = withFonts(
    new Pdf({
      size: 'A4',
      margin: MARGIN,
      bufferPages: true,
      pdfVersion: '1.7',
      subset: 'PDF/A-3b',
      lang: note.language === 'en' ? 'en' : 'ko',
      displayTitle: true,
      font: '',
      info: { Title: `${note.title} — ${calledName(patient)}`, Author: note.author[0]?.display ?? '', Creator: 'Maru' },
    }),
  );
  const file: Archive = {
    name: 'document.json',
    type: 'application/fhir+json',
    description: 'FHIR R4 document',
    relationship: 'Data',
  };
  document.file(Buffer.from(writeJson(bundle), 'utf8'), file);
  head(document, printed);
  body(document, printed);
  signatures(document, printed);
  feet(document, printed);
  return finished(document);
}

function finished(document: PDFKit.PDFDocument): Promise<Buffer> {
  const parts: Buffer[] = [];
  return new Promise((resolve, reject) => {
    document.on('data', (part: Buffer) => parts.push(part));
    document.on('end', () => resolve(Buffer.concat(parts)));
    document.on('error', reject);
    document.end();
  });
}

function words(ko: string, en: string, { writing }: Printed): string {
  return writing.language === 'ko' ? ko : en;
}

function head(document: PDFKit.PDFDocument, printed: Printed): void {
  const { note, patient, writing } = printed;
  document.font('bold').fontSize(18).text(note.title);
  document.moveDown(0.3);
  const number = patient.identifier?.[0]?.value ?? patient.id ?? '';
  const facts = [
    calledName(patient),
    patient.birthDate ?? words('생년월일 모름', 'birth date unknown', printed),
    SEX[writing.language][patient.gender ?? 'unknown'],
    `${words('환자번호', 'No.', printed)} ${number}`,
  ];
  document.font('regular').fontSize(TEXT).text(facts.join('   '), { lineGap: 3 });
  const by = [note.author[0]?.display ?? '', clockYear(note.date, writing)].join('   ');
  document.fontSize(SMALL).fillColor('#555555').text(by).fillColor('black');
  line(document);
}

const SEX = {
  ko: { male: '남', female: '여', other: '기타', unknown: '성별 모름' },
  en: { male: 'male', female: 'female', other: 'other', unknown: 'sex unknown' },
} as const;

function line(document: PDFKit.PDFDocument): void {
  const y = document.y + 5;
  document
    .moveTo(MARGIN, y)
    .lineTo(document.page.width - MARGIN, y)
    .lineWidth(0.6)
    .strokeColor('#999999')
    .stroke();
  document.y = y + 9;
}

function body(document: PDFKit.PDFDocument, printed: Printed): void {
  const { note, template } = printed;
  if (note.status === 'entered-in-error')
    document
      .font('bold')
      .fontSize(12)
      .fillColor('#b3261e')
      .text(words('잘못 쓴 것으로 표시된 기록입니다.', 'This document was entered in error.', printed))
      .fillColor('black');
  let problem: string | undefined;
  for (const section of contentOf(note, undefined).sections) {
    if (section.problem !== undefined && section.problem !== problem) title(document, section.problemName ?? '', 12);
    problem = section.problem;
    const known = template?.sections.find(({ key }) => key === section.key);
    title(document, known?.title[printed.writing.language] ?? section.key, 10.5);
    paragraphs(document, section, printed);
  }
}

/** A title never stands alone at the foot of a page. */
function title(document: PDFKit.PDFDocument, text: string, size: number): void {
  if (document.y > document.page.height - MARGIN - 60) document.addPage();
  document.moveDown(0.4).font('bold').fontSize(size).text(text);
  document.moveDown(0.15);
}

function paragraphs(document: PDFKit.PDFDocument, { text, quotes }: NoteSection, printed: Printed): void {
  document.font('regular').fontSize(TEXT);
  if (text.trim() !== '') document.text(text.trim(), { lineGap: 2.5 });
  for (const quote of quotes) document.text(`•  ${quoteText(quote, printed)}`, { indent: 6, lineGap: 2 });
}

function quoteText({ kind, text, at }: Fact, { writing }: Printed): string {
  return at === undefined || kind === 'range' ? text : `${text}  (${clockYear(at, writing)})`;
}

function signatures(document: PDFKit.PDFDocument, printed: Printed): void {
  const { proof, writing } = printed;
  document.moveDown(0.8);
  line(document);
  const verdict = proof.proven
    ? words(
        '서명을 확인했습니다. 서명한 뒤에 바뀌지 않았습니다.',
        'Signatures verified; nothing changed since.',
        printed,
      )
    : words('서명을 확인할 수 없습니다.', 'The signatures cannot be verified.', printed);
  document.font('bold').fontSize(SMALL).text(verdict, { lineGap: 2 });
  document.font('regular');
  for (const { statement, provenance } of proof.signatures) {
    if (statement === undefined) continue;
    const act = ACTS[statement.act]?.[writing.language] ?? statement.act;
    document.text(`${statement.name}   ${act}   ${clockYear(statement.at, writing)}   ${provenance}`, { lineGap: 2 });
  }
  document.text(
    words(
      'FHIR 문서(document.json)가 이 파일에 붙어 있습니다.',
      'The FHIR document is attached (document.json).',
      printed,
    ),
  );
}

const ACTS: Readonly<Record<string, Readonly<Record<'ko' | 'en', string>>>> = {
  sign: { ko: '작성 서명', en: 'signed as author' },
  amend: { ko: '수정 서명', en: 'signed the amendment' },
  'co-sign': { ko: '공동서명', en: 'co-signed' },
  retract: { ko: '취소 서명', en: 'took it back' },
};

/** Whose, which page of how many: a sheet that was lost from its pile is told from others. */
function feet(document: PDFKit.PDFDocument, { note, patient }: Printed): void {
  const { start, count } = document.bufferedPageRange();
  for (let at = start; at < start + count; at++) {
    document.switchToPage(at);
    document.page.margins.bottom = 0;
    const text = `${calledName(patient)} · ${note.title} · ${note.identifier?.value ?? ''} · ${at + 1} / ${count}`;
    document
      .font('regular')
      .fontSize(7.5)
      .fillColor('#666666')
      .text(text, MARGIN, document.page.height - 34, { width: document.page.width - 2 * MARGIN, align: 'center' });
  }
}
