import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, YEAR } from '../calendar.ts';
import { ANALYTES } from '../data/analytes.ts';
import { ACUTE, LASTING } from '../data/effects.ts';
import { DISEASES } from '../data/diseases.ts';
import { EPISODES } from '../data/episodes.ts';
import { personOf, type Person } from '../person/person.ts';
import { Random } from '../random.ts';
import type { Onsets } from './onset.ts';
import { Body, ckdEpi, creatinineFor, intensity, type AcuteState, type Sample } from './physiology.ts';
import { Treatment } from './treatment.ts';

const TODAY = dayOf(2026, 11, 24);
const NONE: Onsets = new Map();

/** An adult of about this age, otherwise by seed. */
function adult(seed: string, age = 50): Person {
  const random = new Random(seed);
  return { ...personOf(random, seed, 1, TODAY), birth: Math.floor(TODAY - age * YEAR) };
}

function sampleOf(
  seed: string,
  options: {
    age?: number;
    onsets?: Onsets;
    treatments?: Map<string, Treatment>;
    acute?: AcuteState;
    day?: number;
  } = {},
): Sample {
  const body = new Body(adult(seed, options.age), options.onsets ?? NONE, options.treatments ?? new Map());
  return body.sample({ day: options.day ?? TODAY, acute: options.acute }, new Random(`${seed}/draw`));
}

function mean(key: string, options: Parameters<typeof sampleOf>[1], people = 150): number {
  let sum = 0;
  for (let at = 0; at < people; at++) sum += sampleOf(`person ${at}`, options).value(key);
  return sum / people;
}

function since(disease: string, years: number): Onsets {
  return new Map([[disease, Math.floor(TODAY - years * YEAR)]]);
}

const seeds = fc.string({ minLength: 1, maxLength: 12 });
const profiles = fc.constantFrom(...ACUTE.keys());
const severities = fc.double({ min: 0.3, max: 1.5, noNaN: true });

describe('CKD-EPI 2021', () => {
  it.each([
    [0.8, 50, 'female', 90],
    [1, 60, 'male', 86],
    [1.5, 70, 'male', 50],
    [2.2, 65, 'female', 24],
    [0.6, 30, 'female', 124],
  ] as const)('creatinine %f at %i (%s) is %i', (creatinine, age, sex, expected) => {
    expect(Math.round(ckdEpi(creatinine, age, sex))).toBe(expected);
  });

  it('is undone by its inverse', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 5, max: 130, noNaN: true }),
        fc.integer({ min: 18, max: 95 }),
        fc.constantFrom('male', 'female'),
        (filtration, age, sex) => {
          expect(ckdEpi(creatinineFor(filtration, age, sex), age, sex)).toBeCloseTo(filtration, 4);
        },
      ),
    );
  });
});

function anybody(seed: string, age: number, profile: string, severity: number): Sample {
  return sampleOf(seed, { age, acute: { profile, severity, days: 1, fading: 3 }, onsets: since('diabetes', 5) });
}

function during(profile: string, days: number, fading: number): { acute: AcuteState } {
  return { acute: { profile, severity: 1, days, fading } };
}

/** Kidney disease since some years, in its fourth stage after fourteen. */
function kidney(years: number): Onsets {
  return new Map([...since('ckd3', years), ['ckd4', Math.floor(TODAY + (14 - years) * YEAR)]]);
}

describe('ties between the values of a moment', () => {
  const moments = [seeds, fc.integer({ min: 18, max: 95 }), profiles, severities] as const;

  it('LDL by Friedewald, from the values that are reported', () => {
    fc.assert(
      fc.property(...moments, (...moment) => {
        const sample = anybody(...moment);
        const { tc, hdl, tg } = { tc: sample.value('tc'), hdl: sample.value('hdl'), tg: sample.value('tg') };
        if (tg <= 400) expect(Math.abs(sample.value('ldl') - (tc - hdl - tg / 5))).toBeLessThanOrEqual(0.51);
      }),
    );
  });

  it('anion gap, BMI, eGFR and bicarbonate', () => {
    fc.assert(
      fc.property(...moments, (...moment) => {
        const sample = anybody(...moment);
        expect(sample.value('aniongap')).toBe(sample.value('na') - sample.value('cl') - sample.value('co2'));
        expect(sample.value('bmi')).toBeCloseTo(sample.value('weight') / (sample.value('height') / 100) ** 2, 0);
        expect(
          Math.abs(sample.value('egfr') - ckdEpi(sample.value('cr'), Math.floor(sample.age), sample.sex)),
        ).toBeLessThanOrEqual(0.51);
        expect(sample.value('hco3')).toBeCloseTo(0.0307 * sample.value('pco2') * 10 ** (sample.value('ph') - 6.1), 0);
      }),
    );
  });

  it('red cells: haematocrit about three times haemoglobin, indices that follow', () => {
    fc.assert(
      fc.property(...moments, (...moment) => {
        const sample = anybody(...moment);
        expect(sample.value('hct') / sample.value('hgb')).toBeGreaterThan(2.75);
        expect(sample.value('hct') / sample.value('hgb')).toBeLessThan(3.2);
        expect(Math.abs((sample.value('hct') * 10) / sample.value('rbc') - sample.value('mcv'))).toBeLessThan(0.8);
        expect(sample.value('neut') + sample.value('lymph')).toBeLessThanOrEqual(100);
      }),
    );
  });

  it('diastolic below systolic pressure, saturation at most 100, nothing negative, whatever the illness', () => {
    fc.assert(
      fc.property(...moments, (...moment) => {
        const sample = anybody(...moment);
        expect(sample.value('sbp') - sample.value('dbp')).toBeGreaterThanOrEqual(17);
        expect(sample.value('spo2')).toBeLessThanOrEqual(100);
        for (const { key } of ANALYTES) {
          const value = sample.value(key);
          expect(Number.isFinite(value), key).toBe(true);
          expect(value, key).toBeGreaterThanOrEqual(key === 'aniongap' ? 0 : 0);
        }
      }),
    );
  });

  it('gives the same answer when asked twice', () => {
    const sample = sampleOf('twice');
    const first = ANALYTES.map(({ key }) => sample.value(key));
    expect(ANALYTES.map(({ key }) => sample.value(key))).toEqual(first);
  });
});

describe('healthy adults', () => {
  it.each(['wbc', 'hgb', 'plt', 'na', 'k', 'alb', 'ast', 'bil', 'tsh', 'ca', 'ft4', 'ph', 'inr'])(
    'have %s within the reference range, nearly all of them',
    (key) => {
      const analyte = ANALYTES.find((one) => one.key === key);
      const within = Array.from({ length: 200 }, (_, at) => sampleOf(`healthy ${at}`, { age: 40 })).filter((sample) => {
        const value = sample.value(key);
        return (
          value >= (analyte?.low[sample.sex] ?? 0) && value <= (analyte?.high[sample.sex] ?? Number.POSITIVE_INFINITY)
        );
      });
      expect(within.length / 200).toBeGreaterThan(0.93);
    },
  );

  it('have higher pressure and lower filtration the older they are', () => {
    expect(mean('sbp', { age: 75 }) - mean('sbp', { age: 35 })).toBeGreaterThan(6);
    expect(mean('egfr', { age: 35 }) - mean('egfr', { age: 75 })).toBeGreaterThan(20);
  });

  it('drift smoothly in weight: a month changes little, ten years may', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const body = new Body(adult(seed), NONE, new Map());
        const at = (day: number): number => body.sample({ day }, new Random('steady')).usualWeight;
        for (let day = TODAY - 3650; day < TODAY; day += 91) expect(Math.abs(at(day + 30) - at(day))).toBeLessThan(0.9);
      }),
      { numRuns: 40 },
    );
  });
});

describe('illness', () => {
  it('diabetes raises HbA1c, and glucose with it', () => {
    const ill = { onsets: since('diabetes', 4) };
    expect(mean('a1c', ill)).toBeGreaterThan(7.5);
    expect(mean('a1c', {})).toBeLessThan(5.8);
    expect(mean('fbs', ill) / mean('fbs', {})).toBeGreaterThan(1.4);
  });

  it('treatment lowers pressure, HbA1c and LDL', () => {
    for (const [disease, key] of [
      ['hypertension', 'sbp'],
      ['diabetes', 'a1c'],
      ['dyslipidaemia', 'ldltrue'],
    ] as const) {
      const treatment = new Treatment(disease, TODAY - 900, 1, new Random('well treated'));
      for (const before of [900, 700, 500]) treatment.advance(TODAY - before);
      const onsets = since(disease, 4);
      const fall = mean(key, { onsets }, 80) - mean(key, { onsets, treatments: new Map([[disease, treatment]]) }, 80);
      expect(fall / mean(key, { onsets }, 80), disease).toBeGreaterThan(0.12);
    }
  });

  it('kidney disease raises creatinine, urea and albumin in urine as the years go', () => {
    expect(mean('egfr', { age: 66, onsets: kidney(1) })).toBeGreaterThan(
      mean('egfr', { age: 66, onsets: kidney(10) }) + 12,
    );
    expect(mean('bun', { age: 66, onsets: kidney(10) })).toBeGreaterThan(mean('bun', { age: 66 }) * 1.5);
    expect(mean('uacr', { age: 66, onsets: kidney(10) })).toBeGreaterThan(30);
  });

  it('infection raises white cells, CRP and temperature together, and they fall again', () => {
    for (const key of ['wbc', 'crp', 'temp', 'pulse']) {
      expect(mean(key, during('pneumonia', 0.7, 2.5), 60), key).toBeGreaterThan(
        mean(key, during('pneumonia', 8, 2.5), 60),
      );
    }
    expect(mean('crp', during('pneumonia', 0.7, 2.5), 60)).toBeGreaterThan(80);
    expect(mean('spo2', during('pneumonia', 0.5, 2.5), 60)).toBeLessThan(94.5);
  });

  it('troponin rises within hours after an infarction, peaks on the first day and falls within a week', () => {
    const [early, peak, late] = [0.05, 0.6, 6].map((days) => mean('tnihs', during('infarction', days, 1.4), 60));
    expect(peak).toBeGreaterThan((early ?? 0) * 3);
    expect(peak).toBeGreaterThan(1000);
    expect(late).toBeLessThan((peak ?? 0) / 20);
  });

  it('heart failure raises NT-proBNP, and its worsening adds water', () => {
    const onsets = since('heartFailure', 3);
    const acute = { profile: 'heartFailure', severity: 1, days: 0, fading: 3 };
    expect(mean('ntprobnp', { age: 70, onsets })).toBeGreaterThan(900);
    expect(mean('ntprobnp', { age: 70, onsets, acute })).toBeGreaterThan(3 * mean('ntprobnp', { age: 70, onsets }));
    expect(mean('weight', { age: 70, onsets, acute }) - mean('weight', { age: 70, onsets })).toBeGreaterThan(3);
  });

  it('an effect is strongest at its lag', () => {
    const [early = 0, peak = 0, late = 0] = [0.2, 1.5, 4].map((days) =>
      intensity({ profile: 'x', severity: 1, days, fading: 3 }, 1.5),
    );
    expect(peak).toBeGreaterThan(early);
    expect(peak).toBeGreaterThan(late);
    expect(peak).toBeCloseTo(1, 5);
  });
});

describe('the tables', () => {
  it('name analytes that are measured, diseases that exist, and profiles for every episode', () => {
    const keys = new Set(ANALYTES.map(({ key }) => key));
    const diseases = new Set(DISEASES.map(({ key }) => key));
    for (const [disease, effects] of LASTING) {
      expect(diseases.has(disease), disease).toBe(true);
      for (const { analyte } of effects) expect(keys.has(analyte), analyte).toBe(true);
    }
    for (const effects of ACUTE.values())
      for (const { analyte, amount } of effects) {
        expect(keys.has(analyte), analyte).toBe(true);
        expect(amount).not.toBe(0);
      }
    for (const { profile, key } of EPISODES)
      expect(profile === 'calm' || ACUTE.has(profile), `${key}: ${profile}`).toBe(true);
  });
});
