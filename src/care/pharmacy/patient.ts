/**
 * What a pharmacist must know of the patient before a drug is given: each part read on its own, so that one that fails is told
 * as missing and never looks like an empty list.
 *
 * Unit    weight kg, height cm, creatinine mg/dL
 * Source  LOINC; kidney function: CKD-EPI 2021 and Cockcroft-Gault by actual weight (cds)
 * Proof   patient.test.ts, facts.int.test.ts
 */
import { ckdEpi2021, cockcroftGault, type Calculated } from '../../cds/index.ts';
import type { ResourceOfType } from '../../fhir/index.ts';
import { zonedInstantOf, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findAmong, findResources, firstResources, idIn, readResource } from '../bedside/chart.ts';
import { codesIn, momentOf, unitIn, valueIn } from '../systems.ts';
import type { Medication, Request } from './codes.ts';
import { listed, type ListedPatient } from './orders.ts';

type Observation = ResourceOfType['Observation'];

/** Results that decide about drugs, in the order of the screen. */
export const RESULTS: readonly (readonly [name: string, ...loinc: string[]])[] = [
  ['creatinine', '2160-0', '38483-4', '14682-9'],
  ['potassium', '2823-3', '6298-4'],
  ['sodium', '2951-2'],
  ['inr', '6301-6', '34714-6'],
  ['platelets', '777-3', '26515-7'],
  ['haemoglobin', '718-7'],
  ['leukocytes', '6690-2'],
  ['alt', '1742-6'],
  ['ast', '1920-8'],
  ['bilirubin', '1975-2'],
  ['albumin', '1751-7'],
  ['glucose', '2345-7', '41653-7', '2339-0'],
  ['crp', '1988-5'],
  ['qtc', '8636-3'],
  ['calcium', '17861-6'],
  ['magnesium', '19123-9', '2601-3'],
];
const BODY = { weight: ['29463-7', '3141-9'], height: ['8302-2', '3137-7'] } as const;
const PREGNANCY = '82810-3';
/** LOINC and SNOMED CT answers. */
const PREGNANT = new Set(['LA15173-0', '77386006']);
const NOT_PREGNANT = new Set(['LA26683-5', '60001007']);
const UMOL_PER_MG_DL = 88.42;
const DAY = 86_400_000;
/** Creatinine, weight and pregnancy that are older decide nothing. */
const OLDEST = { creatinine: 365 * DAY, weight: 730 * DAY, pregnancy: 300 * DAY } as const;

/** A measurement with its moment. */
export interface Measured {
  readonly value: number;
  readonly unit: string;
  readonly at: string;
}

export type Pregnancy = 'yes' | 'no' | 'unknown' | 'not-applicable';

/** The patient, as far as known. */
export interface PatientFacts {
  readonly patient?: ListedPatient;
  /** Completed years; months below two years. */
  readonly age?: { readonly value: number; readonly unit: 'a' | 'mo' };
  readonly weight?: Measured;
  readonly height?: Measured;
  readonly kidney: { readonly egfr: Calculated; readonly clearance: Calculated; readonly creatinineAt?: string };
  readonly pregnancy: { readonly state: Pregnancy; readonly at?: string };
  readonly allergies: readonly ResourceOfType['AllergyIntolerance'][];
  readonly problems: readonly ResourceOfType['Condition'][];
  readonly drugs: readonly Request[];
  readonly medications: readonly Medication[];
  /** The newest two of each kind, newest first. */
  readonly results: readonly { readonly name: string; readonly observations: readonly Observation[] }[];
  /** Parts that could not be read. */
  readonly missing: readonly string[];
}

type Parts = {
  readonly patient: ResourceOfType['Patient'];
  readonly allergies: readonly ResourceOfType['AllergyIntolerance'][];
  readonly problems: readonly ResourceOfType['Condition'][];
  readonly drugs: readonly Request[];
  readonly results: readonly Observation[];
  readonly body: readonly Observation[];
};

/** Reads everything of the patient. */
export async function patientFacts(context: Context, patient: string): Promise<PatientFacts> {
  const about = { patient };
  const missing: string[] = [];
  const part = async <Name extends keyof Parts>(
    name: Name,
    read: Promise<Parts[Name]>,
  ): Promise<Parts[Name] | undefined> => {
    try {
      return await read;
    } catch {
      missing.push(name);
      return undefined;
    }
  };
  const codes = [...RESULTS.flatMap(([, ...loinc]) => loinc), PREGNANCY].join(',');
  const bodyCodes = [...BODY.weight, ...BODY.height].join(',');
  const [person, allergies, problems, drugs, results, body] = await Promise.all([
    part('patient', readResource(context, 'Patient', patient)),
    part('allergies', findResources(context, 'AllergyIntolerance', about)),
    part('problems', findResources(context, 'Condition', { ...about, 'clinical-status': 'active,recurrence,relapse' })),
    part('drugs', findResources(context, 'MedicationRequest', { ...about, status: 'active,on-hold' })),
    part('results', firstResources(context, 'Observation', { ...about, code: codes, _sort: '-date' }, 200)),
    part('body', firstResources(context, 'Observation', { ...about, code: bodyCodes, _sort: '-date' }, 20)),
  ]);
  const products = [...new Set((drugs ?? []).flatMap((one) => idIn(one.medicationReference, 'Medication') ?? []))];
  const medications = await findAmong(context, 'Medication', '_id', products);
  return factsFrom({ person, allergies, problems, drugs, results, body }, medications, missing, context);
}

interface Read {
  readonly person: Parts['patient'] | undefined;
  readonly allergies: Parts['allergies'] | undefined;
  readonly problems: Parts['problems'] | undefined;
  readonly drugs: Parts['drugs'] | undefined;
  readonly results: Parts['results'] | undefined;
  readonly body: Parts['body'] | undefined;
}

/** The facts of what was read. */
export function factsFrom(
  read: Read,
  medications: readonly Medication[],
  missing: readonly string[],
  { clock, settings }: Pick<Context, 'clock' | 'settings'>,
): PatientFacts {
  const now = clock.now();
  const today = zonedInstantOf(now, settings.timeZone).slice(0, 10);
  const { person } = read;
  const weight = measured(read.body ?? [], BODY.weight, { kg: 1, g: 0.001 });
  const height = measured(read.body ?? [], BODY.height, { cm: 1, m: 100 });
  const age = ageOf(person?.birthDate, today);
  const facts = {
    ...(person === undefined ? {} : { patient: listed(person) }),
    ...(age === undefined ? {} : { age }),
    ...(weight === undefined ? {} : { weight }),
    ...(height === undefined ? {} : { height }),
  };
  return {
    ...facts,
    kidney: kidneyOf(read, age, weight, now),
    pregnancy: pregnancyOf(person, age, read.results ?? [], now),
    allergies: read.allergies ?? [],
    problems: read.problems ?? [],
    drugs: read.drugs ?? [],
    medications,
    results: RESULTS.flatMap(([name, ...loinc]) => {
      const observations = standing(read.results ?? [], loinc).slice(0, 2);
      return observations.length === 0 ? [] : [{ name, observations }];
    }),
    missing,
  };
}

/** Observations of a kind that stand, newest first. */
function standing(observations: readonly Observation[], loinc: readonly string[]): readonly Observation[] {
  return observations
    .filter(
      ({ status, code }) =>
        !['entered-in-error', 'cancelled', 'registered'].includes(status) &&
        codesIn(code).some((one) => loinc.includes(one)),
    )
    .toSorted(
      (a, b) => (momentOf(b.effectiveDateTime ?? b.issued) ?? 0) - (momentOf(a.effectiveDateTime ?? a.issued) ?? 0),
    );
}

/** The newest measurement that is in a unit we know. */
function measured(
  observations: readonly Observation[],
  loinc: readonly string[],
  units: Readonly<Record<string, number>>,
): Measured | undefined {
  const [unit = ''] = Object.keys(units);
  for (const { valueQuantity, effectiveDateTime, issued } of standing(observations, loinc)) {
    const [value, factor] = [valueIn(valueQuantity), units[unitIn(valueQuantity)]];
    const at = effectiveDateTime ?? issued;
    if (value !== undefined && factor !== undefined && at !== undefined) return { value: value * factor, unit, at };
  }
  return undefined;
}

/** Completed years; months for small children. */
function ageOf(birthDate: string | undefined, today: string): PatientFacts['age'] {
  const born = /^(\d{4})-(\d\d)-(\d\d)$/.exec(birthDate ?? '');
  if (born === null) return undefined;
  const [year = 0, month = 0, day = 0] = today.split('-').map(Number);
  const months = (year - Number(born[1])) * 12 + month - Number(born[2]) - (day < Number(born[3]) ? 1 : 0);
  return months < 24 ? { value: months, unit: 'mo' } : { value: Math.floor(months / 12), unit: 'a' };
}

function kidneyOf(
  { person, results = [] }: Read,
  age: PatientFacts['age'],
  weight: Measured | undefined,
  now: EpochMs,
): PatientFacts['kidney'] {
  const units = { 'mg/dL': 1, 'umol/L': 1 / UMOL_PER_MG_DL };
  const found = measured(results, RESULTS[0]?.slice(1) ?? [], units);
  const isRecent = (one: Measured | undefined, oldest: number): boolean =>
    one !== undefined && now - (momentOf(one.at) ?? 0) <= oldest;
  const creatinine = isRecent(found, OLDEST.creatinine) ? found?.value : undefined;
  const sex = person?.gender === 'male' || person?.gender === 'female' ? person.gender : undefined;
  const years = age === undefined ? undefined : age.unit === 'a' ? age.value : Math.floor(age.value / 12);
  const input = { creatinine, age: years, sex };
  const kilograms = isRecent(weight, OLDEST.weight) ? weight?.value : undefined;
  return {
    egfr: ckdEpi2021(input),
    clearance: cockcroftGault({ ...input, weight: kilograms, height: undefined }, 'actual'),
    ...(found === undefined ? {} : { creatinineAt: found.at }),
  };
}

/** Asked of women between 10 and 55 years. */
function pregnancyOf(
  person: Parts['patient'] | undefined,
  age: PatientFacts['age'],
  observations: readonly Observation[],
  now: EpochMs,
): PatientFacts['pregnancy'] {
  const years = age?.unit === 'a' ? age.value : age === undefined ? undefined : 0;
  if (person?.gender === 'male' || (years !== undefined && (years < 10 || years > 55)))
    return { state: 'not-applicable' };
  for (const { valueCodeableConcept, effectiveDateTime, issued } of standing(observations, [PREGNANCY])) {
    const at = effectiveDateTime ?? issued;
    if (at === undefined || now - (momentOf(at) ?? 0) > OLDEST.pregnancy) continue;
    const codes = codesIn(valueCodeableConcept);
    if (codes.some((code) => PREGNANT.has(code))) return { state: 'yes', at };
    if (codes.some((code) => NOT_PREGNANT.has(code))) return { state: 'no', at };
  }
  return { state: 'unknown' };
}
