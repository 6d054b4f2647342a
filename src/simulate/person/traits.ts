/**
 * Traits that people carry through life: build, habits, and the factors on which diseases load.
 *
 * A factor is a standard normal deviate; a disease that loads on it comes earlier to those who have more of it.
 *
 * Source  heights and body mass by age, sex and birth cohort: Size Korea and KNHANES, rounded; smoking: KNHANES
 * Proof   person.test.ts
 */
import { ageOn, civil, YEAR, type Day } from '../calendar.ts';
import type { Random } from '../random.ts';
import { along } from '../table.ts';

export type Factor = 'metabolic' | 'vascular' | 'smoking' | 'atopy' | 'liver' | 'frailty' | 'mood' | 'weight';

export interface Traits {
  readonly adultHeight: number;
  readonly factors: Readonly<Record<Factor, number>>;
  readonly smoking: 'never' | 'former' | 'current';
  readonly drinks: boolean;
  /** How well the person keeps to treatment: 0.3 to 1. */
  readonly adherence: number;
  /** Phase and size of the slow waves of body weight. */
  readonly wave: { readonly phase: number; readonly size: number; readonly years: number };
}

/** How far `weight` follows `metabolic`. */
export const WEIGHT_ON_METABOLIC = 0.6;

export function traitsOf(random: Random, sex: 'male' | 'female', birth: Day): Traits {
  const draw = random.stream('traits');
  const factors = factorsOf(draw);
  return {
    adultHeight: heightOf(draw, sex, birth),
    factors,
    smoking: smokingOf(draw, factors.smoking, sex),
    drinks: draw.chance(sex === 'male' ? 0.7 : 0.45),
    adherence: draw.chance(0.2) ? draw.between(0.3, 0.65) : draw.between(0.75, 1),
    wave: { phase: draw.between(0, 2 * Math.PI), size: draw.between(0.4, 2.2), years: draw.between(2.5, 6) },
  };
}

function factorsOf(draw: Random): Record<Factor, number> {
  const metabolic = draw.normal();
  const rest = Math.sqrt(1 - WEIGHT_ON_METABOLIC ** 2);
  return {
    metabolic,
    vascular: draw.normal(),
    smoking: draw.normal(),
    atopy: draw.normal(),
    liver: draw.normal(),
    frailty: draw.normal(),
    mood: draw.normal(),
    weight: WEIGHT_ON_METABOLIC * metabolic + rest * draw.normal(),
  };
}

function heightOf(draw: Random, sex: 'male' | 'female', birth: Day): number {
  const [year] = civil(birth);
  const cohorts = [1935, 1955, 1975, 1995, 2005];
  const mean = along(
    cohorts,
    sex === 'male' ? [163.5, 167, 172, 174.3, 174.8] : [150.5, 154.5, 159.5, 161.3, 161.5],
    year,
  );
  return draw.normal(mean, sex === 'male' ? 5.7 : 5.2);
}

function smokingOf(draw: Random, factor: number, sex: 'male' | 'female'): Traits['smoking'] {
  if (factor < (sex === 'male' ? -0.15 : 1.55)) return 'never';
  return draw.chance(0.5) ? 'former' : 'current';
}

const CHILD_AGES = [0, 0.25, 0.5, 1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18];
const BOYS = [50, 61, 67.5, 76, 87, 96.5, 103, 109.6, 116, 128, 138.8, 151.4, 164.3, 171.4, 174.5];
const GIRLS = [49.2, 59.8, 66, 74.5, 85.8, 95.4, 102, 108.4, 114.7, 126.7, 139, 152, 157.7, 160, 160.7];
const CHILD_BMI = [13.4, 16.4, 17.2, 17, 16.4, 15.9, 15.7, 15.7, 15.9, 16.9, 18.2, 19.5, 20.5, 21.2, 21.8];

interface Build {
  readonly sex: 'male' | 'female';
  readonly birth: Day;
  readonly traits: Traits;
}

/** Height on a day, cm. The old lose a little. */
export function heightOn({ sex, birth, traits }: Build, day: Day): number {
  const age = ageOn(birth, day);
  const grown = sex === 'male' ? BOYS : GIRLS;
  if (age < 18) return (along(CHILD_AGES, grown, age) * traits.adultHeight) / (grown.at(-1) ?? 170);
  return traits.adultHeight - Math.max(0, age - 55) * 0.07;
}

const ADULT_AGES = [18, 25, 35, 45, 55, 65, 75, 85];
const MEN_BMI = [21.8, 23.6, 25, 25, 24.7, 24.3, 23.6, 22.6];
const WOMEN_BMI = [21, 21.3, 22, 22.8, 23.5, 24.2, 24, 22.9];

/** Body mass index on a day before illness, kg/m²: by age and build, with slow waves. */
export function bodyMassOn({ sex, birth, traits }: Build, day: Day): number {
  const age = ageOn(birth, day);
  const { weight } = traits.factors;
  if (age < 18) return along(CHILD_AGES, CHILD_BMI, age) * (1 + 0.09 * weight);
  const wave = traits.wave.size * 0.35 * Math.sin(traits.wave.phase + (2 * Math.PI * day) / (traits.wave.years * YEAR));
  const mean = along(ADULT_AGES, sex === 'male' ? MEN_BMI : WOMEN_BMI, age);
  return Math.max(15.5, mean + (weight > 0 ? 3.2 : 2.1) * weight + wave);
}
