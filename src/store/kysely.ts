/**
 * Kysely over a session or a pool of the driver, so that queries are built and bound by it and never by text substitution.
 *
 * Source  https://kysely.dev (PostgresDialect)
 * Proof   store.int.test.ts
 */
import { Kysely, PostgresDialect } from 'kysely';
import type { Pool, PoolClient } from 'pg';

/** Kysely over one session; it neither opens nor closes it. */
export function kyselyOver(client: PoolClient): Kysely<unknown> {
  const session = { query: client.query.bind(client), release: () => undefined };
  const pool = { connect: () => Promise.resolve(session), end: () => Promise.resolve() };
  return new Kysely<unknown>({ dialect: new PostgresDialect({ pool: pool as never }) });
}

/** Kysely over the pool: each query takes a session of its own. */
export function kyselyOverPool(pool: Pool): Kysely<unknown> {
  return new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
}
