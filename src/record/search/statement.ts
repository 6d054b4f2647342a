/**
 * The one statement of a page: parts of the rows that each an index can follow, joined, ordered and cut, then the bodies.
 *
 * A plain condition on the main code becomes two parts (first code by b-tree, further codes by tokens); a page that starts
 * at a date becomes two parts (rows with a date from there on, rows without). Parts never share a row.
 *
 * Proof   plans.int.test.ts (golden text and plans)
 */
import { sql } from 'kysely';
import { typeNumber, type Branch, type Criterion } from '../../fhir/index.ts';
import type { Connection } from '../../store/index.ts';
import { codeRange } from '../index-rows/keys.ts';
import { ownersCondition } from './compartment.ts';
import { criteriaCondition } from './compile.ts';
import { allOf, anyOf, FALSE, key, TRUE, type Fragment } from './fragment.ts';
import { name, orderArms, orderBy, type OrderKey, type OrderValue } from './order.ts';
import { ofTypes, reachOverTypes } from './reach-condition.ts';
import { isPatientColumn, storedReferences } from './reference.ts';
import type { Scope } from './scope.ts';
import { codeArms, mainCodes } from './token.ts';

/** The rows that a search means: one condition, or several that exclude each other. */
export type RowArms = readonly Fragment[];

/** What belongs to every branch: compartment, horizon. */
export interface CommonConditions {
  readonly compartment: { readonly type: string; readonly id: string } | undefined;
  readonly more: readonly Fragment[];
}

/** The rows of the search that the caller may search. */
export async function rowArms(scope: Scope, branches: readonly Branch[], common: CommonConditions): Promise<RowArms> {
  const [only] = branches;
  if (branches.length === 1 && only !== undefined) return branchArms(scope, only, common);
  const conditions: Fragment[] = [];
  for (const branch of branches) conditions.push(anyOf(await branchArms(scope, branch, common, false)));
  return [anyOf(conditions)].filter((one) => one !== FALSE);
}

async function branchArms(scope: Scope, branch: Branch, common: CommonConditions, split = true): Promise<RowArms> {
  const type = branch.types?.length === 1 ? branch.types[0] : undefined;
  const plain: Scope = { ...scope, type };
  const codesOfRow = branch.criteria.map((one) => mainCodes(type, one)).find((one) => one !== undefined);
  const here: Scope = { ...plain, codesOfRow };
  const driver = split ? branch.criteria.find((one) => armsOf(here, one) !== undefined) : undefined;
  const rest = branch.criteria.filter((one) => one !== driver);
  const conditions = [
    await criteriaCondition(here, rest),
    await reachOverTypes(here, branch.types, 'search'),
    common.compartment === undefined ? TRUE : ownersCondition(here, common.compartment, branch.types),
    ...common.more,
    sql`not ${here.row}.del`,
  ];
  const arms = driver === undefined ? undefined : armsOf(here, driver);
  const ways = arms === undefined ? [typeCondition(here, branch)] : [arms.first, arms.other];
  return ways.map((way) => allOf([way, ...conditions])).filter((one) => one !== FALSE);
}

function armsOf(scope: Scope, criterion: Criterion): ReturnType<typeof codeArms> {
  if (criterion.of !== 'values' || criterion.modifier !== undefined || criterion.parameter.kind !== 'token')
    return undefined;
  return codeArms(scope, criterion.parameter, criterion.values);
}

/** Where the patient is known the range of `code` says the type, so that the index on (pat, code, d) is followed. */
function typeCondition(scope: Scope, { types, criteria }: Branch): Fragment {
  if (types === undefined) return TRUE;
  if (scope.type === undefined || !criteria.some((one) => namesPatient(scope, one))) return ofTypes(scope, types);
  const { first, last } = codeRange(typeNumber(scope.type));
  return sql`${scope.row}.code between ${key(first)} and ${key(last)}`;
}

function namesPatient({ type }: Scope, criterion: Criterion): boolean {
  if (criterion.of !== 'values' || criterion.parameter.kind !== 'reference' || criterion.modifier !== undefined)
    return false;
  const local = criterion.values.every(
    (value) => value.kind === 'reference' && value.targets.every((one) => one.startsWith('Patient/')),
  );
  return local && storedReferences(criterion.parameter).every((stored) => isPatientColumn(type, stored));
}

/** Where a page starts, and how long it is. */
export interface PageOf {
  readonly after: readonly OrderValue[] | undefined;
  readonly rid: string | undefined;
  readonly limit: number;
}

/** The statement of a page. Its rows have the sort keys as `k0`, `k1`, …, and what the database could see as `snapshot`. */
export function pageStatement(
  { row, context }: Scope,
  arms: RowArms,
  keys: readonly OrderKey[],
  page: PageOf,
): Fragment {
  const limit = sql.lit(page.limit);
  const columns = sql.join([
    sql`${row}.rid, ${row}.fid, ${row}.ver, ${row}.type, ${row}.ts`,
    ...keys.map(({ expression }, at) => sql`${expression} as ${name(at)}`),
  ]);
  const parts = arms.flatMap((where) => {
    const hasLongList = isLong(where, context.connection);
    return orderArms(row, keys, page.after, page.rid).map((arm) => {
      const rows = sql`select ${columns} from resource ${row} where ${allOf([where, arm.where])}`;
      if (!hasLongList) return sql`(${rows} order by ${arm.order} limit ${limit})`;
      return sql`(select * from (${rows} offset 0) f order by ${orderBy(keys, sql``)} limit ${limit})`;
    });
  });
  const rows =
    parts.length === 1
      ? sql.join(parts)
      : sql`(select * from (${sql.join(parts, sql` union all `)}) a order by ${orderBy(keys, sql``)} limit ${limit})`;
  return sql`select u.*, b.text, ${SEEN} from ${rows} u
    join body b on b.rid = u.rid and b.ver = u.ver order by ${orderBy(keys, sql`u.`)}`;
}

const LONG = 16;

/**
 * Has it a long list of tokens? The planner takes each token for a little common, and a thousand of them for so common that
 * it would rather walk all rows in order than ask the token index; `offset 0` keeps the order out of that decision.
 */
function isLong(where: Fragment, { db }: Connection): boolean {
  return where.compile(db).parameters.some((value) => Array.isArray(value) && value.length > LONG);
}

const SEEN = sql`pg_current_snapshot()::text as snapshot, (select base from store_change_base) as base`;

/** Every row with its body, at most `limit`. */
export function allRowsStatement(row: Fragment, arms: RowArms, limit: number): Fragment {
  return sql`select ${row}.rid, ${row}.fid, ${row}.ver, ${row}.type, ${row}.ts, b.text, ${SEEN}
    from resource ${row} join body b on b.rid = ${row}.rid and b.ver = ${row}.ver where ${anyOf(arms)} limit ${sql.lit(limit)}`;
}

/** How many rows there are, counted up to `most`. */
export function countStatement(row: Fragment, arms: RowArms, most: number): Fragment {
  const rows = arms.map((where) => sql`(select 1 from resource ${row} where ${where} limit ${sql.lit(most)})`);
  return sql`select count(*)::int as n from (select 1 from (${sql.join(rows, sql` union all `)}) a limit ${sql.lit(most)}) c`;
}

/** Ids and versions of at most `limit` rows, oldest first. */
export function matchStatement(row: Fragment, arms: RowArms, limit: number): Fragment {
  const parts = arms.map(
    (where) =>
      sql`(select ${row}.rid, ${row}.fid, ${row}.ver from resource ${row} where ${where} order by ${row}.rid limit ${sql.lit(limit)})`,
  );
  return sql`select * from (${sql.join(parts, sql` union all `)}) a order by rid limit ${sql.lit(limit)}`;
}
