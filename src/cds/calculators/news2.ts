/**
 * National Early Warning Score 2: how far vital signs are from normal.
 *
 * Temperature is rounded to one decimal before it is scored. Scale 2 of oxygen saturation is for hypercapnic failure with a prescribed
 * target only. Not for anybody under 16, nor in pregnancy. A missing reading gives no score.
 *
 * Unit    respiration and pulse /min, SpO2 %, systolic mm[Hg], temperature Cel
 * Source  Royal College of Physicians, National Early Warning Score (NEWS) 2, London 2017 (© RCP; acknowledged)
 * Proof   news2.test.ts, test/conformance/safety.test.ts (92 published sets)
 */

/** Readings; what is not known is left out. */
export interface News2Input {
  readonly respirationRate?: number;
  readonly spo2?: number;
  readonly spo2Scale?: 1 | 2;
  /** Breathes oxygen, not air. */
  readonly oxygen?: boolean;
  readonly systolicBP?: number;
  readonly pulse?: number;
  /** Alert, new Confusion, Voice, Pain, Unresponsive. */
  readonly consciousness?: 'A' | 'C' | 'V' | 'P' | 'U';
  readonly temperature?: number;
  readonly ageYears?: number;
  readonly pregnant?: boolean;
  /** Scale 2 and its target range were prescribed; `false` refuses scale 2. */
  readonly scale2Authorised?: boolean;
}

export interface News2Scores {
  readonly respirationRate: number;
  readonly spo2: number;
  readonly airOrOxygen: number;
  readonly systolicBP: number;
  readonly pulse: number;
  readonly consciousness: number;
  readonly temperature: number;
}

export type News2Band = 'low' | 'low-medium' | 'medium' | 'high';

/** A score, or why there is none. */
export type News2Result =
  | {
      readonly status: 'complete';
      readonly parameterScores: News2Scores;
      readonly total: number;
      readonly band: News2Band;
      readonly singleThree: boolean;
    }
  | { readonly status: 'incomplete'; readonly missing: readonly string[] }
  | { readonly status: 'not-applicable' | 'invalid' | 'refused'; readonly reason: string };

const READINGS = ['respirationRate', 'spo2', 'oxygen', 'systolicBP', 'pulse', 'consciousness', 'temperature'] as const;
type Complete = News2Input & { readonly [Name in (typeof READINGS)[number]]-?: NonNullable<News2Input[Name]> };

/** What no living patient's reading leaves; our own choice, to catch wrong units and typing. */
const PLAUSIBLE = {
  respirationRate: [0, 100],
  spo2: [0, 100],
  systolicBP: [0, 350],
  pulse: [0, 350],
  temperature: [20, 46],
} as const;
const REASONS: Readonly<Record<keyof typeof PLAUSIBLE, string>> = {
  respirationRate: 'respiration-rate-out-of-range',
  spo2: 'spo2-out-of-range',
  systolicBP: 'systolic-bp-out-of-range',
  pulse: 'pulse-out-of-range',
  temperature: 'temperature-out-of-range',
};

/** Scores readings, or says why they cannot be scored. */
export function news2(input: News2Input): News2Result {
  if (input.ageYears !== undefined && input.ageYears < 16) return { status: 'not-applicable', reason: 'under-16' };
  if (input.pregnant === true) return { status: 'not-applicable', reason: 'pregnant' };
  if (input.spo2Scale === 2 && input.scale2Authorised === false)
    return { status: 'refused', reason: 'scale-2-needs-prescription' };
  const missing = READINGS.filter((name) => input[name] === undefined);
  if (missing.length > 0) return { status: 'incomplete', missing };
  const implausible = outOfRange(input);
  return implausible === undefined ? scored(input as Complete) : { status: 'invalid', reason: implausible };
}

function outOfRange(input: News2Input): string | undefined {
  for (const name of Object.keys(PLAUSIBLE) as (keyof typeof PLAUSIBLE)[]) {
    const [low, high] = PLAUSIBLE[name];
    const value = input[name] ?? Number.NaN;
    if (!(value >= low && value <= high)) return REASONS[name];
  }
  return undefined;
}

function scored(input: Complete): News2Result {
  const parameterScores: News2Scores = {
    respirationRate: scoreOf(input.respirationRate, RESPIRATION),
    spo2: input.spo2Scale === 2 ? scaleTwo(input.spo2, input.oxygen) : scoreOf(input.spo2, SPO2),
    airOrOxygen: input.oxygen ? 2 : 0,
    systolicBP: scoreOf(input.systolicBP, SYSTOLIC),
    pulse: scoreOf(input.pulse, PULSE),
    consciousness: input.consciousness === 'A' ? 0 : 3,
    temperature: scoreOf(oneDecimal(input.temperature), TEMPERATURE),
  };
  const scores = Object.values(parameterScores) as number[];
  const total = scores.reduce((sum, score) => sum + score, 0);
  const singleThree = scores.includes(3);
  return { status: 'complete', parameterScores, total, band: bandOf(total, singleThree), singleThree };
}

/** Half up in decimal, not in binary: 38.05 is 38.1. */
function oneDecimal(value: number): number {
  return Math.round(Number((value * 10).toFixed(6))) / 10;
}

/** Scores by the lowest value of each step, from the top. */
type Steps = readonly (readonly [from: number, score: number])[];
const RESPIRATION: Steps = [
  [25, 3],
  [21, 2],
  [12, 0],
  [9, 1],
  [0, 3],
];
const SPO2: Steps = [
  [96, 0],
  [94, 1],
  [92, 2],
  [0, 3],
];
const SYSTOLIC: Steps = [
  [220, 3],
  [111, 0],
  [101, 1],
  [91, 2],
  [0, 3],
];
const PULSE: Steps = [
  [131, 3],
  [111, 2],
  [91, 1],
  [51, 0],
  [41, 1],
  [0, 3],
];
const TEMPERATURE: Steps = [
  [39.1, 2],
  [38.1, 1],
  [36.1, 0],
  [35.1, 1],
  [0, 3],
];

function scoreOf(value: number, steps: Steps): number {
  return steps.find(([from]) => value >= from)?.[1] ?? 3;
}

function scaleTwo(spo2: number, oxygen: boolean): number {
  if (spo2 >= 93)
    return oxygen
      ? scoreOf(spo2, [
          [97, 3],
          [95, 2],
          [93, 1],
        ])
      : 0;
  return scoreOf(spo2, [
    [88, 0],
    [86, 1],
    [84, 2],
    [0, 3],
  ]);
}

function bandOf(total: number, singleThree: boolean): News2Band {
  if (total >= 7) return 'high';
  if (total >= 5) return 'medium';
  return singleThree ? 'low-medium' : 'low';
}
