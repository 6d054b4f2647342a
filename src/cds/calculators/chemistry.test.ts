import { describe, expect, it } from 'vitest';
import { anionGap, anionGapWithPotassium, correctedCalcium } from './chemistry.ts';
import { correctedQt, type QtcFormula } from './qtc.ts';
import type { Calculated } from './result.ts';

const valueOf = (result: Calculated): number => (result.ok ? Number(result.value.toFixed(1)) : Number.NaN);
const reasonOf = (result: Calculated): string => (result.ok ? '' : result.because.en);

describe('anion gap', () => {
  const serum = { sodium: 140, chloride: 104, bicarbonate: 24 };

  it('is 12 of 140, 104 and 24, and 16 with a potassium of 4', () => {
    expect(valueOf(anionGap(serum))).toBe(12);
    expect(valueOf(anionGapWithPotassium({ ...serum, potassium: 4 }))).toBe(16);
  });

  it('is not a number where one of them is unknown', () => {
    expect(reasonOf(anionGap({ ...serum, chloride: undefined }))).toContain('chloride is not known');
    expect(reasonOf(anionGapWithPotassium({ ...serum, potassium: undefined }))).toContain('potassium is not known');
  });
});

describe('corrected calcium', () => {
  it('adds 0.8 for each g/dL of albumin below 4', () => {
    expect(valueOf(correctedCalcium({ calcium: 7.6, albumin: 2 }))).toBe(9.2);
    expect(valueOf(correctedCalcium({ calcium: 9.3, albumin: 4 }))).toBe(9.3);
  });

  it('refuses an albumin in g/L and a calcium in mmol/L', () => {
    expect(reasonOf(correctedCalcium({ calcium: 9, albumin: 38 }))).toContain('albumin 38 is outside');
    expect(reasonOf(correctedCalcium({ calcium: 1.2, albumin: 4 }))).toContain('calcium 1.2 is outside');
  });
});

describe('QTc', () => {
  const formulas: readonly QtcFormula[] = ['bazett', 'fridericia', 'framingham', 'hodges'];

  it('is the QT itself at 60 beats, by every formula', () => {
    for (const formula of formulas) expect(valueOf(correctedQt({ qt: 400, heartRate: 60 }, formula))).toBe(400);
  });

  // RR = 0.64 s: square root 0.8, cube root 0.861774.
  it.each([
    ['bazett' as const, 450],
    ['fridericia' as const, 417.7],
    ['framingham' as const, 415.4],
    ['hodges' as const, 419.1],
  ])('of 360 ms at 93.75 beats by %s is %d ms', (formula, expected) => {
    expect(valueOf(correctedQt({ qt: 360, heartRate: 93.75 }, formula))).toBe(expected);
  });

  it('refuses seconds, and an unknown rate', () => {
    expect(reasonOf(correctedQt({ qt: 0.36, heartRate: 80 }, 'bazett'))).toContain('QT interval 0.36 is outside');
    expect(reasonOf(correctedQt({ qt: 360, heartRate: undefined }, 'bazett'))).toContain('heart rate is not known');
  });
});
