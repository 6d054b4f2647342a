import { describe, expect, it } from 'vitest';
import { dayOf, YEAR } from '../calendar.ts';
import { personOf, type Person } from '../person/person.ts';
import { Random } from '../random.ts';
import { deathOf, hazard } from './mortality.ts';

const TODAY = dayOf(2026, 11, 24);

function person(age: number, sex: 'male' | 'female', seed = 'mortal'): Person {
  return { ...personOf(new Random(seed), seed, 1, TODAY), sex, birth: Math.floor(TODAY - age * YEAR) };
}

function since(disease: string, years: number): Map<string, number> {
  return new Map([[disease, Math.floor(TODAY - years * YEAR)]]);
}

describe('mortality', () => {
  // Complete life table of Korea 2022 (Statistics Korea), chance to die within a year, in per mille; all causes together.
  it.each([
    [40, 'male', 1.2],
    [60, 'male', 7.4],
    [70, 'male', 18],
    [80, 'male', 52],
    [60, 'female', 2.9],
    [70, 'female', 7.6],
    [80, 'female', 29],
  ] as const)(
    'at %i of %s without the diseases of this room is below %f per mille, and not far below',
    (age, sex, all) => {
      const own = 1000 * hazard(person(age, sex), new Map(), TODAY);
      expect(own).toBeLessThan(all * 1.35);
      expect(own).toBeGreaterThan(all * 0.35);
    },
  );

  it('doubles about every seven years', () => {
    for (const sex of ['male', 'female'] as const) {
      const ratio = hazard(person(77, sex), new Map(), TODAY) / hazard(person(70, sex), new Map(), TODAY);
      expect(ratio).toBeGreaterThan(1.7);
      expect(ratio).toBeLessThan(2.3);
    }
  });

  it('is higher with a deadly disease, and for cancer again lower after five years', () => {
    const none = hazard(person(60, 'male'), new Map(), TODAY);
    const fresh = hazard(person(60, 'male'), since('lungCancer', 1), TODAY);
    const past = hazard(person(60, 'male'), since('lungCancer', 6), TODAY);
    expect(fresh).toBeGreaterThan(none + 0.2);
    expect(past).toBeLessThan(fresh / 3);
  });

  it('kills within the years asked for, or not at all', () => {
    let died = 0;
    for (let at = 0; at < 400; at++) {
      const death = deathOf(person(85, 'male', `old ${at}`), new Map(), TODAY - 3650, TODAY);
      if (death === undefined) continue;
      died++;
      expect(death / 1440).toBeGreaterThan(TODAY - 3650);
      expect(death / 1440).toBeLessThan(TODAY);
    }
    expect(died / 400).toBeGreaterThan(0.25);
    expect(died / 400).toBeLessThan(0.65);
  });

  it('takes hardly any of the young', () => {
    let died = 0;
    for (let at = 0; at < 400; at++)
      if (deathOf(person(30, 'female', `young ${at}`), new Map(), TODAY - 3650, TODAY) !== undefined) died++;
    expect(died).toBeLessThan(8);
  });
});
