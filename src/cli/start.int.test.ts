/**
 * `maru start` as a process: the first run, a run that was killed, the second run, one's own files, nothing at all.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { projectRoot } from '../../test/material.ts';
import { DEMO_PEOPLE } from '../access/index.ts';

async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const gone = once(child, 'exit');
  child.kill('SIGINT');
  await gone;
  return child.exitCode;
}

/** The smallest hospital: what is tested is the start, not the size. */
const SMALL = ['--beds', '20', '--days', '1'] as const;

describe('maru start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'maru-start-'));
  const running = new Set<ChildProcess>();
  afterEach(async () => {
    for (const child of running) await stop(child);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function start(name: string, ...words: readonly string[]): { child: ChildProcess; said: () => string } {
    const all = ['src/cli/main.ts', 'start', '--no-build', '--port', '0', '--data', join(folder, name), ...words];
    const child = spawn(process.execPath, all, { cwd: projectRoot, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    running.add(child);
    child.once('exit', () => running.delete(child));
    return { child, said: () => text };
  }

  async function open(
    name: string,
    ...words: readonly string[]
  ): Promise<{ child: ChildProcess; text: string; url: string }> {
    const { child, said } = start(name, ...words);
    for (let tries = 0; tries < 1200 && !said().includes('Stop with Ctrl-C'); tries++) {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${said()}`);
      await sleep(50);
    }
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said())?.[0] ?? '';
    return { child, text: said(), url };
  }

  it('fills the house once, also when it is killed in the middle, says whom to sign in as, and ends cleanly', async () => {
    const first = start('demo', '--patients', '12', ...SMALL);
    for (let tries = 0; tries < 1200 && !existsSync(join(folder, 'demo', 'first-run', 'complete')); tries++)
      await sleep(10);
    await sleep(300);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const second = await open('demo', '--patients', '12', ...SMALL);
    expect(second.text).toMatch(/Imported \d{3,} resources of first run/);
    expect(second.text).toContain('physician      김서연');
    const people = (await (await fetch(`${second.url}/access/demo-people`)).json()) as { people: unknown[] };
    expect(people.people).toHaveLength(DEMO_PEOPLE.length);
    expect((await fetch(`${second.url}/readyz`)).status).toBe(200);
    expect(await stop(second.child)).toBe(0);
  });

  it('starts again in seconds, without filling', async () => {
    const before = performance.now();
    const { child, text } = await open('demo');
    expect(performance.now() - before).toBeLessThan(10_000);
    expect(text).not.toContain('Imported');
    expect(await stop(child)).toBe(0);
  });

  it('loads one’s own files instead of invented patients', async () => {
    const own = join(folder, 'own.ndjson');
    writeFileSync(own, `${JSON.stringify({ resourceType: 'Patient', id: 'own', name: [{ family: 'Own' }] })}\n`);
    const { text, child } = await open('own', '--import', own);
    expect(text).toMatch(/Imported 1 resources of .*own\.ndjson/);
    await stop(child);
  });

  it('starts empty where asked, and stays so', async () => {
    const first = await open('empty', '--empty');
    expect(first.text).not.toContain('Imported');
    await stop(first.child);
    const second = await open('empty');
    expect(second.text).not.toContain('Imported');
    await stop(second.child);
  });

  it('has no demo people where they are refused', async () => {
    const { url, text, child } = await open('empty', '--no-demo');
    expect(text).not.toContain('Sign in as');
    expect((await fetch(`${url}/access/demo-people`)).status).toBe(404);
    await stop(child);
  });
});
