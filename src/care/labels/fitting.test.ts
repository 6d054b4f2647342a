import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../../kernel/index.ts';
import { checkDigit } from '../gs1/index.ts';
import { readLabelOrder } from './body.ts';
import { widthOf } from './font.ts';
import {
  bloodLabel,
  milkLabel,
  specimenLabel,
  unitDoseLabel,
  wristbandLabel,
  type Label,
  type LabelPatient,
} from './label.ts';
import { layoutOf, type Layout } from './layout.ts';
import { labelZpl } from './zpl.ts';

const PATIENT = { name: '김민준', number: '00012345', birthDate: '1958-03-05', sex: '남', ward: '61병동' };
const UNIT = { gtin: '08806418001231', lot: 'A1', expiry: '2027-11-30', serial: 'U1', drug: '아스피린 100 mg' };
const BAND = { gsrn: '880641800000000012', instance: '3', patient: PATIENT };
const TUBE = { number: 'L-1', patient: PATIENT, tests: ['CBC'] };
const BAG = { donation: '=W123426000017VY', component: 'RBC', group: 'O Rh+', expiry: '2026-12-24' };
const BOTTLE = { bottle: 'M-1', baby: PATIENT, mother: '이서연', expressedAt: '11-24 08:10' };

const wordsOf = (label: Label): string => [label.title, label.subject ?? '', ...label.lines, ...label.marks].join('\n');

describe('what a label says', () => {
  it('of a tube is whose it is first, in the largest letters', () => {
    const { texts } = layoutOf(specimenLabel({ ...TUBE, stat: true }));
    const largest = texts.toSorted((a, b) => b.size - a.size)[0];
    expect(largest?.text).toBe('김민준');
    expect(texts[0]).toMatchObject({ text: '응급', weight: 'bold' });
    expect(texts[0]?.bar).toBeGreaterThan(0);
  });

  it.each<[string, (language: 'ko' | 'en') => Label, readonly string[], readonly string[]]>([
    [
      'unit dose',
      (language) => unitDoseLabel({ ...UNIT, due: '11-24 18:00', highAlert: true, lookAlike: 'x' }, language),
      ['제조번호 A1', '유효기한 2027-11-30', '투여 11-24 18:00', '고위험', '유사 약품명: x'],
      ['Lot A1', 'Expiry 2027-11-30', 'Due 11-24 18:00', 'HIGH ALERT', 'LOOK-ALIKE: x'],
    ],
    [
      'tube',
      (language) => specimenLabel({ ...TUBE, collectedAt: '08:00', stat: true }, language),
      ['채취 08:00', '응급'],
      ['Collected 08:00', 'STAT'],
    ],
    [
      'bag of blood',
      (language) => bloodLabel({ ...BAG, patient: PATIENT, crossmatchUntil: '12-01' }, language),
      ['O Rh+', '유효기한 2026-12-24', '교차시험 유효 12-01', '김민준'],
      ['O Rh+', 'Expiry 2026-12-24', 'Crossmatch valid until 12-01'],
    ],
    [
      'bottle of milk',
      (language) => milkLabel({ ...BOTTLE, useBefore: '11-25' }, language),
      ['어머니 이서연', '유축 11-24 08:10', '사용기한 11-25'],
      ['Mother 이서연', 'Expressed 11-24 08:10', 'Use before 11-25'],
    ],
  ])('of a %s is there in both languages', (_name, make, korean, english) => {
    for (const text of korean) expect(wordsOf(make('ko'))).toContain(text);
    for (const text of english) expect(wordsOf(make('en'))).toContain(text);
  });

  it('is never an empty word: what is not known is left out, or said to be unknown', () => {
    const bare: LabelPatient = { name: '무명', number: '9' };
    const labels = [
      unitDoseLabel(UNIT),
      unitDoseLabel({ ...UNIT, due: '', patient: bare }),
      specimenLabel({ ...TUBE, patient: bare, collectedAt: '' }),
      bloodLabel(BAG),
      milkLabel({ ...BOTTLE, baby: bare }),
      wristbandLabel({ ...BAND, patient: bare }),
    ];
    for (const label of labels) {
      expect(wordsOf(label)).not.toMatch(/undefined|null/);
      for (const line of label.lines) expect(line.trim()).toBe(line);
      expect(label.lines).not.toContain('투여');
    }
    expect(labels[5]?.lines[0]).toBe('9  미상');
    expect(wristbandLabel({ ...BAND, patient: bare }, 'en').lines[0]).toBe('9  unknown');
  });

  it('of a dose that is for nobody yet names no patient, and no warning that nobody gave', () => {
    const label = unitDoseLabel({ ...UNIT, highAlert: false });
    expect(label).not.toHaveProperty('subject');
    expect(label.marks).toEqual([]);
  });
});

/** All words that were placed, without what breaking of lines takes away. */
const placed = ({ texts }: Layout): string =>
  texts
    .map(({ text }) => text)
    .join('')
    .replaceAll(' ', '');

describe('a label of whatever length', () => {
  const letter = fc.constantFrom(...'가나다라마바사아자차카타파하 ABCxyz-0123');
  const words = fc
    .array(letter, { minLength: 1, maxLength: 110 })
    .map((all) => all.join('').trim())
    .filter((text) => text !== '');

  it('holds every word inside and clear of the symbol, or is refused as too full', () => {
    let fitting = 0;
    fc.assert(
      fc.property(words, words, (drug, name) => {
        const label = unitDoseLabel({ ...UNIT, drug, patient: { ...PATIENT, name }, highAlert: true });
        let layout: Layout;
        try {
          layout = layoutOf(label);
        } catch (error) {
          expect(error).toMatchObject({ code: 'care.label-too-full' });
          return;
        }
        fitting++;
        const { symbol, width } = layout;
        const right = symbol.x + symbol.matrix.size * symbol.module;
        for (const { text, x, y, size, weight } of layout.texts) {
          expect(x + widthOf(text, weight) * size).toBeLessThanOrEqual(width);
          expect(x > right || y > symbol.y + symbol.matrix.size * symbol.module).toBe(true);
          expect(size).toBeGreaterThanOrEqual(1.7);
        }
        for (const text of [drug, name]) expect(placed(layout)).toContain(text.replaceAll(' ', ''));
      }),
      { numRuns: 60 },
    );
    expect(fitting).toBeGreaterThan(10);
  });

  it('no line of words stands on another', () => {
    const { texts } = layoutOf(wristbandLabel({ ...BAND, alerts: ['페니실린 알레르기', '낙상 위험'] }));
    for (const [at, { y }] of texts.entries()) {
      const before = texts[at - 1];
      if (before !== undefined) expect(y).toBeGreaterThanOrEqual(before.y + before.size);
    }
  });

  it('a break or a tab inside a name is a space', () => {
    const { texts } = layoutOf(specimenLabel({ ...TUBE, patient: { ...PATIENT, name: '김\n민\t준\u001B' } }));
    expect(texts.map(({ text }) => text).join('|')).toContain('김 민 준');
    for (const { text } of texts) expect(text).not.toMatch(/\p{Cc}/u);
  });

  it('in dots of a finer printer is as large as in those of a coarse one', () => {
    const numbers = (zpl: string): readonly number[] => /\^PW(\d+)\^LL(\d+)/.exec(zpl)?.slice(1).map(Number) ?? [];
    const label = wristbandLabel(BAND);
    const [coarse, fine] = [numbers(labelZpl(label, 8)), numbers(labelZpl(label, 12))];
    expect(coarse).toEqual([960, 200]);
    expect(fine).toEqual(coarse.map((dots) => dots * 1.5));
  });
});

describe('labels that are asked for', () => {
  const dose = { kind: 'unit-dose', ...UNIT };
  const fault = (label: object, more: object = {}): string => {
    try {
      const { labels } = readLabelOrder(JSON.stringify({ format: 'zpl', labels: [label], ...more }));
      for (const one of labels) layoutOf(one);
      return '';
    } catch (error) {
      return error instanceof OutcomeError ? `${error.code} ${error.message}` : String(error);
    }
  };

  it('of each kind are taken', () => {
    const gsrn = `88064180000000001${checkDigit('88064180000000001')}`;
    expect(fault(dose)).toBe('');
    expect(fault({ kind: 'specimen', ...TUBE })).toBe('');
    expect(fault({ kind: 'wristband', ...BAND, gsrn })).toBe('');
    expect(fault({ kind: 'blood', ...BAG })).toBe('');
    expect(fault({ kind: 'milk', ...BOTTLE })).toBe('');
  });

  it.each<[string, object, string]>([
    ['a wrong check digit', { ...dose, gtin: '08806418001232' }, 'care.label-value'],
    ['a day that is none', { ...dose, expiry: '2027-02-30' }, 'care.label-value'],
    ['a month without its day', { ...dose, expiry: '2027-02' }, 'a date'],
    ['a lot in Hangul', { ...dose, lot: '가나' }, 'care.label-value'],
    ['a lot that is too long', { ...dose, lot: 'A'.repeat(21) }, 'lot'],
    ['no lot', { ...dose, lot: undefined }, 'lot'],
    ['no serial', { ...dose, serial: '' }, 'serial'],
    ['no name of a drug', { ...dose, drug: '  ' }, 'drug'],
    ['a patient without a number', { ...dose, patient: { name: '김민준' } }, 'number'],
    ['a tube without a test', { kind: 'specimen', ...TUBE, tests: [] }, 'tests'],
    [
      'a band of the wrong patient number',
      { kind: 'wristband', ...BAND, gsrn: '880641800000000013' },
      'care.label-value',
    ],
    ['a band without its number', { kind: 'wristband', ...BAND, instance: '' }, 'the number of the band'],
    [
      'more alerts than a band has room for',
      { kind: 'wristband', ...BAND, alerts: ['a', 'b', 'c', 'd', 'e'] },
      'alerts',
    ],
    ['a donation in Hangul', { kind: 'blood', ...BAG, donation: '헌혈' }, 'care.label-value'],
    ['bag of no group', { kind: 'blood', ...BAG, group: ' ' }, 'group'],
    ['a bottle of no mother', { kind: 'milk', ...BOTTLE, mother: '' }, 'mother'],
    ['a kind that is none', { ...dose, kind: 'poster' }, 'kind'],
    ['a word more', { ...dose, price: 1 }, 'price'],
  ])('are refused with %s', (_name, label, says) => {
    expect(fault(label)).toContain(says);
  });

  it('are bounded, for printers that exist', () => {
    expect(fault(dose, { dotsPerMm: 12 })).toBe('');
    expect(fault(dose, { dotsPerMm: 10 })).toContain('dotsPerMm');
    expect(fault(dose, { format: 'png' })).toContain('format');
    expect(fault(dose, { labels: Array.from({ length: 301 }, () => dose) })).toContain('labels');
    expect(readLabelOrder(JSON.stringify({ format: 'pdf', labels: [dose] }))).toMatchObject({ dotsPerMm: 8 });
    expect(() => readLabelOrder('')).toThrow(OutcomeError);
  });
});
