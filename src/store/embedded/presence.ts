/**
 * That this process uses the embedded server: a session that holds a shared lock for as long as it does.
 *
 * Who wants to stop the server asks for the lock alone: it gets it only if nobody else is there, and who comes meanwhile
 * waits, loses the connection and starts the server anew. The session's end is also the first sign of a killed server.
 *
 * Source  https://www.postgresql.org/docs/18/explicit-locking.html#ADVISORY-LOCKS
 * Proof   embedded.int.test.ts
 */
import pg from 'pg';
import type { ServerAddress } from '../database.ts';

const LOCK = 7_146_824_559;

/** One process's use of the server. */
export class Presence {
  readonly #client: pg.Client;
  #here = true;

  private constructor(client: pg.Client, onLost: () => void) {
    this.#client = client;
    client.on('error', () => undefined);
    client.once('end', () => {
      this.#here = false;
      onLost();
    });
  }

  /** Takes part; fails where the server is about to stop. */
  static async enter(address: ServerAddress, onLost: () => void): Promise<Presence> {
    const client = new pg.Client({
      ...address,
      database: 'postgres',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query(`select pg_advisory_lock_shared(${LOCK})`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    return new Presence(client, onLost);
  }

  get isHere(): boolean {
    return this.#here;
  }

  /** Is nobody else there? If so, nobody can come until `leave` or the server's end. */
  async isLast(): Promise<boolean> {
    const text = `select pg_advisory_unlock_shared(${LOCK}), pg_try_advisory_lock(${LOCK}) as alone`;
    try {
      const { rows } = await this.#client.query<{ alone: boolean }>(text);
      return rows[0]?.alone === true;
    } catch {
      return true;
    }
  }

  async leave(): Promise<void> {
    await this.#client.end().catch(() => undefined);
  }
}
