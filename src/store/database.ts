/**
 * The store over one pool of sessions, whoever runs the server behind it.
 *
 * Proof   store.int.test.ts
 */
import type { Kysely } from 'kysely';
import pg, { type Pool, type PoolClient, type PoolConfig } from 'pg';
import { logCode, OutcomeError, type Log } from '../kernel/index.ts';
import { Blocks } from './blocks.ts';
import type { Connection, Store, StoreHealth, Transaction, TransactionOptions } from './connection.ts';
import { kyselyOverPool } from './kysely.ts';
import { databaseCode, isLost, outcomeOf, runTransaction, SessionConnection } from './transaction.ts';
import { TYPES } from './types.ts';

/** Longest wait for a free session, in ms; then the request gets 503. */
const CONNECT_TIMEOUT = 10_000;
const STATEMENT_TIMEOUT = 120_000;
const LOCK_TIMEOUT = 30_000;
const IDLE_IN_TRANSACTION = 600_000;
const HEALTH_TIMEOUT = 3000;
const OLDEST = 150_000;

/** Where the server is. */
export type ServerAddress = Pick<PoolConfig, 'host' | 'port' | 'user' | 'password' | 'database' | 'connectionString'>;

export interface DatabaseOptions {
  readonly kind: Store['kind'];
  readonly address: ServerAddress;
  readonly maxConnections: number;
  readonly log: Log;
  /** Called when a session was lost or none could be opened. */
  readonly onLost: () => void;
  /** Called after the pool is closed. */
  readonly onClose: () => Promise<void>;
}

function sessionOptions(): string {
  const settings = {
    timezone: 'UTC',
    datestyle: 'ISO',
    statement_timeout: STATEMENT_TIMEOUT,
    lock_timeout: LOCK_TIMEOUT,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION,
    client_min_messages: 'warning',
    jit: 'off',
  };
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
}

/** Opens the pool and looks who answers. */
export async function openDatabase(options: DatabaseOptions): Promise<PooledStore> {
  const pool = new pg.Pool({
    ...options.address,
    max: options.maxConnections,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    keepAlive: true,
    application_name: `maru:${process.pid}`,
    options: sessionOptions(),
    types: TYPES,
  });
  const store = new PooledStore(pool, options);
  try {
    await store.greet();
  } catch (error) {
    await pool.end();
    throw error;
  }
  return store;
}

/** A store that is open. */
export class PooledStore implements Store {
  readonly kind: Store['kind'];
  readonly #pool: Pool;
  readonly #options: DatabaseOptions;
  readonly #blocks = new Blocks(this);
  #db: Kysely<unknown> | undefined;
  #serverVersion = 0;
  #closing: Promise<void> | undefined;

  constructor(pool: Pool, options: DatabaseOptions) {
    this.#pool = pool;
    this.#options = options;
    this.kind = options.kind;
    pool.on('error', (error) => this.#lost(error));
  }

  get serverVersion(): number {
    return this.#serverVersion;
  }

  get db(): Kysely<unknown> {
    return (this.#db ??= kyselyOverPool(this.#pool));
  }

  /** Sessions open, at rest and asked for (for `/metrics`). */
  get sessions(): { readonly open: number; readonly idle: number; readonly waiting: number } {
    const { totalCount, idleCount, waitingCount } = this.#pool;
    return { open: totalCount, idle: idleCount, waiting: waitingCount };
  }

  /** Reads the server's version and refuses one that cannot hold the record. */
  async greet(): Promise<void> {
    const text = `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding`;
    const [row] = await this.query<{ version: number; encoding: string }>(text);
    this.#serverVersion = row?.version ?? 0;
    if (this.#serverVersion < OLDEST) throw tooOld(this.#serverVersion);
    if (row?.encoding !== 'UTF8') throw notUtf8(row?.encoding ?? 'unknown');
  }

  async query<Result>(text: string, values?: readonly unknown[], name?: string): Promise<Result[]> {
    return this.#guarded(async () => {
      const client = await this.#connect();
      try {
        return await new SessionConnection(client).query<Result>(text, values, name);
      } finally {
        client.release(sessionIsDead(client));
      }
    });
  }

  async transaction<T>(work: (transaction: Transaction) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    return this.#guarded(() => runTransaction(() => this.#connect(), work, options));
  }

  async snapshot<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#guarded(async () => {
      const client = await this.#connect();
      let broken = true;
      try {
        await client.query('begin isolation level repeatable read read only');
        const value = await work(new SessionConnection(client));
        await client.query('commit');
        broken = false;
        return value;
      } finally {
        client.release(broken);
      }
    });
  }

  /** One session for work that needs the driver itself (COPY out, LISTEN); this room only. */
  async session<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    return this.#guarded(async () => {
      const client = await this.#connect();
      let broken = true;
      try {
        const value = await work(client);
        broken = false;
        return value;
      } finally {
        client.release(broken);
      }
    });
  }

  reserve(sequence: string, count: number): Promise<number> {
    return this.#blocks.reserve(sequence, count);
  }

  async health(): Promise<StoreHealth> {
    try {
      await withTimeout(this.query('select 1', [], 'store_health'), HEALTH_TIMEOUT);
      return { ready: true, detail: `PostgreSQL ${this.#serverVersion} (${this.kind})` };
    } catch (error) {
      return { ready: false, detail: databaseCode(error) || 'no answer' };
    }
  }

  /** Points new sessions to where the server is now. */
  moveTo(address: ServerAddress): void {
    Object.assign((this.#pool as unknown as { options: PoolConfig }).options, address);
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#pool.end().then(this.#options.onClose));
  }

  async #connect(): Promise<PoolClient> {
    if (this.#closing !== undefined) throw new OutcomeError('unavailable', 'store.closed', 'Maru is shutting down.');
    const client = await this.#pool.connect();
    if (client.listenerCount('error') < 2) client.on('error', (error) => this.#lost(error));
    return client;
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const outcome = outcomeOf(error);
      if (outcome instanceof OutcomeError && outcome.code === 'store.unavailable') this.#lost(outcome.cause);
      throw outcome;
    }
  }

  #lost(error: unknown): void {
    if (this.#closing !== undefined || !isLost(error)) return;
    this.#options.log.warn('store.connection-lost', { code: logCode(databaseCode(error) || 'unknown') });
    this.#options.onLost();
  }
}

/** The driver marks a session that can no longer be used. */
function sessionIsDead(client: PoolClient): boolean {
  const { _ending: ending, _queryable: queryable } = client as unknown as { _ending?: boolean; _queryable?: boolean };
  return ending === true || queryable === false;
}

async function withTimeout<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('timeout exceeded')), ms);
  });
  work.catch(() => undefined);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function tooOld(version: number): OutcomeError {
  const shown = Math.floor(version / 10_000);
  const text = `The database is PostgreSQL ${shown}; Maru needs 15 or newer. Upgrade it, or leave DATABASE_URL out.`;
  return new OutcomeError('not-supported', 'store.too-old', text);
}

function notUtf8(encoding: string): OutcomeError {
  const text = `The database is encoded in ${encoding}; make one with: create database maru encoding 'UTF8' template template0`;
  return new OutcomeError('not-supported', 'store.not-utf8', text);
}
