/**
 * Vital signs that a round can hold: code, unit and limits of each. A value outside of `usual` is taken with a reason; outside of
 * `possible` it is a slip of typing or unit, and refused.
 *
 * Unit    UCUM, beside each
 * Source  LOINC; limits are our own choice, to catch slips
 * Proof   vitals.test.ts
 */
import { decimalOf } from '../../kernel/index.ts';
import type { CodeableConcept, Quantity } from '../../fhir/index.ts';
import { LOINC, UCUM, type Observation } from './codes.ts';

/** One measured sign. */
export interface Sign {
  readonly loinc: string;
  readonly en: string;
  readonly ko: string;
  readonly unit: string;
  readonly shown: string;
  readonly usual: readonly [number, number];
  readonly possible: readonly [number, number];
}

export const SIGNS = {
  respirationRate: sign('9279-1', 'Respiratory rate', '호흡수', '/min', '/min', [8, 40], [0, 100]),
  spo2: sign('2708-6', 'Oxygen saturation in Arterial blood', '산소포화도', '%', '%', [80, 100], [0, 100]),
  oxygenFlow: sign('3151-8', 'Inhaled oxygen flow rate', '산소 투여량', 'L/min', 'L/min', [0, 15], [0, 80]),
  systolic: sign('8480-6', 'Systolic blood pressure', '수축기 혈압', 'mm[Hg]', 'mmHg', [70, 220], [0, 350]),
  diastolic: sign('8462-4', 'Diastolic blood pressure', '이완기 혈압', 'mm[Hg]', 'mmHg', [35, 130], [0, 250]),
  pulse: sign('8867-4', 'Heart rate', '맥박', '/min', '/min', [40, 150], [0, 350]),
  temperature: sign('8310-5', 'Body temperature', '체온', 'Cel', '°C', [35, 40.5], [20, 46]),
  pain: sign(
    '72514-3',
    'Pain severity - 0-10 verbal numeric rating [Score] - Reported',
    '통증 점수',
    '{score}',
    '/10',
    [0, 10],
    [0, 10],
  ),
  glucose: sign(
    '41653-7',
    'Glucose [Mass/volume] in Capillary blood by Glucometer',
    '혈당(모세혈)',
    'mg/dL',
    'mg/dL',
    [54, 350],
    [10, 1500],
  ),
  weight: sign('29463-7', 'Body weight', '체중', 'kg', 'kg', [1, 200], [0.2, 400]),
} as const;
export type SignName = keyof typeof SIGNS;
export const SIGN_NAMES = Object.keys(SIGNS) as readonly SignName[];

function sign(
  loinc: string,
  en: string,
  ko: string,
  unit: string,
  shown: string,
  usual: readonly [number, number],
  possible: readonly [number, number],
): Sign {
  return { loinc, en, ko, unit, shown, usual, possible };
}

/** Levels of consciousness as LOINC answers; new confusion has none in that list and is our own. */
export const LEVELS = {
  A: { system: LOINC, code: 'LA9340-6', display: 'Alert' },
  C: { system: 'https://maru.health/fhir/CodeSystem/care', code: 'C', display: 'New confusion' },
  V: { system: LOINC, code: 'LA17108-4', display: 'Responds to voice' },
  P: { system: LOINC, code: 'LA17107-6', display: 'Responds to pain' },
  U: { system: LOINC, code: 'LA9343-0', display: 'Unresponsive' },
} as const;
export type Level = keyof typeof LEVELS;
export const CONSCIOUSNESS = '67775-7';
export const PRESSURE = '85354-9';

export type Plausible = 'usual' | 'unusual' | 'impossible';

/** What the limits say of a value. */
export function plausibility(name: SignName, value: number): Plausible {
  const { usual, possible } = SIGNS[name];
  if (!(value >= possible[0] && value <= possible[1])) return 'impossible';
  return value >= usual[0] && value <= usual[1] ? 'usual' : 'unusual';
}

export function signConcept(name: SignName): CodeableConcept {
  const { loinc, en, ko } = SIGNS[name];
  const coding = [{ system: LOINC, code: loinc, display: en }];
  if (name === 'spo2') {
    coding.push({ system: LOINC, code: '59408-5', display: 'Oxygen saturation in Arterial blood by Pulse oximetry' });
  }
  return { coding, text: ko };
}

export function quantityOf(name: SignName, text: string): Quantity {
  const { unit, shown } = SIGNS[name];
  return { value: decimalOf(text), unit: shown, system: UCUM, code: unit };
}

/** The sign that an observation or component is about. */
export function signOf({ code }: Pick<Observation, 'code'>): SignName | undefined {
  const codes = new Set((code.coding ?? []).map((one) => one.code));
  return SIGN_NAMES.find((name) => codes.has(SIGNS[name].loinc));
}
