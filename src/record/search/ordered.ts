/**
 * Dates, numbers and quantities as conditions on intervals.
 *
 * Unit    dates: ms since 1970, closed below and open above; numbers: both ends in the interval.
 * Source  https://hl7.org/fhir/R4/search.html#prefix, #date, #number, #quantity
 * Proof   property.int.test.ts
 */
import { sql } from 'kysely';
import {
  canonicalBounds,
  mainColumns,
  typeNumber,
  type Criterion,
  type DateValue,
  type NumberValue,
  type QuantityValue,
  type SearchParameter,
  type SearchValue,
} from '../../fhir/index.ts';
import type { EpochMs, Hash64 } from '../../kernel/index.ts';
import { unitKey, unitNameKey, xor } from '../index-rows/keys.ts';
import { allOf, anyOf, key, timestampOf, TRUE, type Fragment } from './fragment.ts';
import { cutRows, type MainCode, type Scope } from './scope.ts';

/** Rows whose main date lasts longer stand in an index of their own (`resource_long`), so that the others are a range. */
const LONG_MS = 172_800_000;

/** The condition of a stored date parameter. */
export function dateCondition(scope: Scope, parameter: SearchParameter, values: readonly SearchValue[]): Fragment {
  const { row, now, type } = scope;
  const dates = values.filter((value) => value.kind === 'date');
  if (parameter.code === '_lastUpdated') return anyOf(dates.map((value) => updatedCondition(row, value, now)));
  if (type !== undefined && mainColumns(type).date === parameter) {
    return anyOf(dates.map((value) => mainDateCondition(row, type, value, now)));
  }
  return rowsIn(
    scope,
    sql`search_date`,
    parameter.key,
    anyOf(dates.map((value) => interval(sql`s.lo`, sql`s.hi`, value, now))),
  );
}

function rowsIn(scope: Scope, table: Fragment, p: Hash64, condition: Fragment): Fragment {
  return sql`${scope.row}.rid in (select s.rid from ${table} s where s.p = ${key(p)} and ${condition}${cutRows(scope)})`;
}

/** The condition on the main date, in ranges that an index can follow where the prefix has one. */
function mainDateCondition(row: Fragment, type: string, value: DateValue, now: EpochMs): Fragment {
  const arms = openArms(row, type, value, now);
  if (arms !== undefined) return sql`((${arms.short}) or (${arms.long}))`;
  if (value.prefix !== 'eq') return interval(sql`${row}.d`, sql`${row}.dh`, value, now);
  return sql`(${row}.d >= ${value.low} and ${row}.d < ${value.high} and ${row}.dh <= ${value.high})`;
}

/** Rows that end after some moment: the short ones begin near it, the long ones stand in an index by their end. */
interface DateArms {
  readonly short: Fragment;
  readonly long: Fragment;
}

const OPEN: ReadonlySet<string> = new Set(['ge', 'gt', 'ap']);

function openArms(row: Fragment, type: string, value: DateValue, now: EpochMs): DateArms | undefined {
  if (!OPEN.has(value.prefix)) return undefined;
  const [low, high] = [sql`${row}.d`, sql`${row}.dh`];
  const exact = interval(low, high, value, now);
  const start = value.prefix === 'ap' ? value.low - gapOf(value, now) : value.low;
  const ofType = sql`${row}.type = ${sql.lit(typeNumber(type))}`;
  const isLong = sql`${high} - ${low} > ${sql.lit(LONG_MS)}`;
  return {
    short: sql`${ofType} and ${low} >= ${start - LONG_MS} and ${exact}`,
    long: sql`${ofType} and ${isLong} and ${high} > ${start} and ${low} < ${start - LONG_MS} and ${exact}`,
  };
}

/** The two parts of a plain condition on the main date that is open upwards; undefined where it is none. */
export function dateArms({ row, type, now }: Scope, criterion: Criterion): DateArms | undefined {
  if (criterion.of !== 'values' || type === undefined || mainColumns(type).date !== criterion.parameter)
    return undefined;
  const [value, ...others] = criterion.values;
  return value?.kind === 'date' && others.length === 0 ? openArms(row, type, value, now) : undefined;
}

function gapOf({ low }: DateValue, now: EpochMs): number {
  return Math.floor(Math.abs(now - low) * 0.1);
}

/** How the interval of a row compares with that of the search. */
function interval(low: Fragment, high: Fragment, value: DateValue, now: EpochMs): Fragment {
  const within = sql`(${low} >= ${value.low} and ${high} <= ${value.high})`;
  const gap = value.prefix === 'ap' ? gapOf(value, now) : 0;
  switch (value.prefix) {
    case 'eq':
      return within;
    case 'ne':
      return sql`not ${within}`;
    case 'gt':
      return sql`${high} > ${value.high}`;
    case 'lt':
      return sql`${low} < ${value.low}`;
    case 'ge':
      return sql`(${high} > ${value.high} or ${within})`;
    case 'le':
      return sql`(${low} < ${value.low} or ${within})`;
    case 'sa':
      return sql`${low} >= ${value.high}`;
    case 'eb':
      return sql`${high} <= ${value.low}`;
    default:
      return sql`(${low} < ${value.high + gap} and ${high} > ${value.low - gap})`;
  }
}

/** `_lastUpdated` is one millisecond: its conditions are comparisons that the index on `ts` follows. */
function updatedCondition(row: Fragment, value: DateValue, now: EpochMs): Fragment {
  const ts = sql`${row}.ts`;
  const gap = value.prefix === 'ap' ? gapOf(value, now) : 0;
  const within = sql`(${ts} >= ${timestampOf(value.low)} and ${ts} < ${timestampOf(value.high)})`;
  switch (value.prefix) {
    case 'eq':
      return within;
    case 'ne':
      return sql`not ${within}`;
    case 'gt':
    case 'sa':
      return sql`${ts} >= ${timestampOf(value.high)}`;
    case 'lt':
    case 'eb':
      return sql`${ts} < ${timestampOf(value.low)}`;
    case 'ge':
      return sql`${ts} >= ${timestampOf(value.low)}`;
    case 'le':
      return sql`${ts} < ${timestampOf(value.high)}`;
    default:
      return sql`(${ts} >= ${timestampOf(value.low - gap)} and ${ts} < ${timestampOf(value.high + gap)})`;
  }
}

/** The condition of a stored number parameter. */
export function numberCondition(scope: Scope, parameter: SearchParameter, values: readonly SearchValue[]): Fragment {
  const numbers = values.filter((value) => value.kind === 'number');
  return rowsIn(
    scope,
    sql`search_number`,
    parameter.key,
    anyOf(numbers.map((value) => numbersCondition(sql`s.lo`, sql`s.hi`, value))),
  );
}

function float(value: number): Fragment {
  return sql`${value}::float8`;
}

/** How the interval of a row compares with a number. */
export function numbersCondition(
  low: Fragment,
  high: Fragment,
  { prefix, value, low: from, high: to }: NumberValue,
): Fragment {
  const within = sql`(${low} >= ${float(from)} and ${high} < ${float(to)})`;
  switch (prefix) {
    case 'eq':
      // The second comparison with `low` gives the index an upper end.
      return sql`(${low} >= ${float(from)} and ${low} < ${float(to)} and ${high} < ${float(to)})`;
    case 'ne':
      return sql`not ${within}`;
    case 'gt':
      return sql`${high} > ${float(value)}`;
    case 'lt':
      return sql`${low} < ${float(value)}`;
    case 'ge':
      return sql`${high} >= ${float(value)}`;
    case 'le':
      return sql`${low} <= ${float(value)}`;
    case 'sa':
      return sql`${low} > ${float(value)}`;
    case 'eb':
      return sql`${high} < ${float(value)}`;
    default: {
      const gap = Math.abs(value) * 0.1;
      return sql`(${low} <= ${float(value + gap)} and ${high} >= ${float(value - gap)})`;
    }
  }
}

/** Under which key the rows of a quantity are looked for: a column and its values. */
export interface QuantityPlace {
  readonly rows: Fragment;
  /** Key of the parameter that the rows belong to. */
  readonly p: Hash64;
  /** More that the row must be. */
  readonly and?: Fragment;
}

/** The condition of a stored quantity parameter; `place`: where its rows are, if not under the parameter itself. */
export function quantityCondition(
  scope: Scope,
  parameter: SearchParameter,
  values: readonly SearchValue[],
  place: QuantityPlace = placeOf(scope, parameter),
): Fragment {
  const quantities = values.filter((value) => value.kind === 'quantity');
  const amounts = quantities.flatMap((value) => amountConditions(place, value));
  const where = allOf([anyOf(amounts), place.and ?? TRUE]);
  return sql`${scope.row}.rid in (select s.rid from search_quantity s where ${where}${cutRows(scope)})`;
}

/** Where the code of the row is known its quantities stand under it: code and value are one range. */
function placeOf({ codesOfRow }: Scope, parameter: SearchParameter): QuantityPlace {
  const { key: p } = parameter;
  if (codesOfRow === undefined) return { p, rows: sql`s.p = ${key(p)}` };
  return { p, rows: anyOf(codesOfRow.map((one) => underCode(one, p))) };
}

function underCode({ code, system }: MainCode, p: Hash64): Fragment {
  const own = sql`s.c = ${key(xor(code, p))}`;
  if (system === undefined) return own;
  return sql`(${own} and ${system === null ? sql`s.sys is null` : sql`s.sys = ${key(system)}`})`;
}

/** One value, in parts that each have an index. */
function amountConditions({ rows, p }: QuantityPlace, value: QuantityValue): Fragment[] {
  const { number, system, code } = value;
  const bounds = canonicalBounds(value);
  if (bounds === undefined) {
    const exact = numbersCondition(sql`s.lo`, sql`s.hi`, number);
    return parts(rows, p, closedCondition(sql`s.lo`, number), allOf([exact, unitCondition(system, code)]));
  }
  const base = sql`s.base = ${key(unitNameKey(bounds.unit))}`;
  const exact = numbersCondition(sql`s.base_lo`, sql`s.base_hi`, bounds.number);
  return parts(allOf([rows, base]), p, closedCondition(sql`s.base_lo`, bounds.number), exact);
}

/** Nearly all rows are single numbers, found by one end; the others stand in an index of their own, by parameter. */
function parts(rows: Fragment, p: Hash64, closed: Fragment | undefined, exact: Fragment): Fragment[] {
  if (closed === undefined) return [allOf([rows, exact])];
  const open = sql`s.p = ${key(p)} and s.lo <> s.hi`;
  return [allOf([rows, sql`s.lo = s.hi`, closed, exact]), allOf([rows, open, exact])];
}

/** The condition on a single number, where its lower end alone does not say it for intervals. */
function closedCondition(column: Fragment, { prefix, value }: NumberValue): Fragment | undefined {
  if (prefix === 'gt') return sql`${column} > ${float(value)}`;
  return prefix === 'ge' ? sql`${column} >= ${float(value)}` : undefined;
}

function unitCondition(system: string | undefined, code: string | undefined): Fragment {
  if (code === undefined) return TRUE;
  if (system !== undefined) return sql`s.unit = ${key(unitKey(system, code))}`;
  const name = key(unitNameKey(code));
  return sql`(s.name = ${name} or s.label = ${name})`;
}
