import { describe, expect, it } from 'vitest';
import { decimalOf } from '../../kernel/index.ts';
import { allCodes, codesIn, hasCode, labelOf, momentOf, valueIn, wordsOf } from './concept.ts';

const CONCEPT = {
  text: '아스피린 100 mg',
  coding: [
    { system: 'http://www.whocc.no/atc', code: 'B01AC06', display: 'acetylsalicylic acid' },
    { system: 'urn:local', code: 'A1' },
    { display: 'without a code' },
  ],
};

describe('a concept', () => {
  it('has codes by system, and all of them', () => {
    expect(codesIn(CONCEPT, 'http://www.whocc.no/atc')).toEqual(['B01AC06']);
    expect(allCodes(CONCEPT)).toEqual(['B01AC06', 'A1']);
    expect([codesIn(undefined, 'x'), allCodes(undefined)]).toEqual([[], []]);
  });

  it('has words, the text first, and a label from the best of them', () => {
    expect(wordsOf(CONCEPT)).toEqual(['아스피린 100 mg', 'acetylsalicylic acid', 'without a code']);
    expect(labelOf(CONCEPT, 'x')).toBe('아스피린 100 mg');
    expect(labelOf({ coding: [{ code: 'A1' }] }, 'x')).toBe('A1');
    expect(labelOf(undefined, 'x')).toBe('x');
  });

  it('is asked for a status', () => {
    expect(hasCode(CONCEPT, 'A1', 'A2')).toBe(true);
    expect(hasCode(undefined, 'A1')).toBe(false);
  });
});

describe('a quantity', () => {
  it('is read in the unit that is asked for', () => {
    expect(valueIn({ value: 2, code: 'g' }, 'mg')).toBe(2000);
    expect(valueIn({ value: decimalOf('1.50'), code: 'mg' }, 'mg')).toBe(1.5);
    expect(valueIn({ value: 3, unit: '정' }, '정')).toBe(3);
  });

  it('is none across dimensions, in no unit, and without a value', () => {
    expect(valueIn({ value: 2, code: 'mL' }, 'mg')).toBeUndefined();
    expect(valueIn({ value: 2 }, 'mg')).toBeUndefined();
    expect(valueIn({ value: 2, code: 'spoonful' }, 'mg')).toBeUndefined();
    expect(valueIn({ code: 'mg' }, 'mg')).toBeUndefined();
    expect(valueIn(undefined, 'mg')).toBeUndefined();
  });
});

describe('a date', () => {
  it('begins in the zone of the hospital', () => {
    expect(momentOf('2026-11-24', 'Asia/Seoul')).toBe(Date.parse('2026-11-23T15:00:00Z'));
    expect(momentOf('2026-11-24T09:00:00Z', 'Asia/Seoul')).toBe(Date.parse('2026-11-24T09:00:00Z'));
    expect([momentOf(undefined, 'UTC'), momentOf('soon', 'UTC')]).toEqual([undefined, undefined]);
  });
});
