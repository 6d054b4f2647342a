import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { news2, type News2Input } from './news2.ts';

const WELL: News2Input = {
  respirationRate: 16,
  spo2: 97,
  spo2Scale: 1,
  oxygen: false,
  systolicBP: 120,
  pulse: 70,
  consciousness: 'A',
  temperature: 37,
};
const totalOf = (change: Partial<News2Input>): number => {
  const result = news2({ ...WELL, ...change });
  return result.status === 'complete' ? result.total : Number.NaN;
};

const within = (low: number, high: number): fc.Arbitrary<number> => fc.double({ min: low, max: high, noNaN: true });

describe('NEWS2', () => {
  it('rounds temperature to one decimal before it scores', () => {
    expect(totalOf({ temperature: 38.04 })).toBe(0);
    expect(totalOf({ temperature: 38.05 })).toBe(1);
    expect(totalOf({ temperature: 35.04 })).toBe(3);
    expect(totalOf({ temperature: 39.05 })).toBe(2);
  });

  it('adds 2 for oxygen on both scales, and scores high saturation on scale 2 only on oxygen', () => {
    expect(totalOf({ oxygen: true })).toBe(2);
    expect(totalOf({ oxygen: true, spo2Scale: 2, spo2: 90 })).toBe(2);
    expect(totalOf({ oxygen: true, spo2Scale: 2, spo2: 97 })).toBe(5);
    expect(totalOf({ oxygen: false, spo2Scale: 2, spo2: 97 })).toBe(0);
  });

  it('says every reading that is missing', () => {
    expect(news2({ spo2: 97, oxygen: false })).toEqual({
      status: 'incomplete',
      missing: ['respirationRate', 'systolicBP', 'pulse', 'consciousness', 'temperature'],
    });
  });

  it('gives no score to children, in pregnancy, or of readings no patient has', () => {
    expect(news2({ ...WELL, ageYears: 15 })).toEqual({ status: 'not-applicable', reason: 'under-16' });
    expect(news2({ ...WELL, ageYears: 16 })).toMatchObject({ status: 'complete' });
    expect(news2({ ...WELL, pregnant: true })).toEqual({ status: 'not-applicable', reason: 'pregnant' });
    expect(news2({ ...WELL, pulse: Number.NaN })).toEqual({ status: 'invalid', reason: 'pulse-out-of-range' });
    expect(news2({ ...WELL, systolicBP: 1200 })).toMatchObject({ status: 'invalid' });
  });

  it('is the sum of its scores, from 0 to 20, with a band that fits', () => {
    const readings = fc.record({
      respirationRate: within(4, 60),
      spo2: within(60, 100),
      spo2Scale: fc.constantFrom(1 as const, 2 as const),
      oxygen: fc.boolean(),
      systolicBP: within(50, 260),
      pulse: within(25, 220),
      consciousness: fc.constantFrom('A' as const, 'C' as const, 'V' as const, 'P' as const, 'U' as const),
      temperature: within(30, 43),
    });
    fc.assert(
      fc.property(readings, (input) => {
        const result = news2(input);
        if (result.status !== 'complete') throw new Error(result.status);
        const scores = Object.values(result.parameterScores) as number[];
        expect(result.total).toBe(scores.reduce((sum, one) => sum + one, 0));
        expect(result.total).toBeLessThanOrEqual(20);
        expect(result.singleThree).toBe(scores.includes(3));
        if (result.total >= 7) expect(result.band).toBe('high');
      }),
    );
  });
});
