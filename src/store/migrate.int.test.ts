/**
 * Migrations: once each, in order, pinned, all or nothing, one process at a time; on both servers.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeWith } from '../../test/material.ts';
import { migrate, pendingMigrations, readMigrations, storeMigrations, type MigrationSet } from './migrate.ts';
import { testStores, type TestedStore } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'maru-migrate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

const set: MigrationSet = { room: 'sample', folder: pathToFileURL(`${folder}/`), compress: ['sample.body'] };
const FIRST =
  '-- a comment; with a semicolon\ncreate table sample (id integer, body text);\ncreate index on sample (id);\n';

beforeEach(() => {
  rmSync(join(folder, '0002-more.sql'), { force: true });
  rmSync(join(folder, '0003-last.sql'), { force: true });
  write('0001-sample.sql', FIRST);
});

for (const server of testStores())
  describeWith(server.need, server.present, `migrations on ${server.name}`, () => {
    let store: TestedStore;
    beforeEach(async () => {
      store = await server.open();
    });
    afterEach(() => store.close());

    it('run once, those of the store first, and again only what is new', async () => {
      expect((await migrate(store, [set])).map(({ name }) => name)).toEqual(['0001-sample.sql']);
      expect(await migrate(store, [set])).toEqual([]);
      write('0002-more.sql', 'alter table sample add column more text');
      expect((await pendingMigrations(store, [set])).map(({ name }) => name)).toEqual(['0002-more.sql']);
      expect((await migrate(store, [set])).map(({ name }) => name)).toEqual(['0002-more.sql']);
      expect(await store.query('select id, body, more from sample')).toEqual([]);
    });

    it('leave nothing behind when one of them fails', async () => {
      write('0002-more.sql', 'create table good (id integer); create table bad (id nonsense)');
      await expect(migrate(store, [set])).rejects.toMatchObject({ code: 'store.migration-failed' });
      const [row] = await store.query(`select to_regclass('sample') as sample, to_regclass('good') as good`);
      expect(row).toEqual({ sample: null, good: null });
    });

    it('refuse a file that was changed after it ran, but not for its line ends', async () => {
      await migrate(store, [set]);
      write('0001-sample.sql', FIRST.replaceAll('\n', '\r\n'));
      expect(await migrate(store, [set])).toEqual([]);
      write('0001-sample.sql', `${FIRST} `);
      await expect(migrate(store, [set])).rejects.toMatchObject({ code: 'store.migration-changed' });
    });

    it('refuse a database that a newer Maru made', async () => {
      write('0002-more.sql', 'select 1');
      await migrate(store, [set]);
      rmSync(join(folder, '0002-more.sql'));
      await expect(migrate(store, [set])).rejects.toMatchObject({ code: 'store.newer-database' });
      await expect(pendingMigrations(store, [set])).rejects.toMatchObject({ code: 'store.newer-database' });
    });

    it('run once when several processes start together', async () => {
      const ran = await Promise.all([migrate(store, [set]), migrate(store, [set]), migrate(store, [set])]);
      expect(ran.flat()).toHaveLength(1);
    });

    it('compress long text by lz4 where the server can', async () => {
      await migrate(store, [set]);
      const [server_] = await store.query<{ lz4: boolean }>(
        `select 'lz4' = any(enumvals) as lz4 from pg_settings where name = 'default_toast_compression'`,
      );
      const [column] = await store.query<{ way: string }>(
        `select attcompression as way from pg_attribute where attrelid = 'sample'::regclass and attname = 'body'`,
      );
      expect(column?.way).toBe(server_?.lz4 === true ? 'l' : '');
    });
  });

describe('migration files', () => {
  it('must be numbered without gaps', () => {
    write('0003-last.sql', 'select 1');
    expect(() => readMigrations(set)).toThrow(/number 2/);
  });

  it('of the store are the first', () => {
    expect(readMigrations(storeMigrations)[0]?.name).toBe('0001-store.sql');
  });
});
