/**
 * Dosage instructions as one line that leaves nothing out: dose, how often, by which way, how long, what for.
 *
 * Source  https://hl7.org/fhir/R4/dosage.html, https://hl7.org/fhir/R4/valueset-timing-abbreviation.html
 * Proof   dosage.test.ts
 */
import { decimalText, type FhirDecimal } from '../fhir/decimal.ts';
import type { Dosage, DosageDoseAndRate, Timing, TimingRepeat, Quantity } from '../fhir/types.ts';
import { conceptText } from './code.ts';
import { hasHangul, type Language } from './language.ts';
import { doseRangeText, doseText, quantityText } from './quantity.ts';

const UNITS: Readonly<Record<string, readonly [ko: string, en: string]>> = {
  s: ['초', 'second'],
  min: ['분', 'minute'],
  h: ['시간', 'hour'],
  d: ['일', 'day'],
  wk: ['주', 'week'],
  mo: ['개월', 'month'],
  a: ['년', 'year'],
};

const CODES: Readonly<Record<string, readonly [ko: string, en: string]>> = {
  QD: ['하루 1번', 'once a day'],
  BID: ['하루 2번', 'twice a day'],
  TID: ['하루 3번', '3 times a day'],
  QID: ['하루 4번', '4 times a day'],
  QOD: ['이틀에 1번', 'every other day'],
  Q1H: ['1시간마다', 'every hour'],
  Q2H: ['2시간마다', 'every 2 hours'],
  Q3H: ['3시간마다', 'every 3 hours'],
  Q4H: ['4시간마다', 'every 4 hours'],
  Q6H: ['6시간마다', 'every 6 hours'],
  Q8H: ['8시간마다', 'every 8 hours'],
  AM: ['아침', 'in the morning'],
  PM: ['오후', 'in the afternoon'],
  BED: ['자기 전', 'at bedtime'],
  WK: ['매주 1번', 'once a week'],
  MO: ['매월 1번', 'once a month'],
};

const WHEN: Readonly<Record<string, readonly [ko: string, en: string]>> = {
  MORN: ['아침', 'in the morning'],
  NOON: ['점심', 'at noon'],
  AFT: ['오후', 'in the afternoon'],
  EVE: ['저녁', 'in the evening'],
  NIGHT: ['밤', 'at night'],
  HS: ['자기 전', 'at bedtime'],
  WAKE: ['일어나서', 'on waking'],
  C: ['식사와 함께', 'with meals'],
  AC: ['식전', 'before meals'],
  ACM: ['아침 식전', 'before breakfast'],
  ACD: ['점심 식전', 'before lunch'],
  ACV: ['저녁 식전', 'before dinner'],
  PC: ['식후', 'after meals'],
  PCM: ['아침 식후', 'after breakfast'],
  PCD: ['점심 식후', 'after lunch'],
  PCV: ['저녁 식후', 'after dinner'],
};

/** SNOMED CT routes in the words of a prescription. */
const ROUTES: Readonly<Record<string, readonly [ko: string, en: string]>> = {
  '26643006': ['경구', 'by mouth'],
  '37839007': ['설하', 'under the tongue'],
  '78421000': ['근육', 'into a muscle'],
  '47625008': ['정맥', 'intravenous'],
  '34206005': ['피하', 'under the skin'],
  '6064005': ['도포', 'on the skin'],
  '54485002': ['점안', 'into the eye'],
  '46713006': ['비강', 'into the nose'],
  '447694001': ['흡입', 'inhaled'],
  '37161004': ['직장', 'rectal'],
};

function routeText({ route }: Dosage, language: Language): string {
  const known = route?.coding?.map(({ code }) => ROUTES[code ?? '']).find((one) => one !== undefined);
  return pick(known, language) ?? conceptText(route, language);
}

function pick(words: readonly [string, string] | undefined, language: Language): string | undefined {
  return words?.[language === 'ko' ? 0 : 1];
}

/** One dosage as one line. What is only there as free text is that text. */
export function dosageText(dosage: Dosage, language: Language): string {
  const parts = structuredParts(dosage, language);
  const { text = '' } = dosage;
  if (parts.length === 0 || (text !== '' && dosage.timing === undefined)) return text;
  return [...parts, ...extraParts(dosage, language)].join(', ');
}

function structuredParts(dosage: Dosage, language: Language): string[] {
  const doses = (dosage.doseAndRate ?? []).map((one) => doseOf(one, language));
  return [
    ...doses,
    timingText(dosage.timing, language),
    routeText(dosage, language),
    asNeeded(dosage, language),
  ].filter(Boolean);
}

function extraParts(dosage: Dosage, language: Language): string[] {
  const repeat = dosage.timing?.repeat;
  const limit = dosage.maxDosePerPeriod;
  return [
    boundsText(repeat, language),
    limit === undefined
      ? ''
      : `${language === 'ko' ? '최대' : 'at most'} ${amountText(limit.numerator, language)} / ${quantityText(limit.denominator, language)}`,
    ...(dosage.additionalInstruction ?? []).map((one) => conceptText(one, language)),
    dosage.patientInstruction ?? '',
  ].filter(Boolean);
}

function doseOf(one: DosageDoseAndRate, language: Language): string {
  const dose =
    one.doseRange === undefined ? doseText(one.doseQuantity, language) : doseRangeText(one.doseRange, language);
  const rate = rateOf(one, language);
  return [dose, rate === '' ? '' : `${language === 'ko' ? '속도' : 'at'} ${rate}`].filter(Boolean).join(' ');
}

function rateOf({ rateQuantity, rateRange, rateRatio }: DosageDoseAndRate, language: Language): string {
  if (rateQuantity !== undefined) return amountText(rateQuantity, language);
  if (rateRange !== undefined) return spaced(doseRangeText(rateRange, language));
  if (rateRatio?.numerator === undefined) return '';
  return `${amountText(rateRatio.numerator, language)} / ${quantityText(rateRatio.denominator, language)}`;
}

/** An amount within a line, with the units that are written in full. */
function amountText(quantity: Quantity | undefined, language: Language): string {
  return spaced(doseText(quantity, language));
}

function spaced(text: string): string {
  return text.replaceAll('\u00A0', ' ');
}

function asNeeded(dosage: Dosage, language: Language): string {
  const reason = conceptText(dosage.asNeededCodeableConcept, language);
  const words = language === 'ko' ? '필요할 때' : 'as needed';
  if (reason !== '') return language === 'ko' ? `${words} (${reason})` : `${words} for ${reason}`;
  return dosage.asNeededBoolean === true ? words : '';
}

/** How often: from the timing's code, else from its numbers, else its words. */
export function timingText(timing: Timing | undefined, language: Language): string {
  if (timing === undefined) return '';
  if (timing.repeat?.count === 1 || timing.event?.length === 1) return language === 'ko' ? '한 번만' : 'once only';
  const code = timing.code?.coding?.map((one) => CODES[one.code ?? '']).find((one) => one !== undefined);
  const often = pick(code, language) ?? frequencyText(timing.repeat, language);
  const when = (timing.repeat?.when ?? []).map((one) => pick(WHEN[one], language) ?? one).join(' · ');
  const words = [often, when, clockText(timing.repeat)].filter(Boolean).join(' ');
  if (words !== '') return words;
  const { text } = timing.code ?? {};
  return text !== undefined && hasHangul(text) === (language === 'ko') ? text : conceptText(timing.code, language);
}

/** The times of the day, without seconds. */
function clockText(repeat: TimingRepeat | undefined): string {
  const times = (repeat?.timeOfDay ?? []).map((time) => time.slice(0, 5));
  return times.length === 0 ? '' : `(${times.join(', ')})`;
}

function frequencyText(repeat: TimingRepeat | undefined, language: Language): string {
  if (repeat?.periodUnit === undefined || repeat.period === undefined) return '';
  const period = decimalText(repeat.period);
  const times = repeat.frequency ?? 1;
  const most = repeat.frequencyMax === undefined ? String(times) : `${times}–${repeat.frequencyMax}`;
  return language === 'ko'
    ? koreanFrequency(most, period, repeat.periodUnit)
    : englishFrequency(most, period, repeat.periodUnit);
}

function koreanFrequency(times: string, period: string, unit: string): string {
  const span = period === '1' && unit === 'd' ? '하루' : `${period}${pick(UNITS[unit], 'ko') ?? unit}`;
  if (times === '1' && unit !== 'd') return `${span}마다`;
  return span === '하루' ? `하루 ${times}번` : `${span}에 ${times}번`;
}

function englishFrequency(times: string, period: string, unit: string): string {
  const name = pick(UNITS[unit], 'en') ?? unit;
  if (times === '1' && period !== '1') return `every ${period} ${name}s`;
  const often = times === '1' ? 'once' : times === '2' ? 'twice' : `${times} times`;
  return period === '1' ? `${often} a ${name}` : `${often} in ${period} ${name}s`;
}

function boundsText(repeat: TimingRepeat | undefined, language: Language): string {
  if (repeat?.count === 1) return '';
  const duration = repeat?.boundsDuration;
  if (duration?.value !== undefined) return spanText(duration.value, duration.code ?? duration.unit ?? '', language);
  const { count } = repeat ?? {};
  if (count === undefined) return '';
  return language === 'ko' ? `모두 ${count}번` : `${count} times in all`;
}

function spanText(value: FhirDecimal, unit: string, language: Language): string {
  const text = decimalText(value);
  const name = pick(UNITS[unit], language) ?? unit;
  return language === 'ko' ? `${text}${name} 동안` : `for ${text} ${name}${text === '1' ? '' : 's'}`;
}
