import { describe, expect, it } from 'vitest';
import { UNLIMITED, type AuditEntry, type AuditRecord, type Caller, type Grant } from '../access/index.ts';
import type { EpochMs } from '../kernel/index.ts';
import type { Ask } from './ask.ts';
import { auditEventById, auditEventSearch } from './audit-events.ts';
import type { Context } from './context.ts';

type Search = Readonly<Record<string, unknown>>;

const record = (seq: number, more: object = {}): AuditRecord =>
  ({
    seq,
    resource: { resourceType: 'AuditEvent', id: `audit-${seq}`, outcome: '0', ...more },
  }) as unknown as AuditRecord;
const REFUSED_READ = { outcome: '4', subtype: [{ code: 'read' }] };
const caller = (role: Caller['role']): Caller => ({ id: 'p', name: '', role, clientId: 'c', scopes: [], address: '' });

/** A record whose audit log holds these entries, newest first, and notes what it is asked. */
function house(records: readonly AuditRecord[], role: Caller['role'], grants?: readonly Grant[]) {
  const asked: Search[] = [];
  const noted: AuditEntry[] = [];
  const audit = {
    list: (search: Search) => Promise.resolve((asked.push(search), records.slice(0, Number(search['limit'])))),
    get: (seq: number, patient: string | undefined, brief: boolean) => {
      asked.push({ seq, patient, brief });
      return Promise.resolve(records.find((one) => one.seq === seq));
    },
    append: (entry: AuditEntry) => Promise.resolve(void noted.push(entry)),
  };
  const context = {
    audit,
    caller: caller(role),
    reach: grants === undefined ? UNLIMITED : { grants: () => grants },
    base: 'http://h/fhir/R4',
    clock: { now: () => 0 as EpochMs },
    settings: { searchCount: 2, maxSearchCount: 5, timeZone: 'Asia/Seoul' },
  } as unknown as Context;
  const ask = (query: string): Ask => ({ method: 'GET', path: ['AuditEvent'], query, conditions: {} });
  const search = async (query = '') =>
    JSON.parse((await auditEventSearch(context, ask(query))).text ?? '') as {
      readonly entry?: readonly { readonly resource: { readonly id: string } }[];
      readonly link: readonly { readonly relation: string; readonly url: string }[];
    };
  const byId = (id: string) => auditEventById(context, ask(''), id);
  return { asked, noted, search, byId };
}

const all = Array.from({ length: 8 }, (_, at) => record(8 - at));

describe('a search for accesses', () => {
  it('shows a page and leads to the next by the place of the last one shown', async () => {
    const { search, asked } = house(all, 'administrator');
    const page = await search('agent=demo-nurse');
    expect(page.entry?.map(({ resource }) => resource.id)).toEqual(['audit-8', 'audit-7']);
    const next = page.link.find(({ relation }) => relation === 'next')?.url ?? '';
    expect(next).toBe('http://h/fhir/R4/AuditEvent?agent=demo-nurse&_count=2&_cursor=7');
    expect(asked[0]).toMatchObject({ limit: 3, agent: 'demo-nurse' });
    await search('_cursor=7');
    expect(asked[1]).toMatchObject({ before: 7 });
  });

  it('ends where nothing follows', async () => {
    const { search } = house(all.slice(0, 2), 'administrator');
    expect((await search()).link.map(({ relation }) => relation)).toEqual(['self']);
  });

  it.each([
    ['_count=100', 6],
    ['_count=1', 2],
  ])('is never longer than the house allows: %s', async (query, limit) => {
    const { search, asked } = house(all, 'administrator');
    await search(query);
    expect(asked[0]).toMatchObject({ limit });
  });

  it('of no entries asks for none', async () => {
    const { search, asked } = house(all, 'administrator');
    expect((await search('_count=0')).entry).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it.each([
    ['date=2026-03-01', { since: Date.UTC(2026, 1, 28, 15), until: Date.UTC(2026, 2, 1, 15) }],
    ['date=ge2026-03-01', { since: Date.UTC(2026, 1, 28, 15) }],
    ['date=gt2026-03-01', { since: Date.UTC(2026, 2, 1, 15) }],
    ['date=lt2026-03-01', { until: Date.UTC(2026, 1, 28, 15) }],
    ['date=le2026-03-01', { until: Date.UTC(2026, 2, 1, 15) }],
    ['date=ge2026-03-01T08:00:00%2B09:00', { since: Date.UTC(2026, 1, 28, 23) }],
    ['date=ge2026-03-01T08:00:00+09:00', { since: Date.UTC(2026, 1, 28, 23) }],
  ])('reads days in the zone of the hospital: %s', async (query, times) => {
    const { search, asked } = house(all, 'administrator');
    await search(query);
    const { since, until } = asked[0] ?? {};
    expect({ since, until }).toEqual({ since: undefined, until: undefined, ...times });
  });

  it.each([
    ['date=yesterday', 'record.bad-parameter'],
    ['date=ne2026-03-01', 'record.bad-parameter'],
    ['_sort=date', 'record.bad-parameter'],
    ['_summary=count', 'record.bad-parameter'],
    ['_count=-1', 'record.bad-parameter'],
    ['_count=many', 'record.bad-parameter'],
    ['_cursor=abc', 'record.bad-parameter'],
    ['outcome=4', 'record.unknown-parameter'],
    ['patient=1&patient=2', 'record.parameter-twice'],
  ])('refuses %s: %s', async (query, code) => {
    const { search, noted } = house(all, 'administrator');
    await expect(search(query)).rejects.toMatchObject({ code });
    expect(noted).toEqual([]);
  });

  it('is itself noted, with whose entries it asked for', async () => {
    const { search, noted } = house(all, 'administrator');
    await search('patient=Patient/p1');
    await search('patient=http://h/fhir/R4/Patient/p1');
    expect(noted.map(({ patients, interaction }) => [patients, interaction])).toEqual([
      [['p1'], 'search-type'],
      [['p1'], 'search-type'],
    ]);
  });
});

describe('who has looked at my record', () => {
  const mine = [{ patients: ['p1'] }];

  it.each<[Caller['role'], boolean]>([
    ['patient', false],
    ['nurse', true],
    ['physician', true],
  ])('need not be asked by name; to a %s it is told briefly: %s', async (role, brief) => {
    const { search, asked } = house(all, role, mine);
    await search();
    expect(asked[0]).toMatchObject({ patient: 'p1', brief });
  });

  it('is refused for another patient, whatever the spelling', async () => {
    const { search, asked } = house(all, 'patient', mine);
    for (const query of ['patient=p2', 'patient=Patient/p2', 'patient='])
      await expect(search(query), query).rejects.toMatchObject({ code: 'record.out-of-reach' });
    expect(asked).toEqual([]);
  });

  it('must name whom where there are several', async () => {
    const { search } = house(all, 'patient', [{ patients: ['p1', 'p2'] }]);
    await expect(search()).rejects.toMatchObject({ code: 'record.out-of-reach' });
    expect((await search('patient=p2')).entry).toHaveLength(2);
  });

  it('is not given by a grant with criteria, which entries cannot fulfil', async () => {
    const { search } = house(all, 'patient', [{ patients: ['p1'], criteria: ['action=R'] }]);
    await expect(search('patient=p1')).rejects.toMatchObject({ code: 'record.out-of-reach' });
  });

  it('tells clinicians of no refused reads: their own would say that what was refused is there; the page goes on', async () => {
    const entries = [record(3), record(2, REFUSED_READ), record(1)];
    const { search } = house(entries, 'nurse', mine);
    const page = await search();
    expect(page.entry?.map(({ resource }) => resource.id)).toEqual(['audit-3']);
    expect(page.link.some(({ relation }) => relation === 'next')).toBe(true);
    for (const role of ['administrator', 'patient'] as const) {
      const whole = await house(entries, role, mine).search('_count=3&patient=p1');
      expect(whole.entry, role).toHaveLength(3);
    }
  });
});

describe('one entry', () => {
  it('is read by its id, and that is noted', async () => {
    const { byId, noted } = house(all, 'administrator');
    expect(JSON.parse((await byId('audit-5')).text ?? '')).toMatchObject({ id: 'audit-5' });
    expect(noted.map(({ entities }) => entities)).toEqual([['AuditEvent/audit-5']]);
  });

  it.each(['audit-99', 'audit-', '5', 'audit-5x', 'audit--1'])('%s is not there', async (id) => {
    const { byId, noted } = house(all, 'administrator');
    await expect(byId(id)).rejects.toMatchObject({ status: 404 });
    expect(noted).toEqual([]);
  });

  it('is asked for only as one of the own patients', async () => {
    const { byId, asked } = house(all, 'physician', [{ patients: ['p1'] }]);
    await byId('audit-5');
    expect(asked).toEqual([{ seq: 5, patient: 'p1', brief: true }]);
    const refused = house([record(5, REFUSED_READ)], 'physician', [{ patients: ['p1'] }]);
    await expect(refused.byId('audit-5')).rejects.toMatchObject({ status: 404 });
  });
});
