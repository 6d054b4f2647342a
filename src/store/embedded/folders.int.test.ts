/**
 * Data folders as people have them: names with blanks, quotes and Korean, very long paths, links, folders that are not theirs.
 */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SILENT } from '../../kernel/index.ts';
import { openEmbedded } from '../open.ts';
import { placesIn, readNote } from './places.ts';

const folder = mkdtempSync(join(tmpdir(), 'maru-folders-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Folders of sockets. */
function sockets(): string[] {
  return readdirSync(tmpdir()).filter((name) => /^maru-[A-Za-z0-9]{6}$/.test(name));
}

/** Opens, writes, closes, opens again, reads. */
async function useTwice(dataDir: string): Promise<unknown> {
  const open = (): ReturnType<typeof openEmbedded> => openEmbedded({ dataDir, log: SILENT, durable: false }, 2);
  const first = await open();
  await first.query(`create table kept as select '가'::text as v`);
  await first.close();
  const second = await open();
  try {
    return await second.query('select v from kept');
  } finally {
    await second.close();
  }
}

describe('the embedded server in a data folder', () => {
  it.each([
    ['with blanks', 'my hospital data'],
    ['in Korean', '마루 병원/자료'],
    ['with quotes and dollars', `it's "the" $HOME; data`],
    ['with a very long path', 'deep/'.repeat(30)],
    ['with an equals sign and a backslash', String.raw`a=b\c`],
  ])('%s works', async (_what, name) => {
    const dataDir = join(folder, name);
    mkdirSync(dataDir, { recursive: true });
    expect(await useTwice(dataDir)).toEqual([{ v: '가' }]);
  });

  it('that is reached by a link works, and is the same as without it', async () => {
    const real = join(folder, 'real');
    const link = join(folder, 'link');
    mkdirSync(real);
    symlinkSync(real, link);
    expect(await useTwice(link)).toEqual([{ v: '가' }]);
    const store = await openEmbedded({ dataDir: realpathSync(link), log: SILENT, durable: false }, 2);
    expect(await store.query('select v from kept')).toEqual([{ v: '가' }]);
    await store.close();
  });

  it('keeps everything from other users', async () => {
    const dataDir = join(folder, 'private');
    mkdirSync(dataDir);
    const store = await openEmbedded({ dataDir, log: SILENT, durable: false }, 2);
    const { base, cluster, password, note, log } = placesIn(dataDir);
    expect(statSync(cluster).mode & 0o077).toBe(0);
    for (const secret of [password, note, log]) expect(statSync(secret).mode & 0o077).toBe(0);
    expect(statSync(base).mode & 0o022).toBe(0);
    const host = readNote(placesIn(dataDir))?.host ?? '';
    if (host.startsWith('/')) expect(statSync(host).mode & 0o077).toBe(0);
    await store.close();
  });

  it('asks for a password even on its own socket', async () => {
    const dataDir = join(folder, 'asked');
    mkdirSync(dataDir);
    const store = await openEmbedded({ dataDir, log: SILENT, durable: false }, 2);
    const { default: pg } = await import('pg');
    const { host = '', port = 0 } = readNote(placesIn(dataDir)) ?? {};
    const stranger = new pg.Client({ host, port, user: 'maru', database: 'maru', password: 'guessed' });
    await expect(stranger.connect()).rejects.toMatchObject({ code: '28P01' });
    const rules = await store.query<{ method: string }>('select distinct auth_method as method from pg_hba_file_rules');
    expect(rules).toEqual([{ method: 'scram-sha-256' }]);
    await store.close();
  });

  it('leaves nothing behind in the folder for temporary files', async () => {
    const dataDir = join(folder, 'tidy');
    mkdirSync(dataDir);
    const store = await openEmbedded({ dataDir, log: SILENT, durable: false }, 2);
    const host = readNote(placesIn(dataDir))?.host ?? '';
    expect(sockets().map((name) => join(tmpdir(), name))).toContain(host);
    await store.close();
    expect(sockets().map((name) => join(tmpdir(), name))).not.toContain(host);
    expect(readdirSync(placesIn(dataDir).base).toSorted()).toEqual(['cluster', 'password', 'server.log']);
  });

  it('that cannot be written to is a plain fault, and so is a server that cannot start', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await expect(openEmbedded({ dataDir: file, log: SILENT, durable: false }, 2)).rejects.toThrow(/ENOTDIR|EEXIST/);
    const broken = join(folder, 'broken');
    mkdirSync(broken);
    const store = await openEmbedded({ dataDir: broken, log: SILENT, durable: false }, 2);
    await store.close();
    const control = join(placesIn(broken).cluster, 'global', 'pg_control');
    chmodSync(control, 0o600);
    writeFileSync(control, 'damaged');
    const opening = openEmbedded({ dataDir: broken, log: SILENT, durable: false }, 2);
    await expect(opening).rejects.toMatchObject({ code: 'store.server-does-not-start' });
    await expect(opening).rejects.toThrow(/server\.log, ends with: [\s\S]*(checksum|control|corrupt|read)/i);
  });
});
