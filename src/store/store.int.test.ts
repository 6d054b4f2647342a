/**
 * The contract of the store, on the embedded server and on the machine's own.
 */
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../test/material.ts';
import { hash64, OutcomeError } from '../kernel/index.ts';
import type { RowShape } from './connection.ts';
import { changeHorizon } from './horizon.ts';
import { openStore } from './open.ts';
import { testStores, type TestedStore } from './testing.ts';
import { RaceLost } from './transaction.ts';

const SHAPE: RowShape = {
  table: 'sample',
  columns: [
    ['a', 'bigint'],
    ['b', 'bigint[]'],
    ['c', 'boolean'],
    ['d', 'float8'],
    ['e', 'integer'],
    ['f', 'smallint'],
    ['g', 'text'],
    ['h', 'timestamptz'],
  ],
};
const CREATE =
  'create table sample (a bigint, b bigint[], c boolean, d float8, e integer, f smallint, g text, h timestamptz)';
const MOMENT = Date.UTC(2026, 10, 24, 8, 15, 0, 123);
const ROWS = [
  [
    hash64('Patient/1'),
    [hash64('x'), 5, -7n, '9007199254740993'],
    true,
    0.1,
    -5,
    12,
    '한글 "quoted"\n\u{1f600}',
    MOMENT,
  ],
  ['-9223372036854775808', [], false, -1e300, 2_147_483_647, -32_768, '', 0],
  [null, null, null, null, null, null, null, null],
] as const;

for (const server of testStores())
  describeWith(server.need, server.present, `the store on ${server.name}`, () => {
    let store: TestedStore;
    beforeAll(async () => {
      store = await server.open();
      await store.query(CREATE);
      await store.query('create table counter (name text primary key, value integer not null)');
      await store.query('create sequence numbers');
    });
    afterAll(() => store.close());

    it('says which server it is and that it is well', async () => {
      expect(store.serverVersion).toBeGreaterThanOrEqual(150_000);
      expect(await store.health()).toMatchObject({ ready: true });
    });

    it.each(['insertRows', 'copyRows'] as const)('reads back every type that %s wrote', async (method) => {
      await store.query('truncate sample');
      await store.transaction((transaction) => transaction[method](SHAPE, ROWS));
      const rows = await store.query('select * from sample order by h nulls last');
      expect(rows).toEqual([
        { a: '-9223372036854775808', b: [], c: false, d: -1e300, e: 2_147_483_647, f: -32_768, g: '', h: 0 },
        {
          a: BigInt.asIntN(64, (BigInt(hash64('Patient/1').high) << 32n) | BigInt(hash64('Patient/1').low)).toString(),
          b: expect.arrayContaining(['5', '-7', '9007199254740993']),
          c: true,
          d: 0.1,
          e: -5,
          f: 12,
          g: '한글 "quoted"\n\u{1f600}',
          h: MOMENT,
        },
        { a: null, b: null, c: null, d: null, e: null, f: null, g: null, h: null },
      ]);
    });

    it('copies more than one buffer of rows', async () => {
      await store.query('truncate sample');
      const rows = Array.from({ length: 5000 }, (_, at) => [at, [at], true, at / 7, at, 1, '가'.repeat(200), MOMENT]);
      await store.transaction((transaction) => transaction.insertRows(SHAPE, rows));
      const [row] = await store.query(`select count(*)::int as n, sum(a)::int as sum, min(length(g)) as g from sample`);
      expect(row).toEqual({ n: 5000, sum: (4999 * 5000) / 2, g: 200 });
    });

    it('keeps nothing of a transaction that failed, and runs what waits for the commit only after it', async () => {
      const ran: string[] = [];
      const failing = store.transaction(async (transaction) => {
        transaction.afterCommit(() => ran.push('failed'));
        await transaction.query(`insert into counter values ('lost', 1)`);
        throw new Error('on purpose');
      });
      await expect(failing).rejects.toThrow('on purpose');
      await store.transaction(async (transaction) => {
        transaction.afterCommit(() => ran.push('committed'));
        await transaction.query(`insert into counter values ('kept', 1)`);
        expect(ran).toEqual([]);
      });
      expect(ran).toEqual(['committed']);
      expect(await store.query('select name from counter')).toEqual([{ name: 'kept' }]);
    });

    it('settles deadlocks by trying again, so that both writers succeed', async () => {
      await store.query(`insert into counter values ('left', 0), ('right', 0)`);
      const add = (first: string, second: string): Promise<void> =>
        store.transaction(async (transaction) => {
          await transaction.query('update counter set value = value + 1 where name = $1', [first]);
          await new Promise((resolve) => setTimeout(resolve, 50));
          await transaction.query('update counter set value = value + 1 where name = $1', [second]);
        });
      await Promise.all([add('left', 'right'), add('right', 'left')]);
      expect(await store.query(`select value from counter where name in ('left', 'right')`)).toEqual([
        { value: 2 },
        { value: 2 },
      ]);
    });

    it('gives up a race that is lost again and again with a conflict', async () => {
      let tries = 0;
      const racing = store.transaction(
        () => {
          tries++;
          throw new RaceLost();
        },
        { attempts: 3 },
      );
      await expect(racing).rejects.toMatchObject({ code: 'store.conflict', status: 409 });
      expect(tries).toBe(3);
    });

    it('ends a statement that takes too long with a timeout that says so', async () => {
      const slow = store.transaction((transaction) => transaction.query('select pg_sleep(5)'), {
        statementTimeout: 50,
      });
      await expect(slow).rejects.toMatchObject({ code: 'store.statement-timeout', status: 504 });
    });

    it('never gives a row id twice, whoever asks', async () => {
      const counts = [1, 300, 7, 1, 255, 256, 2];
      const asked = await Promise.all(
        Array.from({ length: 70 }, async (_, at) => {
          const count = counts[at % counts.length] ?? 1;
          const first = await store.reserve('numbers', count);
          return Array.from({ length: count }, (_unused, offset) => first + offset);
        }),
      );
      const all = asked.flat();
      expect(new Set(all).size).toBe(all.length);
    });

    it('numbers the transactions, and holds the horizon back while an older one is open', async () => {
      const { promise: waiting, resolve: release } = Promise.withResolvers<void>();
      const { promise: started, resolve: start } = Promise.withResolvers<string>();
      const slow = store.transaction(async (transaction) => {
        start(await transaction.number());
        expect(await transaction.number()).toBe(await started);
        await waiting;
      });
      const slowNumber = BigInt(await started);
      const later = await store.transaction((transaction) => transaction.number());
      expect(BigInt(later)).toBeGreaterThan(slowNumber);
      expect(BigInt(await changeHorizon(store))).toBeLessThanOrEqual(slowNumber);
      release();
      await slow;
      // The server is shared: a transaction of another suite may hold the horizon back a little longer.
      await expect.poll(async () => BigInt(await changeHorizon(store)) > BigInt(later), { timeout: 20_000 }).toBe(true);
    });

    it('reads one state in a snapshot, while others write', async () => {
      await store.query(`insert into counter values ('snapshot', 1)`);
      const read = `select value from counter where name = 'snapshot'`;
      await store.snapshot(async (connection) => {
        expect(await connection.query(read)).toEqual([{ value: 1 }]);
        await store.query(`update counter set value = 2 where name = 'snapshot'`);
        expect(await connection.query(read)).toEqual([{ value: 1 }]);
        await expect(connection.query(`delete from counter`)).rejects.toThrow(/read-only/);
      });
    });

    it('answers 503 when a session is killed, and works again at once', async () => {
      const killed = store.transaction((transaction) =>
        transaction.query('select pg_terminate_backend(pg_backend_pid())'),
      );
      await expect(killed).rejects.toMatchObject({ code: 'store.unavailable', status: 503 });
      expect(await store.query('select 1 as one')).toEqual([{ one: 1 }]);
    });

    it('lets more work wait than there are sessions, and does all of it', async () => {
      await store.query(`insert into counter values ('crowd', 0)`);
      const work = Array.from({ length: 40 }, () =>
        store.transaction((transaction) =>
          transaction.query(`update counter set value = value + 1 where name = 'crowd'`),
        ),
      );
      await Promise.all(work);
      expect(await store.query(`select value from counter where name = 'crowd'`)).toEqual([{ value: 40 }]);
      expect(store.sessions.open).toBeLessThanOrEqual(8);
      expect(store.sessions.waiting).toBe(0);
    });

    it('keeps the whole of a text, of any sign that PostgreSQL can hold', async () => {
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => {
          fc.pre(!text.includes('\0') && text.isWellFormed());
          const shape: RowShape = { table: 'texts', columns: [['v', 'text']] };
          await store.transaction(async (transaction) => {
            await transaction.query('create temporary table texts (v text) on commit drop');
            await transaction.copyRows(shape, [[text]]);
            await transaction.insertRows(shape, [[text]]);
            expect(await transaction.query('select v from texts')).toEqual([{ v: text }, { v: text }]);
          });
        }),
        { numRuns: 25 },
      );
    });

    it('undoes a part of a transaction by a savepoint, as Kysely and plain statements see it', async () => {
      await store.transaction(async (transaction) => {
        await transaction.query(`insert into counter values ('whole', 1)`);
        await transaction.query('savepoint part');
        await expect(transaction.query(`insert into counter values ('whole', 2)`)).rejects.toMatchObject({
          code: '23505',
        });
        await transaction.query('rollback to savepoint part');
        const { rows } = await sql<{ value: number }>`select value from counter where name = ${'whole'}`.execute(
          transaction.db,
        );
        expect(rows).toEqual([{ value: 1 }]);
      });
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from counter where name = ${'whole'}`.execute(
        store.db,
      );
      expect(rows).toEqual([{ n: 1 }]);
    });

    it('says that it is closed, to whoever still asks', async () => {
      const other = await server.open();
      await other.close();
      await expect(other.query('select 1')).rejects.toMatchObject({ code: 'store.closed', status: 503 });
      await expect(other.transaction(() => Promise.resolve())).rejects.toMatchObject({ code: 'store.closed' });
      expect(await other.health()).toMatchObject({ ready: false });
      await other.close();
    });

    it('can be reached by another process at its address', async () => {
      const other = await openStore({ dataDir: '/nowhere', databaseUrl: store.url, maxConnections: 2 });
      expect(other.kind).toBe('given');
      expect(await other.query('select current_database() as name')).toEqual(
        await store.query('select current_database() as name'),
      );
      await other.close();
    });

    it('passes a fault of the statement on as it is, without trying again', async () => {
      const fault = await store.query('select 1 / 0').catch((error: unknown) => error);
      expect(fault).not.toBeInstanceOf(OutcomeError);
    });
  });
