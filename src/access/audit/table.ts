/**
 * The tables of the audit log: sealing what waits, reading the chain, finding entries.
 *
 * Proof   log.int.test.ts
 */
import { instantOf, intervalOf, type EpochMs } from '../../kernel/index.ts';
import type { Connection, Transaction } from '../../store/index.ts';
import { sealAll, START, type ChainHead, type Link, type StoredLink } from './chain.ts';
import { derivedOf } from './entry.ts';

/** One writer of the chain at a time, over all processes. */
const LOCK = 7_146_824_561;
const MOST_PENDING = 5000;
const PAGE = 2000;

interface HeadRow {
  readonly seq: string;
  readonly hash: string;
}

/** A sealed entry, as it is found. */
export interface EventRow {
  readonly seq: string;
  readonly event: string;
}

/** Takes pending rows and given texts, seals them after the head; the new head, or undefined where there was nothing. */
export async function sealBatch(transaction: Transaction, events: readonly string[]): Promise<ChainHead | undefined> {
  await transaction.query('select pg_advisory_xact_lock($1)', [LOCK], 'access_audit_lock');
  const taken = await takePending(transaction);
  const texts = [...taken, ...events];
  if (texts.length === 0) return undefined;
  const head = await readHead(transaction);
  const links = sealAll(head, texts);
  await insertLinks(transaction, links);
  const last = links.at(-1);
  return last === undefined ? undefined : { seq: last.seq, hash: last.hash };
}

/** Adds a text to a write's own transaction, to be sealed after it has committed. */
export async function addPending(transaction: Transaction, event: string): Promise<void> {
  await transaction.query('insert into access_audit_pending (event) values ($1)', [event], 'access_audit_pending_add');
}

/** Does anything wait to be sealed? */
export async function isPending(connection: Connection): Promise<boolean> {
  return (
    (await connection.query('select 1 from access_audit_pending limit 1', [], 'access_audit_is_pending')).length > 0
  );
}

/** How many entries wait to be sealed. */
export async function countPending(connection: Connection): Promise<number> {
  const [row] = await connection.query<{ pending: number }>(
    'select count(*)::int as pending from access_audit_pending',
  );
  return row?.pending ?? 0;
}

async function takePending(transaction: Transaction): Promise<readonly string[]> {
  const text = `with taken as (delete from access_audit_pending where id in
    (select id from access_audit_pending order by id limit ${MOST_PENDING}) returning id, event)
    select event from taken order by id`;
  return (await transaction.query<{ event: string }>(text, [], 'access_audit_take')).map((row) => row.event);
}

async function readHead(connection: Connection): Promise<ChainHead> {
  const text = `select seq, encode(hash, 'hex') as hash from access_audit order by seq desc limit 1`;
  const [row] = await connection.query<HeadRow>(text, [], 'access_audit_head');
  return row === undefined ? START : { seq: Number(row.seq), hash: row.hash };
}

async function insertLinks(transaction: Transaction, links: readonly Link[]): Promise<void> {
  const derived = links.map((link) => derivedOf(link.event));
  const text = `insert into access_audit (seq, prev, hash, ts, patients, agents, event)
    select u.seq, decode(u.prev, 'hex'), decode(u.hash, 'hex'), u.ts, u.patients::text[], u.agents::text[], u.event
    from unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[])
      as u(seq, prev, hash, ts, patients, agents, event)`;
  const values = [
    links.map((link) => link.seq),
    links.map((link) => link.prev),
    links.map((link) => link.hash),
    derived.map((one) => one.recorded),
    derived.map((one) => arrayText(one.patients)),
    derived.map((one) => arrayText(one.agents)),
    links.map((link) => link.event),
  ];
  await transaction.query(text, values, 'access_audit_insert');
}

/** `unnest` flattens arrays of arrays, so an array travels as its own text. */
function arrayText(items: readonly string[]): string {
  const quoted = items.map((item) => `"${item.replaceAll(/["\\]/g, (char) => `\\${char}`)}"`);
  return `{${quoted.join(',')}}`;
}

interface LinkRow {
  readonly seq: string;
  readonly prev: string;
  readonly hash: string;
  readonly ts: number | string;
  readonly patients: readonly string[];
  readonly agents: readonly string[];
  readonly event: string;
}

/** The whole chain from its first entry on. */
export async function* allLinks(connection: Connection): AsyncIterable<StoredLink> {
  const text = `select seq, encode(prev, 'hex') as prev, encode(hash, 'hex') as hash, ts, patients, agents, event
    from access_audit where seq > $1 order by seq limit ${PAGE}`;
  let from = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const rows = await connection.query<LinkRow>(text, [from]);
    for (const { ts, ...row } of rows) {
      from = Number(row.seq);
      yield { ...row, seq: from, recorded: instantOf(momentOf(ts)) };
    }
    if (rows.length < PAGE) return;
  }
}

function momentOf(ts: number | string): EpochMs {
  return typeof ts === 'number' ? (ts as EpochMs) : (intervalOf(ts)?.low ?? (0 as EpochMs));
}

/** What to find. */
export interface AuditSearch {
  /** Id of the Patient whose data was touched. */
  readonly patient?: string;
  /** Id of the person or client, or a FHIR reference (`Practitioner/…`). */
  readonly agent?: string;
  /** Inclusive. */
  readonly since?: EpochMs;
  /** Exclusive. */
  readonly until?: EpochMs;
  /** Only entries before this one. */
  readonly before?: number;
  readonly limit: number;
  /** Without references to resources and without queries: for those who may not see everything of a patient. */
  readonly brief?: boolean;
}

/** The newest entries that fit, newest first. */
export async function findEvents(connection: Connection, search: AuditSearch): Promise<readonly EventRow[]> {
  const values: unknown[] = [];
  const conditions: string[] = [];
  const where = (value: unknown, condition: (place: string) => string): void => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  where(search.patient, (place) => `patients @> array[${place}::text]`);
  where(search.agent, (place) => `agents @> array[${place}::text]`);
  where(search.since, (place) => `ts >= to_timestamp(${place}::float8 / 1000)`);
  where(search.until, (place) => `ts < to_timestamp(${place}::float8 / 1000)`);
  where(search.before, (place) => `seq < ${place}::bigint`);
  values.push(search.limit);
  const filter = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
  const text = `select seq, event from access_audit ${filter} order by seq desc limit $${values.length}`;
  return connection.query<EventRow>(text, values);
}

/** Entries after `seq`, in order. */
export async function eventsFrom(connection: Connection, seq: number, limit: number): Promise<readonly EventRow[]> {
  const text = 'select seq, event from access_audit where seq > $1 order by seq limit $2';
  return connection.query<EventRow>(text, [seq, limit], 'access_audit_from');
}

/** One entry. */
export async function eventAt(connection: Connection, seq: number): Promise<EventRow | undefined> {
  const [row] = await connection.query<EventRow>(
    'select seq, event from access_audit where seq = $1',
    [seq],
    'access_audit_at',
  );
  return row;
}
