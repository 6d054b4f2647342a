/**
 * The current state of resources: looked up for reading, or locked for a change.
 *
 * Proof   interactions.int.test.ts, concurrency.int.test.ts
 */
import { parseWritten, type EpochMs } from '../kernel/index.ts';
import { hashText } from '../kernel/index.ts';
import type { Connection, Transaction } from '../store/index.ts';
import { numberOfType } from './names.ts';
import { referenceOf, type AnyResource } from './resource.ts';

/** Where a resource stands now. A deleted one keeps its row. */
export interface Current {
  readonly rid: number;
  readonly fid: string;
  readonly ver: number;
  readonly ts: EpochMs;
  readonly del: boolean;
}

/** The current version with its text; a deleted one has none. */
export interface CurrentText extends Current {
  readonly text: string | null;
}

interface Row {
  readonly rid: string;
  readonly key: string;
  readonly type: number;
  readonly fid: string;
  readonly ver: number;
  readonly ts: EpochMs;
  readonly del: boolean;
  readonly text?: string | null;
}

function currentOf({ rid, fid, ver, ts, del }: Row): Current {
  return { rid: Number(rid), fid, ver, ts, del };
}

/** Finds a resource by type and id. */
export async function findCurrent(connection: Connection, type: string, fid: string): Promise<CurrentText | undefined> {
  const text = `select r.rid, r.key, r.type, r.fid, r.ver, r.ts, r.del, b.text
    from resource r join body b on b.rid = r.rid and b.ver = r.ver where r.key = $1`;
  const rows = await connection.query<Row>(text, [hashText(referenceOf(type, fid))], 'record_find');
  const row = rows.find((one) => one.fid === fid && one.type === numberOfType(type));
  return row === undefined ? undefined : { ...currentOf(row), text: row.text ?? null };
}

/** Locks resources (`Type/id`) until the transaction ends, always in the same order; what is not there is left out. */
export async function lockCurrent(
  transaction: Transaction,
  references: readonly string[],
): Promise<ReadonlyMap<string, Current>> {
  if (references.length === 0) return new Map();
  const byKey = new Map(references.map((reference) => [hashText(reference), reference]));
  const text = `select rid, key, type, fid, ver, ts, del from resource where key = any($1::bigint[])
    order by key for update`;
  const rows = await transaction.query<Row>(text, [[...byKey.keys()]], 'record_lock');
  const found = new Map<string, Current>();
  for (const row of rows) {
    const reference = byKey.get(row.key);
    if (reference?.endsWith(`/${row.fid}`) === true) found.set(reference, currentOf(row));
  }
  return found;
}

/** The texts of some versions, by rid. */
export async function textsOf(
  connection: Connection,
  versions: readonly Current[],
): Promise<ReadonlyMap<number, string>> {
  if (versions.length === 0) return new Map();
  const text = `select b.rid, b.text from unnest($1::bigint[], $2::integer[]) as v(rid, ver)
    join body b on b.rid = v.rid and b.ver = v.ver where b.text is not null`;
  const values = [versions.map(({ rid }) => rid), versions.map(({ ver }) => ver)];
  const rows = await connection.query<{ rid: string; text: string }>(text, values, 'record_texts');
  return new Map(rows.map((row) => [Number(row.rid), row.text]));
}

/** The newest text of a resource, also of a deleted one: what reach is decided by. */
export async function lastText(connection: Connection, rid: number): Promise<string | undefined> {
  const text = 'select text from body where rid = $1 and text is not null order by ver desc limit 1';
  const [row] = await connection.query<{ text: string }>(text, [rid], 'record_last_text');
  return row?.text;
}

/** A stored text as a resource. */
export function parsedResource(text: string): AnyResource {
  return parseWritten(text) as AnyResource;
}
