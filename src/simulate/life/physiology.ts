/**
 * A patient's measured values at a moment: what is usual for sex, age and person, moved by diseases, treatment and acute
 * illness, and tied together by physiology.
 *
 * Exact ties (up to rounding, from the reported values): eGFR by CKD-EPI 2021, LDL by Friedewald, BMI, anion gap, bicarbonate
 * by Henderson and Hasselbalch, red cell indices. Glucose follows HbA1c (estimated average glucose, ADAG).
 *
 * Source  CKD-EPI 2021: Inker LA et al., N Engl J Med 2021;385:1737; ADAG: Nathan DM et al., Diabetes Care 2008;31:1473;
 *         Friedewald WT et al., Clin Chem 1972;18:499
 * Proof   physiology.test.ts
 */
import { ageOn, type Day } from '../calendar.ts';
import { analyteOf, type Analyte } from '../data/analytes.ts';
import { ACUTE, LASTING, type AcuteEffect } from '../data/effects.ts';
import { bodyMassOn, heightOn } from '../person/traits.ts';
import type { Person } from '../person/person.ts';
import type { Random } from '../random.ts';
import { along } from '../table.ts';
import { filtrationOn, type Onsets } from './onset.ts';
import type { Treatment } from './treatment.ts';

/** An acute illness under way: how bad, and since when. */
export interface AcuteState {
  readonly profile: string;
  readonly severity: number;
  /** Days since it began (since the operation, for operations). */
  readonly days: number;
  /** Days in which it falls to a third. */
  readonly fading: number;
}

/** All that shapes the values of one moment. */
export interface Moment {
  readonly day: Day;
  readonly acute?: AcuteState | undefined;
  /** Weeks of pregnancy. */
  readonly pregnant?: number | undefined;
  /** Weight gained with a pregnancy and not yet lost again, kg. */
  readonly gained?: number;
}

/** Glomerular filtration rate from creatinine (mg/dL), CKD-EPI 2021. */
export function ckdEpi(creatinine: number, age: number, sex: 'male' | 'female'): number {
  const [kappa, alpha, factor] = sex === 'female' ? [0.7, -0.241, 1.012] : [0.9, -0.302, 1];
  const ratio = creatinine / kappa;
  return 142 * Math.min(ratio, 1) ** alpha * Math.max(ratio, 1) ** -1.2 * 0.9938 ** age * factor;
}

/** The creatinine (mg/dL) that gives a filtration rate. */
export function creatinineFor(filtration: number, age: number, sex: 'male' | 'female'): number {
  const [kappa, alpha, factor] = sex === 'female' ? [0.7, -0.241, 1.012] : [0.9, -0.302, 1];
  const share = filtration / (142 * 0.9938 ** age * factor);
  return share >= 1 ? kappa * share ** (1 / alpha) : kappa * share ** (1 / -1.2);
}

/** How strongly an effect shows: it rises until its lag and fades after it. */
export function intensity({ severity, days, fading }: AcuteState, lag: number): number {
  const past = days - lag;
  return past < 0 ? severity * Math.exp(past / (0.4 * lag + 0.15)) : severity * Math.exp(-past / fading);
}

/** What does not jump from one hour to the next. */
const EVEN = new Set(['weight', 'pain', 'lactate']);

/** A disease under way: how well it is controlled, and how bad it is in this person (1 is usual). */
export interface DiseaseState {
  readonly disease: string;
  readonly control: number;
  readonly severity: number;
}

/** The body of one patient. */
export class Body {
  readonly #person: Person;
  readonly #onsets: Onsets;
  readonly #treatments: ReadonlyMap<string, Treatment>;
  readonly #offsets = new Map<string, number>();
  readonly #severities = new Map<string, number>();
  readonly #filtrationOffset: number;

  constructor(person: Person, onsets: Onsets, treatments: ReadonlyMap<string, Treatment>) {
    this.#person = person;
    this.#onsets = onsets;
    this.#treatments = treatments;
    this.#filtrationOffset = person.random.stream('offset/gfr').normal(0, 7);
  }

  /** Values of one moment, drawn together so that they agree. */
  sample(moment: Moment, random: Random): Sample {
    return new Sample(this, moment, random);
  }

  get person(): Person {
    return this.#person;
  }

  age(day: Day): number {
    return ageOn(this.#person.birth, day);
  }

  filtration(day: Day): number {
    return filtrationOn(this.#person, this.#onsets, this.#filtrationOffset, day);
  }

  /** A person's own deviation from the mean of an analyte, the same for life. */
  offset(analyte: Analyte): number {
    let offset = this.#offsets.get(analyte.key);
    if (offset === undefined) {
      offset = this.#person.random.stream(`offset/${analyte.key}`).normal(0, 1);
      this.#offsets.set(analyte.key, offset);
    }
    return offset;
  }

  #severity(disease: string): number {
    let severity = this.#severities.get(disease);
    if (severity === undefined) {
      severity = Math.min(
        1.8,
        Math.max(0.5, Math.exp(this.#person.random.stream(`severity/${disease}`).normal(0, 0.32))),
      );
      this.#severities.set(disease, severity);
    }
    return severity;
  }

  /** Diseases under way on a day, with their control. */
  states(day: Day): DiseaseState[] {
    const states: DiseaseState[] = [];
    for (const [disease, onset] of this.#onsets) {
      if (onset > day || !LASTING.has(disease)) continue;
      const grown = Math.min(1, 0.4 + (day - onset) / 500);
      const held = this.#treatments.get(disease)?.controlOn(day) ?? 0;
      states.push({ disease, control: 1 - (1 - held) * grown, severity: this.#severity(disease) });
    }
    return states;
  }
}

/** One drawing of a patient's values; asking twice gives the same answer. */
export class Sample {
  readonly #body: Body;
  readonly #moment: Moment;
  readonly #random: Random;
  readonly #values = new Map<string, number>();
  readonly #states: readonly DiseaseState[];
  readonly #acute: readonly AcuteEffect[];

  constructor(body: Body, moment: Moment, random: Random) {
    this.#body = body;
    this.#moment = moment;
    this.#random = random;
    this.#states = body.states(moment.day);
    this.#acute = ACUTE.get(moment.acute?.profile ?? 'calm') ?? [];
  }

  /** The value of an analyte, rounded as it is reported. */
  value(key: string): number {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const analyte = analyteOf(key);
    const value = Number(this.#truth(key, analyte).toFixed(analyte.digits));
    this.#values.set(key, value);
    return value;
  }

  #truth(key: string, analyte: Analyte): number {
    const derived = DERIVED[key];
    if (derived !== undefined) return derived(this, this.#random);
    const value = clamp(key, this.#moved(key, this.#usual(analyte)));
    return key === 'dbp' ? Math.min(value, this.value('sbp') - 18) : value;
  }

  /** The value without diseases. */
  #usual(analyte: Analyte): number {
    const { key, person, visit, log } = analyte;
    const spread = this.#body.offset(analyte) * person + this.#random.normal() * visit;
    const mean = this.#mean(key, analyte);
    return log ? mean * Math.exp(spread) : mean + spread;
  }

  #mean(key: string, analyte: Analyte): number {
    const age = this.age;
    const child = age < 18 ? CHILD_MEANS[key] : undefined;
    if (child !== undefined) return along(CHILD_YEARS, child, age);
    const trend = AGE_TRENDS[key] ?? 0;
    return analyte.mean[this.sex] + trend * (Math.min(80, Math.max(18, age)) - 40) + this.#pregnancy(key);
  }

  #pregnancy(key: string): number {
    const weeks = this.#moment.pregnant;
    return weeks === undefined ? 0 : ((PREGNANT[key] ?? 0) * weeks) / 40;
  }

  /** Diseases and acute illness applied to a value. */
  #moved(key: string, usual: number): number {
    let value = usual;
    for (const { disease, control, severity } of this.#states) {
      for (const effect of LASTING.get(disease) ?? []) {
        if (effect.analyte !== key) continue;
        if (effect.times) value *= (effect.untreated ** (1 - control) * effect.treated ** control) ** severity;
        else value += severity * (effect.untreated + (effect.treated - effect.untreated) * control);
      }
    }
    return this.acutely(key, value);
  }

  /** Acute illness alone applied to a value. */
  acutely(key: string, usual: number): number {
    const { acute } = this.#moment;
    if (acute === undefined) return usual;
    let value = usual;
    for (const effect of this.#acute) {
      if (effect.analyte !== key) continue;
      const height = intensity(acute, effect.lag) * this.#unevenness(key);
      value = effect.times ? value * effect.amount ** Math.min(1.6, height) : value + effect.amount * height;
    }
    return value;
  }

  /** No course is as smooth as its curve. */
  #unevenness(key: string): number {
    return EVEN.has(key) ? 1 : Math.max(0.6, this.#random.normal(1, 0.11));
  }

  get age(): number {
    return this.#body.age(this.#moment.day);
  }

  get sex(): 'male' | 'female' {
    return this.#body.person.sex;
  }

  get filtration(): number {
    return this.#body.filtration(this.#moment.day);
  }

  get height(): number {
    return heightOn(this.#body.person, this.#moment.day);
  }

  /** Weight of an ordinary day, with pregnancy. */
  get usualWeight(): number {
    const { height } = this;
    return bodyMassOn(this.#body.person, this.#moment.day) * (height / 100) ** 2 + (this.#moment.gained ?? 0);
  }

  /** The acute illness under way. */
  get profile(): string | undefined {
    return this.#moment.acute?.profile;
  }

  /** Is a disease under way, untreated or not? */
  has(disease: string): boolean {
    return this.#states.some((state) => state.disease === disease);
  }
}

/** Change per year of age from 40. */
const AGE_TRENDS: Readonly<Record<string, number>> = {
  sbp: 0.3,
  dbp: -0.06,
  a1c: 0.006,
  alb: -0.006,
  hgb: -0.016,
  bun: 0.09,
  esr: 0.15,
  psa: 0.016,
  ntprobnp: 1.1,
  spo2: -0.012,
  po2: -0.25,
  ldltrue: 0.1,
  pulse: -0.03,
};

/** Change at the end of pregnancy. */
const PREGNANT: Readonly<Record<string, number>> = {
  hgb: -1.6,
  alp: 70,
  alb: -0.8,
  pulse: 12,
  wbc: 2.2,
  tg: 80,
  ldltrue: 25,
  sbp: -2,
  dbp: -3,
  ferritin: -25,
  plt: -25,
};

const CHILD_YEARS = [0, 0.5, 1, 3, 6, 10, 14, 18];
const CHILD_MEANS: Readonly<Record<string, readonly number[]>> = {
  sbp: [70, 86, 90, 95, 98, 103, 110, 114],
  dbp: [42, 50, 52, 55, 58, 62, 66, 70],
  pulse: [140, 130, 122, 108, 96, 86, 78, 74],
  resp: [44, 36, 32, 26, 22, 20, 18, 16],
  temp: [36.8, 36.9, 36.9, 36.8, 36.7, 36.6, 36.6, 36.5],
  wbc: [12, 10.5, 10, 8.5, 7.5, 7, 6.6, 6.3],
  hgb: [16, 11.8, 12, 12.4, 12.9, 13.4, 14, 14.4],
  mcv: [105, 78, 78, 81, 83, 86, 88, 90],
  plt: [290, 380, 340, 320, 300, 280, 260, 245],
  neut: [45, 32, 34, 42, 50, 53, 55, 55],
  alp: [200, 220, 220, 215, 230, 260, 200, 90],
  cr: [0.5, 0.28, 0.3, 0.36, 0.45, 0.52, 0.66, 0.82],
};

/** Values that follow from others of the same moment. */
const DERIVED: Readonly<Record<string, (sample: Sample, random: Random) => number>> = {
  height: (sample) => sample.height,
  weight: (sample, random) =>
    Math.max(2.4, sample.acutely('weight', sample.usualWeight) + random.normal(0, Math.min(0.35, sample.height / 900))),
  bmi: (sample) => sample.value('weight') / (sample.value('height') / 100) ** 2,
  headCircumference: (sample, random) =>
    along([0, 0.25, 0.5, 1, 2, 3], [34.3, 40.5, 43.3, 46, 48.2, 49.5], sample.age) + random.normal(0, 0.6),
  hct: (sample, random) => sample.value('hgb') * random.normal(2.98, 0.04),
  rbc: (sample) => (sample.value('hct') * 10) / sample.value('mcv'),
  mch: (sample) => (sample.value('hgb') * 10) / sample.value('rbc'),
  mchc: (sample) => (sample.value('hgb') * 100) / sample.value('hct'),
  lymph: (sample, random) => Math.max(2, (100 - sample.value('neut')) * random.normal(0.76, 0.04)),
  cr: creatinineOf,
  egfr: (sample) => ckdEpi(sample.value('cr'), Math.floor(sample.age), sample.sex),
  bun: (sample, random) =>
    Math.max(3, sample.acutely('bun', random.normal(13.2, 1.8) * (90 / Math.max(8, sample.filtration)) ** 0.75)),
  cl: (sample, random) => sample.value('na') - sample.value('co2') - Math.round(gap(sample, random)),
  aniongap: (sample) => sample.value('na') - sample.value('cl') - sample.value('co2'),
  tp: (sample, random) => sample.value('alb') + random.normal(2.75, 0.18),
  fbs: (sample, random) => glucoseOf(sample, 'fbs', random.normal(0.87, 0.05)),
  glucose: (sample, random) => glucoseOf(sample, 'glucose', random.normal(0.98, 0.11)),
  tc: (sample) => sample.value('ldltrue') + sample.value('hdl') + Math.min(400, sample.value('tg')) / 5,
  ldl: (sample) => sample.value('tc') - sample.value('hdl') - sample.value('tg') / 5,
  ldldirect: (sample) => sample.value('ldltrue'),
  hco3: (sample) => 0.0307 * sample.value('pco2') * 10 ** (sample.value('ph') - 6.1),
  hbvdna: (sample, random) =>
    sample.has('hepatitisB') ? Math.exp(random.normal(4.2, 1.4)) * Math.max(1, sample.value('alt') / 40) ** 4 : 0,
  pain: (sample, random) => Math.min(10, Math.max(0, sample.acutely('pain', Math.abs(random.normal(0, 0.35))))),
};

function creatinineOf(sample: Sample, random: Random): number {
  const noise = random.normal(1, 0.035);
  if (sample.age < 18) return sample.acutely('cr', along(CHILD_YEARS, CHILD_MEANS['cr'] ?? [], sample.age) * noise);
  return sample.acutely('cr', creatinineFor(sample.filtration, sample.age, sample.sex) * noise);
}

function gap(sample: Sample, random: Random): number {
  const kidney = Math.max(0, 30 - sample.filtration) / 8;
  return Math.max(5, random.normal(10.5, 1.2) + kidney + Math.max(0, sample.acutely('lactate', 0)));
}

function glucoseOf(sample: Sample, key: string, share: number): number {
  const average = 28.7 * sample.value('a1c') - 46.7;
  return Math.max(32, sample.acutely(key, average * share));
}

const LIMITS: Readonly<Record<string, readonly [low: number, high: number]>> = {
  sbp: [64, 228],
  dbp: [34, 130],
  pulse: [42, 190],
  resp: [9, 60],
  temp: [35.2, 40.8],
  spo2: [76, 100],
  wbc: [0.8, 60],
  hgb: [4.2, 21],
  mcv: [58, 118],
  plt: [12, 900],
  neut: [22, 95],
  na: [116, 158],
  k: [2.4, 7.2],
  co2: [8, 42],
  alb: [1.4, 5.3],
  hdl: [18, 110],
  tg: [28, 1800],
  ldltrue: [22, 290],
  a1c: [4.3, 14.5],
  crp: [0.1, 420],
  ph: [6.95, 7.6],
  pco2: [18, 95],
  po2: [36, 112],
  ft4: [0.2, 7.5],
  tsh: [0.01, 95],
  iron: [8, 240],
  ferritin: [1.5, 2400],
  uric: [1.4, 13],
  ca: [6.2, 12],
  phos: [1.2, 9.5],
  inr: [0.85, 6],
  usg: [1.003, 1.035],
  uph: [5, 8.5],
  ntprobnp: [8, 35_000],
  tnihs: [0.8, 50_000],
  bil: [0.2, 28],
  psa: [0.01, 900],
};

function clamp(key: string, value: number): number {
  const [low, high] = LIMITS[key] ?? [0, Number.POSITIVE_INFINITY];
  const softened = key === 'spo2' && value > 99 ? 99 : value;
  return Math.min(high, Math.max(low, softened));
}
