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
import { compositeShape } from '../index-rows/composites.ts';
import { codeRange } from '../index-rows/keys.ts';
import { ownersCondition } from './compartment.ts';
import { criteriaCondition } from './compile.ts';
import { codesOfComposite } from './composite.ts';
import { allOf, anyOf, FALSE, key, TRUE, type Fragment } from './fragment.ts';
import { isFullText } from './full-text.ts';
import { name, orderArms, orderBy, type OrderArm, type OrderKey, type OrderValue } from './order.ts';
import { dateArms } from './ordered.ts';
import { ofTypes, reachOverTypes } from './reach-condition.ts';
import { isPatientColumn, storedReferences } from './reference.ts';
import type { MainCode, Scope } from './scope.ts';
import { codeArms, mainCodes } from './token.ts';

/** Some rows of a search. */
export interface RowArm {
  readonly where: Fragment;
  /** The same without the condition on the type, where that is one of its own. */
  readonly ofAnyType?: Fragment | undefined;
  /** Its rows are few and have an index of their own: they are all found before they are put in order. */
  readonly whole: boolean;
}

/** The rows that a search means: one condition, or several that exclude each other. */
export type RowArms = readonly RowArm[];

/** What belongs to every branch: compartment, horizon. */
export interface CommonConditions {
  readonly compartment: { readonly type: string; readonly id: string } | undefined;
  readonly more: readonly Fragment[];
  /** The first page, in the order of row ids: so many rows are shown at most. */
  readonly first?: number | undefined;
}

/** The rows of the search that the caller may search. */
export async function rowArms(scope: Scope, branches: readonly Branch[], common: CommonConditions): Promise<RowArms> {
  const [only] = branches;
  if (branches.length === 1 && only !== undefined) return branchArms(scope, only, common);
  const conditions: Fragment[] = [];
  for (const branch of branches) conditions.push(anyArm(await branchArms(scope, branch, common, false)));
  return [{ where: anyOf(conditions), whole: false }].filter(({ where }) => where !== FALSE);
}

/** A row of any of the arms. */
export function anyArm(arms: RowArms): Fragment {
  return anyOf(arms.map(({ where }) => where));
}

async function branchArms(scope: Scope, branch: Branch, common: CommonConditions, split = true): Promise<RowArms> {
  const type = branch.types?.length === 1 ? branch.types[0] : undefined;
  const plain: Scope = { ...scope, type };
  const { criteria, codesOfRow } = withoutImplied(plain, branch.criteria);
  const reach = await reachOverTypes(plain, branch.types, 'search');
  const free = reach === TRUE && common.compartment === undefined && common.more.length === 0 && split;
  const most = free && isDecidedByTable(plain, criteria) ? common.first : undefined;
  const here: Scope = { ...plain, codesOfRow, most };
  const coded = split ? criteria.find((one) => armsOf(here, one) !== undefined) : undefined;
  const dated = split ? criteria.find((one) => dateArms(here, one) !== undefined) : undefined;
  const rest = criteria.filter((one) => one !== coded && one !== dated);
  const conditions = [
    await criteriaCondition(here, rest),
    reach,
    common.compartment === undefined ? TRUE : ownersCondition(here, common.compartment, branch.types),
    ...common.more,
    sql`not ${here.row}.del`,
  ];
  const codes = coded === undefined ? undefined : armsOf(here, coded);
  const dates = dated === undefined ? undefined : dateArms(here, dated);
  const ways = codes === undefined ? [typeCondition(here, { ...branch, criteria })] : [codes.first, codes.other];
  const days = dates === undefined ? [TRUE] : [dates.short, dates.long];
  const arms = ways.flatMap((way) =>
    days.map((day): RowArm => {
      const rows = [day, ...conditions];
      return {
        where: allOf([way, ...rows]),
        ofAnyType: codes === undefined ? allOf(rows) : undefined,
        whole: day === dates?.long,
      };
    }),
  );
  return arms.filter(({ where }) => where !== FALSE);
}

/** A quantity that is looked for under the main code says the code too: that condition need not be asked again. */
function withoutImplied(
  { type }: Scope,
  criteria: readonly Criterion[],
): { readonly criteria: readonly Criterion[]; readonly codesOfRow: readonly MainCode[] | undefined } {
  const coded = criteria.find((one) => mainCodes(type, one) !== undefined);
  const codesOfRow = coded === undefined ? undefined : mainCodes(type, coded);
  const measured = criteria.some(
    (one) => one.of === 'values' && one.parameter.kind === 'quantity' && one.parameter.answer.from === 'index',
  );
  return codesOfRow !== undefined && measured
    ? { criteria: criteria.filter((one) => one !== coded), codesOfRow }
    : { criteria, codesOfRow };
}

const TABLES: ReadonlySet<string> = new Set(['string', 'date', 'number', 'quantity']);

/** Is a search table all that decides about the rows? Then the first of its rows are the first of the answer. */
function isDecidedByTable({ type }: Scope, criteria: readonly Criterion[]): boolean {
  const [only, ...others] = criteria;
  if (only?.of !== 'values' || others.length > 0 || only.modifier === 'exact') return false;
  const { parameter, values } = only;
  if (parameter.kind !== 'composite')
    return TABLES.has(parameter.kind) && !isFullText(parameter) && parameter.code !== 'phonetic';
  if (parameter.answer.from !== 'index') return false;
  if (compositeShape(parameter) === 'quantity') return true;
  return values.every(
    (value) => value.kind === 'composite' && codesOfComposite(type, parameter, value.parts) !== undefined,
  );
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
  const parts = arms.flatMap((arm) => {
    const isWhole = arm.whole || isLong(arm.where, context.connection);
    const order = orderArms(row, keys, page.after, page.rid, !isWhole);
    const made = order.map((one) => partStatement(row, arm, one, { keys, limit, isWhole }));
    const [first, second] = made;
    if (order[1]?.remainder !== true || first === undefined || second === undefined) return made;
    return [sql`(with v as materialized ${first} (select * from v) union all ${second})`];
  });
  const rows =
    parts.length === 1
      ? sql.join(parts)
      : sql`(select * from (${sql.join(parts, sql` union all `)}) a order by ${orderBy(keys, sql``)} limit ${limit})`;
  return sql`select u.*, b.text, ${SEEN} from ${rows} u
    join body b on b.rid = u.rid and b.ver = u.ver order by ${orderBy(keys, sql`u.`)}`;
}

interface PartOf {
  readonly keys: readonly OrderKey[];
  readonly limit: Fragment;
  readonly isWhole: boolean;
}

function partStatement(
  row: Fragment,
  { where, ofAnyType }: RowArm,
  arm: OrderArm,
  { keys, limit, isWhole }: PartOf,
): Fragment {
  const own = arm.saysType === true ? (ofAnyType ?? where) : where;
  const isWanted = arm.remainder === true ? sql`(select count(*) from v) < ${limit}` : TRUE;
  const from = arm.from ?? sql`resource ${row}`;
  const rows = sql`select ${columnsOf(row, arm.keys ?? keys)} from ${from} where ${allOf([isWanted, own, arm.where])}`;
  if (!isWhole) return sql`(${rows} order by ${arm.order} limit ${limit})`;
  return sql`(select * from (${rows} offset 0) f order by ${orderBy(keys, sql``)} limit ${limit})`;
}

function columnsOf(row: Fragment, keys: readonly OrderKey[]): Fragment {
  const own = sql`${row}.rid, ${row}.fid, ${row}.ver, ${row}.type, ${row}.ts`;
  return sql.join([own, ...keys.map(({ expression }, at) => sql`${expression} as ${name(at)}`)]);
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
    from resource ${row} join body b on b.rid = ${row}.rid and b.ver = ${row}.ver where ${anyArm(arms)} limit ${sql.lit(limit)}`;
}

/** How many rows there are, counted up to `most`. */
export function countStatement(row: Fragment, arms: RowArms, most: number): Fragment {
  const rows = arms.map(({ where }) => sql`(select 1 from resource ${row} where ${where} limit ${sql.lit(most)})`);
  return sql`select count(*)::int as n from (select 1 from (${sql.join(rows, sql` union all `)}) a limit ${sql.lit(most)}) c`;
}

/** Ids and versions of at most `limit` rows, oldest first. */
export function matchStatement(row: Fragment, arms: RowArms, limit: number): Fragment {
  const parts = arms.map(
    ({ where }) =>
      sql`(select ${row}.rid, ${row}.fid, ${row}.ver from resource ${row} where ${where} order by ${row}.rid limit ${sql.lit(limit)})`,
  );
  return sql`select * from (${sql.join(parts, sql` union all `)}) a order by rid limit ${sql.lit(limit)}`;
}
