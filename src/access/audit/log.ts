/**
 * The audit log: entries are committed before an answer leaves, and sealed into the chain by one writer at a time.
 *
 * A write puts its entry into `access_audit_pending` inside its own transaction, so that it is audited if and only if it
 * happened, also after kill -9. A read waits for `append`: one group commit seals all entries that wait together. The
 * advisory lock makes one writer of several processes. If the log cannot be written, the read is not answered (503).
 *
 * Proof   log.int.test.ts (concurrent appends, crash before sealing, tampering each way)
 */
import {
  instantOf,
  OutcomeError,
  SILENT,
  systemClock,
  type Clock,
  type EpochMs,
  type Log,
} from '../../kernel/index.ts';
import type { Store, Transaction } from '../../store/index.ts';
import type { Anchors } from './anchors.ts';
import { proveChain, START, type ChainHead, type ChainProof } from './chain.ts';
import { entryText, derivedOf, type AuditEntry } from './entry.ts';
import type { AuditRecord } from './record.ts';
import {
  addPending,
  allLinks,
  countPending,
  eventAt,
  eventsFrom,
  findEvents,
  isPending,
  sealBatch,
  type AuditSearch,
} from './table.ts';
import { recordOf } from './view.ts';

const MOST_QUEUED = 2000;
/** ms until pending rows of writes are sealed when no read asks earlier. */
const PENDING_DELAY = 50;
const RETRY_DELAY = 1000;
const ANCHOR_ENTRIES = 1000;
const ANCHOR_MS = 60_000;

/** What the audit log gives to the rooms. */
export interface AuditLog {
  /** Adds an entry to a write's own transaction: both or neither. */
  inTransaction(transaction: Transaction, entry: AuditEntry): Promise<void>;
  /** Adds an entry; resolves when it is sealed and on disk. */
  append(entry: AuditEntry): Promise<void>;
  /** Entries after `seq`, as AuditEvent resources, in order. */
  readAuditFrom(seq: number, limit: number): Promise<readonly AuditRecord[]>;
  /** The newest entries that fit, newest first; with `patient`, only what they say about that patient. */
  list(search: AuditSearch): Promise<readonly AuditRecord[]>;
  /** One entry (`AuditEvent/audit-<seq>`); with `patient`, only if and what it says about that patient. */
  get(seq: number, patient?: string, brief?: boolean): Promise<AuditRecord | undefined>;
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
  readonly log?: Log;
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
  readonly #log: Log;
  #queue: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  #anchorTimer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #closed = false;
  #anchored: ChainHead | undefined;
  #anchoredAt: EpochMs;
  #head: ChainHead = START;

  constructor({ store, anchors, clock = systemClock, log = SILENT }: AuditLogOptions) {
    this.#store = store;
    this.#anchors = anchors;
    this.#log = log;
    this.#clock = clock;
    this.#anchoredAt = clock.now();
  }

  async inTransaction(transaction: Transaction, entry: AuditEntry): Promise<void> {
    await addPending(transaction, this.#text(entry));
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
    return (await eventsFrom(this.#store, seq, limit)).map((row) => recordOf(row));
  }

  async list(search: AuditSearch): Promise<readonly AuditRecord[]> {
    if (await isPending(this.#store)) await this.#batch();
    return (await findEvents(this.#store, search)).map((row) => recordOf(row, search));
  }

  async get(seq: number, patient?: string, brief?: boolean): Promise<AuditRecord | undefined> {
    const row = await eventAt(this.#store, seq);
    if (row === undefined || (patient !== undefined && !derivedOf(row.event).patients.includes(patient)))
      return undefined;
    return recordOf(row, { patient, brief });
  }

  async verify(): Promise<ChainProof & { pending: number }> {
    const anchors = this.#anchors?.read() ?? [];
    return this.#store.snapshot(async (connection) => {
      const proof = await proveChain(allLinks(connection), anchors);
      return { ...proof, pending: await countPending(connection) };
    });
  }

  async seal(): Promise<void> {
    while (!this.#closed && (await isPending(this.#store))) await this.#batch();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#anchorTimer);
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
    return entryText(entry, instantOf(this.#clock.now()));
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

  /** Notes the head outside of the database: after so many entries, after so long, and at the end. */
  #anchor(now: boolean): void {
    const last = this.#anchored?.seq ?? 0;
    if (this.#anchors === undefined || this.#head.seq <= last) return;
    const moment = this.#clock.now();
    if (now || this.#head.seq - last >= ANCHOR_ENTRIES || moment - this.#anchoredAt >= ANCHOR_MS)
      this.#addAnchor(moment);
    else if (this.#anchorTimer === undefined) {
      this.#anchorTimer = setTimeout(() => this.#anchor(true), ANCHOR_MS);
      this.#anchorTimer.unref();
    }
  }

  /** A full disk stops no care: it is said in the log, and tried again with the next entries. */
  #addAnchor(moment: EpochMs): void {
    clearTimeout(this.#anchorTimer);
    this.#anchorTimer = undefined;
    try {
      this.#anchors?.add(this.#head, moment);
      this.#anchored = this.#head;
      this.#anchoredAt = moment;
    } catch {
      this.#log.error('access.anchor-not-written', { seq: this.#head.seq });
    }
  }
}

function unavailable(cause?: unknown): OutcomeError {
  const text = 'The audit log cannot be written now, so nothing is shown; try again in a few seconds.';
  return new OutcomeError('unavailable', 'access.audit-unavailable', text, { cause });
}
