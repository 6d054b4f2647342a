/**
 * How far changes may be read without missing one that is still being written.
 *
 * Numbers are given at the first write of a transaction and become visible at its commit, in another order. Everything below
 * the horizon is decided: committed and visible, or gone.
 *
 * Source  https://www.postgresql.org/docs/18/functions-info.html (pg_snapshot_xmin)
 * Proof   store.int.test.ts (a slow writer holds the horizon back)
 */
import type { Connection } from './connection.ts';

/** The number below which every transaction is over, as decimal text. */
export async function changeHorizon(connection: Pick<Connection, 'query'>): Promise<string> {
  const text = `select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint + base)::text as horizon from store_change_base`;
  const [row] = await connection.query<{ horizon: string }>(text, [], 'store_horizon');
  if (row === undefined) throw new Error('store_change_base is empty');
  return row.horizon;
}
