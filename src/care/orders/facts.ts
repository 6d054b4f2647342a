/**
 * What doses of a patient are calculated from: weight, height, kidney function, age. What is not known stays unknown, with the reason.
 *
 * Unit    weight kg, height cm, creatinine mg/dL, potassium mmol/L, surface m2, clearance mL/min, eGFR mL/min/1.73 m2
 * Source  newest Observations by LOINC code; weights of two years, creatinine and potassium of one year (as decision support)
 * Proof   facts.test.ts
 */
import { bodySurface, ckdEpi2021, cockcroftGault, type Calculated } from '../../cds/index.ts';
import type { ResourceOfType } from '../../fhir/index.ts';
import { zonedInstantOf, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources, readResource } from '../bedside/chart.ts';
import { converted } from '../loop/amounts.ts';
import { codesIn, momentOf, unitIn, valueIn } from '../systems.ts';
import type { Text } from './words.ts';

type Observation = ResourceOfType['Observation'];

/** A measured value and when. */
export interface Fact {
  readonly value: number;
  readonly at: EpochMs;
}

const MEASURED = {
  weight: { loinc: ['29463-7', '3141-9'], unit: 'kg', days: 730 },
  height: { loinc: ['8302-2', '3137-7'], unit: 'cm', days: 7300 },
  creatinine: { loinc: ['2160-0', '38483-4'], unit: 'mg/dL', days: 365 },
  potassium: { loinc: ['2823-3', '6298-4'], unit: 'mmol/L', days: 365 },
} as const;
export type MeasuredName = keyof typeof MEASURED;

export interface DoseFacts extends Readonly<Partial<Record<MeasuredName, Fact>>> {
  readonly age?: number;
  readonly sex?: 'male' | 'female';
  readonly surface: Calculated;
  readonly clearance: Calculated;
  readonly egfr: Calculated;
}

const DAY = 86_400_000;

/** The facts of a patient, within the caller's reach. */
export async function doseFacts(context: Context, patient: string, zone: string): Promise<DoseFacts> {
  const code = Object.values(MEASURED)
    .flatMap(({ loinc }) => loinc)
    .join(',');
  const [person, observations] = await Promise.all([
    readResource(context, 'Patient', patient),
    findResources(context, 'Observation', { patient: `Patient/${patient}`, code }),
  ]);
  return factsFrom(person, observations, context.clock.now(), zone);
}

/** The facts that these resources tell. */
export function factsFrom(
  { birthDate, gender }: ResourceOfType['Patient'],
  observations: readonly Observation[],
  now: EpochMs,
  zone: string,
): DoseFacts {
  const age = ageOf(birthDate, zonedInstantOf(now, zone).slice(0, 10));
  const sex = gender === 'male' || gender === 'female' ? gender : undefined;
  const measured: Partial<Record<MeasuredName, Fact>> = {};
  for (const name of Object.keys(MEASURED) as MeasuredName[]) {
    const fact = newest(observations, name, now);
    if (fact !== undefined) measured[name] = fact;
  }
  const { weight, height, creatinine } = measured;
  const kidney = { creatinine: creatinine?.value, age, sex };
  return {
    ...measured,
    ...(age === undefined ? {} : { age }),
    ...(sex === undefined ? {} : { sex }),
    surface: bodySurface({ weight: weight?.value, height: height?.value }, 'mosteller'),
    clearance: cockcroftGault({ ...kidney, weight: weight?.value, height: height?.value }, 'actual'),
    egfr: ckdEpi2021(kidney),
  };
}

function ageOf(birthDate: string | undefined, today: string): number | undefined {
  if (birthDate === undefined || birthDate.length < 7) return undefined;
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

const STANDING = new Set(['final', 'amended', 'corrected', 'preliminary']);

function newest(observations: readonly Observation[], name: MeasuredName, now: EpochMs): Fact | undefined {
  const { loinc, unit, days } = MEASURED[name];
  const wanted: ReadonlySet<string> = new Set(loinc);
  let best: Fact | undefined;
  for (const { code, status, valueQuantity, effectiveDateTime, effectivePeriod, issued } of observations) {
    const at = momentOf(effectiveDateTime ?? effectivePeriod?.end ?? issued);
    if (at === undefined || !STANDING.has(status) || !codesIn(code).some((one) => wanted.has(one))) continue;
    const value = converted(valueIn(valueQuantity) ?? Number.NaN, unitIn(valueQuantity), unit);
    if (value === undefined || Number.isNaN(value) || now - at > days * DAY || (best !== undefined && best.at >= at))
      continue;
    best = { value, at };
  }
  return best;
}

/** What an expression of a set may ask for, by name; a value or why there is none. */
export function namedFact(facts: DoseFacts, name: string): number | { readonly lacks: Text } {
  const calculated = { clearance: facts.clearance, egfr: facts.egfr, bsa: facts.surface }[name];
  if (calculated !== undefined) return calculated.ok ? calculated.value : { lacks: calculated.because };
  const known = name === 'age' ? facts.age : facts[name as MeasuredName]?.value;
  return known ?? { lacks: { ko: `${NAMES[name]?.ko ?? name} 모름`, en: `${NAMES[name]?.en ?? name} is not known` } };
}

const NAMES: Readonly<Record<string, Text>> = {
  age: { ko: '나이', en: 'age' },
  weight: { ko: '체중', en: 'weight' },
  height: { ko: '키', en: 'height' },
  creatinine: { ko: '크레아티닌', en: 'creatinine' },
  potassium: { ko: '칼륨', en: 'potassium' },
};
