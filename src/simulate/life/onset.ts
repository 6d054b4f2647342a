/**
 * When each lasting disease begins in a life.
 *
 * Every person has a rank for every disease, drawn from what the disease loads on and a part of its own. The disease begins at
 * the age at which its curve (the share of people who have had it) reaches the rank. So the share of ill people at every age is
 * the curve's, and diseases of one factor meet in the same people. Kidney disease advances along the person's filtration rate.
 *
 * Source  data/diseases.ts
 * Proof   ../population.test.ts
 */
import { ageOn, YEAR, type Day } from '../calendar.ts';
import { CURVE_AGES, DISEASES, type Disease } from '../data/diseases.ts';
import type { Person } from '../person/person.ts';
import { WEIGHT_ON_METABOLIC, type Factor } from '../person/traits.ts';
import type { Random } from '../random.ts';

/** First day of each disease that the person ever gets (up to age 105), today or not. */
export type Onsets = ReadonlyMap<string, Day>;

/** The onsets of somebody's life. */
export function onsetsOf(person: Person): Onsets {
  const onsets = new Map<string, Day>();
  for (const disease of DISEASES) {
    const age = onsetAge(disease, person);
    if (age !== undefined) onsets.set(disease.key, Math.floor(person.birth + age * YEAR));
  }
  addComplications(onsets, person.random.stream('complications'));
  return onsets;
}

function onsetAge(disease: Disease, person: Person): number | undefined {
  const curve = person.sex === 'male' ? disease.male : disease.female;
  if ((curve.at(-1) ?? 0) === 0) return undefined;
  const rank = 100 * (1 - shareBelow(liability(disease, person)));
  return ageAt(curve, rank);
}

function liability(disease: Disease, { traits, random }: Person): number {
  const shared = disease.factors.reduce(
    (sum, { factor, weight }) => sum + weight * traits.factors[factor as Factor],
    0,
  );
  return (
    shared + Math.sqrt(Math.max(0.02, 1 - sharedVariance(disease))) * random.stream(`onset/${disease.key}`).normal()
  );
}

/** Variance of what a disease shares with others: two of its factors go together. */
function sharedVariance({ factors }: Disease): number {
  const weightOf = (name: Factor): number => factors.find(({ factor }) => factor === name)?.weight ?? 0;
  const together = 2 * WEIGHT_ON_METABOLIC * weightOf('metabolic') * weightOf('weight');
  return factors.reduce((sum, { weight }) => sum + weight * weight, together);
}

/** The age at which a curve reaches a share; undefined where it never does. */
function ageAt(curve: readonly number[], share: number): number | undefined {
  for (let at = 1; at < curve.length; at++) {
    const [low = 0, high = 0, from = 0, to = 0] = [curve[at - 1], curve[at], CURVE_AGES[at - 1], CURVE_AGES[at]];
    if (share <= high && high > low) return Math.max(0, from + ((to - from) * (share - low)) / (high - low));
  }
  return undefined;
}

/** The standard normal distribution function. Abramowitz and Stegun 26.2.17. */
export function shareBelow(z: number): number {
  const t = 1 / (1 + 0.231_641_9 * Math.abs(z));
  const series =
    t * (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z > 0 ? 1 - tail : tail;
}

function addComplications(onsets: Map<string, Day>, draw: Random): void {
  const [toEye, toNerve, kidneyPace] = [draw.wait(22), draw.wait(26), kidneyLoss(onsets, draw)];
  const diabetes = onsets.get('diabetes');
  if (diabetes !== undefined) {
    onsets.set('retinopathy', Math.floor(diabetes + (4 + toEye) * YEAR));
    onsets.set('neuropathy', Math.floor(diabetes + (5 + toNerve) * YEAR));
  }
  const kidney = onsets.get('ckd3');
  if (kidney === undefined) return;
  onsets.set('ckd4', Math.floor(kidney + (28 / kidneyPace) * YEAR));
  onsets.set('ckd5', Math.floor(kidney + (43 / kidneyPace) * YEAR));
}

/** Diseases that pass or are removed, and the years after which they are no longer told. */
const PASSING: Readonly<Record<string, number>> = {
  colonPolyp: 0,
  ironDeficiency: 1,
  depression: 4,
  atopicDermatitis: 8,
  hyperthyroidism: 10,
  insomnia: 10,
  myoma: 15,
};

/** The onsets without what has long passed by the day on which the hospital gets to know the patient. */
export function withoutPast(onsets: Onsets, registered: Day): Onsets {
  return new Map([...onsets].filter(([disease, onset]) => onset > registered - (PASSING[disease] ?? 200) * YEAR));
}

/** Filtration lost each year of kidney disease, mL/min/1.73 m². */
function kidneyLoss(onsets: Onsets, draw: Random): number {
  return (0.35 + draw.wait(0.8)) * (onsets.has('diabetes') ? 1.4 : 1);
}

/** Filtration rate before any acute illness, mL/min/1.73 m². */
export function filtrationOn(person: Pick<Person, 'birth'>, onsets: Onsets, offset: number, day: Day): number {
  const healthy = Math.max(64, 119 - 0.72 * Math.max(0, ageOn(person.birth, day) - 22) + offset);
  const [third, fourth] = [onsets.get('ckd3'), onsets.get('ckd4')];
  if (third === undefined || fourth === undefined) return healthy;
  const years = (day - third) / YEAR;
  const pace = 28 / Math.max(0.5, (fourth - third) / YEAR);
  if (years < 0) return Math.min(healthy, 58 - years * 5);
  return Math.max(5, 58 - pace * years);
}

/** The diseases that have begun by a day. */
export function begunBy(onsets: Onsets, day: Day): string[] {
  return [...onsets].filter(([, onset]) => onset <= day).map(([key]) => key);
}
