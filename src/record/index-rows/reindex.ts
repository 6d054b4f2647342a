/**
 * Builds the index of stale types again from the stored bodies, a batch at a time, while the record goes on serving: each
 * batch is one transaction that locks its rows, so a reader finds a resource by its old rows or by its new ones.
 *
 * It goes on where it was stopped. Resources that are written meanwhile are written with the present definitions anyway.
 *
 * Proof   reindex.int.test.ts
 */
import { typeNumber, type Resource } from '../../fhir/index.ts';
import { parseJson, type EpochMs } from '../../kernel/index.ts';
import type { Store, Transaction } from '../../store/index.ts';
import { IndexBatch, removeFromIndex, type IndexOptions } from './batch.ts';
import { indexVersionOf, staleIndexes, type StaleIndex } from './version.ts';

/** How a re-index runs. */
export interface ReindexOptions extends IndexOptions {
  /** Resources in one transaction; 500 where absent. */
  readonly batchSize?: number;
  /** Rebuild these types even if they are not stale. */
  readonly types?: readonly string[];
  /** Told after every batch. */
  readonly progress?: (type: string, resources: number) => void;
  readonly signal?: AbortSignal;
}

interface BodyRow {
  readonly rid: string;
  readonly fid: string;
  readonly ver: number;
  readonly tx: string;
  readonly ts: EpochMs;
  readonly text: string;
}

/** Rebuilds what is stale; the answer is the number of resources that were indexed again. */
export async function reindex(store: Store, options: ReindexOptions): Promise<number> {
  const stale =
    options.types?.map((type): StaleIndex => ({ type, doneTo: undefined })) ??
    (await staleIndexes(store, options.timeZone));
  let resources = 0;
  for (const one of stale) resources += await reindexType(store, one, options);
  return resources;
}

async function reindexType(store: Store, { type, doneTo }: StaleIndex, options: ReindexOptions): Promise<number> {
  let done = doneTo ?? 0;
  let resources = 0;
  while (options.signal?.aborted !== true) {
    const batch = await store.transaction((transaction) => reindexBatch(transaction, type, done, options));
    resources += batch.resources;
    options.progress?.(type, resources);
    if (batch.last === undefined) return resources;
    done = batch.last;
  }
  return resources;
}

async function reindexBatch(
  transaction: Transaction,
  type: string,
  after: number,
  options: ReindexOptions,
): Promise<{ readonly resources: number; readonly last: number | undefined }> {
  const rows = await transaction.query<BodyRow>(BODIES, [typeNumber(type), after, options.batchSize ?? 500]);
  const batch = new IndexBatch({ ...options, replaces: true });
  for (const { rid, fid, ver, tx, ts, text } of rows) {
    batch.add({ rid: Number(rid), fid, ver, tx, ts, resource: parseJson(text) as Resource });
  }
  await removeFromIndex(
    transaction,
    rows.map(({ rid }) => Number(rid)),
  );
  await batch.write(transaction);
  const last = rows.at(-1)?.rid;
  const doneTo = last === undefined ? null : Number(last);
  await transaction.query(DONE, [typeNumber(type), indexVersionOf(type, options.timeZone), doneTo]);
  return { resources: rows.length, last: doneTo ?? undefined };
}

const BODIES = `select r.rid, r.fid, r.ver, r.tx, r.ts, b.text
  from resource r join body b on b.rid = r.rid and b.ver = r.ver
  where r.type = $1 and r.rid > $2 and not r.del order by r.rid limit $3 for update of r`;

const DONE = `insert into record_index_version (type, version, done_to) values ($1, $2, $3)
  on conflict (type) do update set version = excluded.version, done_to = excluded.done_to`;
