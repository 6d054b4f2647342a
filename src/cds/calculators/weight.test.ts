import { describe, expect, it } from 'vitest';
import { bodySurface } from './body-surface.ts';
import type { Calculated } from './result.ts';
import { adjustedWeight, bodyMassIndex, idealWeight } from './weight.ts';

const valueOf = (result: Calculated, digits: number): number =>
  result.ok ? Number(result.value.toFixed(digits)) : Number.NaN;
const reasonOf = (result: Calculated): string => (result.ok ? '' : result.because.en);

describe('ideal and adjusted weight', () => {
  it('is 50 and 45.5 kg at 60 inches, and 2.3 kg more for each inch (Devine)', () => {
    expect(valueOf(idealWeight({ height: 152.4, sex: 'male' }), 1)).toBe(50);
    expect(valueOf(idealWeight({ height: 152.4, sex: 'female' }), 1)).toBe(45.5);
    expect(valueOf(idealWeight({ height: 177.8, sex: 'male' }), 1)).toBe(73);
    expect(valueOf(idealWeight({ height: 165.1, sex: 'female' }), 1)).toBe(57);
  });

  it('adds 0.4 of what is above, and nothing where there is less', () => {
    const tall = { height: 177.8, sex: 'male' as const };
    expect(valueOf(adjustedWeight({ ...tall, weight: 120 }), 1)).toBe(91.8);
    expect(valueOf(adjustedWeight({ ...tall, weight: 60 }), 1)).toBe(60);
  });

  it('is not defined below 152.4 cm: no number is made up', () => {
    expect(reasonOf(idealWeight({ height: 148, sex: 'female' }))).toContain('begins at a height of 152.4 cm');
    expect(reasonOf(adjustedWeight({ height: 148, sex: 'female', weight: 60 }))).toContain('152.4');
  });

  it('says what is unknown', () => {
    expect(reasonOf(idealWeight({ height: undefined, sex: 'male' }))).toContain('height is not known');
    expect(reasonOf(adjustedWeight({ height: 170, sex: 'male', weight: Number.NaN }))).toContain('weight is not known');
  });
});

describe('body mass index', () => {
  it('is weight over height squared', () => {
    expect(valueOf(bodyMassIndex({ weight: 70, height: 175 }), 1)).toBe(22.9);
  });

  it('refuses a height in metres', () => {
    expect(reasonOf(bodyMassIndex({ weight: 70, height: 1.75 }))).toContain('height 1.75 is outside 20–260 cm');
  });
});

describe('body surface', () => {
  it('of 70 kg and 170 cm is 1.82 (Mosteller) and 1.81 (Du Bois)', () => {
    expect(valueOf(bodySurface({ weight: 70, height: 170 }, 'mosteller'), 2)).toBe(1.82);
    expect(valueOf(bodySurface({ weight: 70, height: 170 }, 'du-bois'), 2)).toBe(1.81);
    expect(valueOf(bodySurface({ weight: 20, height: 110 }, 'mosteller'), 2)).toBe(0.78);
  });

  it('needs both', () => {
    expect(reasonOf(bodySurface({ weight: 70, height: undefined }, 'mosteller'))).toContain('height is not known');
    expect(reasonOf(bodySurface({ weight: 0, height: 170 }, 'du-bois'))).toContain('weight 0 is outside');
  });
});
