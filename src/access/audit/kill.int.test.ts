/**
 * `kill -9` while the log is written: what was acknowledged is there and sealed, what was committed is sealed by the next
 * process, and the chain is whole.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore, type TestedStore } from '../../store/index.ts';
import { accessMigrations } from '../migrations.ts';
import { anchorFile } from './anchors.ts';
import { openAuditLog } from './log.ts';

/** What the victim does: eight readers and two writers, each saying what was acknowledged. */
const VICTIM = `
  const [root, databaseUrl, anchors, run] = process.argv.slice(1);
  const { openStore } = await import(root + 'store/index.ts');
  const { openAuditLog, anchorFile } = await import(root + 'access/index.ts');
  const store = await openStore({ dataDir: anchors + '.data', databaseUrl });
  const log = openAuditLog({ store, anchors: anchorFile(anchors) });
  const agent = { id: 'kim', address: '' };
  const entry = (id) => ({ agent, kind: 'rest', interaction: 'read', action: 'R', outcome: 'success', entities: ['Observation/' + id] });
  let count = 0;
  const say = (id) => process.stdout.write(id + '\\n');
  const read = async () => { for (;;) { const id = run + '-r' + count++; await log.append(entry(id)); say(id); } };
  const write = async () => { for (;;) { const id = run + '-w' + count++; await store.transaction((t) => log.inTransaction(t, entry(id))); say(id); } };
  await Promise.all([read(), read(), read(), read(), read(), read(), read(), read(), write(), write()]);
`;

/** Runs a victim until it has acknowledged so many, kills it, and gives what it acknowledged. */
function killedAfter(count: number, args: readonly string[]): Promise<readonly string[]> {
  const victim = spawn(process.execPath, ['--input-type=module', '-e', VICTIM, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  victim.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
    if (text.split('\n').length > count) victim.kill('SIGKILL');
  });
  return new Promise((done) => {
    victim.once('close', () => done(text.slice(0, text.lastIndexOf('\n')).split('\n')));
  });
}

describe('kill -9 in the middle of the audit log', () => {
  let store: TestedStore;
  let folder: string;
  beforeAll(async () => {
    store = await embeddedTestStore().open([accessMigrations]);
    folder = mkdtempSync(join(tmpdir(), 'maru-kill-'));
  });
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('loses nothing that was acknowledged, five times over, and the chain stays whole', async () => {
    const path = join(folder, 'anchors.ndjson');
    const root = new URL('../../', import.meta.url).href;
    const acknowledged: string[] = [];
    for (const run of ['1', '2', '3', '4', '5'])
      acknowledged.push(...(await killedAfter(40 + 90 * Number(run), [root, store.url, path, run])));
    expect(acknowledged.length).toBeGreaterThan(1000);
    const log = openAuditLog({ store, anchors: anchorFile(path) });
    await log.seal();
    const rows = await store.query<{ entity: string }>(
      `select event::jsonb->'entities'->>0 as entity from access_audit`,
    );
    const sealed = new Set(rows.map((row) => row.entity.slice('Observation/'.length)));
    expect(sealed.size).toBe(rows.length);
    expect(acknowledged.filter((id) => !sealed.has(id))).toEqual([]);
    expect(await log.verify()).toMatchObject({ intact: true, pending: 0, head: { seq: rows.length } });
    await log.close();
  });
});
