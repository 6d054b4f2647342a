/**
 * Time: the only place that may use `Date`.
 *
 * An instant is milliseconds since 1970 UTC (`EpochMs`). A FHIR date may be partial: it keeps its text and means an
 * interval, closed below and open above. Text without a zone is read in the site's zone (setting `timeZone`).
 *
 * Unit    ms since 1970-01-01T00:00:00Z; finer fractions of a second are cut off.
 * Source  https://hl7.org/fhir/R4/datatypes.html#dateTime, https://hl7.org/fhir/R4/search.html#date
 * Proof   time.test.ts, time-zones.test.ts
 */
import { OutcomeError } from './outcome.ts';
import type { Branded } from './ids.ts';

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = Branded<number, 'EpochMs'>;
/** FHIR instant in UTC with milliseconds, for example `2026-11-24T05:00:00.000Z`. */
export type Instant = Branded<string, 'Instant'>;
/** FHIR date, year to day. */
export type FhirDate = Branded<string, 'FhirDate'>;

/** Where the present comes from; tests and the simulator give their own. */
export interface Clock {
  now(): EpochMs;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() as EpochMs };

/** The FHIR instant of a moment. */
export function instantOf(moment: EpochMs): Instant {
  return new Date(moment).toISOString() as Instant;
}

/** What a (partial) date or dateTime covers: `low` inclusive, `high` exclusive. */
export interface Interval {
  readonly low: EpochMs;
  readonly high: EpochMs;
}

/** The earliest and latest moments that FHIR can write. */
export const DAWN = -62_135_596_800_000 as EpochMs;
export const DUSK = 253_402_300_800_000 as EpochMs;

const PARTIAL = /^\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?)?)?$/;

/** The interval of a FHIR date, dateTime or instant, read in `zone` where it names none; undefined where it is none. */
export function intervalOf(text: string, zone = 'UTC'): Interval | undefined {
  if (!PARTIAL.test(text)) return undefined;
  const hasSeconds = text.charCodeAt(16) === COLON;
  const parts: DateParts = [
    digits(text, 0, 4),
    text.length < 7 ? 1 : digits(text, 5, 7),
    text.length < 10 ? 1 : digits(text, 8, 10),
    text.length < 16 ? 0 : digits(text, 11, 13),
    text.length < 16 ? 0 : digits(text, 14, 16),
    hasSeconds ? digits(text, 17, 19) : 0,
  ];
  if (!isCalendar(parts)) return undefined;
  if (text.length <= 10) return dayOrLonger(parts, text.length, zone);
  const fraction = hasSeconds && text.charCodeAt(19) === POINT ? digitsFrom(text, 20) : '';
  const rest = hasSeconds ? 19 + (fraction === '' ? 0 : fraction.length + 1) : 16;
  const low = toEpoch(parts, text.slice(rest), zone) + Number(fraction.slice(0, 3).padEnd(3, '0'));
  return { low: low as EpochMs, high: (low + precision(hasSeconds, fraction)) as EpochMs };
}

const COLON = 0x3a;
const POINT = 0x2e;
const ZERO = 0x30;

type DateParts = [year: number, month: number, day: number, hour: number, minute: number, second: number];

/** The number that some characters are; they are digits. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + text.charCodeAt(at) - ZERO;
  return value;
}

/** All digits from a place on. */
function digitsFrom(text: string, from: number): string {
  let end = from;
  while (text.charCodeAt(end) >= ZERO && text.charCodeAt(end) <= ZERO + 9) end++;
  return text.slice(from, end);
}

/** A text of 10 characters names a day, of 7 a month, of 4 a year. */
function dayOrLonger(parts: DateParts, length: number, zone: string): Interval {
  const next: DateParts = [...parts];
  next[length === 10 ? 2 : length === 7 ? 1 : 0]++;
  return { low: toEpoch(parts, '', zone) as EpochMs, high: toEpoch(next, '', zone) as EpochMs };
}

/** How long the moment is that a text names, in ms. */
function precision(hasSeconds: boolean, fraction: string): number {
  if (!hasSeconds) return 60_000;
  return fraction === '' ? 1000 : 10 ** Math.max(0, 3 - fraction.length);
}

function isCalendar([year, month, day, hour, minute, second]: DateParts): boolean {
  if (year < 1 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 60) return false;
  return day >= 1 && day <= (day <= 28 ? 28 : (utc(year, month + 1, 1) - utc(year, month, 1)) / DAY);
}

const DAY = 86_400_000;

/** Days are counted in years that begin in March, so that the leap day is the last; month and day may be one too far. */
function utc(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number {
  const years = year + Math.floor((month - 3) / 12);
  const months = (month + 9) % 12;
  const leaps = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  const days = 365 * years + leaps + Math.floor((153 * months + 2) / 5) + day - 719_469;
  return days * DAY + hour * 3_600_000 + minute * 60_000 + second * 1000;
}

/** `offset` is `Z`, `+09:00` and so on, or nothing. */
function toEpoch([year, month, day, hour, minute, second]: DateParts, offset: string, zone: string): number {
  const asUtc = utc(year, month, day, hour, minute, second);
  if (offset === 'Z') return asUtc;
  if (offset !== '') return asUtc - offsetMs(offset);
  return zone === 'UTC' ? asUtc : asUtc - zoneOffset(asUtc, zone);
}

function offsetMs(offset: string): number {
  const sign = offset.startsWith('-') ? -1 : 1;
  return sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6))) * 60_000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far `zone` is ahead of UTC at a local wall-clock time, in ms (two rounds settle daylight-saving edges). */
function zoneOffset(wall: number, zone: string): number {
  const first = offsetAt(wall, zone);
  return offsetAt(wall - first, zone);
}

function offsetAt(moment: number, zone: string): number {
  let format = formats.get(zone);
  if (format === undefined) formats.set(zone, (format = wallClock(zone)));
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(moment)) parts[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return utc(year, month, day, hour % 24, minute, second) - Math.floor(moment / 1000) * 1000;
}

function wallClock(zone: string): Intl.DateTimeFormat {
  const two = '2-digit' as const;
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
    });
  } catch (cause) {
    throw new OutcomeError(
      'invalid',
      'time.unknown-zone',
      `'${zone}' is not a time zone; use one such as Asia/Seoul.`,
      { cause },
    );
  }
}

/** The moment on the clocks of `zone`, for example `2026-11-24T14:00:00.000+09:00`; `Z` for UTC. */
export function zonedInstantOf(moment: EpochMs, zone: string): string {
  if (zone === 'UTC') return instantOf(moment);
  const offset = offsetAt(moment, zone);
  const minutes = Math.round(Math.abs(offset) / 60_000);
  const local = instantOf((moment + offset) as EpochMs).slice(0, -1);
  return `${local}${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
