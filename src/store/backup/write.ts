/**
 * Writes a backup: one snapshot of all tables while the house goes on working, into a folder that gets its name only when
 * everything is in it and on disk.
 *
 * Proof   backup.int.test.ts
 */
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { cp, open, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { instantOf, OutcomeError, type Clock } from '../../kernel/index.ts';
import type { PooledStore } from '../database.ts';
import { changeHorizon } from '../horizon.ts';
import { SessionConnection } from '../transaction.ts';
import { DIGEST, digestOfFile, FORMAT, keptFile, MANIFEST, tableFile, type Manifest } from './manifest.ts';
import { quotedColumns, sequencesOf, tablesOf, type TableShape } from './tables.ts';

export interface BackupOptions {
  readonly target: string;
  /** The data folder, of which `keep` goes into the backup. */
  readonly dataDir: string;
  /** Folders below the data folder. */
  readonly keep: readonly string[];
  readonly clock: Clock;
  readonly progress?: (text: string) => void;
}

/** Writes it; the answer is its manifest. */
export async function writeBackup(store: PooledStore, options: BackupOptions): Promise<Manifest> {
  const { target } = options;
  if (existsSync(target))
    throw new OutcomeError('conflict', 'store.backup-exists', `${target} is already there; name another place.`);
  const draft = `${target}.partial-${process.pid}`;
  mkdirSync(join(draft, 'tables'), { recursive: true, mode: 0o700 });
  try {
    const content = await store.session((client) => snapshot(client, draft, options));
    const files = await keepFiles(draft, options);
    const manifest: Manifest = { ...content, serverVersion: store.serverVersion, files };
    await writeManifest(draft, manifest);
    renameSync(draft, target);
    await flush(dirname(target));
    return manifest;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function snapshot(
  client: PoolClient,
  draft: string,
  { clock, progress }: BackupOptions,
): Promise<Omit<Manifest, 'serverVersion' | 'files'>> {
  const connection = new SessionConnection(client);
  await client.query('begin isolation level repeatable read read only; set local statement_timeout = 0');
  const made = instantOf(clock.now());
  const migrations = await connection.query<Manifest['migrations'][number]>(
    'select room, name, checksum from store_migration order by applied, room, name',
  );
  const horizon = await changeHorizon(connection);
  const tables: Manifest['tables'] = [];
  for (const table of await tablesOf(connection)) {
    progress?.(`backup: ${table.name}`);
    tables.push(await writeTable(client, draft, table));
  }
  // Last: a number given meanwhile is then skipped after a restore, never given twice.
  const sequences = await sequencesOf(connection);
  await client.query('commit');
  return { format: FORMAT, made, migrations, tables, sequences, horizon };
}

const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

async function writeTable(client: PoolClient, draft: string, table: TableShape): Promise<Manifest['tables'][number]> {
  const path = tableFile(draft, table.name);
  const rows = client.query(
    copyTo(`copy (select ${quotedColumns(table)} from "${table.name}") to stdout (format binary)`),
  );
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(rows, createZstdCompress(LEVEL), hashing, createWriteStream(path, { mode: 0o600, flush: true }));
  return {
    name: table.name,
    columns: [...table.columns],
    rows: (rows as unknown as { rowCount: number }).rowCount,
    bytes: statSync(path).size,
    sha256: hash.digest('hex'),
  };
}

async function keepFiles(draft: string, { dataDir, keep }: BackupOptions): Promise<Manifest['files']> {
  const files: Manifest['files'] = [];
  for (const folder of keep.filter((name) => existsSync(join(dataDir, name)))) {
    for (const path of filesBelow(join(dataDir, folder))) {
      const name = relative(dataDir, path).replaceAll('\\', '/');
      await cp(path, keptFile(draft, name));
      files.push({ path: name, sha256: await digestOfFile(keptFile(draft, name)) });
    }
  }
  return files;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

async function writeManifest(draft: string, manifest: Manifest): Promise<void> {
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  await writeFile(join(draft, MANIFEST), text, { mode: 0o600, flush: true });
  const digest = createHash('sha256').update(text).digest('hex');
  await writeFile(join(draft, DIGEST), `${digest}\n`, { mode: 0o600, flush: true });
}

/** A folder's entries are on disk only when the folder is. */
async function flush(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
