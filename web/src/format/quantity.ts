/**
 * Numbers with units. A measured value keeps the digits it was recorded with (7.0 is not 7); a dose has a leading zero, no
 * trailing zero, and a unit that cannot be misread ("microgram", "units"), which is what keeps a tenfold dose away.
 *
 * Unit    UCUM; shown as people write it (mm[Hg] as mmHg, Cel as °C)
 * Source  https://ucum.org/ucum; ISMP list of error-prone abbreviations
 * Proof   quantity.test.ts
 */
import { decimalNumber, decimalText, type FhirDecimal } from '../fhir/decimal.ts';
import type { Quantity, Range } from '../fhir/types.ts';
import { hasHangul, type Language } from './language.ts';

/** More decimal places than this come from a calculation, not from a measurement; the whole value is in the detail. */
const MOST_PLACES = 4;
const CALCULATED_DIGITS = 4;

/** The digits of a measured value. */
export function valueText(value: FhirDecimal): string {
  const text = decimalText(value);
  if (/[eE]/.test(text)) return String(decimalNumber(value));
  const places = text.split('.')[1]?.length ?? 0;
  return places <= MOST_PLACES ? text : rounded(decimalNumber(value));
}

function rounded(value: number): string {
  const whole = Math.trunc(Math.abs(value)).toString().length;
  return Math.abs(value) >= 1
    ? value.toFixed(Math.max(0, Math.min(1, CALCULATED_DIGITS - whole)))
    : String(Number(value.toPrecision(3)));
}

/** The digits of a dose: 0.5, not .5; 5, not 5.0. */
export function doseValueText(value: FhirDecimal): string {
  const number = Number(decimalNumber(value).toPrecision(12));
  const text = String(number);
  return /e-/.test(text) ? number.toFixed(18).replace(/0+$/, '') : text;
}

const UNITS: Readonly<Record<string, string>> = {
  'mm[Hg]': 'mmHg',
  Cel: '°C',
  '[degF]': '°F',
  '10*3/uL': '10³/µL',
  '10*6/uL': '10⁶/µL',
  '10*9/L': '10⁹/L',
  '10*12/L': '10¹²/L',
  'kg/m2': 'kg/m²',
  'mL/min/{1.73_m2}': 'mL/min/1.73 m²',
  'mL/min/1.73.m2': 'mL/min/1.73 m²',
  '[iU]/L': 'IU/L',
  '[IU]/L': 'IU/L',
  'm[IU]/L': 'mIU/L',
  'u[IU]/mL': 'µIU/mL',
  '[pH]': '',
  '1': '',
  '{INR}': '',
  '{ratio}': '',
  '/min': '/min',
  '{score}': '',
};

/** A unit as people write it. */
export function unitText(unit: string | undefined): string {
  if (unit === undefined) return '';
  return (
    UNITS[unit] ??
    unit
      .replace(/\{[^}]*\}/g, '')
      .replace(/^u(?=[gLmM])/, 'µ')
      .replace(/\/u(?=[gLmM])/, '/µ')
      .replace(/\[(iU|IU)\]/, 'IU')
  );
}

/** The unit of a quantity: what it calls it, else its code; not in Hangul on an English screen. */
export function quantityUnit(quantity: Quantity | undefined, language: Language): string {
  const { unit, code } = quantity ?? {};
  const foreign = unit !== undefined && language === 'en' && hasHangul(unit);
  return unitText(foreign ? (code ?? unit) : (unit ?? code));
}

/** A measured quantity as text; empty where it has no value. */
export function quantityText(quantity: Quantity | undefined, language: Language): string {
  if (quantity?.value === undefined) return '';
  const number = `${quantity.comparator ?? ''}${valueText(quantity.value)}`;
  const unit = quantityUnit(quantity, language);
  return unit === '' ? number : unit === '%' ? `${number}%` : `${number} ${unit}`;
}

type Words = readonly [ko: string, en: string];

/** Units of doses in full, because "µg" is read as "mg" and "U" as "0". mg, g and mL are safe and stay. */
const DOSE_UNITS: Readonly<Record<string, Words>> = {
  ug: ['마이크로그램', 'micrograms'],
  µg: ['마이크로그램', 'micrograms'],
  '\u03bcg': ['마이크로그램', 'micrograms'],
  '\u338d': ['마이크로그램', 'micrograms'],
  mcg: ['마이크로그램', 'micrograms'],
  ng: ['나노그램', 'nanograms'],
  U: ['단위', 'units'],
  '[iU]': ['국제단위', 'international units'],
  '[IU]': ['국제단위', 'international units'],
  IU: ['국제단위', 'international units'],
};

/** What is counted by the piece. */
const PIECES: Readonly<Record<string, Words>> = {
  '{tbl}': ['정', 'tablet'],
  '{tablet}': ['정', 'tablet'],
  TAB: ['정', 'tablet'],
  tablet: ['정', 'tablet'],
  '{cap}': ['캡슐', 'capsule'],
  '{capsule}': ['캡슐', 'capsule'],
  CAP: ['캡슐', 'capsule'],
  capsule: ['캡슐', 'capsule'],
  '{puff}': ['회 분무', 'puff'],
  '[drp]': ['방울', 'drop'],
  '{drop}': ['방울', 'drop'],
  '{vial}': ['바이알', 'vial'],
  '{bag}': ['백', 'bag'],
  '{ampule}': ['앰풀', 'ampoule'],
  '{packet}': ['포', 'sachet'],
  '{syringe}': ['프리필드시린지', 'prefilled syringe'],
  '{application}': ['회 도포', 'application'],
  '{patch}': ['매', 'patch'],
  '{suppository}': ['개', 'suppository'],
};

function wordsOf(
  known: Readonly<Record<string, Words>>,
  { code = '', unit = '' }: Quantity,
  language: Language,
): string | undefined {
  return (known[code] ?? known[unit])?.[language === 'ko' ? 0 : 1];
}

/** A dose as text; the number and its unit never come apart at the end of a line. */
export function doseText(quantity: Quantity | undefined, language: Language): string {
  if (quantity?.value === undefined) return '';
  const value = grouped(doseValueText(quantity.value));
  const piece = wordsOf(PIECES, quantity, language);
  if (piece !== undefined)
    return language === 'ko'
      ? `${value}${piece}`
      : `${value}\u00A0${piece}${decimalNumber(quantity.value) > 1 ? 's' : ''}`;
  const unit =
    wordsOf(DOSE_UNITS, quantity, language) ?? rateUnit(quantity, language) ?? quantityUnit(quantity, language);
  return unit === '' ? value : `${value}\u00A0${unit}`;
}

/** A rate of what is dangerous to abbreviate: "units/h", as "U/h" behind an 8 is read as 80. */
function rateUnit({ code = '', unit = '' }: Quantity, language: Language): string | undefined {
  for (const one of [code, unit]) {
    const slash = one.indexOf('/');
    const words = slash < 1 ? undefined : wordsOf(DOSE_UNITS, { code: one.slice(0, slash) }, language);
    if (words !== undefined) return `${words}/${unitText(one.slice(slash + 1))}`;
  }
  return undefined;
}

/** From 1,000 on a comma parts the thousands, so that a nought more or less is seen. */
function grouped(digits: string): string {
  const [whole = '', ...fraction] = digits.split('.');
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...fraction].join('.');
}

/** A range of doses or values: "1 to 2 tablets". */
export function doseRangeText(range: Range, language: Language): string {
  const high = doseText(range.high, language);
  if (range.low?.value === undefined) return high;
  const low = doseText(range.low, language);
  if (high === '') return low;
  const same = range.low.unit === range.high?.unit && range.low.code === range.high?.code;
  return same ? `${grouped(doseValueText(range.low.value))}–${high}` : `${low} – ${high}`;
}
