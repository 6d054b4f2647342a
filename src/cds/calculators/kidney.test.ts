import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ckdEpi2021 } from './ckd-epi.ts';
import { cockcroftGault, type ClearanceInput } from './cockcroft-gault.ts';
import type { Calculated } from './result.ts';

const valueOf = (result: Calculated, digits: number): number =>
  result.ok ? Number(result.value.toFixed(digits)) : Number.NaN;
const reasonOf = (result: Calculated): string => (result.ok ? '' : result.because.en);

describe('CKD-EPI 2021', () => {
  it('gives the value of the calculator of the National Kidney Foundation', () => {
    expect(ckdEpi2021({ creatinine: 1.2, age: 55, sex: 'male' })).toMatchObject({ unit: 'mL/min/{1.73_m2}', ok: true });
    expect(valueOf(ckdEpi2021({ creatinine: 1.2, age: 55, sex: 'male' }), 0)).toBe(71);
  });

  // Computed apart from this code from the published coefficients, on both sides of kappa for both sexes.
  it.each([
    { creatinine: 0.9, age: 50, sex: 'male' as const, expected: 104.05 },
    { creatinine: 0.6, age: 50, sex: 'male' as const, expected: 117.6 },
    { creatinine: 0.7, age: 50, sex: 'female' as const, expected: 105.3 },
    { creatinine: 0.5, age: 30, sex: 'female' as const, expected: 129.32 },
    { creatinine: 2.1, age: 70, sex: 'female' as const, expected: 24.88 },
  ])('$sex, $age years, creatinine $creatinine: $expected', ({ expected, ...input }) => {
    expect(valueOf(ckdEpi2021(input), 2)).toBe(expected);
  });

  it('says what it lacks, in both languages', () => {
    const unknown = ckdEpi2021({ creatinine: undefined, age: 55, sex: 'male' });
    expect(unknown).toEqual({
      ok: false,
      because: { en: 'cannot be calculated, because creatinine is not known', ko: '계산할 수 없음: 크레아티닌 모름' },
    });
    expect(reasonOf(ckdEpi2021({ creatinine: 1, age: 55, sex: undefined }))).toContain('sex is not known');
  });

  it('is not for children, and not for a creatinine in umol/L', () => {
    expect(reasonOf(ckdEpi2021({ creatinine: 0.4, age: 9, sex: 'male' }))).toContain('adult age 9 is outside 18–125 a');
    expect(reasonOf(ckdEpi2021({ creatinine: 88, age: 40, sex: 'male' }))).toContain('creatinine 88 is outside');
  });

  it('falls as creatinine rises and as years pass', () => {
    const creatinine = fc.double({ min: 0.2, max: 20, noNaN: true });
    const sexes = fc.constantFrom('male' as const, 'female' as const);
    fc.assert(
      fc.property(creatinine, fc.integer({ min: 18, max: 100 }), sexes, (one, age, sex) => {
        const now = valueOf(ckdEpi2021({ creatinine: one, age, sex }), 6);
        expect(valueOf(ckdEpi2021({ creatinine: one * 1.1, age, sex }), 6)).toBeLessThan(now);
        expect(valueOf(ckdEpi2021({ creatinine: one, age: age + 1, sex }), 6)).toBeLessThan(now);
      }),
    );
  });
});

describe('Cockcroft-Gault', () => {
  const man: ClearanceInput = { creatinine: 1.4, age: 65, sex: 'male', weight: 70, height: 175 };

  it.each([
    { ...man, expected: 52.1 },
    { ...man, creatinine: 1, age: 70, weight: 75, expected: 72.9 },
    { ...man, creatinine: 0.9, age: 45, sex: 'female' as const, weight: 60, expected: 74.8 },
  ])(
    'published examples: $sex, $age years, $weight kg, creatinine $creatinine: $expected',
    ({ expected, ...input }) => {
      expect(valueOf(cockcroftGault(input, 'actual'), 1)).toBe(expected);
    },
  );

  it('takes the weight that was chosen, and says so', () => {
    const heavy = { ...man, weight: 120, height: 177.8 };
    expect(cockcroftGault(heavy, 'ideal')).toMatchObject({ formula: 'Cockcroft-Gault, weight ideal' });
    // Ideal 73 kg at 70 inches; adjusted 73 + 0.4 × 47 = 91.8 kg.
    expect(valueOf(cockcroftGault(heavy, 'ideal'), 1)).toBe(54.3);
    expect(valueOf(cockcroftGault(heavy, 'adjusted'), 1)).toBe(68.3);
    expect(valueOf(cockcroftGault(heavy, 'actual'), 1)).toBe(89.3);
  });

  it.each([
    { weight: 50, by: 'actual' },
    { weight: 70, by: 'ideal' },
    { weight: 100, by: 'adjusted' },
  ])('chooses by build: $weight kg at 175 cm takes the $by weight', ({ weight, by }) => {
    expect(cockcroftGault({ ...man, weight }, 'by-build')).toMatchObject({ formula: `Cockcroft-Gault, weight ${by}` });
  });

  it('gives no number without height where the weight needs it, and needs none for the actual weight', () => {
    const flat = { ...man, height: undefined };
    expect(reasonOf(cockcroftGault(flat, 'by-build'))).toContain('height is not known');
    expect(reasonOf(cockcroftGault(flat, 'ideal'))).toContain('height is not known');
    expect(cockcroftGault(flat, 'actual').ok).toBe(true);
  });

  it('gives no number without weight, age, sex or creatinine', () => {
    for (const name of ['weight', 'age', 'sex', 'creatinine'] as const)
      expect(reasonOf(cockcroftGault({ ...man, [name]: undefined }, 'actual'))).toMatch(/is not known/);
  });
});
