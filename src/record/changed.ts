/**
 * Which resources of some types changed lately: for projections that keep in step with the record without searching it anew.
 *
 * A version is stamped before its transaction commits, so who asks goes back a little before the newest that it knows.
 *
 * Proof   changed.int.test.ts
 */
import { instantOf, type EpochMs } from '../kernel/index.ts';
import type { Connection } from '../store/index.ts';
import { textsOf, type Current } from './current.ts';
import { numberOfType } from './names.ts';

interface Row {
  readonly rid: string;
  readonly fid: string;
  readonly ver: number;
  readonly ts: EpochMs;
  readonly del: boolean;
}

/** Current versions of some types that were written since a moment, oldest first. Deleted resources are not among them. */
export async function changedSince(
  connection: Connection,
  types: readonly string[],
  since: EpochMs,
  limit = 20_000,
): Promise<readonly Current[]> {
  const text = `select rid, fid, ver, ts, del from resource
    where type = any($1::smallint[]) and ts >= $2::timestamptz and not del order by ts limit $3`;
  const values = [types.map(numberOfType), instantOf(since), limit];
  const rows = await connection.query<Row>(text, values, 'record_changed');
  return rows.map(({ rid, fid, ver, ts, del }) => ({ rid: Number(rid), fid, ver, ts, del }));
}

/** The texts of such versions, by row. */
export function textsOfChanged(
  connection: Connection,
  versions: readonly Current[],
): Promise<ReadonlyMap<number, string>> {
  return textsOf(connection, versions);
}
