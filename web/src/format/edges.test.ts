import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HumanName } from '../fhir/types.ts';
import { ageText } from './age.ts';
import { conceptText, systemText } from './code.ts';
import { agoText, dateText, dateTimeText, timeOf, typedDate } from './date.ts';
import { dosageText } from './dosage.ts';
import { flagOf, rangeText, usualRange, type FlagLevel } from './flag.ts';
import { humanNameText, shownName } from './name.ts';
import { doseRangeText, doseText, doseValueText, quantityText, valueText } from './quantity.ts';

const plain = (text: string) => text.replaceAll('\u00A0', ' ');

describe('a dose that could be misread', () => {
  it.each([
    [{ value: 50, unit: '\u03bcg' }, '50마이크로그램', '50 micrograms'],
    [{ value: 50, unit: '\u00b5g' }, '50마이크로그램', '50 micrograms'],
    [{ value: 50, unit: '\u338d' }, '50마이크로그램', '50 micrograms'],
    [{ value: 50, unit: 'mcg' }, '50마이크로그램', '50 micrograms'],
    [{ value: 10, code: 'U' }, '10단위', '10 units'],
    [{ value: 4000, code: '[iU]' }, '4,000국제단위', '4,000 international units'],
    [{ value: 8, code: 'U/h', unit: 'U/h' }, '8단위/h', '8 units/h'],
    [{ value: 0.1, code: 'ug/kg/min' }, '0.1마이크로그램/kg/min', '0.1 micrograms/kg/min'],
    [{ value: 100, code: 'mL/h' }, '100mL/h', '100 mL/h'],
    [{ value: 5, code: 'mg/kg' }, '5mg/kg', '5 mg/kg'],
    [{ value: 2, code: '[drp]' }, '2방울', '2 drops'],
    [{ value: 1, code: '{puff}' }, '1회 분무', '1 puff'],
  ])('%j has its unit in words', (dose, ko, en) => {
    expect(plain(doseText(dose, 'ko')).replace(/ /g, '')).toBe(ko.replace(/ /g, ''));
    expect(plain(doseText(dose, 'en'))).toBe(en);
  });

  it.each([
    [0.000_000_25, '0.00000025'],
    [1e-7, '0.0000001'],
    [0.1 + 0.2, '0.3'],
    [1e6, '1000000'],
  ])('%d is written out, without an exponent and without noise', (value, text) =>
    expect(doseValueText(value)).toBe(text),
  );

  it('whatever it is, is read back as the same number', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e7, noNaN: true }), (value) => {
        const text = doseValueText(value);
        expect(text).toMatch(/^\d+(\.\d+)?$/);
        expect(Number(text) / value).toBeCloseTo(1, 6);
      }),
    );
  });

  it('never has the number of one unit before the other unit of a range', () => {
    const mixed = { low: { value: 500, unit: 'mg', code: 'mg' }, high: { value: 1, unit: 'g', code: 'g' } };
    expect(plain(doseRangeText(mixed, 'en'))).toBe('500 mg – 1 g');
    const same = { low: { value: 1000, code: 'mg' }, high: { value: 2000, code: 'mg' } };
    expect(plain(doseRangeText(same, 'en'))).toBe('1,000–2,000 mg');
    expect(plain(doseRangeText({ high: { value: 2, code: '{tbl}' } }, 'ko'))).toBe('2정');
    expect(doseRangeText({}, 'ko')).toBe('');
  });

  it('of nought is nought, and of nothing is nothing', () => {
    expect(plain(doseText({ value: 0, code: 'mg' }, 'ko'))).toBe('0 mg');
    expect(doseText({ code: 'mg' }, 'ko')).toBe('');
  });

  it('within an instruction keeps its words', () => {
    const drip = { doseAndRate: [{ rateQuantity: { value: 8, code: 'U/h' } }] };
    expect(dosageText(drip, 'en')).toBe('at 8 units/h');
    const between = { low: { value: 2, code: 'mL/h' }, high: { value: 8, code: 'mL/h' } };
    expect(dosageText({ doseAndRate: [{ rateRange: between }] }, 'ko')).toBe('속도 2–8 mL/h');
    const limit = { numerator: { value: 100, code: 'U' }, denominator: { value: 1, code: 'd' } };
    expect(dosageText({ ...drip, maxDosePerPeriod: limit }, 'en')).toContain('at most 100 units / 1 d');
  });
});

describe('a measured value', () => {
  it.each([
    [{ rawJSON: '7.00' }, '7.00'],
    [{ rawJSON: '1.0E3' }, '1000'],
    [-2.5, '-2.5'],
    [0, '0'],
    [0.999_96, '1'],
    [-0.123_456, '-0.123'],
    [12_345.678_91, '12346'],
  ])('%j is %s', (value, text) => expect(valueText(value)).toBe(text));

  it('never loses more than the calculated digits', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 100_000, noNaN: true }), (value) => {
        expect(Math.abs(Number(valueText(value)) - value) / value).toBeLessThan(0.05);
      }),
    );
  });

  it('has its comparator and unit; without a value it is nothing', () => {
    expect(quantityText({ value: 90, comparator: '>', unit: 'mL/min/1.73.m2' }, 'ko')).toBe('>90 mL/min/1.73 m²');
    expect(quantityText({ unit: 'mg' }, 'ko')).toBe('');
    expect(quantityText({ value: 7.4, code: '[pH]' }, 'ko')).toBe('7.4');
  });
});

describe('a flag', () => {
  const range = [{ low: { value: 3 }, high: { value: 5 } }];
  const said = (...codes: string[]) => [{ coding: codes.map((code) => ({ code })) }];

  it.each<[number, '<' | '<=' | '>' | '>=', FlagLevel]>([
    [2, '<', 'low'],
    [3, '<', 'low'],
    [4, '<', 'unknown'],
    [10, '<', 'unknown'],
    [3, '<=', 'unknown'],
    [6, '>', 'high'],
    [5, '>', 'high'],
    [4, '>', 'unknown'],
    [1, '>', 'unknown'],
    [5, '>=', 'unknown'],
  ])('of what is %d %s the true value is said only where it is known', (value, comparator, level) => {
    expect(flagOf({ valueQuantity: { value, comparator }, referenceRange: range })).toBe(level);
  });

  it.each<[number, '<' | '>', { low?: { value: number }; high?: { value: number } }, FlagLevel]>([
    [0.5, '<', { high: { value: 5 } }, 'normal'],
    [0.01, '<', { low: { value: 0 }, high: { value: 0.04 } }, 'normal'],
    [10, '<', { high: { value: 5 } }, 'unknown'],
    [90, '>', { low: { value: 60 } }, 'normal'],
    [50, '>', { low: { value: 60 } }, 'unknown'],
    [100, '>', { high: { value: 200 } }, 'unknown'],
  ])('%d with %s against %j is %s', (value, comparator, bounds, level) => {
    expect(flagOf({ valueQuantity: { value, comparator }, referenceRange: [bounds] })).toBe(level);
  });

  it('agrees with every true value that a comparator allows', () => {
    const sign = fc.constantFrom('<' as const, '>' as const);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), sign, (value, comparator) => {
        const level = flagOf({ valueQuantity: { value, comparator }, referenceRange: range });
        const allowed = Array.from({ length: 200 }, (_, at) => at / 10 + 0.05).filter((one) =>
          comparator === '<' ? one < value : one > value,
        );
        const levels = new Set(allowed.map((one) => (one < 3 ? 'low' : one > 5 ? 'high' : 'normal')));
        expect(level).toBe(levels.size === 1 ? [...levels][0] : 'unknown');
      }),
    );
  });

  it('is the gravest of what the laboratory says', () => {
    expect(flagOf({ interpretation: said('A', 'HH') })).toBe('critical-high');
    expect(flagOf({ interpretation: said('N', 'L') })).toBe('low');
    expect(flagOf({ interpretation: [...said('H'), ...said('LL')] })).toBe('critical-low');
  });

  it('is not made of a code that nobody knows', () => {
    expect(flagOf({ interpretation: said('constructor') })).toBe('unknown');
    expect(flagOf({ interpretation: said('S'), valueQuantity: { value: 9 }, referenceRange: range })).toBe('high');
    expect(flagOf({})).toBe('unknown');
  });

  it('of a range without bounds is none, and its words are kept', () => {
    expect(usualRange([{ text: '음성' }])).toBeUndefined();
    expect(rangeText([{ text: '음성' }], 'ko')).toBe('음성');
    expect(rangeText([{ low: { value: 0 }, high: { value: 0 } }])).toBe('0–0');
    expect(rangeText([])).toBe('');
  });
});

describe('a name', () => {
  const kim: HumanName = { use: 'official', family: '김', given: ['민준'] };

  it('of somebody with one word only is that word', () => {
    expect(humanNameText({ given: ['Madonna'] })).toBe('Madonna');
    expect(humanNameText({ family: '황보' })).toBe('황보');
    expect(humanNameText({ family: '', given: [''], text: '신원 미상 1' })).toBe('신원 미상 1');
  });

  it('that is official goes before a nickname, in whichever order they stand', () => {
    const nick: HumanName = { use: 'nickname', text: '민준이' };
    expect(shownName([nick, kim], 'ko').primary).toBe('김민준');
    expect(shownName([nick], 'ko').primary).toBe('민준이');
  });

  it('in the other script is shown rather than none', () => {
    expect(shownName([kim], 'en')).toEqual({ primary: '김민준', secondary: undefined });
    expect(shownName([{ ...kim, text: 'Kim Min-jun' }], 'en')).toEqual({ primary: 'Kim Min-jun', secondary: '김민준' });
    expect(shownName([{ use: 'old', family: '이', given: ['민준'] }], 'ko').primary).toBe('');
  });
});

describe('an age', () => {
  const at = new Date(2026, 10, 24).getTime();
  it.each([
    ['2026-11-24', '생후 0일', '0 days'],
    ['2026-11-23', '생후 1일', '1 day'],
    ['2026-10-27', '생후 28일', '28 days'],
    ['2026-10-24', '1개월', '1 month'],
    ['2024-11-25', '23개월', '23 months'],
    ['2024-11-24', '2세', '2 y'],
    ['1926', '약 100세', 'about 100 y'],
    ['2030', '', ''],
    ['unknown', '', ''],
  ])('born %s is %s', (born, ko, en) => {
    expect(ageText(born, at, 'ko')).toBe(ko);
    expect(ageText(born, at, 'en')).toBe(en);
  });

  it('at a time that is not known is not said', () => {
    for (const language of ['ko', 'en'] as const) expect(ageText('1961-03-02', Number.NaN, language)).toBe('');
  });

  it('never goes down as days go by', () => {
    fc.assert(
      fc.property(fc.integer({ min: 800, max: 36_000 }), (days) => {
        const years = (one: number) => Number.parseInt(ageText('1950-02-28', one, 'en'), 10);
        const day = new Date(1950, 1, 28 + days).getTime();
        expect(years(new Date(1950, 1, 29 + days).getTime()) - years(day)).toBeOneOf([0, 1]);
      }),
    );
  });
});

describe('a date', () => {
  it.each([
    ['2024-02-29', '2024-02-29', '29 Feb 2024'],
    ['2024-05', '2024-05', 'May 2024'],
    ['2024', '2024', '2024'],
    ['', '', ''],
    ['unknown', 'unknown', 'unknown'],
  ])('%s is said no more exactly than it is known', (text, ko, en) => {
    expect([dateText(text, 'ko'), dateText(text, 'en')]).toEqual([ko, en]);
    expect([dateTimeText(text, 'ko'), dateTimeText(text, 'en')]).toEqual([ko, en]);
  });

  it('that cannot be is shown as it is written', () => {
    expect(dateTimeText('2024-02-01T99:00:00Z', 'ko')).toBe('2024-02-01T99:00:00Z');
    expect(timeOf('soon')).toBeNaN();
  });

  it('is one moment in whichever zone it is written', () => {
    expect(timeOf('2026-07-01T09:00:00+09:00')).toBe(timeOf('2026-07-01T00:00:00Z'));
    expect(dateTimeText('2026-07-01T09:00:00+09:00', 'ko')).toBe(dateTimeText('2026-07-01T00:00:00Z', 'ko'));
  });

  it('a moment ago is now, and what comes is not called ago', () => {
    expect(agoText(1_000_000, 1_030_000, 'en')).toMatch(/this minute|now|0 minutes/);
    expect(agoText(7_200_000, 0, 'en')).toBe('in 2 hours');
    expect(agoText(7_200_000, 0, 'ko')).toBe('2시간 후');
  });

  it.each([
    ['000101', '2000-01-01'],
    ['991231', '1999-12-31'],
    ['240229', '2024-02-29'],
    ['250229', undefined],
    ['1958년 3월 5일', '1958-03-05'],
    [' 1958. 3. 5. ', '1958-03-05'],
  ])('typed as %s', (typed, date) => {
    expect(typedDate(typed, Date.parse('2026-11-24T12:00:00Z'))).toBe(date);
  });
});

describe('a code', () => {
  it('is shown where nothing else is, and an empty concept as nothing', () => {
    expect(conceptText({ text: '', coding: [{ code: 'E11.9' }] }, 'ko')).toBe('E11.9');
    expect(conceptText({ coding: [] }, 'en')).toBe('');
    expect(systemText('urn:x')).toBe('urn:x');
  });
});
