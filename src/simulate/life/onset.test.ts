import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageOn, dayOf, YEAR } from '../calendar.ts';
import { CURVE_AGES, diseaseOf, DISEASES } from '../data/diseases.ts';
import { personOf, type Person } from '../person/person.ts';
import { Random } from '../random.ts';
import { along } from '../table.ts';
import { begunBy, filtrationOn, onsetsOf, shareBelow, withoutPast } from './onset.ts';

const TODAY = dayOf(2026, 11, 24);
const base = new Random('onset test');

function people(count: number): Person[] {
  return Array.from({ length: count }, (_, index) => personOf(base.stream(`patient/${index}`), 'onsets', index, TODAY));
}

const EVERYBODY = people(12_000).map((person) => ({ person, onsets: onsetsOf(person) }));

/** Share of one sex, at ages from..to, whose disease has begun, in percent. */
function prevalence(
  disease: string,
  sex: 'male' | 'female',
  from: number,
  to: number,
): { share: number; count: number } {
  const group = EVERYBODY.filter(
    ({ person }) => person.sex === sex && ageOn(person.birth, TODAY) >= from && ageOn(person.birth, TODAY) < to,
  );
  const ill = group.filter(({ onsets }) => (onsets.get(disease) ?? Number.POSITIVE_INFINITY) <= TODAY);
  return { share: (100 * ill.length) / group.length, count: group.length };
}

describe('prevalence by age', () => {
  // Korea Health Statistics 2022 (KNHANES IX-1), adults of 30 and older: hypertension and diabetes by sex and age, in percent.
  it.each([
    ['hypertension', 'male', 30, 40, 13],
    ['hypertension', 'male', 50, 60, 41],
    ['hypertension', 'male', 60, 70, 54],
    ['hypertension', 'male', 70, 100, 65],
    ['hypertension', 'female', 30, 40, 4],
    ['hypertension', 'female', 50, 60, 28],
    ['hypertension', 'female', 60, 70, 49],
    ['hypertension', 'female', 70, 100, 68],
    ['diabetes', 'male', 40, 50, 11],
    ['diabetes', 'male', 60, 70, 27],
    ['diabetes', 'female', 40, 50, 6],
    ['diabetes', 'female', 60, 70, 22],
    ['diabetes', 'female', 70, 100, 29],
  ] as const)('%s of %s aged %i to %i is near %i %%', (disease, sex, from, to, expected) => {
    const { share, count } = prevalence(disease, sex, from, to);
    const chance = 3.5 * Math.sqrt((expected * (100 - expected)) / count);
    expect(Math.abs(share - expected)).toBeLessThan(2.5 + chance);
  });

  it('follows every curve of the table', () => {
    for (const { key, male, female } of DISEASES) {
      for (const [sex, curve] of [
        ['male', male],
        ['female', female],
      ] as const) {
        if ((curve.at(-1) ?? 0) < 1) continue;
        const { share, count } = prevalence(key, sex, 55, 65);
        const expected = along(CURVE_AGES, curve, 60);
        expect(Math.abs(share - expected), `${key} ${sex}: ${share} for ${expected}`).toBeLessThan(
          1.5 + 4 * Math.sqrt((expected * (100 - expected)) / count),
        );
      }
    }
  });

  it('never falls along a curve', () => {
    for (const { key, male, female } of DISEASES) {
      for (const curve of [male, female]) {
        expect(curve, key).toHaveLength(CURVE_AGES.length);
        for (let at = 1; at < curve.length; at++) expect(curve[at], key).toBeGreaterThanOrEqual(curve[at - 1] ?? 0);
      }
    }
  });
});

describe('who gets what', () => {
  it('keeps diseases of one sex to that sex', () => {
    for (const { person, onsets } of EVERYBODY) {
      for (const disease of ['prostateCancer', 'prostaticHyperplasia'])
        if (person.sex === 'female') expect(onsets.has(disease)).toBe(false);
      for (const disease of ['breastCancer', 'myoma'])
        if (person.sex === 'male') expect(onsets.has(disease)).toBe(false);
    }
  });

  it('brings diseases of one factor to the same people: diabetes among those with high pressure', () => {
    const old = EVERYBODY.filter(({ person }) => ageOn(person.birth, TODAY) > 55);
    const share = (group: typeof old): number =>
      group.filter(({ onsets }) => begunBy(onsets, TODAY).includes('diabetes')).length / group.length;
    const [high, normal] = [true, false].map((ill) =>
      old.filter(({ onsets }) => begunBy(onsets, TODAY).includes('hypertension') === ill),
    );
    expect(share(high ?? [])).toBeGreaterThan(1.4 * share(normal ?? []));
  });

  it('makes smokers of those with chronic bronchial obstruction', () => {
    const ill = EVERYBODY.filter(({ onsets }) => begunBy(onsets, TODAY).includes('copd'));
    expect(ill.length).toBeGreaterThan(50);
    expect(ill.filter(({ person }) => person.traits.smoking !== 'never').length / ill.length).toBeGreaterThan(0.8);
  });

  it('orders complications after what they complicate', () => {
    for (const { onsets } of EVERYBODY) {
      for (const [first, then] of [
        ['diabetes', 'retinopathy'],
        ['diabetes', 'neuropathy'],
        ['ckd3', 'ckd4'],
        ['ckd4', 'ckd5'],
      ] as const) {
        if (onsets.has(then)) expect(onsets.get(then)).toBeGreaterThan(onsets.get(first) ?? Number.POSITIVE_INFINITY);
      }
    }
  });

  it('forgets what had passed long before the patient came', () => {
    const onsets = new Map([
      ['colonPolyp', TODAY - 4000],
      ['depression', TODAY - 4000],
      ['hypertension', TODAY - 9000],
      ['asthma', TODAY + 50],
    ]);
    expect([...withoutPast(onsets, TODAY - 1000).keys()]).toEqual(['hypertension', 'asthma']);
  });
});

describe('filtration', () => {
  it('stays above 60 without kidney disease and falls from below 60 with it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 95 }), fc.double({ min: -20, max: 20, noNaN: true }), (age, offset) => {
        const birth = Math.floor(TODAY - age * YEAR);
        expect(filtrationOn({ birth }, new Map(), offset, TODAY)).toBeGreaterThan(60);
        const ill = new Map([
          ['ckd3', TODAY - 1000],
          ['ckd4', TODAY + 2000],
        ]);
        expect(filtrationOn({ birth }, ill, offset, TODAY)).toBeLessThan(60);
        expect(filtrationOn({ birth }, ill, offset, TODAY + 2000)).toBeCloseTo(30, 0);
      }),
    );
  });
});

describe('the normal distribution', () => {
  it.each([
    [0, 0.5],
    [1, 0.8413],
    [-1, 0.1587],
    [1.96, 0.975],
    [-3, 0.00135],
  ])('below %f lies %f', (z, share) => {
    expect(shareBelow(z)).toBeCloseTo(share, 4);
  });
});

it('names a clinic for every disease that is followed', () => {
  for (const { key, days, clinic } of DISEASES)
    if (days !== undefined) expect(clinic, diseaseOf(key).ko).toMatch(/^[A-Z]{2,3}$/);
});
