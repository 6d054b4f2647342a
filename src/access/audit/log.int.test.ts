import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeWith } from '../../../test/material.ts';
import { systemClock, type EpochMs, type Instant } from '../../kernel/index.ts';
import { testStores, type Store, type TestedStore } from '../../store/index.ts';
import { accessMigrations } from '../migrations.ts';
import { anchorFile } from './anchors.ts';
import { sealOf } from './chain.ts';
import { entryText, type AuditEntry } from './entry.ts';
import { openAuditLog, type AuditLog, type AuditLogOptions } from './log.ts';

const agent = {
  id: 'kim',
  name: 'Kim',
  role: 'physician',
  clientId: 'maru-web',
  fhirUser: 'Practitioner/kim',
  address: '10.0.0.1',
} as const;

function entry(id: string, change: Partial<AuditEntry> = {}): AuditEntry {
  const base = { agent, kind: 'rest', interaction: 'read', action: 'R', outcome: 'success' } as const;
  return { ...base, patients: [`p-${id}`], entities: [`Observation/o-${id}`], ...change };
}

/** Runs one statement as somebody would who got hold of the database. */
type Tamper = (store: Store) => Promise<unknown>;

for (const server of testStores()) {
  describeWith(server.need, server.present, `the audit log on ${server.name}`, () => {
    let store: TestedStore;
    let folder: string;
    let log: AuditLog;
    const path = () => join(folder, 'anchors.ndjson');
    const open = (options: Partial<AuditLogOptions> = {}) =>
      openAuditLog({ store, anchors: anchorFile(path()), ...options });

    beforeAll(async () => {
      store = await server.open([accessMigrations]);
    });
    afterAll(() => store.close());
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'maru-audit-'));
      log = open();
    });
    afterEach(async () => {
      await log.close();
      await store.query('truncate access_audit, access_audit_pending');
      rmSync(folder, { recursive: true });
    });

    const fill = async (count = 12): Promise<void> => {
      for (let at = 1; at <= count; at++) await log.append(entry(String(at)));
    };
    const reopen = async (): Promise<void> => {
      await log.close();
      log = open();
    };

    it('seals what is appended, in order, before it says so', async () => {
      await fill(3);
      const records = await log.readAuditFrom(0, 10);
      expect(records.map((record) => record.resource.id)).toEqual(['audit-1', 'audit-2', 'audit-3']);
      expect(await log.verify()).toMatchObject({ intact: true, head: { seq: 3 }, pending: 0 });
    });

    it('makes one chain of many that append at the same moment, from several processes, with nothing lost', async () => {
      const others = [open(), open()];
      const all = [log, ...others].flatMap((one, who) =>
        Array.from({ length: 100 }, (_, at) => one.append(entry(`${who}-${at}`))),
      );
      await Promise.all(all);
      await Promise.all(others.map((one) => one.close()));
      const records = await log.readAuditFrom(0, 1000);
      const named = records.map((record) => JSON.stringify(record.resource['entity']));
      expect(records.length).toBe(300);
      for (const who of [0, 1, 2])
        for (const at of [0, 50, 99]) expect(named.filter((text) => text.includes(`o-${who}-${at}"`)).length).toBe(1);
      expect(await log.verify()).toMatchObject({ intact: true, head: { seq: 300 } });
    });

    it('keeps an entry of a write if and only if the write was committed', async () => {
      await store.transaction((transaction) => log.inTransaction(transaction, entry('kept')));
      const failed = store.transaction(async (transaction) => {
        await log.inTransaction(transaction, entry('undone'));
        throw new Error('the write failed');
      });
      await expect(failed).rejects.toThrow('the write failed');
      const text = JSON.stringify(await log.list({ limit: 10 }));
      expect(text).toContain('o-kept');
      expect(text).not.toContain('o-undone');
    });

    it('seals what a process that was killed had committed but not sealed', async () => {
      const killed = open();
      await store.transaction((transaction) => killed.inTransaction(transaction, entry('orphan')));
      expect((await log.verify()).pending).toBe(1);
      const next = open();
      await expect.poll(async () => (await next.verify()).pending, { timeout: 5000 }).toBe(0);
      expect(JSON.stringify(await next.readAuditFrom(0, 10))).toContain('o-orphan');
      await next.close();
      await killed.close();
    });

    it('lets nobody see what could not be audited', async () => {
      await store.query('alter table access_audit rename to access_audit_away');
      try {
        await expect(log.append(entry('x'))).rejects.toMatchObject({ code: 'access.audit-unavailable', status: 503 });
      } finally {
        await store.query('alter table access_audit_away rename to access_audit');
      }
      await log.append(entry('y'));
      expect(await log.verify()).toMatchObject({ intact: true, head: { seq: 1 } });
    });

    it('takes nothing after it was closed', async () => {
      await log.close();
      await expect(log.append(entry('late'))).rejects.toMatchObject({ code: 'access.audit-unavailable' });
    });

    it.each<[string, Tamper, number, string]>([
      [
        'the text of an entry',
        (db) => db.query(`update access_audit set event = replace(event, 'o-5', 'o-6') where seq = 5`),
        5,
        'content',
      ],
      ['a missing entry', (db) => db.query('delete from access_audit where seq = 7'), 7, 'gap'],
      ['missing first entries', (db) => db.query('delete from access_audit where seq < 3'), 1, 'gap'],
      [
        'two entries exchanged',
        (db) =>
          db.query(`update access_audit a set event = b.event, hash = b.hash, prev = b.prev, ts = b.ts, patients = b.patients
            from access_audit b where (a.seq = 4 and b.seq = 5) or (a.seq = 5 and b.seq = 4)`),
        4,
        'order',
      ],
      [
        'whose data it was, beside the text',
        (db) => db.query(`update access_audit set patients = '{p-1}' where seq = 9`),
        9,
        'derived',
      ],
      [
        'who it was, beside the text',
        (db) => db.query(`update access_audit set agents = '{lee}' where seq = 9`),
        9,
        'derived',
      ],
      [
        'when it was, beside the text',
        (db) => db.query(`update access_audit set ts = ts - interval '1 day' where seq = 2`),
        2,
        'derived',
      ],
      ['the end cut off', (db) => db.query('delete from access_audit where seq > 9'), 10, 'truncated'],
      ['everything gone', (db) => db.query('delete from access_audit'), 1, 'truncated'],
      ['one entry sealed anew', (db) => resealFrom(db, 6, false), 7, 'order'],
      ['the chain made anew from there on', (db) => resealFrom(db, 6, true), 12, 'rewritten'],
    ])('finds %s', async (_name, tamper, seq, fault) => {
      await fill();
      await reopen();
      await tamper(store);
      expect(await log.verify()).toMatchObject({ intact: false, seq, fault });
    });

    it('notes the end of the chain outside of the database, for the owner’s eyes only', async () => {
      await fill(2);
      await reopen();
      expect(statSync(path()).mode & 0o777).toBe(0o600);
      const [line = ''] = readFileSync(path(), 'utf8').split('\n');
      expect(JSON.parse(line)).toMatchObject({ seq: 2 });
      expect(line).not.toContain('p-1');
      appendFileSync(path(), '{"seq":3,"ha');
      await log.append(entry('3'));
      await reopen();
      expect(await log.verify()).toMatchObject({ intact: true, head: { seq: 3 } });
      writeFileSync(path(), 'nonsense\n');
      await expect(log.verify()).rejects.toMatchObject({ code: 'access.anchors-unreadable' });
    });

    it('goes on where the anchors cannot be written, and says so', async () => {
      const said: string[] = [];
      const log2 = open({
        anchors: {
          read: () => [],
          add: () => {
            throw new Error('disk full');
          },
        },
        log: {
          debug: () => undefined,
          info: () => undefined,
          warn: () => undefined,
          error: (event) => void said.push(event),
        },
      });
      await log2.append(entry('1'));
      await log2.close();
      expect(said).toEqual(['access.anchor-not-written']);
    });

    it('finds entries by patient, by person, by time, page by page', async () => {
      const lee = { ...agent, id: 'lee', fhirUser: 'Practitioner/lee' };
      const moments = [1000, 2000, 3000, 4000].map((ms) => (1_795_000_000_000 + ms) as EpochMs);
      let now: EpochMs = systemClock.now();
      const timed = open({ clock: { now: () => now } });
      for (const [at, moment] of moments.entries()) {
        now = moment;
        await timed.append(entry(String(at % 2), at === 3 ? { agent: lee } : {}));
      }
      const places = async (search: Partial<Parameters<AuditLog['list']>[0]>) =>
        (await timed.list({ limit: 10, ...search })).map((record) => record.seq);
      expect(await places({})).toEqual([4, 3, 2, 1]);
      expect(await places({ patient: 'p-1' })).toEqual([4, 2]);
      expect(await places({ agent: 'kim' })).toEqual([3, 2, 1]);
      expect(await places({ agent: 'Practitioner/lee' })).toEqual([4]);
      expect(await places({ agent: 'kim', patient: 'p-1' })).toEqual([2]);
      expect(await places({ since: moments[1] as EpochMs, until: moments[3] as EpochMs })).toEqual([3, 2]);
      expect(await places({ before: 3, limit: 1 })).toEqual([2]);
      expect(await places({ patient: `p-1' or true --` })).toEqual([]);
      await timed.close();
    });

    it('gives one entry, to a patient only the own part', async () => {
      await log.append(entry('1', { patients: ['p-1', 'p-2'], query: 'name=Park' }));
      expect(JSON.stringify(await log.get(1))).toContain('Patient/p-2');
      const own = JSON.stringify(await log.get(1, 'p-1'));
      expect(own).toContain('Patient/p-1');
      expect(own).not.toContain('Patient/p-2');
      const brief = [await log.get(1, undefined, true), ...(await log.list({ limit: 1, brief: true }))];
      for (const record of brief) expect(JSON.stringify(record)).not.toContain('o-1');
      expect(await log.get(1, 'p-3')).toBeUndefined();
      expect(await log.get(2)).toBeUndefined();
      expect(JSON.stringify(await log.list({ patient: 'p-2', limit: 1 }))).not.toContain('Patient/p-1');
    });

    it('takes whatever text comes, and never a resident number', async () => {
      const odd = `q=${JSON.stringify({ a: '한글 "\\\u{1f600}' })}&id=900101-1234567`;
      await log.append(entry('1', { query: odd, patients: ['a.b-C'] }));
      const [row] = await store.query<{ event: string }>('select event from access_audit');
      const text = row?.event ?? '';
      expect(text).toContain('\u{1f600}');
      expect(text).not.toContain('1234567');
      expect(await log.verify()).toMatchObject({ intact: true });
    });
  });
}

/** Changes entry `seq` and seals it anew; with `all`, every entry after it too, as only the owner of the database could. */
async function resealFrom(store: Store, seq: number, all: boolean): Promise<void> {
  const rows = await store.query<{ seq: string; prev: string; event: string }>(
    `select seq, encode(prev, 'hex') as prev, event from access_audit where seq >= $1 order by seq`,
    [seq],
  );
  let prev = rows[0]?.prev ?? '';
  for (const row of all ? rows : rows.slice(0, 1)) {
    const { recorded } = JSON.parse(row.event) as { recorded: Instant };
    const event = Number(row.seq) === seq ? entryText(entry('forged'), recorded) : row.event;
    const hash = sealOf(Number(row.seq), prev, event);
    const patients = Number(row.seq) === seq ? ['p-forged'] : undefined;
    await store.query(
      `update access_audit set event = $2, prev = decode($3, 'hex'), hash = decode($4, 'hex'), patients = coalesce($5, patients) where seq = $1`,
      [row.seq, event, prev, hash, patients ?? null],
    );
    prev = hash;
  }
}
