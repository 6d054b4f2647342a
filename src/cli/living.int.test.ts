/**
 * A demo house that lives: a small hospital on the embedded server, staff who work through the public API, stopped and gone on.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../test/material.ts';

interface Told {
  readonly loops: Readonly<
    Record<string, { readonly started: number; readonly completed: number; readonly failed: number }>
  >;
  readonly reasons: Readonly<Record<string, number>>;
  readonly requests: readonly { readonly address: string; readonly faults: number }[];
}

describe('maru simulate --live', () => {
  const folder = mkdtempSync(join(tmpdir(), 'maru-living-'));
  let server: ChildProcess;
  let url = '';

  function spawned(words: readonly string[]): {
    child: ChildProcess;
    said: () => string;
    ended: Promise<number | null>;
  } {
    const all = ['src/cli/main.ts', ...words, '--data', join(folder, 'data')];
    const child = spawn(process.execPath, all, { cwd: projectRoot, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    return { child, said: () => text, ended: once(child, 'exit').then(([status]) => status as number | null) };
  }

  async function maru(...words: readonly string[]): Promise<{ status: number | null; text: string }> {
    const { said, ended } = spawned(words);
    return { status: await ended, text: said() };
  }

  async function live(minutes: string): Promise<{ status: number | null; told: Told }> {
    const { status, text } = await maru(
      'simulate',
      '--live',
      '--url',
      url,
      '--minutes',
      minutes,
      '--speed',
      '600',
      '--json',
    );
    return { status, told: JSON.parse(text.trim().split('\n').at(-1) ?? '{}') as Told };
  }

  async function count(query: string, token: string): Promise<number> {
    const answer = await fetch(`${url}/fhir/R4/${query}&_summary=count`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return ((await answer.json()) as { total: number }).total;
  }

  beforeAll(async () => {
    const words = ['start', '--no-build', '--port', '0', '--patients', '2', '--beds', '20', '--days', '1'];
    const { child, said } = spawned(words);
    server = child;
    for (let tries = 0; tries < 2400 && !said().includes('Stop with Ctrl-C'); tries++) {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${said()}`);
      await sleep(50);
    }
    url = /http:\/\/127\.0\.0\.1:\d+/.exec(said())?.[0] ?? '';
  });
  afterAll(async () => {
    const gone = once(server, 'exit');
    server.kill('SIGINT');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  });

  it('works without a fault, and every loop is completed or explained', async () => {
    const { status, told } = await live('0.3');
    const failed = Object.entries(told.reasons).filter(([reason]) => reason.includes('failed'));
    expect(failed).toEqual([]);
    expect(status).toBe(0);
    for (const kind of ['dose', 'round', 'verification', 'order drug', 'chart opened'])
      expect(told.loops[kind]?.completed, kind).toBeGreaterThan(0);
    expect(told.requests.filter(({ faults }) => faults > 0)).toEqual([]);
  });

  it('goes on after it was stopped, gives no dose twice, and locks its staff out', async () => {
    const running = spawned(['simulate', '--live', '--url', url, '--minutes', '5', '--speed', '600', '--json']);
    await sleep(6000);
    running.child.kill('SIGINT');
    expect(await running.ended).toBe(0);
    const { status } = await live('0.2');
    expect(status).toBe(0);
    const { text } = await maru('token', '--as', 'system', '--scope', 'system/*.rs');
    const token = text.trim();
    const answer = await fetch(
      `${url}/fhir/R4/MedicationAdministration?status=completed&_count=1000&_sort=-_lastUpdated`,
      {
        headers: { authorization: `Bearer ${token}` },
      },
    );
    const { entry = [] } = (await answer.json()) as { entry?: readonly { resource: Administration }[] };
    const slots = entry.flatMap(({ resource: { request, extension = [] } }) => {
      const slot = extension.find((one) => one.url.endsWith('/dose-slot'))?.valueDateTime;
      return slot === undefined ? [] : [`${request.reference} ${Date.parse(slot)}`];
    });
    expect(slots.length).toBeGreaterThan(10);
    expect(new Set(slots).size).toBe(slots.length);
    expect(await count('Specimen?collected=ge2020-01-01', token)).toBeGreaterThan(0);
    const refused = await maru('token', '--as', 'live-rn-61-1', '--scope', 'user/*.rs', '--json');
    expect(refused.text).toContain('access.person-unknown');
  });
});

interface Administration {
  readonly request: { readonly reference: string };
  readonly extension?: readonly { readonly url: string; readonly valueDateTime?: string }[];
}
