/**
 * A dosage of FHIR as the part of a draft that says it: of a running order (to change or renew it), of a drug taken at home, of an order set.
 *
 * What the draft cannot say is left out and must be chosen again; nothing is guessed but the usual times of the day for so many times a day.
 *
 * Source  https://hl7.org/fhir/R4/dosage.html
 * Proof   from-dosage.test.ts (a draft that was ordered and read back is the same draft)
 */
import type { Quantity, ResourceOfType } from '../../fhir/index.ts';
import { codesIn, unitIn, valueIn } from '../systems.ts';
import type { Draft, Timing } from './draft.ts';
import { partsOf, rateOf, type Preset } from './presets.ts';
import { PRN_REASONS, wordsOf } from './words.ts';

export type Dosage = NonNullable<ResourceOfType['MedicationRequest']['dosageInstruction']>[number];
type Repeat = NonNullable<NonNullable<Dosage['timing']>['repeat']>;

/** The draft's part. `words` name the strength of a piece where the dose is counted in tablets. */
export function fromDosage(dosage: Dosage | undefined, words = ''): Preset {
  if (dosage === undefined) return {};
  const { doseAndRate, route, timing, maxDosePerPeriod, maxDosePerAdministration } = dosage;
  const quantity = doseAndRate?.[0]?.doseQuantity;
  const dose = doseIn(quantity, words, valueIn(maxDosePerAdministration));
  const rate = doseAndRate?.[0]?.rateQuantity;
  const [speed, code] = [valueIn(rate), codesIn(route)[0]];
  const bounds = timing?.repeat?.boundsDuration;
  const days = unitIn(bounds) === 'd' ? valueIn(bounds) : undefined;
  return {
    ...(dose === undefined ? {} : { dose }),
    ...(code === undefined ? {} : { route: code }),
    ...(speed === undefined ? {} : { rate: rateOf(speed, unitIn(rate)) }),
    ...(days === undefined ? {} : { days }),
    ...whenIn(dosage, timing?.repeat, valueIn(maxDosePerPeriod?.numerator)),
  };
}

const STRENGTH = /(?<![\d.,])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s*(mg|g|ug|mcg)(?![a-z/])/i;
const COUNTED = new Set(['{tbl}', '{cap}', '{tablet}', '{capsule}', '{packet}', 'TAB', 'CAP']);

/** The strength that words name, as a dose. */
export function strengthIn(words: string): Draft['dose'] {
  const [, value, unit] = STRENGTH.exec(words) ?? [];
  if (value === undefined) return undefined;
  return { value: Number(value.replaceAll(',', '')), unit: unit?.toLowerCase().replace('mcg', 'ug') ?? '' };
}

function doseIn(quantity: Quantity | undefined, words: string, max: number | undefined): Draft['dose'] {
  const value = valueIn(quantity);
  if (value === undefined || value <= 0) return undefined;
  const most = max === undefined ? {} : { max };
  const strength = COUNTED.has(unitIn(quantity)) ? strengthIn(words) : undefined;
  if (strength !== undefined)
    return { value: Number((value * strength.value).toPrecision(6)), unit: strength.unit, ...most };
  const [unit, per] = partsOf(unitIn(quantity));
  return unit === '' ? undefined : { value, unit, ...(per === undefined ? {} : { per }), ...most };
}

function whenIn(dosage: Dosage, repeat: Repeat | undefined, perDay: number | undefined): Pick<Draft, 'timing' | 'prn'> {
  const timing = timingIn(repeat, dosage.timing?.event);
  if (dosage.asNeededBoolean !== true && dosage.asNeededCodeableConcept === undefined)
    return timing === undefined ? {} : { timing };
  const reason = codesIn(dosage.asNeededCodeableConcept).find((code) => wordsOf(PRN_REASONS, code) !== undefined);
  const hours = timing?.kind === 'every' ? timing.hours : timing?.kind === 'daily' ? 24 / timing.times.length : 6;
  return { prn: { hours, ...(reason === undefined ? {} : { reason }), ...(perDay === undefined ? {} : { perDay }) } };
}

const HOURS: Readonly<Record<string, number>> = { min: 1 / 60, h: 1, d: 24, wk: 168 };
/** The usual times of the day for so many times a day. */
const USUAL: Readonly<Record<number, readonly string[]>> = {
  1: ['09:00'],
  2: ['09:00', '18:00'],
  3: ['09:00', '13:00', '18:00'],
  4: ['09:00', '13:00', '18:00', '22:00'],
};

function timingIn(repeat: Repeat | undefined, event: readonly string[] | undefined): Timing | undefined {
  if (repeat === undefined) return event?.length === 1 ? { kind: 'once' } : undefined;
  const { timeOfDay = [], dayOfWeek = [], count, frequency = 1 } = repeat;
  if (count === 1) return { kind: 'once' };
  if (timeOfDay.length > 0 && isEachDay(repeat))
    return { kind: 'daily', times: timeOfDay.map((time) => time.slice(0, 5)) };
  const isOnDays = dayOfWeek.length > 1 || (dayOfWeek.length === 1 && repeat.periodUnit !== 'wk');
  if (timeOfDay.length > 1 || isOnDays) return undefined;
  const [period, unit] = [valueIn({ value: repeat.period as number }), HOURS[repeat.periodUnit ?? '']];
  if (period === undefined || unit === undefined) return undefined;
  const usual = repeat.periodUnit === 'd' && period === 1 ? USUAL[frequency] : undefined;
  if (usual !== undefined) return { kind: 'daily', times: [...usual] };
  const hours = Number(((period * unit) / frequency).toPrecision(6));
  return hours >= 0.05 && hours <= 2160 ? { kind: 'every', hours } : undefined;
}

/** Times of the day that hold each day: not on some days of the week, nor every second one. */
function isEachDay({ dayOfWeek = [], period, periodUnit }: Repeat): boolean {
  const every = period === undefined ? 1 : valueIn({ value: period as number });
  return dayOfWeek.length === 0 && every === 1 && (periodUnit ?? 'd') === 'd';
}
