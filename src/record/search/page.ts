/**
 * One page of matches, and the cursor to the next.
 *
 * A page shows what the first page could see: rows that were changed since are left to `rewritten.ts`, which puts them
 * where they stood then, so that no row is lost or repeated while others write.
 *
 * Proof   paging.int.test.ts
 */
import type { SearchQuery } from '../../fhir/index.ts';
import { hashText, OutcomeError } from '../../kernel/index.ts';
import type { Found } from './api.ts';
import { badCursor, fingerprint, readCursor, writeCursor, type Cursor } from './cursor.ts';
import { compiled, run, type Fragment } from './fragment.ts';
import { seenBy } from './horizon.ts';
import { fitKeys, orderKeys, type OrderKey } from './order.ts';
import {
  carried,
  comparePlaced,
  foundOf,
  isAfterCursor,
  memoryOrder,
  type PageAsk,
  type PageRow,
  type Placed,
} from './placed.ts';
import { rewrittenRows } from './rewritten.ts';
import type { Scope } from './scope.ts';
import { allRowsStatement, pageStatement, rowArms, type RowArms } from './statement.ts';

/** A page of matches. */
export interface MatchPage {
  readonly matches: readonly Found[];
  readonly next?: string;
}

/** The rows of a page, one more than it shows where there are more. */
interface Fetched {
  readonly rows: readonly Placed[];
  readonly snapshot: string;
  readonly base: string;
}

/** The matches of a page in order. */
export async function matchesPage(ask: PageAsk): Promise<MatchPage> {
  const { scope, query, compartment } = ask;
  const print = fingerprint(query, compartment === undefined ? '' : `${compartment.type}/${compartment.id}`);
  const cursor = query.cursor === undefined ? undefined : readCursor(query.cursor, print, query.sort.length);
  const keys = orderKeys(scope, query.sort);
  if (cursor !== undefined && keys !== undefined && !fitKeys(keys, cursor.after)) throw badCursor();
  const more = cursor === undefined ? [] : [seenBy(scope.row, cursor)];
  const first = cursor === undefined && query.sort.length === 0 ? ask.count + 1 : undefined;
  const arms = await rowArms(scope, query.branches, { compartment, more, first });
  if (arms.length === 0 && cursor === undefined) return { matches: [] };
  const fetched =
    keys === undefined ? await sortedInMemory(ask, arms, cursor) : await fetchedInOrder(ask, arms, keys, cursor);
  return pageOf(ask, fetched, cursor, print);
}

/** Shows at most `count` rows; where there is one more, the cursor starts after the last one shown. */
function pageOf(
  { count }: PageAsk,
  { rows, snapshot, base }: Fetched,
  cursor: Cursor | undefined,
  print: string,
): MatchPage {
  const shown = rows.slice(0, count);
  const last = shown.at(-1);
  const matches = shown.map(({ found }) => found);
  if (rows.length <= count || last === undefined) return { matches };
  const seen = { snapshot: cursor?.snapshot ?? snapshot, base: cursor?.base ?? base };
  return { matches, next: writeCursor({ after: last.order, rid: String(last.found.rid), ...seen }, print) };
}

async function fetchedInOrder(
  ask: PageAsk,
  arms: RowArms,
  keys: readonly OrderKey[],
  cursor: Cursor | undefined,
): Promise<Fetched> {
  const { scope, count } = ask;
  const page = { after: cursor?.after, rid: cursor?.rid, limit: count + 1 };
  const rows = arms.length === 0 ? [] : await runNamed<PageRow>(scope, pageStatement(scope, arms, keys, page));
  const placed = rows.map((row) => ({
    found: foundOf(row),
    order: keys.map((_, at) => carried(row[`k${at}`] ?? null)),
  }));
  const seen = { snapshot: rows[0]?.snapshot ?? '', base: rows[0]?.base ?? '' };
  if (cursor === undefined) return { rows: placed, ...seen };
  const before = await rewrittenRows(ask, cursor, keys);
  return { rows: merged(placed, before, ask).slice(0, count + 1), ...seen };
}

function merged(rows: readonly Placed[], others: readonly Placed[], { query }: PageAsk): readonly Placed[] {
  if (others.length === 0) return rows;
  return [...rows, ...others].toSorted((a, b) => comparePlaced(a, b, query.sort));
}

/** Most resources that are sorted in memory, where the database keeps nothing to sort by. */
const MOST_SORTED = 10_000;

async function sortedInMemory(ask: PageAsk, arms: RowArms, cursor: Cursor | undefined): Promise<Fetched> {
  const { scope, query, count } = ask;
  const rows =
    arms.length === 0
      ? []
      : await run<PageRow>(scope.context.connection, allRowsStatement(scope.row, arms, MOST_SORTED + 1));
  if (rows.length > MOST_SORTED) throw tooManyToSort(query);
  const placed = rows.map((row): Placed => {
    const found = foundOf(row);
    return { found, order: memoryOrder(found.text, ask, undefined) };
  });
  const before = cursor === undefined ? [] : await rewrittenRows(ask, cursor, undefined);
  const sorted = [...placed, ...before].toSorted((a, b) => comparePlaced(a, b, query.sort));
  const start = cursor === undefined ? sorted : sorted.filter((one) => isAfterCursor(one, cursor, query));
  return { rows: start.slice(0, count + 1), snapshot: rows[0]?.snapshot ?? '', base: rows[0]?.base ?? '' };
}

function tooManyToSort({ sort }: SearchQuery): OutcomeError {
  const codes = sort.map(({ parameter }) => parameter.code).join(', ');
  const text = `More than ${MOST_SORTED} resources match; sorting by ${codes} needs fewer. Add criteria, or sort by a date, a string or a number.`;
  return new OutcomeError('too-costly', 'search.sort-too-costly', text);
}

const prepared = new Set<string>();
const MOST_PREPARED = 200;

/** Statements without lists of tokens keep one plan for all values: those are prepared once for each session. */
async function runNamed<Row>({ context: { connection } }: Scope, query: Fragment): Promise<Row[]> {
  const { text, parameters } = compiled(connection, query);
  const name =
    text.length < 4000 && !text.includes('&&') && !text.includes('any(') ? `search_${hashText(text)}` : undefined;
  const known = name !== undefined && (prepared.has(name) || prepared.size < MOST_PREPARED);
  if (known) prepared.add(name);
  return connection.query<Row>(text, parameters, known ? name : undefined);
}
