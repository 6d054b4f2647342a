import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import {
  DIGEST,
  digestOfFile,
  FORMAT,
  keptFile,
  MANIFEST,
  readManifest,
  tableFile,
  verifyFiles,
  type Manifest,
} from './manifest.ts';

const folder = mkdtempSync(join(tmpdir(), 'maru-manifest-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const SAMPLE: Manifest = {
  format: FORMAT,
  made: '2026-11-24T09:00:00.000Z',
  serverVersion: 180_004,
  migrations: [{ room: 'record', name: '0001-record.sql', checksum: sha256('sql') }],
  tables: [{ name: 'body', columns: ['rid', 'text'], rows: 2, bytes: 4, sha256: sha256('rows') }],
  sequences: [{ name: 'resource_rid', last: '12' }],
  horizon: '815',
  files: [{ path: 'access/keys.json', sha256: sha256('keys') }],
};

function write(manifest: unknown): void {
  const text = JSON.stringify(manifest);
  writeFileSync(join(folder, MANIFEST), text);
  writeFileSync(join(folder, DIGEST), sha256(text));
}

describe('a manifest', () => {
  beforeEach(() => {
    mkdirSync(join(folder, 'tables'), { recursive: true });
    mkdirSync(join(folder, 'files', 'access'), { recursive: true });
    writeFileSync(tableFile(folder, 'body'), 'rows');
    writeFileSync(keptFile(folder, 'access/keys.json'), 'keys');
    write(SAMPLE);
  });

  it('is read as it was written, and its files are proven', async () => {
    expect(readManifest(folder)).toEqual(SAMPLE);
    await verifyFiles(folder, readManifest(folder));
    expect(await digestOfFile(tableFile(folder, 'body'))).toBe(sha256('rows'));
  });

  it('that was changed without its digest is damage', () => {
    writeFileSync(join(folder, MANIFEST), JSON.stringify({ ...SAMPLE, horizon: '1' }));
    expect(() => readManifest(folder)).toThrow(expect.objectContaining({ code: 'store.backup-damaged' }));
  });

  it('names the file that is missing or another', async () => {
    rmSync(tableFile(folder, 'body'));
    await expect(verifyFiles(folder, SAMPLE)).rejects.toThrow(/tables\/body/);
    writeFileSync(tableFile(folder, 'body'), 'rows');
    writeFileSync(keptFile(folder, 'access/keys.json'), 'other keys');
    await expect(verifyFiles(folder, SAMPLE)).rejects.toThrow(/files\/access\/keys\.json/);
  });

  it.each([
    ['a path that leads out of the folder', { files: [{ path: '../../etc/passwd', sha256: sha256('x') }] }],
    ['a path that hides it', { files: [{ path: 'access/../../x', sha256: sha256('x') }] }],
    ['an absolute path', { files: [{ path: '/etc/passwd', sha256: sha256('x') }] }],
    ['a table name that is SQL', { tables: [{ ...SAMPLE.tables[0], name: 'body"; drop table body; --' }] }],
    ['a column name that is SQL', { tables: [{ ...SAMPLE.tables[0], columns: ['a") from x; --'] }] }],
    ['a sequence name that is SQL', { sequences: [{ name: `x'); drop`, last: '1' }] }],
    ['a number that is none', { horizon: '1; select 2' }],
    ['another format', { format: 2 }],
    ['something unknown', { more: true }],
  ])('from elsewhere with %s is refused', (_what, change) => {
    write({ ...SAMPLE, ...change });
    expect(() => readManifest(folder)).toThrow(expect.objectContaining({ code: 'store.backup-unreadable' }));
  });
});
