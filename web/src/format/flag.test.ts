import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLAG_SIGNS, flagOf, isAbnormal, rangeText, usualRange } from './flag.ts';

const RANGE = [{ low: { value: 3.5, unit: 'mmol/L' }, high: { value: 5.1, unit: 'mmol/L' } }];
const said = (code: string) => [{ coding: [{ code }] }];

describe('flags', () => {
  it.each([
    ['HH', 'critical-high'],
    ['H', 'high'],
    ['N', 'normal'],
    ['L', 'low'],
    ['LL', 'critical-low'],
    ['A', 'abnormal'],
  ] as const)('%s', (code, level) => {
    expect(flagOf({ interpretation: said(code) })).toBe(level);
  });

  it('what the laboratory says goes before the range', () => {
    expect(flagOf({ valueQuantity: { value: 6 }, referenceRange: RANGE, interpretation: said('N') })).toBe('normal');
  });

  it('the range decides where the laboratory says nothing', () => {
    expect(flagOf({ valueQuantity: { value: 5.2 }, referenceRange: RANGE })).toBe('high');
    expect(flagOf({ valueQuantity: { value: 3.4 }, referenceRange: RANGE })).toBe('low');
    expect(flagOf({ valueQuantity: { value: 5.1 }, referenceRange: RANGE })).toBe('normal');
    expect(flagOf({ valueQuantity: { value: 90 }, referenceRange: [{ low: { value: 60 } }] })).toBe('normal');
  });

  it('without either it is unknown, which is neither normal nor abnormal', () => {
    expect(flagOf({ valueQuantity: { value: 5 } })).toBe('unknown');
    expect(flagOf({ valueQuantity: { value: 5 }, referenceRange: [{ text: 'see note' }] })).toBe('unknown');
    expect(isAbnormal('unknown')).toBe(false);
  });

  it('takes the normal range, not that of a treatment', () => {
    const therapeutic = { type: { coding: [{ code: 'treatment' }] }, low: { value: 100 } };
    expect(usualRange([therapeutic, ...RANGE])).toEqual({ low: 3.5, high: 5.1 });
  });

  it('agrees with comparing, for any value and range', () => {
    const number = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(number, number, number, (value, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const level = flagOf({
          valueQuantity: { value },
          referenceRange: [{ low: { value: low }, high: { value: high } }],
        });
        expect(level).toBe(value < low ? 'low' : value > high ? 'high' : 'normal');
      }),
    );
  });

  it('every abnormal flag has a sign of its own, so that colour is never alone', () => {
    const signs = Object.entries(FLAG_SIGNS).filter(([level]) => isAbnormal(level as keyof typeof FLAG_SIGNS));
    expect(signs.every(([, sign]) => sign !== '')).toBe(true);
    expect(new Set(signs.map(([, sign]) => sign)).size).toBe(signs.length);
  });
});

describe('reference ranges', () => {
  it('as text', () => {
    expect(rangeText(RANGE)).toBe('3.5–5.1');
    expect(rangeText(RANGE, 'en')).toBe('3.5–5.1 mmol/L');
    expect(rangeText([{ high: { value: 200 } }])).toBe('≤ 200');
    expect(rangeText([{ low: { value: { rawJSON: '60.0' } } }])).toBe('≥ 60.0');
    expect(rangeText([{ text: 'negative' }])).toBe('negative');
    expect(rangeText(undefined)).toBe('');
  });
});
