/**
 * What every interaction of the record works with.
 *
 * `connection` is the store itself, or the open transaction where the interaction is part of one (batch entries,
 * transactions, conditionals): read through `connection`, never through `store`, so that an interaction sees its own writes.
 */
import type { AuditLog, Caller, Reach } from '../access/index.ts';
import type { Clock, Log } from '../kernel/index.ts';
import type { Connection, Store, Transaction } from '../store/index.ts';
import type { KnownTexts } from './index-rows/index.ts';
import type { CodePort } from './search/index.ts';

/** Settings of the record; the names are those of the configuration, so that it can be given as it is. */
export interface RecordSettings {
  /** Zone in which dates without one are read (IANA name). */
  readonly timeZone: string;
  /** Folder from which `$import` may read by name; absent: only streamed bodies. */
  readonly importFolder?: string | undefined;
  /** Most entries in one transaction or batch. */
  readonly maxBundleEntries: number;
  /** Largest body of a Binary in its own format, in bytes. */
  readonly maxBodyBytes: number;
  /** Page size where a request names none, and the largest. */
  readonly searchCount: number;
  readonly maxSearchCount: number;
  /** May `PUT Type/id` create a resource that is not there? */
  readonly updateCreates: boolean;
  /** Most resources that one conditional delete may remove; 1 refuses several matches. */
  readonly conditionalDeletes: number;
  /** Must references to resources of this record point to one that is there? */
  readonly referentialIntegrity: boolean;
}

/** What is used where nothing is configured. */
export const DEFAULT_RECORD_SETTINGS: RecordSettings = {
  timeZone: 'UTC',
  maxBundleEntries: 20_000,
  maxBodyBytes: 64 * 1_048_576,
  searchCount: 50,
  maxSearchCount: 1000,
  updateCreates: true,
  conditionalDeletes: 1,
  referentialIntegrity: false,
};

/** What every interaction gets. */
export interface Context {
  readonly store: Store;
  readonly connection: Connection;
  /** The open transaction, where there is one; then `connection` is the same object. */
  readonly transaction?: Transaction;
  /** What is left to do when that transaction is over, committed or not. */
  readonly afterwards?: (() => Promise<void>)[];
  readonly caller: Caller;
  readonly reach: Reach;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: RecordSettings;
  /** Texts that the index is known to have. */
  readonly texts: KnownTexts;
  /** What searches by `:in`, `:not-in`, `:below` and `:above` ask. */
  readonly codes?: CodePort;
  /** Types that clients change by another route (named by its path), which takes locks that a plain write would not. */
  readonly reserved?: ReadonlyMap<string, string> | undefined;
  /** Base URL that the client used, for example `http://127.0.0.1:8080/fhir/R4`. */
  readonly base: string;
}

/** A context whose reads and writes are part of an open transaction. */
export interface WriteContext extends Context {
  readonly transaction: Transaction;
  /** The next of the new row ids that were reserved for this transaction. */
  readonly nextRowId: () => number;
}

/**
 * Runs `work` in a transaction and commits before the value is given back. It may make `most` new resources: their row ids
 * are reserved before it opens, because a second session, waited for while the first is held, could starve the pool.
 */
export async function inTransaction<T>(
  context: Context,
  work: (context: WriteContext) => Promise<T>,
  most = 1,
): Promise<T> {
  const first = await context.store.reserve('record_rid', Math.max(1, most));
  return context.store.transaction((transaction) =>
    work({ ...context, transaction, connection: transaction, nextRowId: counter(first, most) }),
  );
}

function counter(first: number, most: number): () => number {
  let next = first;
  return () => {
    if (next >= first + most) throw new Error('more new resources than reserved row ids');
    return next++;
  };
}
