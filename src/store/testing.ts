/**
 * Databases for tests: the embedded server always, the machine's own PostgreSQL where it is installed.
 *
 * Each server is started once per test run, by whichever worker needs it first, and stopped when the run is over (a small
 * watcher waits for the runner to end, however it ends). Each `open` makes a fresh database, dropped at `close`.
 *
 *     for (const server of testStores())
 *       describeWith(server.need, server.present, `search on ${server.name}`, () => {
 *         let store: Store;
 *         beforeAll(async () => (store = await server.open([accessMigrations, recordMigrations])));
 *         afterAll(() => store.close());
 *       });
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import pg from 'pg';
import { SILENT } from '../kernel/index.ts';
import { openDatabase, type PooledStore } from './database.ts';
import { addressOf } from './embedded/postmaster.ts';
import { placesIn, readNote } from './embedded/places.ts';
import { installedProgram, type Program } from './embedded/program.ts';
import { EmbeddedServer } from './embedded/server.ts';
import { migrate, type MigrationSet } from './migrate.ts';

/** A server that suites run on. */
export interface TestStore {
  readonly name: string;
  /** What must be installed, for `describeWith`. */
  readonly need: string;
  readonly present: boolean;
  /** A store over a fresh database, migrated. */
  open(migrations?: readonly MigrationSet[]): Promise<TestedStore>;
}

/** A store whose database is dropped at `close`. */
export interface TestedStore extends PooledStore {
  /** Address for other processes (`DATABASE_URL`). */
  readonly url: string;
}

/** The servers: embedded first. */
export function testStores(): readonly TestStore[] {
  const installed = installedServer();
  return [
    testStore('the embedded PostgreSQL', 'embedded', true, undefined),
    testStore('the machine’s own PostgreSQL', 'installed', installed !== undefined, installed),
  ];
}

/** The embedded one alone, for suites that are not about the database. */
export function embeddedTestStore(): TestStore {
  return testStore('the embedded PostgreSQL', 'embedded', true, undefined);
}

function installedServer(): Program | undefined {
  const folders = ['18', '17', '16', '15'].map((version) => `/usr/lib/postgresql/${version}`);
  return folders.map(installedProgram).find((program) => program !== undefined);
}

function testStore(name: string, key: string, present: boolean, program: Program | undefined): TestStore {
  return {
    name,
    need: 'PostgreSQL 15 or newer (Debian package postgresql)',
    present,
    open: (migrations = []) => openFresh(key, program, migrations),
  };
}

/** The process that runs all tests: workers may be processes or threads of it. */
function runner(): number {
  return isMainThread ? process.ppid : process.pid;
}

async function openFresh(
  key: string,
  program: Program | undefined,
  migrations: readonly MigrationSet[],
): Promise<TestedStore> {
  const dataDir = join(tmpdir(), `maru-test-${runner()}-${key}`);
  const address = await sharedServer(dataDir, program);
  const database = `test_${process.pid}_${Math.random().toString(36).slice(2)}`;
  await administer(dataDir, `create database ${database} template template0`);
  const store = await openDatabase({
    kind: 'embedded',
    address: { ...address, database },
    maxConnections: 8,
    log: SILENT,
    onLost: () => undefined,
    onClose: () => administer(dataDir, `drop database if exists ${database} with (force)`),
  });
  await migrate(store, migrations);
  const { host = '', password } = address;
  const url = `postgres://maru:${String(password)}@localhost/${database}?host=${encodeURIComponent(host)}&port=${address.port}`;
  return Object.assign(store, { url });
}

type Address = EmbeddedServer['address'];
const servers = new Map<string, Promise<Address>>();

function sharedServer(dataDir: string, program: Program | undefined): Promise<Address> {
  const known = servers.get(dataDir);
  if (known !== undefined) return known;
  const opened = openShared(dataDir, program);
  servers.set(dataDir, opened);
  return opened;
}

async function openShared(dataDir: string, program: Program | undefined): Promise<Address> {
  const isNew = !existsSync(dataDir);
  mkdirSync(dataDir, { recursive: true });
  if (isNew) watch(dataDir);
  const server = await EmbeddedServer.open({
    dataDir,
    log: SILENT,
    durable: false,
    ...(program === undefined ? {} : { program }),
  });
  return server.address;
}

/** Ends the server and takes its folder away once the runner is gone. */
function watch(dataDir: string): void {
  const { cluster, base } = placesIn(dataDir);
  const script = `while kill -0 ${runner()} 2>/dev/null; do sleep 1; done
pid=$(head -n 1 '${cluster}/postmaster.pid' 2>/dev/null) && [ -n "$pid" ] && kill -QUIT "$pid"
sleep 1
socket=$(sed -n 's/.*"host":"\\([^"]*\\)".*/\\1/p' '${base}/server.json' 2>/dev/null)
case "$socket" in */maru-*) rm -rf "$socket";; esac
rm -rf '${dataDir}'`;
  spawn('/bin/sh', ['-c', script], { detached: true, stdio: 'ignore' }).unref();
}

async function administer(dataDir: string, statement: string): Promise<void> {
  const places = placesIn(dataDir);
  const note = readNote(places);
  if (note === undefined) throw new Error(`no server in ${dataDir}: ${readFileSync(places.log, 'utf8')}`);
  const client = new pg.Client(addressOf(places, note, 'postgres'));
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
