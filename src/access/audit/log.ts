/**
 * The audit log: entries are committed before an answer leaves, and sealed into the chain by one writer at a time.
 *
 * A write puts its entry into `access_audit_pending` inside its own transaction, so that it is audited if and only if it
 * happened, also after kill -9. A read waits for `append`: one group commit seals all entries that wait together. The
 * advisory lock makes one writer of several processes. If the log cannot be written, the read is not answered (503).
 *
 * Proof   log.int.test.ts (concurrent appends, crash before sealing, tampering each way)
 */
import { instantOf, intervalOf, OutcomeError, systemClock, type Clock, type EpochMs } from '../../kernel/index.ts';
import type { Connection, Store, Transaction } from '../../store/index.ts';
import type { Anchors } from './anchors.ts';
import { proveChain, sealAll, START, type ChainHead, type ChainProof, type Link, type StoredLink } from './chain.ts';
import { auditEventText, derivedOf, type AuditEntry } from './entry.ts';

/** One writer of the chain at a time, over all processes. */
const LOCK = 7_146_824_561;
const MOST_PENDING = 5000;
const MOST_QUEUED = 2000;
/** ms until pending rows of writes are sealed when no read asks earlier. */
const PENDING_DELAY = 50;
const RETRY_DELAY = 1000;
const ANCHOR_ENTRIES = 1000;
const ANCHOR_MS = 60_000;
const PAGE = 2000;

/** An AuditEvent resource with its place in the chain. */
export interface AuditRecord {
  readonly seq: number;
  readonly resource: { readonly resourceType: 'AuditEvent'; readonly id: string } & Readonly<Record<string, unknown>>;
}

/** What the audit log gives to the rooms. */
export interface AuditLog {
  /** Adds an entry to a write's own transaction: both or neither. */
  inTransaction(transaction: Transaction, entry: AuditEntry): Promise<void>;
  /** Adds an entry; resolves when it is sealed and on disk. */
  append(entry: AuditEntry): Promise<void>;
  /** Entries after `seq`, as AuditEvent resources, in order. */
  readAuditFrom(seq: number, limit: number): Promise<readonly AuditRecord[]>;
  /** The newest entries (of one patient), newest first, before `seq`. */
  list(options: {
    readonly patient?: string;
    readonly before?: number;
    readonly limit: number;
  }): Promise<readonly AuditRecord[]>;
  /** Proves the chain from the first entry on. */
  verify(): Promise<ChainProof & { readonly pending: number }>;
  /** Seals everything pending now. */
  seal(): Promise<void>;
  close(): Promise<void>;
}

interface Waiting {
  readonly event: string;
  readonly done: () => void;
  readonly failed: (cause: unknown) => void;
}

export interface AuditLogOptions {
  readonly store: Store;
  readonly anchors?: Anchors;
  readonly clock?: Clock;
}

/** The resource id of an entry: its place in the chain. */
export function auditEventId(seq: number): string {
  return `audit-${seq}`;
}

/** Opens the log and seals what an earlier process left pending. */
export function openAuditLog(options: AuditLogOptions): AuditLog {
  const log = new ChainedAuditLog(options);
  log.wake(0);
  return log;
}

class ChainedAuditLog implements AuditLog {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #anchors: Anchors | undefined;
  #queue: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #closed = false;
  #anchored: ChainHead | undefined;
  #anchoredAt: EpochMs;
  #head: ChainHead = START;

  constructor({ store, anchors, clock = systemClock }: AuditLogOptions) {
    this.#store = store;
    this.#anchors = anchors;
    this.#clock = clock;
    this.#anchoredAt = clock.now();
  }

  async inTransaction(transaction: Transaction, entry: AuditEntry): Promise<void> {
    const event = this.#text(entry);
    await transaction.query(
      'insert into access_audit_pending (event) values ($1)',
      [event],
      'access_audit_pending_add',
    );
    transaction.afterCommit(() => this.wake(PENDING_DELAY));
  }

  append(entry: AuditEntry): Promise<void> {
    if (this.#closed) return Promise.reject(unavailable());
    return new Promise<void>((done, failed) => {
      this.#queue.push({ event: this.#text(entry), done, failed });
      this.#run();
    });
  }

  async readAuditFrom(seq: number, limit: number): Promise<readonly AuditRecord[]> {
    const text = 'select seq, event from access_audit where seq > $1 order by seq limit $2';
    return (await this.#store.query<EventRow>(text, [seq, limit], 'access_audit_from')).map(recordOf);
  }

  async list({
    patient,
    before,
    limit,
  }: {
    patient?: string;
    before?: number;
    limit: number;
  }): Promise<readonly AuditRecord[]> {
    await this.seal();
    const conditions = `($1::text is null or patients @> array[$1::text]) and ($2::bigint is null or seq < $2)`;
    const text = `select seq, event from access_audit where ${conditions} order by seq desc limit $3`;
    return (await this.#store.query<EventRow>(text, [patient ?? null, before ?? null, limit])).map(recordOf);
  }

  async verify(): Promise<ChainProof & { pending: number }> {
    const anchors = this.#anchors?.read() ?? [];
    return this.#store.snapshot(async (connection) => {
      const proof = await proveChain(allLinks(connection), anchors);
      const [row] = await connection.query<{ pending: number }>(
        'select count(*)::int as pending from access_audit_pending',
      );
      return { ...proof, pending: row?.pending ?? 0 };
    });
  }

  async seal(): Promise<void> {
    do await this.#batch();
    while ((await this.#pendingLeft()) && !this.#closed);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#running;
    await this.#batch().catch(() => undefined);
    this.#anchor(true);
  }

  /** Seals pending rows soon. */
  wake(delay: number): void {
    if (this.#closed || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.seal().catch(() => this.wake(RETRY_DELAY));
    }, delay);
    this.#timer.unref();
  }

  #text(entry: AuditEntry): string {
    return auditEventText(entry, instantOf(this.#clock.now()));
  }

  /** One batch at a time; entries that come meanwhile wait for the next one together. */
  #run(): void {
    if (this.#running !== undefined) return;
    this.#running = this.#drain().finally(() => {
      this.#running = undefined;
      if (this.#queue.length > 0) this.#run();
    });
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) await this.#batch().catch(() => undefined);
  }

  async #batch(): Promise<void> {
    const waiting = this.#queue.splice(0, MOST_QUEUED);
    try {
      const sealed = await this.#store.transaction((transaction) =>
        sealBatch(
          transaction,
          waiting.map((one) => one.event),
        ),
      );
      if (sealed !== undefined) this.#head = sealed.seq > this.#head.seq ? sealed : this.#head;
    } catch (cause) {
      for (const one of waiting) one.failed(unavailable(cause));
      throw cause;
    }
    for (const one of waiting) one.done();
    this.#anchor(false);
  }

  async #pendingLeft(): Promise<boolean> {
    return (await this.#store.query('select 1 from access_audit_pending limit 1')).length > 0;
  }

  /** Notes the head outside of the database now and then. */
  #anchor(now: boolean): void {
    const last = this.#anchored?.seq ?? 0;
    const moment = this.#clock.now();
    if (this.#anchors === undefined || this.#head.seq <= last) return;
    if (!now && this.#head.seq - last < ANCHOR_ENTRIES && moment - this.#anchoredAt < ANCHOR_MS) return;
    this.#anchors.add(this.#head, moment);
    this.#anchored = this.#head;
    this.#anchoredAt = moment;
  }
}

function unavailable(cause?: unknown): OutcomeError {
  const text = 'The audit log cannot be written now, so nothing is shown; try again in a few seconds.';
  return new OutcomeError('unavailable', 'access.audit-unavailable', text, { cause });
}

interface HeadRow {
  readonly seq: string;
  readonly hash: string;
}

interface EventRow {
  readonly seq: string;
  readonly event: string;
}

/** Takes pending rows and given texts, seals them after the head; the new head, or undefined where there was nothing. */
async function sealBatch(transaction: Transaction, events: readonly string[]): Promise<ChainHead | undefined> {
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
  const text = `insert into access_audit (seq, prev, hash, ts, patients, event)
    select u.seq, decode(u.prev, 'hex'), decode(u.hash, 'hex'), u.ts, u.patients::text[], u.event
    from unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[]) as u(seq, prev, hash, ts, patients, event)`;
  await transaction.query(
    text,
    [
      links.map((link) => link.seq),
      links.map((link) => link.prev),
      links.map((link) => link.hash),
      derived.map((one) => one.recorded),
      derived.map((one) => arrayText(one.patients)),
      links.map((link) => link.event),
    ],
    'access_audit_insert',
  );
}

/** `unnest` flattens arrays of arrays, so an array travels as its own text. */
function arrayText(items: readonly string[]): string {
  const quoted = items.map((item) => `"${item.replaceAll(/["\\]/g, (char) => `\\${char}`)}"`);
  return `{${quoted.join(',')}}`;
}

async function* allLinks(connection: Connection): AsyncIterable<StoredLink> {
  const text = `select seq, encode(prev, 'hex') as prev, encode(hash, 'hex') as hash, ts, patients, event
    from access_audit where seq > $1 order by seq limit ${PAGE}`;
  let from = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const rows = await connection.query<LinkRow>(text, [from]);
    for (const row of rows) {
      from = Number(row.seq);
      yield { ...row, seq: from, recorded: instantOf(momentOf(row.ts)) };
    }
    if (rows.length < PAGE) return;
  }
}

interface LinkRow {
  readonly seq: string;
  readonly prev: string;
  readonly hash: string;
  readonly ts: number | string;
  readonly patients: readonly string[];
  readonly event: string;
}

function momentOf(ts: number | string): EpochMs {
  return typeof ts === 'number' ? (ts as EpochMs) : (intervalOf(ts)?.low ?? (0 as EpochMs));
}

function recordOf(row: EventRow): AuditRecord {
  const seq = Number(row.seq);
  const event = JSON.parse(row.event) as Record<string, unknown>;
  return { seq, resource: { ...event, resourceType: 'AuditEvent', id: auditEventId(seq) } };
}
