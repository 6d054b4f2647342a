import { describe, expect, it } from 'vitest';
import type { ResourceOfType } from '../../fhir/index.ts';
import type { Language } from './names.ts';
import { draftOf, type NoteSection } from './note.ts';
import { printDocument, type Printed } from './print.ts';
import { wordsOfPages } from './printed.testing.ts';
import { templateOf } from './templates.ts';

const TEMPLATE = templateOf('progress');
const PERSON: ResourceOfType['Patient'] = {
  resourceType: 'Patient',
  id: 'anna',
  name: [{ text: 'Anna' }, { use: 'official', text: '김안나' }],
  identifier: [{ value: '00012345' }],
  birthDate: '1958-03-05',
  gender: 'female',
};
const NEW_YEAR = '2026-12-31T20:05:00.000Z';
const SECTIONS: readonly NoteSection[] = [
  { key: 'subjective', text: '숨이 차다고 한다.', quotes: [] },
  {
    key: 'objective',
    text: '',
    quotes: [
      {
        kind: 'value',
        of: ['Observation/k'],
        sources: ['Observation/k/_history/1'],
        text: '칼륨 6.4 mmol/L',
        at: NEW_YEAR,
      },
    ],
  },
  { key: 'plan', problem: 'Condition/p', problemName: '폐렴', text: '항생제를 바꾼다.', quotes: [] },
];

interface Told {
  readonly language?: Language;
  readonly sections?: readonly NoteSection[];
  readonly patient?: ResourceOfType['Patient'];
  readonly note?: object;
  readonly proof?: Partial<Printed['proof']>;
}

async function pagesOf({ language = 'ko', sections = SECTIONS, patient = PERSON, note = {}, proof = {} }: Told = {}) {
  const head = {
    template: TEMPLATE,
    language,
    patient: { reference: 'Patient/anna' },
    author: { reference: 'Practitioner/kim', display: '김서연' },
    at: NEW_YEAR,
    number: 'n-77',
  };
  const pdf = await printDocument({
    note: { ...draftOf(head, { sections }), status: 'final', ...note },
    template: TEMPLATE,
    patient,
    proof: { id: 'x', status: 'final', proven: true, unsigned: false, signatures: [], ...proof },
    bundle: { resourceType: 'Bundle', type: 'document' },
    writing: { language, zone: 'Asia/Seoul' },
  });
  return wordsOfPages(pdf);
}

const first = async (told: Told = {}): Promise<string> => (await pagesOf(told))[0] ?? '';

describe('a printed document', () => {
  it('says whose it is: name, birth date, sex and number', async () => {
    const page = await first();
    for (const word of ['김안나', '1958-03-05', '여', '환자번호 00012345', '김서연']) expect(page).toContain(word);
    expect(page).not.toContain('�');
  });

  it('says what is unknown in words, in both languages', async () => {
    const { birthDate: _born, gender: _sex, ...unknown } = PERSON;
    expect(await first({ patient: unknown })).toMatch(/생년월일 모름[\s\S]*성별 모름/);
    expect(await first({ patient: unknown, language: 'en' })).toMatch(/birth date unknown[\s\S]*sex unknown/);
  });

  it('is dated by the clocks of the hospital, with the year that they show', async () => {
    const page = await first();
    expect(page).toContain('2027-01-01 05:05');
    expect(page).not.toContain('2026-01-01');
    expect(page).toContain('칼륨 6.4 mmol/L');
    expect(page).toContain('(2027-01-01 05:05)');
  });

  it('holds every section under its title, and what is about a problem under its name', async () => {
    const page = await first();
    for (const text of ['숨이 차다고 한다.', '폐렴', '항생제를 바꾼다.']) expect(page).toContain(text);
    for (const { key, title } of TEMPLATE.sections)
      if (SECTIONS.some((one) => one.key === key)) expect(page).toContain(title.ko);
    expect(page.indexOf('폐렴')).toBeLessThan(page.indexOf('항생제를 바꾼다.'));
  });

  it('says whether its signatures hold, who signed and as what', async () => {
    const statement = { act: 'co-sign', name: '박교수', at: NEW_YEAR } as never;
    const signatures = [{ provenance: 'Provenance/1', target: 'Composition/x/_history/2', holds: true, statement }];
    const ko = await first({ proof: { signatures } });
    expect(ko).toContain('서명을 확인했습니다');
    expect(ko).toMatch(/박교수\s+공동서명\s+2027-01-01 05:05/);
    const broken = await first({ language: 'en', proof: { proven: false } });
    expect(broken).toContain('The signatures cannot be verified.');
    expect(broken).not.toContain('Signatures verified');
  });

  it('says on top that it was entered in error', async () => {
    const note = { status: 'entered-in-error' };
    const ko = await first({ note });
    expect(ko).toContain('잘못 쓴 것으로 표시된 기록입니다.');
    expect(ko.indexOf('잘못 쓴')).toBeLessThan(ko.indexOf('숨이 차다고'));
    expect(await first({ note, language: 'en' })).toContain('This document was entered in error.');
    expect(await first()).not.toContain('잘못 쓴');
  });

  it('names patient, document, page and number of pages at the foot of every sheet, and loses no line', async () => {
    const lines = Array.from({ length: 120 }, (_, at) => `경과 ${at + 1}번째 줄.`);
    const pages = await pagesOf({ sections: [{ key: 'subjective', text: lines.join('\n'), quotes: [] }] });
    expect(pages.length).toBeGreaterThan(1);
    for (const [at, page] of pages.entries()) {
      expect(page).toContain('김안나');
      expect(page).toContain('n-77');
      expect(page).toContain(`${at + 1} / ${pages.length}`);
    }
    const all = pages.join('\n');
    for (const line of lines) expect(all).toContain(line);
  });

  it('holds a very long name whole', async () => {
    const long = '아주긴이름'.repeat(20);
    const page = await first({ patient: { ...PERSON, name: [{ text: long }] } });
    expect(page.replaceAll(/\s/g, '')).toContain(long);
  });
});
