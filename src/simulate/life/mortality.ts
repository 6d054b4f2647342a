/**
 * Who dies, and when: Gompertz mortality by age and sex, plus what diseases add.
 *
 * Source  life table of Korea 2022 (Statistics Korea), fitted; disease shares in data/diseases.ts
 * Proof   mortality.test.ts, ../population.test.ts
 */
import { ageOn, DAY, YEAR, type Day, type Minute } from '../calendar.ts';
import { diseaseOf } from '../data/diseases.ts';
import type { Person } from '../person/person.ts';
import { begunBy, type Onsets } from './onset.ts';

/** Yearly chance to die of anything but the diseases of this room. */
function ordinary(age: number, sex: 'male' | 'female'): number {
  if (age < 1) return 0.002;
  return 0.000_06 + (sex === 'male' ? 0.000_021 : 0.000_008) * Math.exp(age * (sex === 'male' ? 0.095 : 0.101));
}

/** Yearly chance to die, all causes. Cancers of which somebody has not died for five years count for a tenth. */
export function hazard(person: Person, onsets: Onsets, day: Day): number {
  let sum = ordinary(ageOn(person.birth, day), person.sex);
  for (const disease of begunBy(onsets, day)) {
    const { deadly } = diseaseOf(disease);
    const cured = disease.endsWith('Cancer') && day - (onsets.get(disease) ?? day) > 5 * YEAR;
    sum += (deadly / 100) * (cured ? 0.1 : 1);
  }
  return sum;
}

/** The minute of death between two days; undefined for those who live on. */
export function deathOf(person: Person, onsets: Onsets, from: Day, until: Day): Minute | undefined {
  const draw = person.random.stream('death');
  const step = 91;
  for (let day = from + 30; day < until - 2; day += step) {
    if (!draw.chance((hazard(person, onsets, day) * step) / YEAR)) continue;
    const on = Math.min(until - 2, day + draw.whole(0, step - 1));
    return on * DAY + draw.whole(0, DAY - 1);
  }
  return undefined;
}
