/**
 * Pieces of SQL, put together by kysely: every value is a bound parameter, never text.
 *
 * Proof   compile.test.ts
 */
import { sql, type RawBuilder } from 'kysely';
import { DAWN, DUSK, instantOf, OutcomeError, type EpochMs, type Hash64 } from '../../kernel/index.ts';
import type { Connection } from '../../store/index.ts';
import { sqlKey } from '../index-rows/keys.ts';

/** A piece of SQL with its parameters. */
export type Fragment = RawBuilder<unknown>;

export const TRUE: Fragment = sql`true`;
export const FALSE: Fragment = sql`false`;

/** A moment; one beyond the years that FHIR can write is the nearest that it can, as no resource is older or newer. */
export function timestampOf(moment: number): Fragment {
  const within = Math.min(DUSK - 1, Math.max(DAWN, moment)) as EpochMs;
  return sql`${instantOf(within)}::timestamptz`;
}

/** All of them hold. */
export function allOf(conditions: readonly Fragment[]): Fragment {
  const kept = conditions.filter((one) => one !== TRUE);
  if (kept.includes(FALSE)) return FALSE;
  const [first, ...rest] = kept;
  if (first === undefined) return TRUE;
  return rest.length === 0 ? first : sql`(${sql.join(kept, sql` and `)})`;
}

/** One of them holds. */
export function anyOf(conditions: readonly Fragment[]): Fragment {
  const kept = conditions.filter((one) => one !== FALSE);
  if (kept.includes(TRUE)) return TRUE;
  const [first, ...rest] = kept;
  if (first === undefined) return FALSE;
  return rest.length === 0 ? first : sql`(${sql.join(kept, sql` or `)})`;
}

export function notOf(condition: Fragment): Fragment {
  if (condition === TRUE) return FALSE;
  return condition === FALSE ? TRUE : sql`not ${condition}`;
}

/** A bigint of the index. */
export function key(hash: Hash64): Fragment {
  return sql`${sqlKey(hash)}::bigint`;
}

/** Several, as one parameter. */
export function keyArray(hashes: readonly Hash64[]): Fragment {
  return sql`${hashes.map(sqlKey)}::bigint[]`;
}

/** `column` is one of the keys. */
export function isKey(column: Fragment, hashes: readonly Hash64[]): Fragment {
  const [first, ...rest] = hashes;
  if (first === undefined) return FALSE;
  return rest.length === 0 ? sql`${column} = ${key(first)}` : sql`${column} = any(${keyArray(hashes)})`;
}

/** The row `row` has one of the tokens. */
export function hasToken(row: Fragment, tokens: readonly Hash64[]): Fragment {
  return tokens.length === 0 ? FALSE : sql`${row}.tok && ${keyArray(tokens)}`;
}

/** An alias for the rows of a level of the query; the number is made here and never comes from a request. */
export function aliasOf(level: number): Fragment {
  return sql.raw(level === 0 ? 'r' : `r${Math.trunc(level)}`);
}

/** Runs a query; with a name it is prepared once for each session. */
export async function run<Row>(connection: Connection, query: Fragment, name?: string): Promise<Row[]> {
  const { text, parameters } = compiled(connection, query);
  return connection.query<Row>(text, parameters, name);
}

/** A statement can have 65,535 parameters. */
const MOST_PARAMETERS = 60_000;

/** Text and parameters of a query; throws where it has more than a statement can. */
export function compiled(
  { db }: Connection,
  query: Fragment,
): { readonly text: string; readonly parameters: readonly unknown[] } {
  const { sql: text, parameters } = query.compile(db);
  if (parameters.length <= MOST_PARAMETERS) return { text, parameters };
  throw new OutcomeError(
    'too-costly',
    'search.too-many-values',
    'The search has too many values; ask in several searches.',
  );
}
