/**
 * What a backup holds and how its files prove that they are whole.
 *
 * A backup is a folder: `manifest.json`, its digest, one compressed file per table in PostgreSQL's binary COPY format, and the
 * files that the house keeps beside the database (keys, anchors of the audit log).
 *
 * Proof   backup.int.test.ts
 */
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { OutcomeError } from '../../kernel/index.ts';

export const FORMAT = 1;
export const MANIFEST = 'manifest.json';
export const DIGEST = 'manifest.sha256';

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const name = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/);
/** Below the folder, never above it: a manifest from elsewhere must not write anywhere else. */
const safePath = z.string().regex(/^(?!.*\.\.)[\w-][\w./-]*$/);

const manifestSchema = z.strictObject({
  format: z.literal(FORMAT),
  made: z.string(),
  serverVersion: z.int(),
  migrations: z.array(z.strictObject({ room: z.string(), name: z.string(), checksum: digest })),
  tables: z.array(
    z.strictObject({
      name,
      columns: z.array(name).min(1),
      rows: z.int().min(0),
      bytes: z.int().min(0),
      sha256: digest,
    }),
  ),
  sequences: z.array(z.strictObject({ name, last: z.string().regex(/^\d+$/) })),
  /** The change horizon of the snapshot: numbers after a restore go on above it. */
  horizon: z.string().regex(/^\d+$/),
  files: z.array(z.strictObject({ path: safePath, sha256: digest })),
});

export type Manifest = z.output<typeof manifestSchema>;

/** File of a table below the backup's folder. */
export function tableFile(folder: string, table: string): string {
  return join(folder, 'tables', `${table}.copy.zst`);
}

export function keptFile(folder: string, path: string): string {
  return join(folder, 'files', path);
}

export async function digestOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** The manifest of a backup, its digest proven; throws `store.backup-unreadable` or `store.backup-damaged`. */
export function readManifest(folder: string): Manifest {
  let text: string;
  let expected: string;
  try {
    text = readFileSync(join(folder, MANIFEST), 'utf8');
    expected = readFileSync(join(folder, DIGEST), 'utf8').trim();
  } catch (cause) {
    const message = `${folder} is no backup of Maru: it has no ${MANIFEST} with its digest.`;
    throw new OutcomeError('not-found', 'store.backup-unreadable', message, { cause });
  }
  if (createHash('sha256').update(text).digest('hex') !== expected) throw damaged(MANIFEST);
  const parsed = manifestSchema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  const message = `${folder} was made by another version of Maru. Restore it with that version.`;
  throw new OutcomeError('not-supported', 'store.backup-unreadable', message, { cause: parsed.error });
}

/** Reads every file once and compares; throws `store.backup-damaged`. */
export async function verifyFiles(folder: string, { tables, files }: Manifest): Promise<void> {
  for (const { name: table, sha256 } of tables)
    if ((await digestOrNothing(tableFile(folder, table))) !== sha256) throw damaged(`tables/${table}.copy.zst`);
  for (const { path, sha256 } of files)
    if ((await digestOrNothing(keptFile(folder, path))) !== sha256) throw damaged(`files/${path}`);
}

function digestOrNothing(path: string): Promise<string | undefined> {
  return digestOfFile(path).catch(() => undefined);
}

function damaged(file: string): OutcomeError {
  return new OutcomeError(
    'conflict',
    'store.backup-damaged',
    `The backup is damaged: ${file} is not what was written. Use another.`,
  );
}
