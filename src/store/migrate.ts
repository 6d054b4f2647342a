/**
 * Brings the tables of every room up to date: numbered SQL files, forward only, each once, its text pinned by a checksum.
 *
 * One process at a time (advisory lock), everything in one transaction: after a crash all of it is there or none. A file
 * that was changed after it ran, or one that this version does not know, is refused: the data belong to another version.
 *
 * Proof   migrate.int.test.ts
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { OutcomeError } from '../kernel/index.ts';
import type { Connection, Store } from './connection.ts';

/** The migrations of one room. */
export interface MigrationSet {
  readonly room: string;
  /** Folder of `0001-name.sql`, `0002-name.sql`, … */
  readonly folder: URL;
  /** Long text columns, as `table.column`, compressed with lz4 where the server has it. */
  readonly compress?: readonly string[];
}

/** One file. */
export interface Migration {
  readonly room: string;
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

/** The tables of the store itself; they come first, always. */
export const storeMigrations: MigrationSet = { room: 'store', folder: new URL('sql/', import.meta.url) };

const LOCK = 7_146_824_560;
const TABLE = `create table if not exists store_migration (
  room text not null, name text not null, checksum text not null, applied timestamptz not null default now(),
  primary key (room, name))`;

/** The files of a set, in order. Line ends do not count: a checkout on Windows has the same checksums. */
export function readMigrations({ room, folder }: MigrationSet): readonly Migration[] {
  const path = fileURLToPath(folder);
  const names = readdirSync(path)
    .filter((name) => name.endsWith('.sql'))
    .toSorted();
  return names.map((name, at) => {
    if (!name.startsWith(`${String(at + 1).padStart(4, '0')}-`)) throw misnumbered(room, name, at + 1);
    const text = readFileSync(`${path}/${name}`, 'utf8').replaceAll('\r\n', '\n');
    return { room, name, text, checksum: createHash('sha256').update(text).digest('hex') };
  });
}

/** Runs what has not run yet; the answer is what ran. */
export async function migrate(store: Store, sets: readonly MigrationSet[]): Promise<readonly Migration[]> {
  return store.transaction(async (connection) => {
    await connection.query('set local statement_timeout = 0; set local lock_timeout = 0');
    return migrateWithin(connection, sets);
  });
}

/** Runs, inside an open transaction, what has not run yet and is wanted. */
export async function migrateWithin(
  connection: Connection,
  sets: readonly MigrationSet[],
  isWanted: (migration: Migration) => boolean = () => true,
): Promise<readonly Migration[]> {
  await connection.query(`select pg_advisory_xact_lock(${LOCK})`);
  await connection.query(TABLE);
  const ran: Migration[] = [];
  for (const set of [storeMigrations, ...sets.filter(({ room }) => room !== 'store')]) {
    const pending = (await pendingOf(connection, set)).filter(isWanted);
    for (const migration of pending) await apply(connection, migration);
    if (pending.length > 0) await compress(connection, set.compress ?? []);
    ran.push(...pending);
  }
  return ran;
}

/** Migrations that have not run; throws where the database is of another version. */
export async function pendingMigrations(
  connection: Connection,
  sets: readonly MigrationSet[],
): Promise<readonly Migration[]> {
  const [known] = await connection.query<{ there: boolean }>(
    `select to_regclass('store_migration') is not null as there`,
  );
  const all = [storeMigrations, ...sets.filter(({ room }) => room !== 'store')];
  if (known?.there !== true) return all.flatMap(readMigrations);
  const pending: Migration[] = [];
  for (const set of all) pending.push(...(await pendingOf(connection, set)));
  return pending;
}

async function pendingOf(connection: Connection, set: MigrationSet): Promise<readonly Migration[]> {
  const text = 'select name, checksum from store_migration where room = $1 order by name';
  const applied = await connection.query<{ name: string; checksum: string }>(text, [set.room]);
  const files = readMigrations(set);
  const byName = new Map(files.map((file) => [file.name, file]));
  for (const { name, checksum } of applied) {
    const file = byName.get(name);
    if (file === undefined) throw newer(set.room, name);
    if (file.checksum !== checksum) throw changed(set.room, name);
  }
  return files.slice(applied.length);
}

async function apply(connection: Connection, { room, name, text, checksum }: Migration): Promise<void> {
  try {
    await connection.query(text);
  } catch (cause) {
    const message = `Migration ${room}/${name} failed: ${(cause as Error).message}. Nothing was changed.`;
    throw new OutcomeError('exception', 'store.migration-failed', message, { cause });
  }
  await connection.query('insert into store_migration (room, name, checksum) values ($1, $2, $3)', [
    room,
    name,
    checksum,
  ]);
}

/** The embedded server is built without lz4, so that a migration file cannot ask for it. */
async function compress(connection: Connection, columns: readonly string[]): Promise<void> {
  const text = `select 'lz4' = any(enumvals) as lz4 from pg_settings where name = 'default_toast_compression'`;
  const [server] = await connection.query<{ lz4: boolean }>(text);
  if (server?.lz4 !== true) return;
  for (const place of columns) {
    const [table, column] = place.split('.');
    if (!/^\w+\.\w+$/.test(place)) throw new RangeError(`'${place}' is not table.column`);
    await connection.query(`alter table ${table} alter column ${column} set compression lz4`);
  }
}

function misnumbered(room: string, name: string, number: number): Error {
  return new Error(`src/${room}/sql/${name} should be number ${number}: migrations count from 0001 without gaps`);
}

function newer(room: string, name: string): OutcomeError {
  const text = `The database was made by a newer Maru (it has ${room}/${name}). Use that version or a newer one.`;
  return new OutcomeError('conflict', 'store.newer-database', text);
}

function changed(room: string, name: string): OutcomeError {
  const text = `Migration ${room}/${name} is not the one that this database was made with. Use the Maru version that made it.`;
  return new OutcomeError('conflict', 'store.migration-changed', text);
}
