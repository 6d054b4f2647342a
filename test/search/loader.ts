/**
 * A record small enough for tests of the index and of search: puts, changes and removes resources without the interactions.
 */
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import type { EpochMs } from '../../src/kernel/index.ts';
import { parseJson, writeJson } from '../../src/kernel/index.ts';
import type { Resource } from '../../src/fhir/index.ts';
import { patientsOf, typeNumber } from '../../src/fhir/index.ts';
import { IndexBatch, markDeleted, removeFromIndex } from '../../src/record/index-rows/index.ts';
import type { MigrationSet, Row, RowShape, Store, Transaction } from '../../src/store/index.ts';
import { hash64 } from '../../src/kernel/index.ts';
import { projectRoot } from '../material.ts';

/** The tables of the record. */
export const recordTables: MigrationSet = {
  room: 'record',
  folder: new URL(`file://${join(projectRoot, 'src/record/sql')}/`),
};

const BODY: RowShape = {
  table: 'body',
  columns: [
    ['rid', 'bigint'],
    ['ver', 'integer'],
    ['tx', 'bigint'],
    ['pat', 'bigint'],
    ['ts', 'timestamptz'],
    ['type', 'smallint'],
    ['method', 'smallint'],
    ['text', 'text'],
  ],
};

interface Held {
  readonly rid: number;
  ver: number;
  resource: Resource | undefined;
}

/** A resource of a test: anything with a type and an id. */
export interface TestResource {
  readonly resourceType: string;
  readonly id: string;
  readonly [element: string]: unknown;
}

/** What stands in the database, and the same in memory. */
export class TestRecord {
  readonly store: Store;
  readonly timeZone: string;
  /** The moment that the next write is stamped with; it grows by a second with each. */
  now = Date.UTC(2026, 0, 1);
  readonly #held = new Map<string, Held>();

  constructor(store: Store, timeZone = 'UTC') {
    this.store = store;
    this.timeZone = timeZone;
  }

  /** Every resource that is there, as stored. */
  get resources(): readonly Resource[] {
    return [...this.#held.values()].flatMap(({ resource }) => resource ?? []);
  }

  /** Row ids by `Type/id`. */
  rid(reference: string): number | undefined {
    return this.#held.get(reference)?.rid;
  }

  /** Creates or replaces resources in one transaction. */
  async put(...resources: readonly TestResource[]): Promise<void> {
    await this.store.transaction((transaction) => this.putIn(transaction, resources));
  }

  async putIn(transaction: Transaction, resources: readonly TestResource[]): Promise<void> {
    const tx = await transaction.number();
    const batch = new IndexBatch({ timeZone: this.timeZone });
    const bodies: Row[] = [];
    const replaced: number[] = [];
    const first = await this.store.reserve('record_rid', Math.max(1, resources.length));
    await this.#lock(
      transaction,
      resources.map(({ resourceType, id }) => `${resourceType}/${id}`),
    );
    for (const [at, draft] of resources.entries()) {
      const reference = `${draft.resourceType}/${draft.id}`;
      const held = this.#held.get(reference) ?? { rid: first + at, ver: 0, resource: undefined };
      if (held.ver > 0) replaced.push(held.rid);
      held.ver++;
      const ts = this.now as EpochMs;
      const meta = {
        ...(draft['meta'] as object),
        versionId: String(held.ver),
        lastUpdated: new Date(ts).toISOString(),
      };
      held.resource = { ...draft, meta } as unknown as Resource;
      this.#held.set(reference, held);
      batch.add({ rid: held.rid, fid: draft.id, ver: held.ver, tx, ts, resource: held.resource });
      bodies.push(this.#body(held, tx, ts));
    }
    this.now += 1000;
    await removeFromIndex(transaction, replaced);
    await transaction.insertRows(BODY, bodies);
    await batch.write(transaction);
  }

  /** Deletes resources in one transaction. */
  async remove(...references: readonly string[]): Promise<void> {
    const ts = this.now as EpochMs;
    this.now += 1000;
    await this.store.transaction(async (transaction) => {
      const tx = await transaction.number();
      await this.#lock(transaction, references);
      const held = references.flatMap((reference) => this.#held.get(reference) ?? []);
      for (const one of held) one.ver++;
      await removeFromIndex(
        transaction,
        held.map(({ rid }) => rid),
      );
      await markDeleted(
        transaction,
        held.map(({ rid, ver }) => ({ rid, ver, tx, ts })),
      );
      await transaction.insertRows(
        BODY,
        held.map((one) => this.#body({ ...one, resource: undefined }, tx, ts, one.resource)),
      );
      for (const one of held) one.resource = undefined;
    });
  }

  /** As the record does before it changes what is there. */
  async #lock(transaction: Transaction, references: readonly string[]): Promise<void> {
    const rids = references.flatMap((reference) => this.rid(reference) ?? []);
    await transaction.query('select rid from resource where rid = any($1::bigint[]) order by key for update', [rids]);
  }

  #body({ rid, ver, resource }: Held, tx: string, ts: number, before = resource): Row {
    const type = before?.resourceType ?? 'Basic';
    const [patient] = before === undefined ? [] : patientsOf(type, before);
    const pat = patient === undefined ? null : hash64(`Patient/${patient}`);
    const text = resource === undefined ? null : writeJson(resource);
    return [rid, ver, tx, pat, ts, typeNumber(type), resource === undefined ? 4 : ver === 1 ? 1 : 2, text];
  }
}

/** A resource by itself, as JSON would give it back. */
export function plain<T>(resource: T): T {
  return parseJson(writeJson(resource)) as T;
}

/** Folder of this file, for fixtures. */
export const here = fileURLToPath(new URL('.', import.meta.url));
