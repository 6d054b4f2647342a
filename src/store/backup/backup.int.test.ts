/**
 * Backup and restore: everything is there again, on either server, from one to the other; what is damaged is refused.
 */
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../../../test/material.ts';
import { systemClock } from '../../kernel/index.ts';
import type { MigrationSet } from '../migrate.ts';
import { testStores, type TestedStore, type TestStore } from '../testing.ts';
import { readManifest, verifyFiles } from './manifest.ts';
import { restoreBackup } from './restore.ts';
import { writeBackup } from './write.ts';

const folder = mkdtempSync(join(tmpdir(), 'maru-backup-test-'));
const sql = join(folder, 'sql');
const data = join(folder, 'data');
const set: MigrationSet = { room: 'sample', folder: pathToFileURL(`${sql}/`) };
const ROWS = 20_000;

beforeAll(() => {
  mkdirSync(sql);
  writeFileSync(
    join(sql, '0001-sample.sql'),
    `create table sample (id bigint generated always as identity primary key, body text, tok bigint[], at timestamptz, j jsonb,
       twice bigint generated always as (id * 2) stored);
     create index sample_tok on sample using gin (tok);
     create sequence sample_number;
     create table child (id bigint primary key references sample (id));`,
  );
  mkdirSync(join(data, 'access'), { recursive: true });
  writeFileSync(join(data, 'access', 'keys.json'), '{"key":"secret"}');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function fill(store: TestedStore): Promise<void> {
  await store.query(
    `insert into sample (body, tok, at, j) select case when n % 7 = 0 then null else repeat('가나다 ' || n, 5) end,
       array[n, -n]::bigint[], to_timestamp(n * 1000.123), jsonb_build_object('n', n) from generate_series(1, ${ROWS}) n`,
  );
  await store.query('insert into child select id from sample where id % 3 = 0');
  await store.reserve('sample_number', 1000);
}

function contents(store: TestedStore): Promise<unknown[]> {
  return store.query(
    `select count(*)::int as n, count(body)::int as bodies, sum(twice)::text as twice,
       md5(string_agg(s::text, ',' order by id)) as all from sample s`,
  );
}

async function backUp(store: TestedStore, name: string): Promise<string> {
  const target = join(folder, name);
  await writeBackup(store, { target, dataDir: data, keep: ['access'], clock: systemClock });
  return target;
}

function restored(store: TestedStore, source: string, house: string, replace = false): Promise<unknown> {
  return restoreBackup(store, { source, dataDir: join(folder, house), migrations: [set], replace });
}

const servers = testStores();

for (const server of servers)
  describeWith(server.need, server.present, `backup on ${server.name}`, () => {
    let store: TestedStore;
    let backup: string;
    let written: bigint;
    beforeAll(async () => {
      store = await server.open([set]);
      await fill(store);
      written = BigInt(await store.transaction((transaction) => transaction.number()));
      backup = await backUp(store, `from-${server.need.length}-${server.name.length}`);
    });
    afterAll(() => store.close());

    const into = servers.filter(({ present }) => present);
    it.each(into.map((other) => [other.name, other] as const))(
      'is restored into %s with everything',
      async (_name, other) => {
        const empty = await other.open();
        const house = `house-${server.name.length}-${other.name.length}`;
        await restored(empty, backup, house);
        expect(await contents(empty)).toEqual(await contents(store));
        expect(await empty.query('select count(*)::int as n from child')).toEqual([{ n: Math.floor(ROWS / 3) }]);
        expect(readFileSync(join(folder, house, 'access', 'keys.json'), 'utf8')).toBe('{"key":"secret"}');
        await goesOn(empty, written);
        await empty.close();
      },
    );

    it('brings indexes back', async () => {
      const empty = await server.open();
      await restored(empty, backup, `house-index-${server.name.length}`);
      const [index] = await empty.query(`select indexdef from pg_indexes where indexname = 'sample_tok'`);
      expect(index).toMatchObject({ indexdef: expect.stringContaining('gin') });
      await empty.close();
    });

    it('refuses a database that holds something, unless told to replace it', async () => {
      const full = await server.open([set]);
      await full.query(`insert into sample (body) values ('mine')`);
      await expect(restored(full, backup, 'nowhere')).rejects.toMatchObject({ code: 'store.not-empty' });
      expect(await full.query('select body from sample')).toEqual([{ body: 'mine' }]);
      await restored(full, backup, `house-replaced-${server.name.length}`, true);
      expect(await contents(full)).toEqual(await contents(store));
      await full.close();
    });

    it('takes one state of all tables, while others write', async () => {
      const writing = Array.from({ length: 20 }, () =>
        store.transaction(async (transaction) => {
          const [row] = await transaction.query<{ id: string }>(
            `insert into sample (body) values ('pair') returning id`,
          );
          await transaction.query('insert into child values ($1)', [row?.id]);
        }),
      );
      const [target] = await Promise.all([backUp(store, `busy-${server.name.length}`), ...writing]);
      const empty = await server.open();
      await restored(empty, target, `house-busy-${server.name.length}`);
      const [pairs] = await empty.query(
        `select count(*) filter (where c.id is null)::int as alone from sample s left join child c using (id) where body = 'pair'`,
      );
      expect(pairs).toEqual({ alone: 0 });
      await empty.close();
    });
  });

/** Ids and numbers of changes in the restored database do not repeat those of the first. */
async function goesOn(again: TestedStore, written: bigint): Promise<void> {
  expect(await again.reserve('sample_number', 300)).toBeGreaterThan(1000);
  expect(BigInt(await again.transaction((transaction) => transaction.number()))).toBeGreaterThan(written);
  const [row] = await again.query<{ id: string }>(`insert into sample (body) values ('new') returning id`);
  expect(Number(row?.id)).toBeGreaterThan(ROWS);
  await again.query(`delete from sample where body = 'new'`);
}

describe('a damaged backup', () => {
  const [server] = servers as readonly [TestStore];
  let store: TestedStore;
  beforeAll(async () => {
    store = await server.open([set]);
    await fill(store);
  });
  afterAll(() => store.close());

  it.each([
    ['a table', 'tables/sample.copy.zst'],
    ['a key file', 'files/access/keys.json'],
    ['the manifest', 'manifest.json'],
  ])('with a changed byte in %s is refused, and nothing is restored', async (_what, file) => {
    const backup = await backUp(store, `damaged-${file.replaceAll('/', '-')}`);
    await verifyFiles(backup, readManifest(backup));
    appendFileSync(join(backup, file), 'x');
    const empty = await server.open();
    await expect(restored(empty, backup, 'nowhere')).rejects.toMatchObject({ code: 'store.backup-damaged' });
    expect(await empty.query(`select to_regclass('sample') as there`)).toEqual([{ there: null }]);
    await empty.close();
  });

  it('is told from a folder that is none', () => {
    expect(() => readManifest(folder)).toThrow(/no backup of Maru/);
  });

  it('is never written over', async () => {
    await backUp(store, 'once');
    await expect(backUp(store, 'once')).rejects.toMatchObject({ code: 'store.backup-exists' });
  });
});
