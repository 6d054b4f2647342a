/**
 * `Patient/[id]/$everything`: the patient, the compartment, and what these refer to outside of any patient's compartment
 * (practitioners, organizations, places, medications), in the order of row ids, which no change moves.
 *
 * `start` and `end` narrow what has a date of care; what has none (the patient, a practitioner) is always part.
 *
 * Source  https://hl7.org/fhir/R4/patient-operation-everything.html
 * Proof   everything.int.test.ts
 */
import { sql } from 'kysely';
import { compartmentParameters, isResourceType, SEARCH_TYPES } from '../../fhir/index.ts';
import { hashText, intervalOf, OutcomeError } from '../../kernel/index.ts';
import type { SearchContext, SearchPage } from './api.ts';
import { criterionCondition } from './compile.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { allOf, run, timestampOf, TRUE, type Fragment } from './fragment.ts';
import { foundOf, type PageRow } from './placed.ts';
import { inCompartment, ofTypes, reachOverTypes } from './reach-condition.ts';
import { inside, scopeOf, type Scope } from './scope.ts';

/** What is asked of `$everything`. */
export interface EverythingAsk {
  /** `_since`: changed at or after this instant. */
  readonly since?: string | undefined;
  readonly types?: readonly string[] | undefined;
  /** Dates of care, as FHIR dates. */
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  readonly count?: number | undefined;
  readonly cursor?: string | undefined;
}

/** One page of everything about a patient. */
export async function patientEverything(
  context: SearchContext,
  patient: string,
  ask: EverythingAsk,
): Promise<SearchPage> {
  const scope = scopeOf(context, undefined, criterionCondition, undefined);
  const print = hashText(JSON.stringify([patient, ask.since, ask.types, ask.start, ask.end]));
  const cursor = ask.cursor === undefined ? undefined : readCursor(ask.cursor, print, 0);
  const count = pageSize(ask.count, context);
  const common = [
    ...narrowing(scope, ask),
    await reachOverTypes(scope, ask.types, 'search'),
    sql`not ${scope.row}.del`,
    cursor === undefined ? TRUE : sql`${scope.row}.rid > ${cursor.rid}::bigint`,
  ];
  const arms = (await everythingArms(scope, patient)).map((arm) => allOf([arm, ...common]));
  const rows = await run<PageRow>(context.connection, everythingStatement(scope.row, arms, count + 1));
  const matches = rows.slice(0, count).map(foundOf);
  const last = rows[count - 1];
  if (rows.length <= count || last === undefined) return { matches, includes: [] };
  return { matches, includes: [], next: writeCursor({ after: [], rid: last.rid, ...UNBOUND }, print) };
}

/** Row ids do not move, so no snapshot is needed to go on from one. */
const UNBOUND = { snapshot: '0:0:', base: '0' };

function pageSize(count: number | undefined, { settings }: SearchContext): number {
  if (count === undefined) return settings.searchCount;
  if (!Number.isSafeInteger(count) || count < 1) throw badValue('_count', String(count), 'write a number of 1 or more');
  return Math.min(count, settings.maxSearchCount);
}

function badValue(name: string, value: string, want: string): OutcomeError {
  return new OutcomeError(
    'invalid',
    'search.bad-value',
    `'${value.slice(0, 80)}' is not a value of '${name}': ${want}.`,
  );
}

/** Each part is found whole before it is put in order (`offset 0`): it is small beside the record. */
function everythingStatement(row: Fragment, arms: readonly Fragment[], limit: number): Fragment {
  const parts = arms.map(
    (arm) =>
      sql`(select ${row}.rid, ${row}.fid, ${row}.ver, ${row}.type, ${row}.ts from resource ${row} where ${arm} offset 0)`,
  );
  return sql`select u.*, b.text from (select * from (${sql.join(parts, sql` union all `)}) a order by rid limit ${sql.lit(limit)}) u
    join body b on b.rid = u.rid and b.ver = u.ver order by u.rid`;
}

/** In the compartment; or of a type outside of any, and referred to by something in it that the caller may see. */
async function everythingArms(scope: Scope, patient: string): Promise<readonly Fragment[]> {
  const member = { ...inside(scope, 'Patient'), type: undefined };
  const members = allOf([
    inCompartment(member, [patient]),
    sql`not ${member.row}.del`,
    await reachOverTypes(member, undefined, 'search'),
  ]);
  const referred = sql`${scope.row}.key in (select x.k from resource ${member.row}, unnest(${member.row}.refs) as x(k) where ${members})`;
  const outside = allOf([sql`(${ofTypes(scope, outsideTypes())}) is true`, referred]);
  return [inCompartment(scope, [patient]), allOf([outside, sql`(${inCompartment(scope, [patient])}) is not true`])];
}

/** Types that belong to no patient. */
function outsideTypes(): readonly string[] {
  return SEARCH_TYPES.filter((type) => type !== 'Patient' && compartmentParameters('Patient', type).length === 0);
}

function narrowing(scope: Scope, { since, types, start, end }: EverythingAsk): Fragment[] {
  const { row, context } = scope;
  const conditions: Fragment[] = [];
  if (types !== undefined) conditions.push(ofTypes(scope, types.map(demandType)));
  if (since !== undefined) conditions.push(sql`${row}.ts >= ${timestampOf(moment('_since', since, context).low)}`);
  if (start !== undefined)
    conditions.push(sql`(${row}.dh is null or ${row}.dh > ${moment('start', start, context).low})`);
  if (end !== undefined) conditions.push(sql`(${row}.d is null or ${row}.d < ${moment('end', end, context).high})`);
  return conditions;
}

function demandType(type: string): string {
  if (!isResourceType(type)) throw badValue('_type', type, 'write names of resource types, joined by commas');
  return type;
}

function moment(name: string, text: string, { settings }: SearchContext): NonNullable<ReturnType<typeof intervalOf>> {
  const interval = intervalOf(text.replace(/ (?=\d\d:\d\d$)/, '+'), settings.timeZone);
  if (interval === undefined) throw badValue(name, text, 'write a date such as 2026-11-24');
  return interval;
}
