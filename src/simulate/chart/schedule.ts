/**
 * When the doses of an order are given on the wards: by rounds of the day, in the form that the bedside reads.
 *
 * Source  https://hl7.org/fhir/R4/datatypes.html#Timing; usual rounds of Korean wards
 * Proof   ../wards.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { DAY, dayAt, momentText, type Minute } from '../calendar.ts';
import type { Drug } from '../data/drugs.ts';

type Dosage = NonNullable<ResourceOfType['MedicationRequest']['dosageInstruction']>[number];
type Timing = NonNullable<Dosage['timing']>;

/** Rounds by ATC prefix for drugs once a day; the first that fits. */
const ONCE: readonly (readonly [prefix: string, time: string])[] = [
  ['C10', '21:00'],
  ['A02BC', '07:30'],
  ['H03AA', '06:30'],
  ['B01AB05', '20:00'],
  ['A10AE', '22:00'],
  ['N05', '21:00'],
  ['J01', '10:00'],
];
const TIMES: Readonly<Record<string, readonly string[]>> = {
  'oral 2': ['09:00', '18:00'],
  'oral 3': ['08:30', '12:30', '18:30'],
  'oral 4': ['08:30', '12:30', '18:30', '22:00'],
  'iv 2': ['10:00', '22:00'],
  'iv 3': ['06:00', '14:00', '22:00'],
  'iv 4': ['00:00', '06:00', '12:00', '18:00'],
  'sc 2': ['08:00', '20:00'],
  'sc 3': ['07:30', '11:30', '17:30'],
};

/** Times of the day of a drug that is given every day; none where it is not. */
export function roundsOf({ atc, route, frequency, periodDays }: Drug): readonly string[] {
  if (frequency < 1 || periodDays !== 1) return [];
  if (frequency === 1) return [ONCE.find(([prefix]) => atc.startsWith(prefix))?.[1] ?? '09:00'];
  return TIMES[`${route} ${frequency}`] ?? TIMES[`oral ${frequency}`] ?? [];
}

/** Hours between two doses as needed. */
const PRN_HOURS = 6;
/** Doses as needed in a day, at most. */
export const PRN_MOST = 4;

/** The timing of an order from its start; one that is over says when it ended. */
export function timingOf(drug: Drug, start: Minute, end: Minute | undefined): Timing {
  const { frequency, periodDays } = drug;
  const stop = frequency < 0 ? start + 1 : end;
  const boundsPeriod = { start: momentText(start), ...(stop === undefined ? {} : { end: momentText(stop) }) };
  if (frequency === 0) return { repeat: { boundsPeriod, frequency: 1, period: PRN_HOURS, periodUnit: 'h' } };
  const rounds = roundsOf(drug);
  return {
    repeat: {
      boundsPeriod,
      frequency: Math.max(1, frequency),
      period: periodDays,
      periodUnit: 'd',
      ...(rounds.length === 0 ? {} : { timeOfDay: rounds.map((time) => `${time}:00`) }),
    },
  };
}

/** The doses that fall between two minutes; those as needed have none. */
export function slotsOf(drug: Drug, start: Minute, from: Minute, to: Minute): readonly Minute[] {
  if (drug.frequency === 0) return [];
  if (drug.frequency < 0) return start >= from && start < to ? [start] : [];
  const rounds = roundsOf(drug).map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
  const slots = rounds.length === 0 ? steady(drug, start, to) : daily(rounds, from, to);
  return slots.filter((slot) => slot >= Math.max(from, start) && slot < to);
}

function daily(rounds: readonly Minute[], from: Minute, to: Minute): Minute[] {
  const days = Array.from({ length: Math.max(0, dayAt(to) - dayAt(from) + 1) }, (_, at) => dayAt(from) + at);
  return days.flatMap((day) => rounds.map((round) => day * DAY + round));
}

function steady({ frequency, periodDays }: Drug, start: Minute, to: Minute): Minute[] {
  const every = (periodDays * DAY) / frequency;
  return Array.from({ length: Math.max(0, Math.ceil((to - start) / every)) }, (_, at) =>
    Math.floor(start + at * every),
  );
}
