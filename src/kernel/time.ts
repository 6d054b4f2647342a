/**
 * Time: the only place that may use `Date`.
 *
 * An instant is milliseconds since 1970 UTC (`EpochMs`). A FHIR date may be partial: it keeps its text and means an
 * interval, closed below and open above. Text without a zone is read in the site's zone (setting `timeZone`).
 *
 * Unit    ms since 1970-01-01T00:00:00Z; finer fractions of a second are cut off.
 * Source  https://hl7.org/fhir/R4/datatypes.html#dateTime, https://hl7.org/fhir/R4/search.html#date
 * Proof   time.test.ts
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

const PARTIAL = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;

/** The interval of a FHIR date, dateTime or instant, read in `zone` where it names none; undefined where it is none. */
export function intervalOf(text: string, zone = 'UTC'): Interval | undefined {
  const match = PARTIAL.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, offset] = match;
  const parts: DateParts = [num(year, 1), num(month, 1), num(day, 1), num(hour, 0), num(minute, 0), num(second, 0)];
  if (!isCalendar(parts)) return undefined;
  const low = toEpoch(parts, hour === undefined ? undefined : offset, zone) + millis(fraction);
  const high = upperBound(parts, match, zone, low);
  return { low: low as EpochMs, high: high as EpochMs };
}

type DateParts = [year: number, month: number, day: number, hour: number, minute: number, second: number];

function num(text: string | undefined, otherwise: number): number {
  return text === undefined ? otherwise : Number(text);
}

function millis(fraction: string | undefined): number {
  return fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'));
}

function upperBound(parts: DateParts, match: RegExpExecArray, zone: string, low: number): number {
  const [, , month, day, hour, , second, fraction, offset] = match;
  if (fraction !== undefined) return low + 10 ** Math.max(0, 3 - fraction.length);
  if (second !== undefined) return low + 1000;
  if (hour !== undefined) return low + 60_000;
  const next: DateParts = [...parts];
  if (day !== undefined) next[2]++;
  else if (month !== undefined) next[1]++;
  else next[0]++;
  return toEpoch(next, offset, zone);
}

function isCalendar([year, month, day, hour, minute, second]: DateParts): boolean {
  if (year < 1 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 60) return false;
  return day >= 1 && day <= new Date(utc(year, month + 1, 0)).getUTCDate();
}

function utc(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, 0);
  return date.getTime();
}

function toEpoch(parts: DateParts, offset: string | undefined, zone: string): number {
  const asUtc = utc(...parts);
  if (offset === 'Z') return asUtc;
  if (offset !== undefined) return asUtc - offsetMs(offset);
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
