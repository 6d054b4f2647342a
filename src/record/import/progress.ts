/**
 * How far an import is, in the database: committed together with the rows it counts, so that a run that was killed goes on
 * where its last commit was, and neither loses nor doubles.
 *
 * Proof   import.int.test.ts (kill -9 in the middle, then the same command again)
 */
import type { Connection, Transaction } from '../../store/index.ts';
import type { ImportCounts } from './api.ts';

export const NO_COUNTS: ImportCounts = { read: 0, created: 0, updated: 0, same: 0, failed: 0 };

/** What earlier runs did of a file. */
export interface FileProgress extends ImportCounts {
  /** Position of the last item that is done. */
  readonly done: number;
  readonly complete: boolean;
}

/** The import of these sources that was not finished, or a new one. */
export async function openImport(connection: Connection, source: string): Promise<number> {
  const open = 'select id from record_import where source = $1 and finished is null order by id desc limit 1';
  const [found] = await connection.query<{ id: string }>(open, [source]);
  if (found !== undefined) return Number(found.id);
  const [made] = await connection.query<{ id: string }>('insert into record_import (source) values ($1) returning id', [
    source,
  ]);
  return Number(made?.id);
}

interface ProgressRow {
  readonly name: string;
  readonly digest: string;
  readonly done: string;
  readonly read: string;
  readonly created: string;
  readonly updated: string;
  readonly same: string;
  readonly failed: string;
  readonly complete: boolean;
}

/** What earlier runs did of the files of an import; read once, however many they are. */
export class EarlierProgress {
  readonly #rows: ReadonlyMap<string, ProgressRow>;

  private constructor(rows: readonly ProgressRow[]) {
    this.#rows = new Map(rows.map((row) => [row.name, row]));
  }

  static async read(connection: Connection, id: number): Promise<EarlierProgress> {
    const text = `select name, digest, done, read, created, updated, same, failed, complete from record_import_file
      where import = $1`;
    return new EarlierProgress(await connection.query<ProgressRow>(text, [id]));
  }

  /** Of a file with this digest; a file that changed meanwhile begins anew. */
  of(name: string, digest: string): FileProgress {
    const row = this.#rows.get(name);
    if (row === undefined || row.digest !== digest) return { ...NO_COUNTS, done: 0, complete: false };
    return {
      done: Number(row.done),
      complete: row.complete,
      read: Number(row.read),
      created: Number(row.created),
      updated: Number(row.updated),
      same: Number(row.same),
      failed: Number(row.failed),
    };
  }
}

/** Notes how far a file is. */
export async function saveProgress(
  transaction: Transaction,
  id: number,
  name: string,
  digest: string,
  progress: FileProgress,
): Promise<void> {
  const text = `insert into record_import_file as f
      (import, name, digest, done, read, created, updated, same, failed, complete) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    on conflict (import, name) do update set digest = excluded.digest, done = excluded.done, read = excluded.read,
      created = excluded.created, updated = excluded.updated, same = excluded.same, failed = excluded.failed,
      complete = excluded.complete`;
  const { done, read, created, updated, same, failed, complete } = progress;
  await transaction.query(
    text,
    [id, name, digest, done, read, created, updated, same, failed, complete],
    'import_save',
  );
}

/** Says that everything of an import is done. */
export async function finishImport(connection: Connection, id: number): Promise<void> {
  await connection.query('update record_import set finished = now() where id = $1', [id]);
}

/** Counts of two parts together. */
export function addedCounts(a: ImportCounts, b: ImportCounts): ImportCounts {
  return {
    read: a.read + b.read,
    created: a.created + b.created,
    updated: a.updated + b.updated,
    same: a.same + b.same,
    failed: a.failed + b.failed,
  };
}
