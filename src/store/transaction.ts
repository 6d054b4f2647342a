/**
 * One transaction on one session: BEGIN, work, COMMIT, with bounded retry where the database asks for it.
 *
 * An error of the database leaves as an `OutcomeError`: a lost connection is `store.unavailable` (503), never a raw driver
 * error, so that no text of a patient's data can leak through a message of the server.
 *
 * Source  https://www.postgresql.org/docs/18/errcodes-appendix.html
 * Proof   store.int.test.ts
 */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { OutcomeError } from '../kernel/index.ts';
import type { Connection, EncodedRows, Row, RowShape, Transaction, TransactionOptions } from './connection.ts';
import { encodeRows } from './copy.ts';
import { kyselyOver } from './kysely.ts';
import { insertStatement } from './insert.ts';

/** From this many rows on, COPY is faster than one INSERT (measured: they meet at about 30 rows). */
const COPY_FROM_ROWS = 32;
/** Bytes given to the socket at a time. */
const CHUNK = 1 << 18;

const RETRIED = new Set(['40001', '40P01', '55P03']);
const LOST = /^(?:08...|57P0[1-5]|53300|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT)$/;

/** The SQLSTATE or system code of a driver's error. */
export function databaseCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return code;
  return typeof message === 'string' && /connection|terminat|timeout exceeded/i.test(message) ? '08006' : '';
}

/** Does this error say that the session or the server is gone? */
export function isLost(error: unknown): boolean {
  return LOST.test(databaseCode(error));
}

/** A driver's error as an outcome; anything else as it is. */
export function outcomeOf(error: unknown): unknown {
  if (error instanceof OutcomeError) return error;
  const code = databaseCode(error);
  if (isLost(error)) return unavailable(error);
  if (code === '57014')
    return new OutcomeError('timeout', 'store.statement-timeout', 'The database took too long; narrow the request.', {
      cause: error,
    });
  return error;
}

function unavailable(cause: unknown): OutcomeError {
  return new OutcomeError(
    'unavailable',
    'store.unavailable',
    'The database does not answer now; try again in a few seconds.',
    { cause },
  );
}

/** A unique key that another transaction took first; the whole transaction is tried again. */
export class RaceLost extends Error {}

function asksForRetry(error: unknown): boolean {
  return error instanceof RaceLost || RETRIED.has(databaseCode(error));
}

/** Runs `work` on sessions from `connect` until it commits, or fails for good. */
export async function runTransaction<T>(
  connect: () => Promise<PoolClient>,
  work: (transaction: Transaction) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  const attempts = options.attempts ?? 5;
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(connect, work, options);
    } catch (error) {
      if (!asksForRetry(error)) throw outcomeOf(error);
      if (attempt >= attempts) throw conflict(error, attempt);
      await sleep(2 ** attempt * 2 + Math.random() * 8);
    }
  }
}

function conflict(cause: unknown, attempts: number): OutcomeError {
  const text = `Others changed the same data ${attempts} times in a row; nothing was stored. Try again.`;
  return new OutcomeError('conflict', 'store.conflict', text, { cause });
}

async function attemptOnce<T>(
  connect: () => Promise<PoolClient>,
  work: (transaction: Transaction) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  const client = await connect();
  const after: (() => void)[] = [];
  let broken = true;
  try {
    await client.query(options.statementTimeout === undefined ? 'begin' : beginWith(options.statementTimeout));
    const value = await work(new OpenTransaction(client, after));
    await client.query('commit');
    broken = false;
    for (const action of after) action();
    return value;
  } catch (error) {
    broken = !(await rolledBack(client));
    throw error;
  } finally {
    client.release(broken);
  }
}

function beginWith(statementTimeout: number): string {
  return `begin; set local statement_timeout = ${Math.ceil(statementTimeout)}`;
}

async function rolledBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query('rollback');
    return true;
  } catch {
    return false;
  }
}

/** A session, as the rooms above may use it. */
export class SessionConnection implements Connection {
  readonly client: PoolClient;
  #db: Kysely<unknown> | undefined;

  constructor(client: PoolClient) {
    this.client = client;
  }

  get db(): Kysely<unknown> {
    return (this.#db ??= kyselyOver(this.client));
  }

  async query<Result>(text: string, values?: readonly unknown[], name?: string): Promise<Result[]> {
    const config = { text, values: values === undefined ? [] : [...values] };
    const result = await this.client.query(name === undefined ? config : { ...config, name });
    return result.rows as Result[];
  }
}

class OpenTransaction extends SessionConnection implements Transaction {
  readonly #after: (() => void)[];
  #number: Promise<string> | undefined;

  constructor(client: PoolClient, after: (() => void)[]) {
    super(client);
    this.#after = after;
  }

  number(): Promise<string> {
    return (this.#number ??= this.#readNumber());
  }

  async #readNumber(): Promise<string> {
    const text = 'select (pg_current_xact_id()::text::bigint + base)::text as number from store_change_base';
    const [row] = await this.query<{ number: string }>(text, [], 'store_number');
    if (row === undefined) throw new Error('store_change_base is empty');
    return row.number;
  }

  async insertRows(shape: RowShape, rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return;
    if (rows.length >= COPY_FROM_ROWS) return this.copyRows(shape, rows);
    const { text, values } = insertStatement(shape, rows);
    await this.query(text, values, `insert_${shape.table}`);
  }

  async copyRows(shape: RowShape, rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return;
    await copyBytes(this.client, shape, encodeRows(shape, rows));
  }

  async copyEncoded(shape: RowShape, { bytes, owners }: EncodedRows): Promise<void> {
    if (owners.length > 0)
      await copyBytes(this.client, shape, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  }

  afterCommit(action: () => void): void {
    this.#after.push(action);
  }
}

/** Sends an encoded COPY stream. */
export async function copyBytes(client: PoolClient, shape: RowShape, bytes: Buffer): Promise<void> {
  const columns = shape.columns.map(([name]) => `"${name}"`).join(', ');
  const stream = client.query(copyFrom(`copy ${shape.table} (${columns}) from stdin (format binary)`));
  const done = new Promise<void>((resolve, reject) => {
    stream.once('finish', resolve);
    stream.once('error', reject);
  });
  done.catch(() => undefined);
  for (let at = 0; at < bytes.length && !stream.destroyed; at += CHUNK) {
    if (!stream.write(bytes.subarray(at, at + CHUNK))) await Promise.race([once(stream, 'drain'), done]);
  }
  stream.end();
  return done;
}
