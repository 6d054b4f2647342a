/**
 * Dates and times inside element strings.
 *
 * A year of two digits lies at most 49 years before and 50 after the reading year. Day 00 means the last day of the month;
 * regulated healthcare products may not use it since 2025.
 *
 * Source  GS1 General Specifications 7.12
 * Proof   dates.test.ts
 */

/** How day 00 is taken. */
export type DayZero = 'allow' | 'forbid';

/** Why a date is none. */
export type DateFault = 'illegal-month' | 'illegal-day' | 'day-zero-forbidden';

/** The year that two digits mean when they are read in `readingYear`. */
export function yearOf(twoDigits: number, readingYear: number): number {
  const century = readingYear - (readingYear % 100);
  const difference = twoDigits - (readingYear % 100);
  if (difference >= 51) return century - 100 + twoDigits;
  if (difference <= -50) return century + 100 + twoDigits;
  return century + twoDigits;
}

/** Number of days of a month. */
export function lastDay(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** What is wrong with a date whose year is known; nothing where it stands in the calendar. */
export function dateFault(year: number, month: number, day: number, dayZero?: DayZero): DateFault | undefined {
  if (month < 1 || month > 12) return 'illegal-month';
  if (day === 0 && dayZero === 'forbid') return 'day-zero-forbidden';
  if (day === 0) return dayZero === 'allow' ? undefined : 'illegal-day';
  return day > lastDay(year, month) ? 'illegal-day' : undefined;
}

/** `YYMMDD` as a FHIR date; day 00 is the last of the month. */
export function fullDate(digits: string, readingYear: number): string {
  const year = yearOf(Number(digits.slice(0, 2)), readingYear);
  const month = Number(digits.slice(2, 4));
  const day = Number(digits.slice(4, 6)) || lastDay(year, month);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** `YYMMDD` of a FHIR date. */
export function sixDigits(date: string): string {
  return date.slice(2, 10).replaceAll('-', '');
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
