import { describe, expect, it } from 'vitest';
import type { EntryLine } from './api.ts';
import { differs, isValue, liveFlag } from './live-flag.ts';

const potassium: EntryLine = {
  code: '2823-3',
  ko: '칼륨',
  en: 'Potassium',
  unit: 'mmol/L',
  digits: 1,
  limits: { low: '3.5', high: '5.1', criticalLow: '2.8', criticalHigh: '6.0' },
  delta: { percent: 25, days: 3 },
  earlier: { value: '4.0', at: '2026-07-01T00:00:00Z' },
  abnormal: [],
  critical: [],
};
const group: EntryLine = { ...potassium, words: ['A', 'B'], limits: {}, earlier: { value: 'A', at: '2020-01-01' } };
const AT = Date.parse('2026-07-03T00:00:00Z');

describe('a value that is being typed', () => {
  it('is flagged as the house flags it', () => {
    expect(['2.8', '2.9', '3.5', '5.1', '5.2', '6.0', '', 'x'].map((one) => liveFlag(potassium, one))).toEqual([
      'critical-low',
      'low',
      'normal',
      'normal',
      'high',
      'critical-high',
      'unknown',
      'unknown',
    ]);
    const culture = { ...group, words: ['no-growth', 'yeast'], critical: ['yeast'] };
    expect([liveFlag(culture, 'yeast'), liveFlag(culture, 'no-growth'), liveFlag(group, 'A')]).toEqual([
      'critical',
      'normal',
      'unknown',
    ]);
  });

  it('differs from the last one only within the days and beyond the percent', () => {
    expect([differs(potassium, '5.0', AT), differs(potassium, '5.1', AT)]).toEqual([false, true]);
    expect(differs(potassium, '9.9', Date.parse('2026-07-05T00:00:00Z'))).toBe(false);
    expect([differs(group, 'A', AT), differs(group, 'B', AT)]).toEqual([false, true]);
  });

  it('is a number with its digits, a word of the analyte, or free text', () => {
    expect(['4.20', '-1', '4,2', '4.2 mmol', ''].map((one) => isValue(potassium, one))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect([isValue(group, 'A'), isValue(group, 'C')]).toEqual([true, false]);
    expect([isValue({}, 'seen'), isValue({}, ' ')]).toEqual([true, false]);
  });
});
