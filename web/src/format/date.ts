/**
 * FHIR dates as text. A partial date stays partial: "1958" is never shown as 1 January 1958.
 *
 * Korean: 2024-03-05 14:30, as hospitals write it. English: 5 Mar 2024 14:30, which nobody takes for 3 May.
 * Times are those of the place where the screen stands.
 *
 * Source  https://hl7.org/fhir/R4/datatypes.html#dateTime
 * Proof   date.test.ts
 */
import type { Language } from './language.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

interface Parts {
  readonly year: string;
  readonly month?: string;
  readonly day?: string;
  readonly time?: string;
}

/** The parts of a FHIR date, dateTime or instant, in the time zone of the screen where it has a time. */
function partsOf(text: string): Parts | undefined {
  const match = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(T.*)?)?)?$/.exec(text);
  if (match === null) return undefined;
  const [, year = '', month, day, time] = match;
  if (time !== undefined) return localParts(text);
  return { year, ...(month === undefined ? {} : { month }), ...(day === undefined ? {} : { day }) };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function localParts(text: string): Parts | undefined {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return undefined;
  return {
    year: String(at.getFullYear()),
    month: two(at.getMonth() + 1),
    day: two(at.getDate()),
    time: `${two(at.getHours())}:${two(at.getMinutes())}`,
  };
}

function dayText({ year, month, day }: Parts, language: Language): string {
  if (language === 'ko') return [year, month, day].filter((part) => part !== undefined).join('-');
  const name = month === undefined ? undefined : MONTHS[Number(month) - 1];
  return [day === undefined ? undefined : String(Number(day)), name, year]
    .filter((part) => part !== undefined)
    .join(' ');
}

/** A date without its time; what cannot be read is shown as it is written. */
export function dateText(text: string | undefined, language: Language): string {
  if (text === undefined) return '';
  const parts = partsOf(text);
  return parts === undefined ? text : dayText(parts, language);
}

/** A date with its time where it has one. */
export function dateTimeText(text: string | undefined, language: Language): string {
  if (text === undefined) return '';
  const parts = partsOf(text);
  if (parts === undefined) return text;
  return parts.time === undefined ? dayText(parts, language) : `${dayText(parts, language)} ${parts.time}`;
}

/** From one time to another; the day of the end is left out where it is that of the start. */
export function spanText(start: string, end: string, endDay: string): string {
  if (start === end) return start;
  return start.startsWith(`${endDay} `) ? `${start}–${end.slice(endDay.length + 1)}` : `${start} – ${end}`;
}

/** Milliseconds of the earliest moment of a FHIR date, for ordering and drawing; NaN where it cannot be read. */
export function timeOf(text: string | undefined): number {
  if (text === undefined) return Number.NaN;
  const parts = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text);
  if (parts === null) return Date.parse(text);
  return new Date(Number(parts[1]), Number(parts[2] ?? 1) - 1, Number(parts[3] ?? 1)).getTime();
}

/** A FHIR dateTime of a moment, UTC. */
export function instantOf(time: number): string {
  return new Date(time).toISOString();
}

const HOUR = 3_600_000;
const STEPS = [
  { unit: 'year', ms: 8766 * HOUR },
  { unit: 'month', ms: 730.5 * HOUR },
  { unit: 'day', ms: 24 * HOUR },
  { unit: 'hour', ms: HOUR },
  { unit: 'minute', ms: 60_000 },
] as const;

/** How long ago: "3 days ago", "3일 전". */
export function agoText(time: number, now: number, language: Language): string {
  const step = STEPS.find(({ ms }) => Math.abs(time - now) >= ms) ?? STEPS[4];
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(
    Math.trunc((time - now) / step.ms),
    step.unit,
  );
}

const KOREAN_CENTURY = 100;

/**
 * A birth date as somebody types it, as a FHIR date: 1958-03-05, 1958.3.5, 1958/3/5, 19580305, 1958년 3월 5일, 5 Mar 1958,
 * 580305 (as on a Korean resident card: the latest such date that is not in the future). Undefined where it is none.
 */
export function typedDate(typed: string, now: number): string | undefined {
  const text = typed.trim();
  const numbers =
    /^(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?$/.exec(text) ??
    /^((?:18|19|20)\d\d)(\d\d)(\d\d)$/.exec(text);
  if (numbers !== null) return realDate(Number(numbers[1]), Number(numbers[2]), Number(numbers[3]));
  const words = /^(\d{1,2})[\s-]+([A-Za-z]{3})[A-Za-z]*\.?,?[\s-]+(\d{4})$/.exec(text);
  if (words !== null) return realDate(Number(words[3]), monthOf(words[2] ?? ''), Number(words[1]));
  const six = /^(\d\d)(\d\d)(\d\d)$/.exec(text);
  return six === null ? undefined : recentDate(Number(six[1]), Number(six[2]), Number(six[3]), now);
}

function monthOf(name: string): number {
  return MONTHS.findIndex((month) => month.toLowerCase() === name.toLowerCase()) + 1;
}

function recentDate(year: number, month: number, day: number, now: number): string | undefined {
  const thisYear = new Date(now).getFullYear();
  const century = thisYear - (thisYear % KOREAN_CENTURY);
  const near = realDate(century + year, month, day);
  return near !== undefined && timeOf(near) <= now ? near : realDate(century - KOREAN_CENTURY + year, month, day);
}

function realDate(year: number, month: number, day: number): string | undefined {
  const at = new Date(Date.UTC(year, month - 1, day));
  const real = at.getUTCMonth() === month - 1 && at.getUTCDate() === day && month >= 1;
  return real ? at.toISOString().slice(0, 10) : undefined;
}
