/**
 * The embedded server through what happens to it: two processes, kill -9 of either, power cuts, folders of others.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../open.ts';
import type { Store } from '../connection.ts';
import { isRunning, postmasterOf } from './postmaster.ts';
import { placesIn, readNote } from './places.ts';

/** Another Maru process that holds the store of a folder; it does what it is told by lines of SQL. */
const HOLDER = `
import { createInterface } from 'node:readline';
import { openStore } from ${JSON.stringify(new URL('../open.ts', import.meta.url).href)};
const store = await openStore({ dataDir: process.argv[1] });
console.log(store.kind);
for await (const line of createInterface(process.stdin)) {
  if (line === 'close') break;
  console.log(await store.query(line).then((rows) => JSON.stringify(rows), (error) => error.code));
}
await store.close();
console.log('closed');
`;

class Holder {
  readonly process: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(dataDir: string) {
    this.process = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, dataDir], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    if (this.process.stdout === null) throw new Error('no output');
    this.#lines = createInterface(this.process.stdout)[Symbol.asyncIterator]();
  }

  async next(): Promise<string> {
    const { value } = await this.#lines.next();
    return String(value);
  }

  async ask(line: string): Promise<string> {
    this.process.stdin?.write(`${line}\n`);
    return this.next();
  }

  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGKILL');
    await ended;
  }
}

/** Tries until a new server answers: a session of a killed one may live on for a moment. */
async function untilRestarted(store: Store, dataDir: string, killed: number): Promise<void> {
  for (let tries = 0; tries < 800; tries++) {
    const isNew = (postmasterOf(placesIn(dataDir)) ?? killed) !== killed;
    if (isNew && !isRunning(killed) && (await store.health()).ready) return;
    await sleep(25);
  }
  throw new Error('the store did not come back');
}

async function untilGone(pid: number): Promise<void> {
  for (let tries = 0; tries < 400 && isRunning(pid); tries++) await sleep(25);
}

function killPostmaster(dataDir: string): number {
  const pid = postmasterOf(placesIn(dataDir));
  if (pid === undefined) throw new Error('no server runs');
  process.kill(pid, 'SIGKILL');
  return pid;
}

describe('the embedded server', () => {
  let folder: string;
  let dataDir: string;
  const opened: Store[] = [];
  const open = async (): Promise<Store> => {
    const store = await openStore({ dataDir, maxConnections: 4 });
    opened.push(store);
    return store;
  };

  // Root's temporary folders let nobody else in: just the root-only home that the database's user cannot pass.
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'maru-embedded-test-'));
    dataDir = join(folder, 'data');
  });
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is made below a folder that only its owner may enter, durable, and stopped at the end', async () => {
    const store = await open();
    expect(store.kind).toBe('embedded');
    const settings = await store.query<{ name: string; setting: string }>(
      `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums')`,
    );
    expect(settings.map(({ setting }) => setting)).toEqual(['on', 'on', 'on', 'on']);
    await store.query('create table kept (value text)');
    await store.query(`insert into kept values ('첫째')`);
    const pid = postmasterOf(placesIn(dataDir));
    await store.close();
    expect(pid === undefined || isRunning(pid)).toBe(false);
    expect(readNote(placesIn(dataDir))).toBeUndefined();
  });

  it('sorts text the same way on every machine', async () => {
    const store = await open();
    const rows = await store.query<{ v: string }>(
      `select v from unnest(array['나', 'b', 'B', 'a', '가', 'é']) as t(v) order by v`,
    );
    expect(rows.map(({ v }) => v).join('')).toBe('Babé가나');
  });

  it('starts again with what was there, in well under a second', async () => {
    const before = performance.now();
    const store = await open();
    expect(await store.query('select value from kept')).toEqual([{ value: '첫째' }]);
    expect(performance.now() - before).toBeLessThan(3000);
  });

  it('comes back by itself after kill -9, with everything that was committed and 503 meanwhile', async () => {
    const store = await open();
    await store.query(`insert into kept values ('committed')`);
    let killed = 0;
    const interrupted = store.transaction(async (transaction) => {
      await transaction.query(`insert into kept values ('half')`);
      killed = killPostmaster(dataDir);
      await transaction.query('select pg_sleep(2)');
    });
    await expect(interrupted).rejects.toMatchObject({ code: 'store.unavailable', status: 503 });
    await untilRestarted(store, dataDir, killed);
    expect(await store.query('select value from kept order by value')).toEqual([
      { value: 'committed' },
      { value: '첫째' },
    ]);
  });

  it('is shared by a second process, which does not stop it when it ends', async () => {
    const store = await open();
    const second = new Holder(dataDir);
    expect(await second.next()).toBe('joined');
    expect(await second.ask('select count(*)::int as n from kept')).toBe('[{"n":2}]');
    expect(await second.ask('close')).toBe('closed');
    expect(await store.health()).toMatchObject({ ready: true });
  });

  it('stays for the second process when the first ends, and is stopped by the second', async () => {
    const store = await open();
    const second = new Holder(dataDir);
    expect(await second.next()).toBe('joined');
    await second.ask('select 1');
    await store.close();
    expect(await second.ask('select count(*)::int as n from kept')).toBe('[{"n":2}]');
    const pid = postmasterOf(placesIn(dataDir)) ?? 0;
    // The owner, this process, lives on: so the second leaves the server to it, and the next opening stops it.
    expect(await second.ask('close')).toBe('closed');
    await (await open()).close();
    await untilGone(pid);
    expect(isRunning(pid)).toBe(false);
  });

  it('is taken over from a Maru that was killed, and stopped by who took it over', async () => {
    const first = new Holder(dataDir);
    expect(await first.next()).toBe('embedded');
    await first.ask(`insert into kept values ('before the kill')`);
    await first.kill();
    const pid = postmasterOf(placesIn(dataDir)) ?? 0;
    expect(isRunning(pid)).toBe(true);
    const store = await open();
    expect(store.kind).toBe('embedded');
    expect(await store.query('select count(*)::int as n from kept')).toEqual([{ n: 3 }]);
    await store.close();
    expect(isRunning(pid)).toBe(false);
  });

  it('comes back after Maru and the server were killed together', async () => {
    const first = new Holder(dataDir);
    expect(await first.next()).toBe('embedded');
    await first.ask(`insert into kept values ('before both kills')`);
    killPostmaster(dataDir);
    await first.kill();
    const store = await open();
    expect(await store.query('select count(*)::int as n from kept')).toEqual([{ n: 4 }]);
  });

  it('is started by a process that had joined, when both the owner and the server are killed', async () => {
    const first = new Holder(dataDir);
    await first.next();
    const store = await open();
    expect(store.kind).toBe('joined');
    await first.kill();
    await untilRestarted(store, dataDir, killPostmaster(dataDir));
    expect(await store.query('select count(*)::int as n from kept')).toEqual([{ n: 4 }]);
  });

  it('starts where a pid file was left whose number now belongs to another program', async () => {
    const file = join(placesIn(dataDir).cluster, 'postmaster.pid');
    writeFileSync(file, `${process.pid}\n${dataDir}\n0\n5432\n/nowhere\n\n`);
    const store = await open();
    expect(await store.health()).toMatchObject({ ready: true });
  });

  it('lets two processes start it at the same moment', async () => {
    const fresh = join(folder, 'fresh');
    const both = [new Holder(fresh), new Holder(fresh)];
    const kinds = await Promise.all(both.map((holder) => holder.next()));
    expect(kinds).toContain('embedded');
    for (const holder of both) expect(await holder.ask('select 1 as one')).toBe('[{"one":1}]');
    for (const holder of both) expect(await holder.ask('close')).toBe('closed');
  });

  it('never fails somebody who comes while the last user leaves', async () => {
    const use = async (): Promise<void> => {
      const store = await openStore({ dataDir, maxConnections: 2 });
      expect(await store.query('select 1 as one')).toEqual([{ one: 1 }]);
      await store.close();
    };
    await Promise.all(
      [1, 2, 3].map(async (step) => {
        for (let turn = 0; turn < 4; turn++) {
          await sleep(step * 10);
          await use();
        }
      }),
    );
    expect(readNote(placesIn(dataDir))).toBeUndefined();
  });

  it('writes nothing of a statement or its data into its log', async () => {
    const store = await open();
    await store.query('create table secret (name text primary key)');
    await store.query(`insert into secret values ('SECRET-900101-1234567')`);
    const twice = `insert into secret values ('SECRET-900101-1234567')`;
    await expect(store.query(twice)).rejects.toThrow(/secret/);
    await expect(store.query(`select 'SECRET-900101-1234567'::int`)).rejects.toThrow(/integer/);
    const log = readFileSync(placesIn(dataDir).log, 'utf8');
    expect(log).toContain('ready to accept connections');
    expect(log).not.toContain('SECRET');
  });

  it('refuses a data folder of another major version, and says what to do', async () => {
    const old = join(folder, 'old');
    mkdirSync(placesIn(old).cluster, { recursive: true });
    writeFileSync(join(placesIn(old).cluster, 'PG_VERSION'), '17\n');
    await expect(openStore({ dataDir: old })).rejects.toMatchObject({ code: 'store.other-version' });
    await expect(openStore({ dataDir: old })).rejects.toThrow(/maru backup.*maru restore/);
    expect(existsSync(join(placesIn(old).cluster, 'PG_VERSION'))).toBe(true);
  });

  it('says that no database answers at DATABASE_URL', async () => {
    const opening = openStore({ dataDir, databaseUrl: 'postgres://maru:secret@127.0.0.1:1/none' });
    await expect(opening).rejects.toMatchObject({ code: 'store.unavailable' });
  });
});
