/**
 * Gathers the items of files into batches that are committed together, in order, each resource once.
 *
 * Proof   import.int.test.ts
 */
import { referenceOf } from '../resource.ts';
import { Turns } from '../turns.ts';
import type { ImportFile } from './file.ts';
import type { ReadItem } from './reading.ts';

/** One resource of a batch, valid, or the reason why it is not stored. */
export interface BatchItem extends ReadItem {
  readonly file: ImportFile;
  /** The same content stands in this batch or in one on its way. */
  readonly isRepeat: boolean;
}

/** What is committed together. */
export interface Batch {
  readonly items: readonly BatchItem[];
  /** Files whose last item is in this batch or before it. */
  readonly ended: ReadonlySet<ImportFile>;
  /** It changes what a batch on its way stores: it may begin only when that one is committed. */
  readonly follows: boolean;
}

/** Batches that are not yet committed: one at the database, the others being indexed or waiting. */
export const MOST_ON_THE_WAY = 3;

/** How large a batch may get. */
export interface BatchLimits {
  readonly items: number;
  readonly characters: number;
}

/** Fills one batch after the other and hands them to `send`. */
export class Batcher {
  readonly #limits: BatchLimits;
  readonly #send: (batch: Batch) => Promise<void>;
  #items: BatchItem[] = [];
  #tails = new Map<string, string>();
  /** What the batches on their way store, newest first. */
  #before: readonly ReadonlyMap<string, string>[] = [];
  #ended = new Set<ImportFile>();
  #size = 0;
  #follows = false;
  readonly #turns = new Turns();

  constructor(limits: BatchLimits, send: (batch: Batch) => Promise<void>) {
    this.#limits = limits;
    this.#send = send;
  }

  /** Takes an item. */
  async add(file: ImportFile, read: ReadItem): Promise<void> {
    if (this.#turns.isDue()) await this.#turns.pass();
    if (read.error !== undefined) this.#items.push({ ...read, file, isRepeat: false });
    else await this.#addResource(file, read);
    if (this.#items.length >= this.#limits.items || this.#size >= this.#limits.characters) await this.flush();
  }

  /** Another content of the same resource goes into a later batch, so that it becomes a later version. */
  async #addResource(file: ImportFile, read: ReadItem): Promise<void> {
    const reference = referenceOf(read.type, read.fid);
    const tail = this.#tails.get(reference) ?? this.#onTheWay(reference);
    const isRepeat = tail === read.tail;
    if (tail !== undefined && !isRepeat) {
      await this.flush();
      this.#before = [];
      this.#follows = true;
    }
    if (!isRepeat) this.#tails.set(reference, read.tail);
    this.#size += read.tail.length;
    this.#items.push({ ...read, file, isRepeat });
  }

  #onTheWay(reference: string): string | undefined {
    for (const tails of this.#before) {
      const tail = tails.get(reference);
      if (tail !== undefined) return tail;
    }
    return undefined;
  }

  /** Says that a file has no more items. */
  end(file: ImportFile): void {
    this.#ended.add(file);
  }

  /** Sends what there is. */
  async flush(): Promise<void> {
    if (this.#items.length === 0 && this.#ended.size === 0) return;
    const batch = { items: this.#items, ended: this.#ended, follows: this.#follows };
    this.#before = [this.#tails, ...this.#before].slice(0, MOST_ON_THE_WAY);
    this.#items = [];
    this.#tails = new Map();
    this.#ended = new Set();
    this.#size = 0;
    this.#follows = false;
    await this.#send(batch);
  }
}
