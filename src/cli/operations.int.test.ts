/**
 * The verbs that keep a house: on a real embedded database, through the same door as the command line.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runWords, type Surroundings } from './run.ts';
import { VERBS } from './verbs.ts';

describe('keeping a house', () => {
  const folder = mkdtempSync(join(tmpdir(), 'maru-operations-'));
  const data = join(folder, 'data');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function maru(
    ...words: readonly string[]
  ): Promise<{ status: number; result: Record<string, unknown>; err: string }> {
    let out = '';
    let err = '';
    const around: Surroundings = {
      out: { write: (text) => (out += text) },
      err: { write: (text) => (err += text) },
      environment: { MARU_CONFIG: new URL('../server/test-house.json', import.meta.url).pathname },
      signal: new AbortController().signal,
    };
    const at = words.includes('--data') ? [] : ['--data', data];
    const status = await runWords([...words, ...at, '--json'], VERBS, around);
    return { status, result: JSON.parse(out) as Record<string, unknown>, err };
  }

  beforeAll(() => {
    const patient = { resourceType: 'Patient', id: 'kept', name: [{ family: '김', given: ['민준'] }] };
    writeFileSync(join(folder, 'patients.ndjson'), `${JSON.stringify(patient)}\n`);
  });

  it('makes the tables once', async () => {
    const first = await maru('migrate');
    expect(first.status).toBe(0);
    expect(JSON.stringify(first.result)).toContain('0001-record.sql');
    expect((await maru('migrate')).result).toEqual({ ran: [] });
  });

  it('imports, and issues a token for scripts', async () => {
    expect(await maru('import', join(folder, 'patients.ndjson'))).toMatchObject({ status: 0, result: { created: 1 } });
    const token = await maru('token', '--as', 'system', '--scope', 'system/*.rs');
    expect(token.status).toBe(0);
    expect(token.result['token']).toMatch(/^[\w-]{20,}$/);
  });

  it('backs up, proves the backup, and restores it elsewhere with the audit log whole', async () => {
    const target = join(folder, 'backup');
    expect(await maru('backup', target)).toMatchObject({ status: 0, result: { target } });
    expect(await maru('backup', '--verify', target)).toMatchObject({ status: 0, result: { whole: true } });
    expect(await maru('backup', target)).toMatchObject({
      status: 1,
      result: { error: { code: 'store.backup-exists' } },
    });
    const elsewhere = join(folder, 'restored');
    expect(await maru('restore', target, '--data', elsewhere)).toMatchObject({ status: 0 });
    expect(await maru('check', '--data', elsewhere)).toMatchObject({ status: 0, result: { well: true } });
    expect(await maru('audit', 'verify', '--data', elsewhere)).toMatchObject({ status: 0 });
    expect(await maru('restore', target)).toMatchObject({ status: 1, result: { error: { code: 'store.not-empty' } } });
  });

  it('builds the search index again', async () => {
    expect(await maru('reindex')).toMatchObject({ status: 0, result: { resources: 0 } });
    expect(await maru('reindex', 'Patient')).toMatchObject({ status: 0, result: { resources: 1 } });
    expect(await maru('reindex', 'Pateint')).toMatchObject({
      status: 1,
      result: { error: { code: 'cli.unknown-type' } },
    });
  });

  it('puts a backup that was not named into the data folder', async () => {
    const { status, result } = await maru('backup');
    expect(status).toBe(0);
    expect(String(result['target'])).toContain(join(data, 'backups', 'maru-'));
    expect(existsSync(join(String(result['target']), 'manifest.json'))).toBe(true);
  });

  it('finds a resource without its text', async () => {
    const { openStore } = await import('../store/index.ts');
    const store = await openStore({ dataDir: data });
    await store.query('delete from body');
    await store.close();
    const { status, result } = await maru('check');
    expect(status).toBe(1);
    expect(JSON.stringify(result)).toContain('1 of 1 have none');
  });

  it('refuses a backup folder that is not there', async () => {
    expect(await maru('restore', join(folder, 'nothing'))).toMatchObject({
      status: 1,
      result: { error: { code: 'cli.backup-not-named' } },
    });
  });
});
