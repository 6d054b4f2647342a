/**
 * The command as a process: through the launcher as people call it, with signals, pipes and exit statuses.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { projectRoot } from '../../test/material.ts';

interface Run {
  readonly child: ChildProcess;
  out: string;
  err: string;
}

interface Listening {
  readonly event: string;
  readonly url: string;
  readonly fhir: string;
}

async function ended({ child }: Run): Promise<number | null> {
  if (child.exitCode === null) await once(child, 'close');
  return child.exitCode;
}

async function listening(run: Run): Promise<Listening> {
  for (let tries = 0; tries < 1200 && !run.out.includes('"listening"'); tries++) await sleep(25);
  return JSON.parse(run.out.split('\n')[0] ?? '{}') as Listening;
}

describe('the command as a process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'maru-main-'));
  const data = join(folder, 'data');
  const runs = new Set<ChildProcess>();
  afterEach(async () => {
    for (const child of runs) {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function launch(program: string, ...words: readonly string[]): Run {
    const environment = { ...process.env, MARU_CONFIG: join(projectRoot, 'src/server/test-house.json') };
    const child = spawn(process.execPath, [program, ...words], { cwd: projectRoot, env: environment });
    const run: Run = { child, out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (run.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (run.err += chunk.toString()));
    runs.add(child);
    child.once('exit', () => runs.delete(child));
    return run;
  }

  it('hands words, status and output through the launcher', async () => {
    const config = launch('bin/maru.mjs', 'config', '--json', '--port', '9100');
    expect(await ended(config)).toBe(0);
    expect(JSON.parse(config.out)).toMatchObject({ port: { value: '9100', from: '--port' } });
    const unknown = launch('bin/maru.mjs', 'confg');
    expect(await ended(unknown)).toBe(2);
    expect(unknown.err).toContain("Did you mean 'config'?");
  });

  it('serves until it is told to stop, says where in JSON alone, and stops the database with it', async () => {
    const run = launch('bin/maru.mjs', 'serve', '--data', data, '--port', '0', '--json', '--log-level', 'info');
    const { event, url, fhir } = await listening(run);
    expect([event, fhir]).toEqual(['listening', `${url}/fhir/R4`]);
    expect((await fetch(`${fhir}/metadata`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    run.child.kill('SIGTERM');
    expect(await ended(run)).toBe(0);
    expect(run.out.trim().split('\n')).toHaveLength(1);
    expect(run.err).toContain('"event":"server.closing"');
    const check = launch('src/cli/main.ts', 'check', '--data', data, '--json');
    expect(await ended(check)).toBe(0);
  });

  it('says in one line that its port is taken', async () => {
    const first = launch('src/cli/main.ts', 'serve', '--data', data, '--port', '0', '--json');
    const { url } = await listening(first);
    const port = new URL(url).port;
    const second = launch('src/cli/main.ts', 'serve', '--data', data, '--port', port);
    expect(await ended(second)).toBe(1);
    expect(second.err).toContain(`maru: Port ${port} of 127.0.0.1 is taken; choose another by --port.`);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    first.child.kill('SIGINT');
    expect(await ended(first)).toBe(0);
  });

  it('gives a token beside a running server, which takes it', async () => {
    const server = launch('src/cli/main.ts', 'serve', '--data', data, '--port', '0', '--json');
    const { url, fhir } = await listening(server);
    const port = new URL(url).port;
    const token = launch(
      'src/cli/main.ts',
      'token',
      '--data',
      data,
      '--port',
      port,
      '--as',
      'system',
      '--scope',
      'system/*.rs',
    );
    expect(await ended(token)).toBe(0);
    const headers = { authorization: `Bearer ${token.out.trim()}` };
    expect((await fetch(`${fhir}/Patient`, { headers })).status).toBe(200);
    expect((await fetch(`${fhir}/Patient`)).status).toBe(401);
  });

  it('is not troubled by a reader that goes away', async () => {
    const run = launch('src/cli/main.ts', 'help');
    run.child.stdout?.destroy();
    expect(await ended(run)).toBe(0);
  });
});
