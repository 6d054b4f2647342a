/**
 * The calendar of the simulated hospital: whole days and minutes on Korean wall clocks, without `Date`.
 *
 * Unit    day = days since 1970-01-01; minute = minutes since 1970-01-01T00:00 on the wall (Korea: UTC+09:00, no summer time)
 * Source  proleptic Gregorian calendar, ISO 8601
 * Proof   calendar.test.ts (against the platform's Date)
 */
import type { EpochMs } from '../kernel/index.ts';

/** Days since 1970-01-01. */
export type Day = number;
/** Minutes since 1970-01-01T00:00, Korean wall clock. */
export type Minute = number;

export const DAY = 1440;
export const YEAR = 365.2425;
const OFFSET = 540;

/** The wall-clock minute of an instant. */
export function minuteOf(moment: EpochMs): Minute {
  return Math.floor(moment / 60_000) + OFFSET;
}

/** The day of a calendar date. */
export function dayOf(year: number, month: number, date: number): Day {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const ofEra = shifted - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + date - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}

/** Year, month and date of a day. */
export function civil(day: Day): readonly [year: number, month: number, date: number] {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const years = ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096);
  const year = Math.floor(years / 365);
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const month = Math.floor((5 * ofYear + 2) / 153);
  const date = ofYear - Math.floor((153 * month + 2) / 5) + 1;
  const real = month < 10 ? month + 3 : month - 9;
  return [year + era * 400 + (real <= 2 ? 1 : 0), real, date];
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/** `2026-11-24` */
export function dateText(day: Day): string {
  const [year, month, date] = civil(day);
  return `${year}-${two(month)}-${two(date)}`;
}

/** `2026-11-24T14:05:00+09:00` */
export function momentText(minute: Minute): string {
  const ofDay = Math.floor(minute) - dayAt(minute) * DAY;
  return `${dateText(dayAt(minute))}T${two(Math.floor(ofDay / 60))}:${two(ofDay % 60)}:00+09:00`;
}

/** The day that holds a minute. */
export function dayAt(minute: Minute): Day {
  return Math.floor(minute / DAY);
}

/** Years lived, with fraction. */
export function ageOn(birth: Day, day: Day): number {
  return (day - birth) / YEAR;
}

/** Years lived as people count them: whole birthdays. */
export function wholeAge(birth: Day, day: Day): number {
  const [birthYear, birthMonth, birthDate] = civil(birth);
  const [year, month, date] = civil(day);
  const before = month < birthMonth || (month === birthMonth && date < birthDate);
  return year - birthYear - (before ? 1 : 0);
}

/** 0 = Sunday to 6 = Saturday. */
export function weekday(day: Day): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** This day, or the next one on which clinics are open (Monday to Friday, not on 1 January, 1 March, 15 August, 3 October, 25 December). */
export function openDay(day: Day): Day {
  let open = Math.floor(day);
  while (isClosed(open)) open++;
  return open;
}

const HOLIDAYS = new Set(['1-1', '3-1', '5-5', '6-6', '8-15', '10-3', '10-9', '12-25']);

function isClosed(day: Day): boolean {
  const ofWeek = weekday(day);
  const [, month, date] = civil(day);
  return ofWeek === 0 || ofWeek === 6 || HOLIDAYS.has(`${month}-${date}`);
}
