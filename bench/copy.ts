/**
 * The physical limit of an import: plain COPY of the same rows, indexes included, into tables like those of the record.
 *
 * The rows are written to files by the server itself and read back by it, one table after the other, each in a transaction
 * that is committed to disk.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../src/store/index.ts';

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
export async function plainCopySeconds(data: string): Promise<number> {
  const store = await openStore({ dataDir: data });
  const folder = mkdtempSync(join(tmpdir(), 'maru-copy-'));
  chmodSync(folder, 0o777);
  try {
    for (const table of TABLES) await store.query(`copy ${table} to '${join(folder, table)}' (format binary)`);
    for (const table of TABLES) await store.query(`create table copied_${table} (like ${table} including all)`);
    await store.query('checkpoint');
    return await timedCopies(store, folder);
  } finally {
    for (const table of TABLES) await store.query(`drop table if exists copied_${table}`);
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timedCopies(store: Store, folder: string): Promise<number> {
  const started = performance.now();
  for (const table of TABLES) {
    await store.query(`copy copied_${table} from '${join(folder, table)}' (format binary)`);
  }
  return (performance.now() - started) / 1000;
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
