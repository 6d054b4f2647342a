/**
 * What rules know of a patient beyond drugs and allergies. Unknown is unknown: no field has a default.
 *
 * Unit    weight kg, height cm, creatinine mg/dL, potassium mmol/L, inr 1, platelets 10*3/uL, qtc ms, vital signs as NEWS2 has them
 * Proof   read.test.ts (from FHIR)
 */
import type { EpochMs } from '../../kernel/index.ts';
import type { Calculated, Sex } from '../calculators/result.ts';
import { ckdEpi2021 } from '../calculators/ckd-epi.ts';
import { cockcroftGault } from '../calculators/cockcroft-gault.ts';

export type ResultName = 'creatinine' | 'potassium' | 'inr' | 'platelets' | 'qtc' | 'weight' | 'height';

/** A measured value, newest of its kind. */
export interface Measured {
  readonly value: number;
  readonly at: EpochMs;
  readonly id: string;
}

export interface ConditionFact {
  readonly id: string;
  /** Codes of any system (ICD-10, KCD, SNOMED CT). */
  readonly codes: readonly string[];
  readonly since?: EpochMs;
}

export interface VaccineDose {
  readonly cvx: readonly string[];
  readonly at: EpochMs;
}

export interface PatientFacts {
  readonly id: string;
  readonly now: EpochMs;
  /** Today in the hospital, `2026-11-24`. */
  readonly today: string;
  /** Full or partial date. */
  readonly birthDate?: string | undefined;
  readonly sex?: Sex | undefined;
  readonly results: Readonly<Partial<Record<ResultName, Measured>>>;
  readonly conditions: readonly ConditionFact[];
  readonly vaccines: readonly VaccineDose[];
  /** Pregnancy as an observation says it. */
  readonly pregnancyStatus?: { readonly pregnant: boolean; readonly at: EpochMs } | undefined;
  /** The running stay in hospital. */
  readonly stay?: { readonly id: string; readonly since: EpochMs } | undefined;
}

const DAY = 86_400_000;

/** Completed months of age; undefined where the birth date is not known to the month. */
export function ageInMonths({ birthDate, today }: Pick<PatientFacts, 'birthDate' | 'today'>): number | undefined {
  const born = /^(\d{4})-(\d\d)(?:-(\d\d))?/.exec(birthDate ?? '');
  const now = /^(\d{4})-(\d\d)-(\d\d)/.exec(today);
  if (born === null || now === null) return undefined;
  const months = (Number(now[1]) - Number(born[1])) * 12 + Number(now[2]) - Number(born[2]);
  return Number(now[3]) < Number(born[3] ?? '1') ? months - 1 : months;
}

/** Completed years of age. */
export function ageInYears(facts: Pick<PatientFacts, 'birthDate' | 'today'>): number | undefined {
  const months = ageInMonths(facts);
  return months === undefined ? undefined : Math.floor(months / 12);
}

/** A result that is not older than `days`. */
export function recent(facts: PatientFacts, name: ResultName, days: number): Measured | undefined {
  const found = facts.results[name];
  return found !== undefined && facts.now - found.at <= days * DAY ? found : undefined;
}

/** Oldest creatinine, weight that dosing may rest on, in days (our own choice). */
const CREATININE_DAYS = 365;
const WEIGHT_DAYS = 730;

/** Weight for dosing. */
export function dosingWeight(facts: PatientFacts): number | undefined {
  return recent(facts, 'weight', WEIGHT_DAYS)?.value;
}

/** Creatinine clearance by actual weight, as labels of drugs mean it. */
export function clearanceOf(facts: PatientFacts): Calculated {
  return cockcroftGault({ ...kidneyInput(facts), weight: dosingWeight(facts), height: undefined }, 'actual');
}

/** eGFR by CKD-EPI 2021. */
export function egfrOf(facts: PatientFacts): Calculated {
  return ckdEpi2021(kidneyInput(facts));
}

function kidneyInput(facts: PatientFacts): Parameters<typeof ckdEpi2021>[0] {
  return { creatinine: recent(facts, 'creatinine', CREATININE_DAYS)?.value, age: ageInYears(facts), sex: facts.sex };
}

/** Is the patient pregnant, as far as the record tells? */
export function pregnancyOf(
  facts: PatientFacts,
  { icd, snomed, days }: { readonly icd: readonly string[]; readonly snomed: readonly string[]; readonly days: number },
): 'yes' | 'no' | 'unknown' {
  const told = facts.pregnancyStatus;
  if (told !== undefined && facts.now - told.at <= days * DAY) return told.pregnant ? 'yes' : 'no';
  const found = facts.conditions.some(
    ({ codes, since }) =>
      codes.some((code) => snomed.includes(code) || icd.some((prefix) => code.startsWith(prefix))) &&
      (since === undefined || facts.now - since <= days * DAY),
  );
  return found ? 'yes' : 'unknown';
}
