/**
 * Dates, times and date-times of FHIRPath: partial, with or without a time zone.
 *
 * Comparison answers undefined where the written precision, or a missing time zone, leaves the answer open.
 *
 * Unit    offsets in minutes; positions on the time line in ms (a number; finer than a microsecond is not told apart)
 * Source  https://hl7.org/fhirpath/N1/#date-1, https://hl7.org/fhirpath/N1/#comparison
 * Proof   temporal.test.ts
 */

/** Which of the three. */
export type TemporalKind = 'Date' | 'DateTime' | 'Time';

/** How exact a value is: 1 year, 2 month, 3 day, 4 hour, 5 minute, 6 second, 7 second with a fraction. */
export type Precision = 1 | 2 | 3 | 4 | 5 | 6 | 7;

type Parts = readonly [year: number, month: number, day: number, hour: number, minute: number, second: number];

const FORM =
  /^(?:(\d{4})(?:-(\d\d)(?:-(\d\d))?)?)?(?:(T)(?:(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?(Z|[+-]\d\d:\d\d)?)?)?$/;
const DAY_MS = 86_400_000;
/** A date-time without a zone may be anywhere from +14:00 to -12:00. */
const EARLIEST = -14 * 3_600_000;
const LATEST = 12 * 3_600_000;

/** A date, time or date-time. */
export class Temporal {
  readonly kind: TemporalKind;
  readonly precision: Precision;
  readonly parts: Parts;
  /** Digits after the point of the seconds, as written. */
  readonly fraction: string;
  /** Minutes ahead of UTC; undefined where no zone is written. */
  readonly offset: number | undefined;
  /** The zone as written: `Z`, `+09:00` or empty. */
  readonly zone: string;

  constructor(kind: TemporalKind, precision: Precision, parts: Parts, fraction = '', zone = '') {
    this.kind = kind;
    this.precision = precision;
    this.parts = parts;
    this.fraction = fraction;
    this.zone = zone;
    this.offset = offsetOf(zone);
  }

  /** Reads `2015-02`, `2015T`, `2015-02-04T14:34:28.123+10:00`, and for `Time` `14:34`; undefined where it is none. */
  static parse(kind: TemporalKind, text: string): Temporal | undefined {
    const match = FORM.exec(kind === 'Time' ? `T${text}` : text);
    if (match === null || text.length > 64) return undefined;
    const [, year, month, day, , hour, minute, second, fraction = '', zone = ''] = match;
    if ((kind === 'Time') === (year !== undefined)) return undefined;
    if (hour !== undefined && kind !== 'Time' && day === undefined) return undefined;
    if (kind === 'Time' ? hour === undefined || zone !== '' : kind === 'Date' && match[4] !== undefined)
      return undefined;
    const written = [month, day, hour, minute, second].filter((part) => part !== undefined).length;
    const precision = kind === 'Time' ? 3 + written : 1 + written;
    const parts: Parts = [num(year, 1), num(month, 1), num(day, 1), num(hour, 0), num(minute, 0), num(second, 0)];
    if (!isCalendar(parts) || offsetTooFar(zone)) return undefined;
    return new Temporal(kind, (fraction === '' ? precision : 7) as Precision, parts, fraction, zone);
  }

  /** Digits of the value (year 4, month 6, … milliseconds 17; time: hour 2 … milliseconds 9). */
  get digits(): number {
    const date = this.kind === 'Time' ? 0 : Math.min(this.precision, 3) * 2 + 2;
    return date + Math.max(0, Math.min(this.precision, 6) - 3) * 2 + this.fraction.length;
  }

  /** The text as FHIR writes it: `2015-02`, `2015-02-04T14:34:28.123+10:00`, `14:34`. */
  toString(): string {
    const [year, month, day, hour, minute, second] = this.parts;
    const date = [String(year).padStart(4, '0'), two(month), two(day)].slice(0, Math.min(3, this.precision)).join('-');
    const clock = [two(hour), two(minute), two(second)].slice(0, Math.max(0, this.precision - 3)).join(':');
    const time = this.fraction === '' ? clock : `${clock}.${this.fraction}`;
    if (this.kind === 'Time') return time;
    return this.precision > 3 ? `${date}T${time}${this.zone}` : date;
  }

  /** First moment of the value, read as UTC where it has no zone. */
  get low(): number {
    const [year, month, day, hour, minute, second] = this.parts;
    const clock = ((hour * 60 + minute) * 60 + second) * 1000 + Number(`0.${this.fraction || '0'}`) * 1000;
    return dayNumber(year, month, day) * DAY_MS + clock - (this.offset ?? 0) * 60_000;
  }

  /** First moment after the value. */
  get high(): number {
    const [year, month, day] = this.parts;
    if (this.precision >= 6) return this.low;
    if (this.precision === 5) return this.low + 60_000;
    if (this.precision === 4) return this.low + 3_600_000;
    if (this.precision === 3) return this.low + DAY_MS;
    return this.precision === 2 ? dayNumber(year, month + 1, day) * DAY_MS : dayNumber(year + 1, month, day) * DAY_MS;
  }

  /** Has it a time of day without a zone, or none at all? */
  get isFloating(): boolean {
    return this.offset === undefined;
  }

  /** A copy with other parts. */
  with(parts: Parts, fraction = this.fraction, precision = this.precision, zone = this.zone): Temporal {
    return new Temporal(this.kind, precision, parts, fraction, zone);
  }
}

/** Negative, zero or positive; undefined where it cannot be told. Only for values of comparable kinds. */
export function compareTemporals(left: Temporal, right: Temporal): number | undefined {
  if (left.isFloating !== right.isFloating && left.kind !== 'Time') return compareFloating(left, right);
  if (Math.min(left.precision, 6) === Math.min(right.precision, 6)) return Math.sign(left.low - right.low);
  return disjoint(left.low, left.high, right.low, right.high);
}

/** One has a zone and the other not: told only where no zone on earth could change the answer. */
function compareFloating(left: Temporal, right: Temporal): number | undefined {
  const [leftLow, leftHigh] = reach(left);
  const [rightLow, rightHigh] = reach(right);
  return disjoint(leftLow, leftHigh, rightLow, rightHigh);
}

function reach(value: Temporal): readonly [number, number] {
  return value.isFloating ? [value.low + EARLIEST, value.high + LATEST] : [value.low, value.high];
}

function disjoint(leftLow: number, leftHigh: number, rightLow: number, rightHigh: number): number | undefined {
  if (leftHigh < rightLow || (leftHigh === rightLow && leftHigh > leftLow)) return -1;
  if (rightHigh < leftLow || (rightHigh === leftLow && rightHigh > rightLow)) return 1;
  return undefined;
}

/** Can two kinds be compared? A time only with a time. */
export function comparableKinds(left: Temporal, right: Temporal): boolean {
  return (left.kind === 'Time') === (right.kind === 'Time');
}

/** Calendar units that dates count by, with their number of milliseconds where that is fixed. */
const UNIT_MS: Readonly<Record<string, number>> = {
  week: 7 * DAY_MS,
  day: DAY_MS,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
};
/** UCUM codes of definite durations, by the calendar word they equal. */
const DEFINITE: Readonly<Record<string, string>> = {
  wk: 'week',
  d: 'day',
  h: 'hour',
  min: 'minute',
  s: 'second',
  ms: 'millisecond',
};

/** The calendar unit (`year`, `day`…) of a unit as written, plural or UCUM; undefined where dates cannot count by it. */
export function calendarUnit(unit: string): string | undefined {
  const word = unit.endsWith('s') && unit.length > 2 ? unit.slice(0, -1) : unit;
  if (word === 'year' || word === 'month' || Object.hasOwn(UNIT_MS, word)) return word;
  return Object.hasOwn(DEFINITE, unit) ? DEFINITE[unit] : undefined;
}

/** Adds whole units; undefined where the result leaves the years 1 to 9999. */
export function addUnits(value: Temporal, amount: number, unit: string): Temporal | undefined {
  const fixed = UNIT_MS[unit];
  if (!Number.isSafeInteger(amount)) return undefined;
  if (fixed === undefined) return addMonths(value, unit === 'year' ? amount * 12 : amount);
  return addDuration(value, amount * fixed, unit);
}

function addMonths(value: Temporal, months: number): Temporal | undefined {
  const [year, month, day, ...clock] = value.parts;
  if (value.kind === 'Time') return undefined;
  // A value of year precision counts whole years only.
  const steps = value.precision === 1 ? Math.trunc(months / 12) * 12 : months;
  const count = year * 12 + (month - 1) + steps;
  const [newYear, newMonth] = [Math.floor(count / 12), (count % 12) + 1];
  if (newYear < 1 || newYear > 9999) return undefined;
  return value.with([newYear, newMonth, Math.min(day, daysIn(newYear, newMonth)), ...clock]);
}

function addDuration(value: Temporal, ms: number, unit: string): Temporal | undefined {
  if (value.kind === 'Time') return addToTime(value, ms);
  // Partial dates count in their own units: 365 days a year, 30 days a month.
  if (value.precision === 1) return addMonths(value, Math.trunc(ms / (365 * DAY_MS)) * 12);
  if (value.precision === 2) return addMonths(value, Math.trunc(ms / (30 * DAY_MS)));
  const whole = value.precision === 3 && unit !== 'week' && unit !== 'day' ? Math.trunc(ms / DAY_MS) * DAY_MS : ms;
  const local = value.low + (value.offset ?? 0) * 60_000 + whole;
  return atMoment(value, local);
}

function addToTime(value: Temporal, ms: number): Temporal | undefined {
  const [, , , hour, minute, second] = value.parts;
  const start = ((hour * 60 + minute) * 60 + second) * 1000 + Number(`0.${value.fraction || '0'}`) * 1000;
  const moment = (((start + ms) % DAY_MS) + DAY_MS) % DAY_MS;
  return value.with([1, 1, 1, ...clockOf(moment)], fractionOf(moment, value));
}

function atMoment(value: Temporal, local: number): Temporal | undefined {
  const day = Math.floor(local / DAY_MS);
  const moment = local - day * DAY_MS;
  const [year, month, date] = dateOf(day);
  if (year < 1 || year > 9999) return undefined;
  return value.with([year, month, date, ...clockOf(moment)], fractionOf(moment, value));
}

function clockOf(moment: number): [number, number, number] {
  const seconds = Math.floor(moment / 1000);
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
}

/** The fraction keeps its written length, except that milliseconds added to whole seconds show. */
function fractionOf(moment: number, value: Temporal): string {
  const rest = moment - Math.floor(moment / 1000) * 1000;
  const digits = value.precision < 6 ? 0 : Math.max(value.fraction.length, rest === 0 ? 0 : 3);
  return digits === 0 ? '' : (rest / 1000).toFixed(Math.min(digits, 9)).slice(2);
}

/** The first or last value that a partial one can stand for, written with `digits` digits; undefined where it has none. */
export function boundary(value: Temporal, high: boolean, digits: number): Temporal | undefined {
  const precision = precisionOf(value.kind, digits);
  if (precision === undefined) return undefined;
  const filled: number[] = [...value.parts];
  // FHIR writes no hours without minutes: an hour alone is taken as its first minute (so has the official suite).
  const written = value.precision === 4 ? 5 : value.precision;
  for (let part: number = written; part < 6; part++) filled[part] = (high ? LAST : FIRST)[part] ?? 0;
  const [year = 1, month = 1] = filled;
  if (high && value.precision < 3) filled[2] = daysIn(year, month);
  for (let part: number = precision; part < 6; part++) filled[part] = FIRST[part] ?? 0;
  const parts = filled as unknown as Parts;
  const fraction =
    precision === 7 ? (value.fraction + (high ? '999' : '000').slice(value.fraction.length)).slice(0, 3) : '';
  // Without a zone the moment may be as early as at +14:00 and as late as at -12:00.
  const open = value.kind === 'DateTime' && precision > 3 && value.zone === '';
  const zone = precision > 3 ? (open ? (high ? '-12:00' : '+14:00') : value.zone) : '';
  return value.with(parts, fraction, precision, value.kind === 'DateTime' ? zone : '');
}

const FIRST: readonly number[] = [1, 1, 1, 0, 0, 0];
const LAST: readonly number[] = [9999, 12, 31, 23, 59, 59];

function precisionOf(kind: TemporalKind, digits: number): Precision | undefined {
  const table: Readonly<Record<TemporalKind, Readonly<Record<number, Precision>>>> = {
    Date: { 4: 1, 6: 2, 8: 3 },
    DateTime: { 4: 1, 6: 2, 8: 3, 10: 4, 12: 5, 14: 6, 17: 7 },
    Time: { 2: 4, 4: 5, 6: 6, 9: 7 },
  };
  return table[kind][digits];
}

function num(text: string | undefined, otherwise: number): number {
  return text === undefined ? otherwise : Number(text);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function offsetOf(zone: string): number | undefined {
  if (zone === '') return undefined;
  if (zone === 'Z') return 0;
  return (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6)));
}

function offsetTooFar(zone: string): boolean {
  return Math.abs(offsetOf(zone) ?? 0) > 14 * 60 || (zone.length === 6 && Number(zone.slice(4)) > 59);
}

function isCalendar([year, month, day, hour, minute, second]: Parts): boolean {
  return (
    year >= 1 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysIn(year, month) &&
    hour < 24 &&
    minute < 60 &&
    second <= 60
  );
}

function daysIn(year: number, month: number): number {
  return dayNumber(month === 12 ? year + 1 : year, (month % 12) + 1, 1) - dayNumber(year, month, 1);
}

/** Days since 1970-01-01 in the Gregorian calendar; month 13 is January of the next year. */
function dayNumber(year: number, month: number, day: number): number {
  const shifted = month > 12 ? [year + 1, month - 12] : [year, month];
  const [y = 0, m = 1] = shifted;
  const marchYear = m <= 2 ? y - 1 : y;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/** Year, month and day of a day number. */
function dateOf(number: number): [number, number, number] {
  const days = number + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthIndex = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return [year, month, dayOfYear - Math.floor((153 * monthIndex + 2) / 5) + 1];
}
