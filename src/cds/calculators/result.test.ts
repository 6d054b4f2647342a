import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodySurface } from './body-surface.ts';
import { anionGap, anionGapWithPotassium, correctedCalcium } from './chemistry.ts';
import { ckdEpi2021 } from './ckd-epi.ts';
import { cockcroftGault } from './cockcroft-gault.ts';
import { correctedQt } from './qtc.ts';
import { compute, calculated, INPUTS, type Calculated } from './result.ts';
import { adjustedWeight, bodyMassIndex, idealWeight } from './weight.ts';

interface Everything {
  readonly age: number | undefined;
  readonly sex: 'male' | 'female' | undefined;
  readonly weight: number | undefined;
  readonly height: number | undefined;
  readonly creatinine: number | undefined;
  readonly sodium: number | undefined;
  readonly potassium: number | undefined;
  readonly chloride: number | undefined;
  readonly bicarbonate: number | undefined;
  readonly calcium: number | undefined;
  readonly albumin: number | undefined;
  readonly qt: number | undefined;
  readonly heartRate: number | undefined;
}

const CALCULATORS: Readonly<
  Record<string, readonly [needs: readonly (keyof Everything)[], run: (all: Everything) => Calculated]>
> = {
  'CKD-EPI': [['creatinine', 'age', 'sex'], ckdEpi2021],
  'Cockcroft-Gault, actual': [['creatinine', 'age', 'sex', 'weight'], (all) => cockcroftGault(all, 'actual')],
  'Cockcroft-Gault, by build': [
    ['creatinine', 'age', 'sex', 'weight', 'height'],
    (all) => cockcroftGault(all, 'by-build'),
  ],
  Mosteller: [['weight', 'height'], (all) => bodySurface(all, 'mosteller')],
  'Du Bois': [['weight', 'height'], (all) => bodySurface(all, 'du-bois')],
  'body mass index': [['weight', 'height'], bodyMassIndex],
  'ideal weight': [['height', 'sex'], idealWeight],
  'adjusted weight': [['weight', 'height', 'sex'], adjustedWeight],
  'anion gap': [['sodium', 'chloride', 'bicarbonate'], anionGap],
  'anion gap with potassium': [['sodium', 'chloride', 'bicarbonate', 'potassium'], anionGapWithPotassium],
  'corrected calcium': [['calcium', 'albumin'], correctedCalcium],
  QTc: [['qt', 'heartRate'], (all) => correctedQt(all, 'fridericia')],
};
const KNOWN: Everything = {
  age: 50,
  sex: 'male',
  weight: 70,
  height: 175,
  creatinine: 1,
  sodium: 140,
  potassium: 4,
  chloride: 104,
  bicarbonate: 24,
  calcium: 9,
  albumin: 4,
  qt: 400,
  heartRate: 70,
};

describe.each(Object.entries(CALCULATORS))('%s', (_, [needs, run]) => {
  it('gives a number with unit and formula where everything is known', () => {
    const result = run(KNOWN);
    expect(result).toMatchObject({ ok: true, unit: expect.any(String), formula: expect.any(String) });
    expect(result.ok && Number.isFinite(result.value)).toBe(true);
  });

  it.each(needs)('gives no number where %s is unknown, and says so in both languages', (name) => {
    const result = run({ ...KNOWN, [name]: undefined });
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.because.en).toMatch(/^cannot be calculated, because .* is not known$/);
    expect(result.because.ko).toMatch(/^계산할 수 없음: .* 모름$/);
  });

  it('gives a finite number or none for any input', () => {
    const any = fc.option(fc.double(), { nil: undefined });
    const inputs = fc.record(Object.fromEntries(needs.filter((name) => name !== 'sex').map((name) => [name, any])));
    fc.assert(
      fc.property(inputs, (given) => {
        const result = run({ ...KNOWN, ...given });
        if (result.ok) expect(Number.isFinite(result.value)).toBe(true);
      }),
    );
  });
});

describe('inputs', () => {
  it('are taken at their bounds, and refused beyond them with the range', () => {
    for (const [name, { low, high, unit }] of Object.entries(INPUTS)) {
      const run = (value: number): Calculated => compute({ [name]: value }, () => calculated(1, '1', 'one'));
      expect([run(low).ok, run(high).ok]).toEqual([true, true]);
      const beyond = run(high + 1);
      expect(beyond.ok ? '' : beyond.because.en).toContain(`${low}–${high} ${unit}`);
    }
  });
});
