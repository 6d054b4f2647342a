/**
 * What every interaction of the record works with.
 *
 * `connection` is the store itself, or the open transaction where the interaction is part of one (batch entries,
 * transactions, conditionals): read through `connection`, never through `store`, so that an interaction sees its own writes.
 */
import type { Caller, Reach } from '../access/index.ts';
import type { Clock } from '../kernel/index.ts';
import type { Connection, Store, Transaction } from '../store/index.ts';

/** Settings of the record. */
export interface RecordSettings {
  /** Zone in which dates without one are read (IANA name). */
  readonly timeZone: string;
  /** Folder from which `$import` may read by name; absent: only streamed bodies. */
  readonly importFolder?: string;
  /** Most entries in one transaction or batch. */
  readonly maxEntries: number;
}

/** What is used where nothing is configured. */
export const DEFAULT_RECORD_SETTINGS: RecordSettings = { timeZone: 'UTC', maxEntries: 20_000 };

/** What one interaction did, for the audit log. */
export interface AuditEntry {
  /** FHIR AuditEvent.action. */
  readonly action: 'C' | 'R' | 'U' | 'D' | 'E';
  /** Restful interaction code: `read`, `create`, `search-type`, `transaction`, … */
  readonly subtype: string;
  readonly caller: Caller;
  /** References of the resources touched (`Observation/1`); a long list may be cut, the patients never are. */
  readonly entities: readonly string[];
  /** References of the patients whose data was touched. */
  readonly patients: readonly string[];
  /** The search as it was asked, without the values of `patients`. */
  readonly query?: string;
  readonly outcome: 'success' | 'refused' | 'failed';
}

/** The audit log as the record uses it; ACCESS implements it. */
export interface Audit {
  /** Puts the entry into the transaction that it tells about: both are there, or neither. */
  within(transaction: Transaction, entry: AuditEntry): Promise<void>;
  /** Appends an entry about a read; resolves when it is durable. */
  append(entry: AuditEntry): Promise<void>;
}

/** What every interaction gets. */
export interface Context {
  readonly store: Store;
  readonly connection: Connection;
  /** The open transaction, where there is one; then `connection` is the same object. */
  readonly transaction?: Transaction;
  readonly caller: Caller;
  readonly reach: Reach;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly settings: RecordSettings;
  /** Base URL that the client used, for example `http://127.0.0.1:8080/fhir/R4`. */
  readonly base: string;
}
