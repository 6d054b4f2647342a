/**
 * Results and vital signs from Observations, by LOINC code, in the units that rules use.
 *
 * Unit    as in facts.ts and calculators/news2.ts; creatinine in umol/L is divided by 88.42
 * Source  https://loinc.org
 * Proof   results.test.ts
 */
import type { Quantity, ResourceOfType } from '../../fhir/index.ts';
import type { EpochMs } from '../../kernel/index.ts';
import type { News2Input } from '../calculators/news2.ts';
import { allCodes, codesIn, LOINC, momentOf, valueIn } from './concept.ts';
import type { Measured, PatientFacts, ResultName } from './facts.ts';

export type Observation = ResourceOfType['Observation'];

interface Analyte {
  readonly loinc: readonly string[];
  readonly units: readonly string[];
}

const RESULTS: Readonly<Record<ResultName, Analyte>> = {
  creatinine: { loinc: ['2160-0', '38483-4'], units: ['mg/dL'] },
  potassium: { loinc: ['2823-3', '6298-4'], units: ['mmol/L', 'meq/L'] },
  inr: { loinc: ['6301-6', '34714-6'], units: ['{INR}', '1'] },
  platelets: { loinc: ['777-3', '26515-7'], units: ['10*3/uL', '10*9/L'] },
  qtc: { loinc: ['8636-3'], units: ['ms'] },
  weight: { loinc: ['29463-7', '3141-9'], units: ['kg'] },
  height: { loinc: ['8302-2', '3137-7'], units: ['cm'] },
};
const PREGNANCY = '82810-3';
/** LOINC answers: pregnant, not pregnant. */
const PREGNANT = new Set(['LA15173-0', '77386006']);
const NOT_PREGNANT = new Set(['LA26683-5', '60001007']);
const UMOL_PER_MG_DL = 88.42;

/** Codes that a search for results asks for. */
export const RESULT_CODES: readonly string[] = [...Object.values(RESULTS).flatMap(({ loinc }) => loinc), PREGNANCY];

/** The newest of each result. */
export function resultsOf(observations: readonly Observation[], zone: string): PatientFacts['results'] {
  const found: Partial<Record<ResultName, Measured>> = {};
  for (const [name, analyte] of Object.entries(RESULTS) as [ResultName, Analyte][]) {
    const measured = newest(observations, analyte.loinc, zone, (quantity) => readable(name, quantity, analyte.units));
    if (measured !== undefined) found[name] = measured;
  }
  return found;
}

function readable(name: ResultName, quantity: Quantity | undefined, units: readonly string[]): number | undefined {
  for (const unit of units) {
    const value = valueIn(quantity, unit);
    if (value !== undefined) return value;
  }
  const molar = name === 'creatinine' ? valueIn(quantity, 'umol/L') : undefined;
  return molar === undefined ? undefined : molar / UMOL_PER_MG_DL;
}

function newest(
  observations: readonly Observation[],
  loinc: readonly string[],
  zone: string,
  read: (quantity: Quantity | undefined) => number | undefined,
): Measured | undefined {
  let best: Measured | undefined;
  for (const one of observations) {
    const at = momentOf(one.effectiveDateTime ?? one.effectivePeriod?.end ?? one.issued, zone);
    if (at === undefined || !isValid(one) || (best !== undefined && best.at >= at)) continue;
    const value = read(quantityOf(one, loinc));
    if (value !== undefined) best = { value, at, id: `Observation/${one.id ?? ''}` };
  }
  return best;
}

/** The value of the observation itself or of a component (blood pressure). */
function quantityOf(
  { code, valueQuantity, component = [] }: Observation,
  loinc: readonly string[],
): Quantity | undefined {
  if (codesIn(code, LOINC).some((one) => loinc.includes(one))) return valueQuantity;
  return component.find((part) => codesIn(part.code, LOINC).some((one) => loinc.includes(one)))?.valueQuantity;
}

function isValid({ status }: Observation): boolean {
  return status !== 'entered-in-error' && status !== 'cancelled';
}

/** What the newest observation of pregnancy says. */
export function pregnancyStatusOf(observations: readonly Observation[], zone: string): PatientFacts['pregnancyStatus'] {
  let best: { pregnant: boolean; at: EpochMs } | undefined;
  for (const one of observations) {
    const at = momentOf(one.effectiveDateTime ?? one.issued, zone);
    if (at === undefined || !isValid(one) || !codesIn(one.code, LOINC).includes(PREGNANCY)) continue;
    const codes = allCodes(one.valueCodeableConcept);
    const pregnant = codes.some((code) => PREGNANT.has(code));
    const not = codes.some((code) => NOT_PREGNANT.has(code));
    if ((pregnant || not) && (best === undefined || at > best.at)) best = { pregnant, at };
  }
  return best;
}

const VITALS = {
  respirationRate: { loinc: ['9279-1'], units: ['/min'] },
  spo2: { loinc: ['2708-6', '59408-5'], units: ['%'] },
  systolicBP: { loinc: ['8480-6'], units: ['mm[Hg]'] },
  pulse: { loinc: ['8867-4'], units: ['/min'] },
  temperature: { loinc: ['8310-5'], units: ['Cel'] },
} as const satisfies Readonly<Record<string, Analyte>>;
/** Inhaled oxygen: flow in L/min, fraction in %. */
const FLOW = ['3151-8'];
const FRACTION = ['3150-6'];
/** Level of consciousness (AVPU, ACVPU), as LOINC answers and as letters. */
const CONSCIOUSNESS = ['80288-4', '67775-7'];
const LEVELS: Readonly<Record<string, NonNullable<News2Input['consciousness']>>> = {
  'LA9340-6': 'A',
  'LA17108-4': 'V',
  'LA17107-6': 'P',
  'LA9343-0': 'U',
  A: 'A',
  C: 'C',
  V: 'V',
  P: 'P',
  U: 'U',
};

/** Codes that a search for vital signs asks for. */
export const VITAL_CODES: readonly string[] = [
  ...Object.values(VITALS).flatMap(({ loinc }) => loinc),
  '85354-9',
  ...FLOW,
  ...FRACTION,
  ...CONSCIOUSNESS,
];

/** Readings of the newest round: those within an hour before the newest. */
const ROUND = 3_600_000;

/** The newest round of vital signs, and when it was; undefined without any. */
export function vitalsOf(
  observations: readonly Observation[],
  zone: string,
): { readonly input: News2Input; readonly at: EpochMs } | undefined {
  const moments = observations.filter(isValid).flatMap((one) => momentOf(one.effectiveDateTime, zone) ?? []);
  if (moments.length === 0) return undefined;
  const at = moments.reduce((latest, one) => (one > latest ? one : latest));
  const round = observations.filter((one) => {
    const moment = momentOf(one.effectiveDateTime, zone);
    return moment !== undefined && at - moment <= ROUND;
  });
  const input: Record<string, unknown> = { spo2Scale: 1 };
  for (const [name, { loinc, units }] of Object.entries(VITALS)) {
    const measured = newest(round, loinc, zone, (quantity) => valueIn(quantity, units[0]));
    if (measured !== undefined) input[name] = measured.value;
  }
  return { input: { ...input, ...oxygenOf(round, zone), ...consciousnessOf(round) }, at };
}

function oxygenOf(round: readonly Observation[], zone: string): Pick<News2Input, 'oxygen'> {
  const flow = newest(round, FLOW, zone, (quantity) => valueIn(quantity, 'L/min'));
  const fraction = newest(round, FRACTION, zone, (quantity) => valueIn(quantity, '%'));
  if (flow === undefined && fraction === undefined) return {};
  return { oxygen: (flow?.value ?? 0) > 0 || (fraction?.value ?? 0) > 21 };
}

function consciousnessOf(round: readonly Observation[]): Pick<News2Input, 'consciousness'> {
  const found = round.find(
    (one) => isValid(one) && codesIn(one.code, LOINC).some((code) => CONSCIOUSNESS.includes(code)),
  );
  const level = allCodes(found?.valueCodeableConcept).flatMap((code) => LEVELS[code] ?? [])[0];
  return level === undefined ? {} : { consciousness: level };
}
