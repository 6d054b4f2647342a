/**
 * What the rooms above see of the database: queries, transactions, bulk rows. No driver type leaves this room but Kysely.
 *
 * `bigint` columns come back as decimal text (hashes need 64 bits), `timestamptz` as milliseconds since 1970.
 *
 * Proof   store.int.test.ts (on the embedded server and on the machine's own)
 */
import type { Kysely } from 'kysely';
import type { Hash64 } from '../kernel/index.ts';

/** Column types that bulk rows may have. */
export type ColumnType = 'bigint' | 'bigint[]' | 'boolean' | 'float8' | 'integer' | 'smallint' | 'text' | 'timestamptz';

/** One value of a bulk row. A `bigint` may be a hash, a safe integer, a BigInt or decimal text; a `timestamptz` is in ms. */
export type ColumnValue =
  | string
  | number
  | bigint
  | boolean
  | Hash64
  | readonly (Hash64 | number | bigint | string)[]
  | null;

/** A table (or some of its columns) that takes bulk rows. */
export interface RowShape {
  readonly table: string;
  readonly columns: readonly (readonly [name: string, type: ColumnType])[];
}

/** One row, values in the order of `RowShape.columns`. */
export type Row = readonly ColumnValue[];

/** Rows of one table as a binary COPY stream, header and trailer included. Plain data: it can be sent between threads. */
export interface EncodedRows {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each row begins, and at the end where the trailer does. */
  readonly starts: Uint32Array<ArrayBuffer>;
  /** Whose each row is: a number that the maker of the rows gave. */
  readonly owners: Uint32Array<ArrayBuffer>;
}

/** Something that answers queries: the store itself (each query on its own) or a transaction. */
export interface Connection {
  /** Kysely over this connection, for its `sql` tag and builders. */
  readonly db: Kysely<unknown>;
  /** Runs one statement with `$1…` parameters. A `name` makes it a prepared statement of the session. */
  query<Result>(text: string, values?: readonly unknown[], name?: string): Promise<Result[]>;
}

/** A transaction that is open. */
export interface Transaction extends Connection {
  /** Number of this transaction: changes of one transaction share it. See `changeHorizon`. */
  number(): Promise<string>;
  /** Adds rows: by COPY where there are many, by one INSERT where there are few. */
  insertRows(shape: RowShape, rows: readonly Row[]): Promise<void>;
  /** Adds rows by binary COPY. */
  copyRows(shape: RowShape, rows: readonly Row[]): Promise<void>;
  /** Adds rows that are encoded already. */
  copyEncoded(shape: RowShape, rows: EncodedRows): Promise<void>;
  /** Runs when (and only when) the commit has succeeded. */
  afterCommit(action: () => void): void;
}

/** How a transaction runs. */
export interface TransactionOptions {
  /** Largest number of attempts where the database asks for a retry (deadlock, serialization, `retryOn`). Default 5. */
  readonly attempts?: number;
  /** Longest time for one statement, in ms. Default: the store's. */
  readonly statementTimeout?: number;
}

/** Whether the database answers, and since when not. */
export interface StoreHealth {
  readonly ready: boolean;
  readonly detail: string;
}

/** The open database. */
export interface Store extends Connection {
  /** Version of the server, for example 180004. */
  readonly serverVersion: number;
  /** `embedded` (started by this process), `joined` (embedded, started by another process) or `given` (`DATABASE_URL`). */
  readonly kind: 'embedded' | 'joined' | 'given';
  /** Runs `work` in a READ COMMITTED transaction and commits; a value is given back only after the commit succeeded. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Reads in one REPEATABLE READ, READ ONLY snapshot. */
  snapshot<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  /** A block of `count` new row ids; the answer is the first. Never given twice. */
  reserve(sequence: string, count: number): Promise<number>;
  health(): Promise<StoreHealth>;
  close(): Promise<void>;
}
