/**
 * The physical limit of an import: plain COPY of the same rows, indexes included, into tables like those of the record, one
 * table after the other, each in a transaction that is committed to disk.
 *
 * Twice: streamed by one client, as an importer has to (`COPY FROM STDIN` of bytes that are ready), and from files by the
 * server itself, which only somebody on its machine can do.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { openStore, type Store } from '../src/store/index.ts';

/** Bytes given to the connection at a time. */
const CHUNK = 1 << 18;

const TABLES = [
  'body',
  'resource',
  'search_string',
  'search_date',
  'search_number',
  'search_quantity',
  'search_text',
] as const;

/** Seconds that plain COPY takes for every row that the record of `data` holds. */
export interface CopySeconds {
  readonly byClient: number;
  readonly byServer: number;
}

/** Copies the rows both ways. */
export async function plainCopySeconds(data: string): Promise<CopySeconds> {
  const store = await openStore({ dataDir: data });
  const folder = mkdtempSync(join(tmpdir(), 'maru-copy-'));
  chmodSync(folder, 0o777);
  try {
    for (const table of TABLES) await store.query(`copy ${table} to '${join(folder, table)}' (format binary)`);
    const byClient = await intoEmptyTables(store, (table) => {
      const bytes = readFileSync(join(folder, table));
      return () => streamed(store, table, bytes);
    });
    const byServer = await intoEmptyTables(store, (table) => async () => {
      await store.query(`copy copied_${table} from '${join(folder, table)}' (format binary)`);
    });
    return { byClient, byServer };
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds of copying every table; getting the bytes ready is not counted. */
async function intoEmptyTables(store: Store, prepare: (table: string) => () => Promise<void>): Promise<number> {
  for (const table of TABLES) await store.query(`create table copied_${table} (like ${table} including all)`);
  await store.query('checkpoint');
  let seconds = 0;
  for (const table of TABLES) {
    const copy = prepare(table);
    const started = performance.now();
    await copy();
    seconds += (performance.now() - started) / 1000;
  }
  for (const table of TABLES) await store.query(`drop table copied_${table}`);
  return seconds;
}

/** `COPY FROM STDIN` over the connection of a transaction. */
async function streamed(store: Store, table: string, bytes: Buffer): Promise<void> {
  await store.transaction(async (transaction) => {
    const { client } = transaction as unknown as { readonly client: PoolClient };
    const chunks = Array.from({ length: Math.ceil(bytes.length / CHUNK) }, (_, at) =>
      bytes.subarray(at * CHUNK, (at + 1) * CHUNK),
    );
    await pipeline(Readable.from(chunks), client.query(copyFrom(`copy copied_${table} from stdin (format binary)`)));
  });
}

/** What the record of `data` takes on disk. */
export interface Disk {
  readonly resources: number;
  /** Tables and indexes of the record, bytes. */
  readonly bytes: number;
  /** Mean length of a body, bytes of UTF-8. */
  readonly meanBody: number;
}

/** Measures the disk after a vacuum. */
export async function measureDisk(data: string): Promise<Disk> {
  const store = await openStore({ dataDir: data });
  try {
    await store.query('vacuum analyze');
    const list = TABLES.map((table) => `pg_total_relation_size('${table}')`).join(' + ');
    const [row] = await store.query<{ resources: string; bytes: string; mean: string }>(
      `select (select count(*) from resource where not del) as resources, ${list} as bytes,
              (select avg(octet_length(text)) from body) as mean`,
    );
    return { resources: Number(row?.resources), bytes: Number(row?.bytes), meanBody: Number(row?.mean) };
  } finally {
    await store.close();
  }
}
