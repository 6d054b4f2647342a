/**
 * Rows that were changed after the first page of a search: each stands where it stood then, by the version that was current
 * then, and is shown as it is now (if it is there and the caller may still see it).
 *
 * The old version is decided in memory, but for conditions on other resources: those are asked of the database, over rows
 * made from the old versions.
 *
 * Proof   paging.int.test.ts
 */
import { sql } from 'kysely';
import {
  matchesCriteria,
  ownersIn,
  patientsOf,
  SEARCH_TYPES,
  typeNumber,
  type Branch,
  type Criterion,
  type Resource,
} from '../../fhir/index.ts';
import { OutcomeError, parseJson, type EpochMs } from '../../kernel/index.ts';
import { currentRows } from '../index-rows/index.ts';
import { reachAllows } from '../reach.ts';
import { criteriaCondition } from './compile.ts';
import type { Cursor } from './cursor.ts';
import { run } from './fragment.ts';
import { horizonOf, seenTx } from './horizon.ts';
import type { OrderKey } from './order.ts';
import { foundOf, isAfterCursor, memoryOrder, type PageAsk, type PageRow, type Placed } from './placed.ts';
import { reachOverTypes } from './reach-condition.ts';

/** Most changed rows that a page puts back into place. */
const MOST = 5000;

interface OldRow {
  readonly rid: string;
  readonly fid: string;
  readonly ver: number;
  readonly tx: string;
  readonly ts: EpochMs;
  readonly type: number;
  readonly text: string;
}

interface OldVersion {
  readonly row: OldRow;
  readonly resource: Resource;
}

/** The rows that were changed since the first page and belong after the cursor. */
export async function rewrittenRows(
  ask: PageAsk,
  cursor: Cursor,
  keys: readonly OrderKey[] | undefined,
): Promise<Placed[]> {
  const old = await oldVersions(ask, cursor);
  if (old.length === 0) return [];
  const matching = await matchingVersions(ask, old);
  const current = await currentOf(
    ask,
    matching.map(({ row }) => row.rid),
  );
  return matching.flatMap(({ row }) => {
    const found = current.get(row.rid);
    const placed = found === undefined ? undefined : { found, order: memoryOrder(row.text, ask, keys) };
    return placed !== undefined && isAfterCursor(placed, cursor, ask.query) ? [placed] : [];
  });
}

async function oldVersions({ scope, query }: PageAsk, cursor: Cursor): Promise<OldVersion[]> {
  const types = query.branches.some((branch) => branch.types === undefined)
    ? undefined
    : query.branches.flatMap((branch) => branch.types ?? []);
  const ofTypes = types === undefined ? sql`` : sql` and c.type = any(${types.map(typeNumber)}::smallint[])`;
  const { low } = horizonOf(cursor);
  // The first version that was not seen, and the last that was.
  const rows = await run<OldRow>(
    scope.context.connection,
    sql`select o.rid, r.fid, o.ver, o.tx, o.ts, o.type, o.text
      from body c join body o on o.rid = c.rid and o.ver = c.ver - 1 join resource r on r.rid = c.rid
      where c.ver > 1 and c.tx >= ${low.toString()}::bigint and not ${seenTx(sql`c.tx`, cursor)}${ofTypes}
        and ${seenTx(sql`o.tx`, cursor)} and o.text is not null limit ${sql.lit(MOST + 1)}`,
  );
  if (rows.length > MOST) throw expired();
  return rows.map((row) => ({ row, resource: parseJson(row.text) as Resource }));
}

function expired(): OutcomeError {
  const text = `More than ${MOST} resources were changed since the first page; start the search again.`;
  return new OutcomeError('deleted', 'search.cursor-expired', text);
}

/** The old versions that the search means and the caller may search. */
async function matchingVersions(ask: PageAsk, old: readonly OldVersion[]): Promise<OldVersion[]> {
  const { scope, compartment, query } = ask;
  const { reach, settings } = scope.context;
  const allowed = old.filter(
    ({ resource }) =>
      reachAllows(reach, 'search', resource, settings.timeZone) &&
      (compartment === undefined || isOwned(resource, compartment)),
  );
  const matching = new Map<string, OldVersion>();
  for (const branch of query.branches) {
    for (const one of await matchingBranch(ask, branch, allowed)) matching.set(one.row.rid, one);
  }
  return [...matching.values()];
}

function isOwned(resource: Resource, { type, id }: { readonly type: string; readonly id: string }): boolean {
  const { resourceType } = resource;
  if (resourceType === type && resource.id === id) return true;
  return (type === 'Patient' ? patientsOf(resourceType, resource) : ownersIn(type, resourceType, resource)).includes(
    id,
  );
}

async function matchingBranch(
  { scope }: PageAsk,
  { types, criteria }: Branch,
  old: readonly OldVersion[],
): Promise<readonly OldVersion[]> {
  const world = { timeZone: scope.context.settings.timeZone, now: scope.now };
  const own = criteria.filter((one) => !isAboutOthers(one));
  const others = criteria.filter(isAboutOthers);
  const matching = old.filter(
    ({ resource }) => (types?.includes(resource.resourceType) ?? true) && matchesCriteria(resource, own, world),
  );
  return others.length === 0 || matching.length === 0 ? matching : relatedVersions(scope, types, others, matching);
}

const BY_CODES: ReadonlySet<string | undefined> = new Set(['in', 'not-in', 'above', 'below']);

/** Does it depend on other resources, or on a terminology? */
function isAboutOthers(criterion: Criterion): boolean {
  if (criterion.of === 'missing') return false;
  return criterion.of !== 'values' || (criterion.parameter.kind !== 'uri' && BY_CODES.has(criterion.modifier));
}

/** Asks the database over rows made of the old versions. */
async function relatedVersions(
  scope: PageAsk['scope'],
  types: Branch['types'],
  criteria: readonly Criterion[],
  old: readonly OldVersion[],
): Promise<readonly OldVersion[]> {
  const type = types?.length === 1 ? types[0] : undefined;
  const condition = await criteriaCondition({ ...scope, type }, criteria);
  const entries = old.map(({ row, resource }) => ({ ...row, rid: Number(row.rid), resource }));
  const relation = currentRows(entries, scope.context.settings.timeZone);
  const rows = await run<{ rid: string }>(
    scope.context.connection,
    sql`select ${scope.row}.rid from ${relation} ${scope.row} where ${condition}`,
  );
  const found = new Set(rows.map(({ rid }) => rid));
  return old.filter(({ row }) => found.has(row.rid));
}

/** The resources as they are now, where they are there and may be seen. */
async function currentOf({ scope }: PageAsk, rids: readonly string[]): Promise<ReadonlyMap<string, Placed['found']>> {
  if (rids.length === 0) return new Map();
  const here = { ...scope, type: undefined };
  const rows = await run<PageRow>(
    scope.context.connection,
    sql`select ${here.row}.rid, ${here.row}.fid, ${here.row}.ver, ${here.row}.type, ${here.row}.ts, b.text
      from resource ${here.row} join body b on b.rid = ${here.row}.rid and b.ver = ${here.row}.ver
      where ${here.row}.rid = any(${rids}::bigint[]) and not ${here.row}.del and ${await reachOverTypes(here, SEARCH_TYPES, 'search')}`,
  );
  return new Map(rows.map((row) => [row.rid, foundOf(row)]));
}
