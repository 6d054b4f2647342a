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
import type { Language } from './language.ts';

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
  return String(Number(decimalNumber(value).toPrecision(12)));
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

/** The unit of a quantity: what it calls it, else its code. */
export function quantityUnit(quantity: Quantity | undefined): string {
  return unitText(quantity?.unit ?? quantity?.code);
}

/** A measured quantity as text; empty where it has no value. */
export function quantityText(quantity: Quantity | undefined): string {
  if (quantity?.value === undefined) return '';
  const number = `${quantity.comparator ?? ''}${valueText(quantity.value)}`;
  const unit = quantityUnit(quantity);
  return unit === '' ? number : unit === '%' ? `${number}%` : `${number} ${unit}`;
}

/** Units of doses in full, because "µg" is read as "mg" and "U" as "0". mg, g and mL are safe and stay. */
const DOSE_UNITS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  ug: { ko: '마이크로그램', en: 'micrograms' },
  µg: { ko: '마이크로그램', en: 'micrograms' },
  mcg: { ko: '마이크로그램', en: 'micrograms' },
  ng: { ko: '나노그램', en: 'nanograms' },
  U: { ko: '단위', en: 'units' },
  '[iU]': { ko: '국제단위', en: 'international units' },
  '[IU]': { ko: '국제단위', en: 'international units' },
  IU: { ko: '국제단위', en: 'international units' },
  '{tbl}': { ko: '정', en: 'tablet' },
  '{tablet}': { ko: '정', en: 'tablet' },
  TAB: { ko: '정', en: 'tablet' },
  tablet: { ko: '정', en: 'tablet' },
  '{capsule}': { ko: '캡슐', en: 'capsule' },
  CAP: { ko: '캡슐', en: 'capsule' },
  capsule: { ko: '캡슐', en: 'capsule' },
  '{puff}': { ko: '회 분무', en: 'puff' },
  '[drp]': { ko: '방울', en: 'drop' },
  '{drop}': { ko: '방울', en: 'drop' },
};

/** A dose as text. */
export function doseText(quantity: Quantity | undefined, language: Language): string {
  if (quantity?.value === undefined) return '';
  const value = doseValueText(quantity.value);
  const known = DOSE_UNITS[quantity.code ?? ''] ?? DOSE_UNITS[quantity.unit ?? ''];
  const unit = known?.[language] ?? quantityUnit(quantity);
  const counted =
    known !== undefined &&
    language === 'ko' &&
    !['U', 'ug', 'µg', 'mcg', 'ng', 'IU', '[iU]', '[IU]'].includes(quantity.code ?? quantity.unit ?? '');
  const many = language === 'en' && known !== undefined && !unit.endsWith('s') && Number(value) > 1 ? 's' : '';
  return unit === '' ? value : `${value}${counted ? '' : '\u00A0'}${unit}${many}`;
}

/** A range of doses or values: "1 to 2 tablets". */
export function doseRangeText(range: Range, language: Language): string {
  const high = doseText(range.high, language);
  if (range.low?.value === undefined) return high;
  return high === '' ? doseText(range.low, language) : `${doseValueText(range.low.value)}–${high}`;
}
