/**
 * The order of an answer: sort keys as SQL, and where a page starts. Rows without a value come last in either direction;
 * the row id, which never changes, decides between equals.
 *
 * Source  https://hl7.org/fhir/R4/search.html#sort
 * Proof   paging.int.test.ts
 */
import { sql } from 'kysely';
import { mainColumns, storedParts, type SearchParameter, type SortKey } from '../../fhir/index.ts';
import { allOf, anyOf, key, keyArray, timestampOf, TRUE, type Fragment } from './fragment.ts';
import type { Scope } from './scope.ts';

/** One sort key as SQL. */
export interface OrderKey {
  readonly expression: Fragment;
  readonly cast: 'bigint' | 'text' | 'float8' | 'timestamptz';
  readonly descending: boolean;
  /** The expression is a column that an index is sorted by. */
  readonly column: boolean;
  /** Its rows stand in order in this table, each text of a resource once: a page can walk along it. */
  readonly walk?: { readonly table: Fragment; readonly p: Fragment };
}

/** A value of a sort key, as a cursor carries it. */
export type OrderValue = string | number | null;

/** The sort keys as SQL; undefined where one of them is not kept in the database. */
export function orderKeys(scope: Scope, sort: readonly SortKey[]): readonly OrderKey[] | undefined {
  const keys = sort.map((one) => orderKey(scope, one));
  return keys.every((one) => one !== undefined) ? keys : undefined;
}

function orderKey(scope: Scope, { parameter, descending }: SortKey): OrderKey | undefined {
  const { row, type } = scope;
  if (parameter.code === '_id') return { expression: sql`${row}.fid`, cast: 'text', descending, column: false };
  if (parameter.code === '_lastUpdated') {
    return { expression: sql`${row}.ts`, cast: 'timestamptz', descending, column: true };
  }
  if (type !== undefined && mainColumns(type).date === parameter) {
    return { expression: sql`${row}.d`, cast: 'bigint', descending, column: true };
  }
  return tableKey(scope, parameter, descending);
}

const TABLES: Partial<Record<SearchParameter['kind'], { table: Fragment; value: Fragment; cast: OrderKey['cast'] }>> = {
  date: { table: sql`search_date`, value: sql`s.lo`, cast: 'bigint' },
  number: { table: sql`search_number`, value: sql`s.lo`, cast: 'float8' },
  quantity: { table: sql`search_quantity`, value: sql`coalesce(s.base_lo, s.lo)`, cast: 'float8' },
  string: { table: sql`search_string`, value: sql`s.v`, cast: 'text' },
};

/** The smallest value for ascending order, the largest for descending. */
function tableKey({ row }: Scope, parameter: SearchParameter, descending: boolean): OrderKey | undefined {
  const table = TABLES[parameter.kind];
  if (table === undefined) return undefined;
  const chosen = descending ? sql`max(${table.value})` : sql`min(${table.value})`;
  const keys = keyArray(storedParts(parameter).map((part) => part.key));
  const expression = sql`(select ${chosen} from ${table.table} s where s.rid = ${row}.rid and s.p = any(${keys}))`;
  const base = { expression, cast: table.cast, descending, column: false };
  const [only, ...others] = storedParts(parameter);
  if (parameter.kind !== 'string' || parameter.code === 'phonetic' || only === undefined || others.length > 0)
    return base;
  return { ...base, walk: { table: table.table, p: key(only.key) } };
}

/** `order by` of the rows, by the names `k0`, `k1`, … and `rid`. */
export function orderBy(keys: readonly OrderKey[], prefix: Fragment): Fragment {
  const parts = keys.map(
    ({ descending }, at) => sql`${prefix}${name(at)} ${descending ? sql`desc` : sql`asc`} nulls last`,
  );
  return sql.join([...parts, sql`${prefix}rid`]);
}

/** The name of a sort key in the query. */
export function name(at: number): Fragment {
  return sql.raw(`k${Math.trunc(at)}`);
}

/** A part of the rows and the order in which an index gives it. */
export interface OrderArm {
  /** What the rows are taken from, where it is not the table of resources alone. */
  readonly from?: Fragment;
  /** The sort keys as they are called in this arm, where that differs. */
  readonly keys?: readonly OrderKey[];
  readonly where: Fragment;
  readonly order: Fragment;
  /** The table that the rows are taken from holds those of one type. */
  readonly saysType?: boolean;
  /** Wanted only where the arm before it does not fill the page. */
  readonly remainder?: boolean;
}

/**
 * The rows after `after` (all where undefined), in arms that an index can follow from where the page starts: rows that have
 * the first key, and rows that have not.
 */
export function orderArms(
  row: Fragment,
  keys: readonly OrderKey[],
  after: readonly OrderValue[] | undefined,
  rid: string | undefined,
  mayWalk: boolean,
): readonly OrderArm[] {
  const [first] = keys;
  if (first === undefined)
    return [{ where: rid === undefined ? TRUE : sql`${row}.rid > ${rid}::bigint`, order: sql`${row}.rid` }];
  if (first.walk !== undefined && mayWalk) return walkArms(row, keys, after, rid, first.walk);
  const beyond = rid === undefined || after === undefined ? TRUE : isAfter(row, keys, after, rid);
  const general = { where: beyond, order: orderOf(row, keys, 'last') };
  if (!first.column || (rid === undefined && first.descending)) return [general];
  const nulls = { where: allOf([sql`${first.expression} is null`, beyond]), order: orderOf(row, keys, 'last') };
  const value = after?.[0];
  if (value === null) return [nulls];
  const start = value === undefined ? sql`${first.expression} is not null` : startOf(first, value);
  const order = orderOf(row, keys, first.descending ? 'last' : 'first');
  const valued = { where: allOf([start, beyond]), order };
  return first.cast === 'timestamptz' ? [valued] : [valued, nulls];
}

/** Along the sorted table, at the smallest (largest) text of each resource; then the resources that have none. */
function walkArms(
  row: Fragment,
  keys: readonly OrderKey[],
  after: readonly OrderValue[] | undefined,
  rid: string | undefined,
  { table, p }: NonNullable<OrderKey['walk']>,
): readonly OrderArm[] {
  const [first, ...rest] = keys;
  if (first === undefined) return [];
  const none: OrderKey = { ...first, expression: sql`null::${sql.raw(first.cast)}` };
  const isPast = after?.[0] === null && rid !== undefined;
  const missing: OrderArm = {
    remainder: !isPast,
    keys: [none, ...rest],
    where: allOf([
      sql`not exists (select 1 from ${table} w where w.rid = ${row}.rid and w.p = ${p})`,
      isPast ? isAfter(row, rest, after.slice(1), rid) : TRUE,
    ]),
    order: orderOf(row, rest, 'last'),
  };
  if (isPast) return [missing];
  const walked = [{ ...first, expression: sql`w.v` }, ...rest];
  const better = first.descending ? sql`better.v > w.v` : sql`better.v < w.v`;
  const [value] = after ?? [];
  const valued: OrderArm = {
    saysType: true,
    from: sql`${table} w join resource ${row} on ${row}.rid = w.rid`,
    keys: walked,
    where: allOf([
      sql`w.p = ${p}`,
      sql`not exists (select 1 from ${table} better where better.rid = w.rid and better.p = ${p} and ${better})`,
      value === undefined || value === null ? TRUE : startOf({ ...first, expression: sql`w.v` }, value),
      rid === undefined || after === undefined ? TRUE : isAfter(row, walked, after, rid),
    ]),
    order: sql.join([sql`w.v ${first.descending ? sql`desc` : sql`asc`}`, orderOf(row, rest, 'last')]),
  };
  return [valued, missing];
}

/** The expressions themselves: an index is followed by what it was made of. */
function orderOf(row: Fragment, keys: readonly OrderKey[], nullsOfFirst: 'first' | 'last'): Fragment {
  const parts = keys.map(({ expression, descending, cast }, at) => {
    if (cast === 'timestamptz') return sql`${expression} ${descending ? sql`desc` : sql`asc`}`;
    const nulls = at === 0 && nullsOfFirst === 'first' ? sql`nulls first` : sql`nulls last`;
    return sql`${expression} ${descending ? sql`desc` : sql`asc`} ${nulls}`;
  });
  return sql.join([...parts, sql`${row}.rid`]);
}

const FITS: Readonly<Record<OrderKey['cast'], (value: OrderValue) => boolean>> = {
  bigint: (value) => typeof value === 'string' && /^-?\d{1,18}$/.test(value),
  float8: (value) => typeof value === 'number' || value === 'Infinity' || value === '-Infinity',
  timestamptz: (value) => typeof value === 'number' && Math.abs(value) < 8e15,
  text: (value) => typeof value === 'string',
};

/** Are these values of the keys? What a cursor carries is checked before it becomes a parameter. */
export function fitKeys(keys: readonly OrderKey[], values: readonly OrderValue[]): boolean {
  return (
    values.length === keys.length && keys.every(({ cast }, at) => values[at] === null || FITS[cast](values[at] ?? null))
  );
}

function startOf({ expression, descending, cast }: OrderKey, value: OrderValue): Fragment {
  return descending ? sql`${expression} <= ${bound(value, cast)}` : sql`${expression} >= ${bound(value, cast)}`;
}

function bound(value: OrderValue, cast: OrderKey['cast']): Fragment {
  if (cast === 'timestamptz') return timestampOf(Number(value));
  return sql`${value}::${sql.raw(cast)}`;
}

/** The row comes after one with these keys: by the first key that differs. */
function isAfter(row: Fragment, keys: readonly OrderKey[], after: readonly OrderValue[], rid: string): Fragment {
  const [first, ...rest] = keys;
  if (first === undefined) return sql`${row}.rid > ${rid}::bigint`;
  const [value = null, ...others] = after;
  const next = isAfter(row, rest, others, rid);
  const { expression, cast, descending } = first;
  if (value === null) return allOf([sql`${expression} is null`, next]);
  const limit = bound(value, cast);
  const beyond = descending ? sql`${expression} < ${limit}` : sql`${expression} > ${limit}`;
  return anyOf([beyond, sql`${expression} is null`, allOf([sql`${expression} = ${limit}`, next])]);
}
