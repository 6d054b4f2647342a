/**
 * kill -9 of the server, of the database, of both, in the middle of transactions and of an import: after the restart every
 * acknowledged write is there, and none is half there.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import { projectRoot } from '../material.ts';

const ENTRIES = 25;
const SYSTEM = 'https://example.org/crash';

/** One house on disk, started and killed as real processes. */
class CrashHouse {
  readonly data: string;
  readonly #port: number;
  readonly #running = new Set<ChildProcess>();
  server: ChildProcess | undefined;
  token = '';

  private constructor(data: string, port: number) {
    this.data = data;
    this.#port = port;
  }

  static async make(): Promise<CrashHouse> {
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    return new CrashHouse(join(mkdtempSync(join(tmpdir(), 'maru-crash-')), 'data'), port);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/fhir/R4`;
  }

  maru(...words: readonly string[]): ChildProcess {
    const all = ['src/cli/main.ts', ...words, '--data', this.data, '--port', String(this.#port)];
    const child = spawn(process.execPath, all, { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#running.add(child);
    child.once('exit', () => this.#running.delete(child));
    child.stderr?.resume();
    return child;
  }

  /** Runs a verb to its end; gives what it printed, and its status. */
  async run(...words: readonly string[]): Promise<{ status: number | null; output: string }> {
    const child = this.maru(...words);
    let output = '';
    child.stdout?.on('data', (text: Buffer) => (output += text.toString()));
    const [status] = (await once(child, 'close')) as [number | null];
    return { status, output };
  }

  async serve(): Promise<void> {
    this.server = this.maru('serve', '--log-level', 'silent');
    this.server.stdout?.resume();
    await this.untilReady();
    if (this.token !== '') return;
    const { output } = await this.run('token', '--as', 'system', '--scope', 'system/*.cruds', '--ttl', '2h');
    this.token = output.trim();
  }

  async untilReady(): Promise<void> {
    for (let tries = 0; tries < 600; tries++) {
      const ready = await fetch(`${this.url.replace('/fhir/R4', '')}/readyz`).catch(() => undefined);
      if (ready?.status === 200) return;
      await sleep(50);
    }
    throw new Error('the house did not come back');
  }

  get databaseProcess(): number {
    return Number(readFileSync(join(this.data, 'database', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
  }

  killDatabase(): void {
    process.kill(this.databaseProcess, 'SIGKILL');
  }

  async killServer(): Promise<void> {
    const child = this.server;
    if (child === undefined) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': 'application/fhir+json' };
    return fetch(`${this.url}${path}`, { ...init, headers, signal: AbortSignal.timeout(30_000) });
  }

  /** Asks the database beside the house; nothing where it does not answer. */
  async query<Row>(text: string): Promise<Row[]> {
    const store = await openStore({ dataDir: this.data, maxConnections: 2 });
    try {
      return await store.query<Row>(text);
    } finally {
      await store.close();
    }
  }

  /** How many resources of each group are stored: their ids are the group's name and a number. */
  async groups(): Promise<Map<string, number>> {
    const text = `select regexp_replace(fid, '-[0-9]+$', '') as name, count(*)::int as count from resource where not del group by 1`;
    return new Map((await this.query<{ name: string; count: number }>(text)).map(({ name, count }) => [name, count]));
  }

  async count(query: string): Promise<number> {
    const response = await this.send(`${query}&_summary=count`);
    return ((await response.json()) as { total: number }).total;
  }

  async end(): Promise<void> {
    for (const child of this.#running) {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    }
    rmSync(join(this.data, '..'), { recursive: true, force: true });
  }
}

function observation(group: string, index: number): object {
  return {
    resourceType: 'Observation',
    status: 'final',
    identifier: [{ system: SYSTEM, value: group }],
    code: { text: `observation ${index}` },
    valueString: '가나다'.repeat(50),
  };
}

function transaction(group: string): string {
  const entry = Array.from({ length: ENTRIES }, (_, index) => ({
    resource: { ...observation(group, index), id: `${group}-${index}` },
    request: { method: 'PUT', url: `Observation/${group}-${index}` },
  }));
  return JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry });
}

interface Outcome {
  readonly group: string;
  readonly acknowledged: boolean;
}

/** Sends transactions one after another until told to stop. */
async function keepWriting(house: CrashHouse, name: string, stop: AbortSignal): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let number = 0; !stop.aborted; number++) {
    const group = `${name}-${number}`;
    const status = await house.send('', { method: 'POST', body: transaction(group) }).then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => 0,
    );
    outcomes.push({ group, acknowledged: status === 200 });
    if (status !== 200) await sleep(20);
  }
  return outcomes;
}

describe('kill -9 in the middle of transactions', () => {
  let house: CrashHouse;
  beforeAll(async () => {
    house = await CrashHouse.make();
    await house.serve();
  });
  afterAll(() => house.end());

  const killings: readonly [string, () => Promise<void>][] = [
    ['the server', () => house.killServer().then(() => house.serve())],
    [
      'the database',
      async () => {
        house.killDatabase();
        await sleep(300);
        await house.untilReady();
      },
    ],
    [
      'the server and the database',
      async () => {
        house.killDatabase();
        await house.killServer();
        await house.serve();
      },
    ],
  ];

  it.each(killings)('of %s: what was acknowledged is there, nothing is half there', async (what, kill) => {
    const stop = new AbortController();
    const writers = ['a', 'b', 'c'].map((name) =>
      keepWriting(house, `${what.replaceAll(' ', '-')}-${name}`, stop.signal),
    );
    await sleep(1200);
    await kill();
    await sleep(600);
    stop.abort();
    const outcomes = (await Promise.all(writers)).flat();
    expect(outcomes.filter(({ acknowledged }) => acknowledged).length).toBeGreaterThan(3);
    const stored = await house.groups();
    const halves = [...stored].filter(([, count]) => count !== ENTRIES && count !== 0);
    expect(halves).toEqual([]);
    expect(outcomes.filter(({ group, acknowledged }) => acknowledged && stored.get(group) !== ENTRIES)).toEqual([]);
    const sample = outcomes.find(({ acknowledged }) => acknowledged);
    expect(await house.count(`/Observation?identifier=${SYSTEM}|${sample?.group}`)).toBe(ENTRIES);
  });

  it('leaves a database that is sound, and an audit log that is one chain', async () => {
    const { status, output } = await house.run('check', '--json');
    expect([status, JSON.parse(output)]).toMatchObject([0, { well: true }]);
  });
});

describe('kill -9 in the middle of an import', () => {
  const FILES = 4;
  const LINES = 8000;
  let house: CrashHouse;
  let folder: string;
  beforeAll(async () => {
    house = await CrashHouse.make();
    folder = join(house.data, '..', 'ndjson');
    mkdirSync(folder);
    for (let file = 0; file < FILES; file++) {
      const lines = Array.from({ length: LINES }, (_, line) =>
        JSON.stringify({ ...observation(`file-${file}`, line), id: `crash-${file}-${line}` }),
      );
      writeFileSync(join(folder, `observations-${file}.ndjson`), `${lines.join('\n')}\n`);
    }
  });
  afterAll(() => house.end());
  afterEach(() => house.killServer());

  /** Starts an import, and kills when it has come further by a good part. */
  async function interrupted(kill: () => void): Promise<void> {
    const before = await imported();
    const child = house.maru('import', folder, '--batch', '200');
    const gone = once(child, 'exit');
    child.stdout?.resume();
    for (let tries = 0; tries < 400 && (await imported()) < before + 1000; tries++) await sleep(25);
    kill();
    child.kill('SIGKILL');
    await gone;
  }

  /** How many resources the database holds; none where it is not made yet. */
  async function imported(): Promise<number> {
    if (!existsSync(join(house.data, 'database', 'cluster'))) return 0;
    const text = 'select count(*)::int as n from resource';
    const rows = await house.query<{ n: number }>(text).catch(() => []);
    return rows[0]?.n ?? 0;
  }

  it('goes on where it stopped, until everything is there once', async () => {
    await interrupted(() => undefined);
    const first = await imported();
    await interrupted(() => house.killDatabase());
    const second = await imported();
    expect([first, second - first].every((part) => part > 0 && part < FILES * LINES)).toBe(true);
    const { status, output } = await house.run('import', folder, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ complete: true, failed: 0 });
    await house.serve();
    expect(await house.count('/Observation?status=final')).toBe(FILES * LINES);
    for (let file = 0; file < FILES; file++)
      expect(await house.count(`/Observation?identifier=${SYSTEM}|file-${file}`)).toBe(LINES);
    // Nothing was written twice: each resource has its first version only.
    const history = (await (await house.send('/Observation/_history?_count=1')).json()) as { total?: number };
    expect(history.total ?? FILES * LINES).toBe(FILES * LINES);
    const { output: checked } = await house.run('check', '--json');
    expect(JSON.parse(checked)).toMatchObject({ well: true });
  });
});
