/**
 * Vital signs as a chart shows them: each a row of plots, blood pressure as a pair.
 *
 * Source  https://hl7.org/fhir/R4/observation-vitalsigns.html (LOINC codes of the vital signs profiles)
 * Proof   vital-signs.test.ts
 */
import { decimalNumber } from '../../fhir/decimal.ts';
import type { Observation, Quantity } from '../../fhir/types.ts';
import { timeOf } from '../../format/date.ts';
import { flagOf, type FlagLevel } from '../../format/flag.ts';
import type { Language } from '../../format/language.ts';
import { quantityUnit } from '../../format/quantity.ts';
import type { PlotData } from '../../ui/TrendPlot.tsx';
import { orderOf, takenAt } from '../results/result-table.ts';

/** A vital sign that the chart knows; other ones follow in the order they come. */
export interface VitalSign {
  readonly key: string;
  readonly codes: readonly string[];
}

export const BLOOD_PRESSURE = 'blood-pressure';
const SYSTOLIC = '8480-6';
const DIASTOLIC = '8462-4';

export const KNOWN_SIGNS: readonly VitalSign[] = [
  { key: BLOOD_PRESSURE, codes: ['85354-9', '55284-4'] },
  { key: 'heart-rate', codes: ['8867-4'] },
  { key: 'respiratory-rate', codes: ['9279-1'] },
  { key: 'temperature', codes: ['8310-5', '8331-1', '8328-7'] },
  { key: 'oxygen', codes: ['59408-5', '2708-6'] },
  { key: 'weight', codes: ['29463-7', '3141-9'] },
  { key: 'height', codes: ['8302-2', '8306-3'] },
  { key: 'bmi', codes: ['39156-5'] },
  { key: 'head', codes: ['9843-4'] },
  { key: 'pain', codes: ['72514-3', '38208-5'] },
];

/** The values of one sign, newest first. */
export interface SignValues {
  readonly key: string;
  readonly observations: readonly Observation[];
}

/** The signs of a patient, the known ones in the order of the chart; without a value a sign is left out. */
export function signsOf(observations: readonly Observation[]): readonly SignValues[] {
  const valid = observations.filter(({ status }) => status !== 'entered-in-error' && status !== 'cancelled');
  const groups = Map.groupBy(valid, keyOf);
  const known = KNOWN_SIGNS.map(({ key }) => key).filter((key) => groups.has(key));
  const other = [...groups.keys()].filter((key) => !known.includes(key));
  return [...known, ...other].map((key) => ({ key, observations: newestFirst(groups.get(key) ?? []) }));
}

function newestFirst(observations: readonly Observation[]): readonly Observation[] {
  return observations.toSorted((a, b) => orderOf(b) - orderOf(a));
}

function keyOf({ code }: Observation): string {
  const codes = (code.coding ?? []).flatMap((one) => one.code ?? []);
  return KNOWN_SIGNS.find((sign) => sign.codes.some((one) => codes.includes(one)))?.key ?? codes[0] ?? '';
}

/** The two numbers of a blood pressure. */
export function pressureOf({ component = [] }: Observation): {
  systolic: Quantity | undefined;
  diastolic: Quantity | undefined;
} {
  const of = (wanted: string) =>
    component.find(({ code }) => code.coding?.some((one) => one.code === wanted) === true)?.valueQuantity;
  return { systolic: of(SYSTOLIC), diastolic: of(DIASTOLIC) };
}

/** The flag of a blood pressure: its own, else the graver one of its two numbers. */
export function pressureFlag(observation: Observation): FlagLevel {
  const flags = new Set([flagOf(observation), ...(observation.component ?? []).map(flagOf)]);
  return GRAVEST.find((level) => flags.has(level)) ?? 'unknown';
}

const GRAVEST: readonly FlagLevel[] = ['critical-high', 'critical-low', 'high', 'low', 'abnormal', 'normal'];

/** Days before the newest value that a stay in hospital fills with values. */
const RECENT_DAYS = 7;
const MANY = 40;

/** Which time the plots show first: the last week where it is full of values (somebody is in hospital), else all. */
export function firstSpan(observations: readonly Observation[]): 'week' | 'all' {
  const times = observations.map((one) => timeOf(takenAt(one))).filter((time) => !Number.isNaN(time));
  const newest = Math.max(...times);
  const recent = times.filter((time) => newest - time <= RECENT_DAYS * 86_400_000).length;
  return recent >= MANY && recent < times.length ? 'week' : 'all';
}

function numberOf(quantity: Quantity | undefined): number | null {
  return quantity?.value === undefined ? null : decimalNumber(quantity.value);
}

/** One sign as a plot takes it; undefined where no value is a number. */
export function signPlot(
  { key, observations }: SignValues,
  labels: readonly string[],
  language: Language,
): PlotData | undefined {
  const pair = key === BLOOD_PRESSURE;
  const unit = unitOf(observations, pair, language);
  const points = observations
    .filter((one) => pair || quantityUnit(one.valueQuantity, language) === unit)
    .map((one) => ({ time: timeOf(takenAt(one)) / 1000, values: valuesOf(one, pair) }))
    .filter(({ time, values }) => !Number.isNaN(time) && values.some((value) => value !== null))
    .toSorted((a, b) => a.time - b.time);
  if (points.length === 0) return undefined;
  return {
    times: points.map(({ time }) => time),
    series: labels
      .slice(0, pair ? 2 : 1)
      .map((label, at) => ({ label, values: points.map(({ values }) => values[at] ?? null) })),
    unit,
  };
}

/** The unit of the newest value: one in another unit (a weight in pounds) would lie elsewhere on the same axis. */
function unitOf(observations: readonly Observation[], pair: boolean, language: Language): string {
  const quantities = observations.map((one) => (pair ? pressureOf(one).systolic : one.valueQuantity));
  return quantityUnit(
    quantities.find((one) => one?.value !== undefined),
    language,
  );
}

function valuesOf(observation: Observation, pair: boolean): readonly (number | null)[] {
  if (!pair) return [numberOf(observation.valueQuantity)];
  const { systolic, diastolic } = pressureOf(observation);
  return [numberOf(systolic), numberOf(diastolic)];
}
