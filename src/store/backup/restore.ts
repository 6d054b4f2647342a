/**
 * Restores a backup: tables as the backup's migrations make them, rows by COPY, then what this version adds; all in one
 * transaction, so that a restore is whole or has not happened.
 *
 * Proof   backup.int.test.ts (also from 18 to 15 and back)
 */
import { createReadStream, existsSync, mkdirSync } from 'node:fs';
import { chmod, cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { OutcomeError } from '../../kernel/index.ts';
import type { Connection } from '../connection.ts';
import type { PooledStore } from '../database.ts';
import { migrateWithin, type MigrationSet } from '../migrate.ts';
import { SessionConnection } from '../transaction.ts';
import { keptFile, readManifest, tableFile, verifyFiles, type Manifest } from './manifest.ts';
import { anyRows, foreignKeys, plainIndexes, quotedColumns, tablesOf } from './tables.ts';

export interface RestoreOptions {
  readonly source: string;
  readonly dataDir: string;
  readonly migrations: readonly MigrationSet[];
  /** Throw away what the database holds now. */
  readonly replace: boolean;
  readonly progress?: (text: string) => void;
}

/** Restores into a store whose migrations have not run. */
export async function restoreBackup(store: PooledStore, options: RestoreOptions): Promise<Manifest> {
  const { source, dataDir, replace, progress } = options;
  const manifest = readManifest(source);
  progress?.('restore: checking the files');
  await verifyFiles(source, manifest);
  if (!replace) refuseOverwriting(manifest, dataDir);
  await store.session(async (client) => {
    const connection = new SessionConnection(client);
    await client.query('begin; set local statement_timeout = 0; set local lock_timeout = 0');
    await makeRoom(connection, replace);
    await migrateWithin(connection, options.migrations, ({ room, name }) => isPart(manifest, room, name));
    await load(client, manifest, options);
    await goOn(connection, manifest);
    await migrateWithin(connection, options.migrations);
    await client.query('commit');
  });
  await store.query('analyze');
  await restoreFiles(manifest, source, dataDir);
  return manifest;
}

function isPart({ migrations }: Manifest, room: string, name: string): boolean {
  return migrations.some((one) => one.room === room && one.name === name);
}

function refuseOverwriting({ files }: Manifest, dataDir: string): void {
  const there = files.find(({ path }) => existsSync(join(dataDir, path)));
  if (there !== undefined) throw notEmpty(`the file ${join(dataDir, there.path)}`);
}

function notEmpty(what: string): OutcomeError {
  const text = `There is ${what} already. Restore into an empty house, or say --replace to throw away what is there.`;
  return new OutcomeError('conflict', 'store.not-empty', text);
}

async function makeRoom(connection: Connection, replace: boolean): Promise<void> {
  const tables = await tablesOf(connection);
  if (!replace && (await anyRows(connection, tables))) throw notEmpty('data in the database');
  for (const { name } of tables) await connection.query(`drop table "${name}" cascade`);
  await connection.query('drop table if exists store_migration, store_change_base');
  const sequences = await connection.query<{ name: string }>(
    'select sequencename as name from pg_sequences where schemaname = current_schema()',
  );
  for (const { name } of sequences) await connection.query(`drop sequence "${name}"`);
}

async function load(client: PoolClient, manifest: Manifest, { source, progress }: RestoreOptions): Promise<void> {
  const connection = new SessionConnection(client);
  const indexes = await plainIndexes(connection);
  const keys = await foreignKeys(connection);
  for (const { table, name } of keys) await connection.query(`alter table "${table}" drop constraint "${name}"`);
  for (const { name } of indexes) await connection.query(`drop index "${name}"`);
  for (const table of manifest.tables) {
    progress?.(`restore: ${table.name}, ${table.rows} rows`);
    await loadTable(client, source, table);
  }
  for (const { name, definition } of indexes) {
    progress?.(`restore: index ${name}`);
    await connection.query(definition);
  }
  for (const { table, name, definition } of keys)
    await connection.query(`alter table "${table}" add constraint "${name}" ${definition}`);
}

async function loadTable(client: PoolClient, source: string, table: Manifest['tables'][number]): Promise<void> {
  // What a migration put there is part of the backup too.
  await client.query(`truncate "${table.name}"`);
  const into = client.query(copyFrom(`copy "${table.name}" (${quotedColumns(table)}) from stdin (format binary)`));
  await pipeline(createReadStream(tableFile(source, table.name)), createZstdDecompress(), into);
  if (into.rowCount === table.rows) return;
  const text = `${table.name} should have ${table.rows} rows and got ${into.rowCount}. Nothing was restored.`;
  throw new OutcomeError('conflict', 'store.backup-damaged', text);
}

/** Ids and numbers of changes go on above those of the backup. */
async function goOn(connection: Connection, { sequences, horizon }: Manifest): Promise<void> {
  for (const { name, last } of sequences)
    if (last !== '0') await connection.query('select setval($1::regclass, $2::bigint)', [`"${name}"`, last]);
  await connection.query(
    'update store_change_base set base = greatest(0, $1::bigint + 1 - pg_current_xact_id()::text::bigint)',
    [horizon],
  );
}

async function restoreFiles({ files }: Manifest, source: string, dataDir: string): Promise<void> {
  for (const { path } of files) {
    const target = join(dataDir, path);
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    await cp(keptFile(source, path), target, { force: true });
    await chmod(target, 0o600);
  }
}
