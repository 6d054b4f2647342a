/**
 * Gathers the items of files into batches that are committed together: validated, in order, each resource once.
 *
 * Proof   import.int.test.ts
 */
import { OutcomeError } from '../../kernel/index.ts';
import { referenceOf, tailOf, type AnyResource } from '../resource.ts';
import { Turns } from '../turns.ts';
import { demandValid } from '../validation.ts';
import type { ImportFile } from './file.ts';
import type { Item } from './items.ts';

/** One resource of a batch, valid, or the reason why it is not stored. */
export interface BatchItem {
  readonly file: ImportFile;
  readonly position: number;
  readonly raw: () => string;
  readonly resource?: AnyResource;
  readonly tail: string;
  readonly error?: OutcomeError;
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

  /** Takes an item; the type that was read, if it is a resource. */
  async add(file: ImportFile, item: Item): Promise<void> {
    if (this.#turns.isDue()) await this.#turns.pass();
    const read = validated(file, item);
    if (read.resource === undefined || read.error !== undefined) this.#items.push({ ...read, isRepeat: false });
    else await this.#addResource(read, referenceOf(read.resource.resourceType, read.resource.id ?? ''));
    if (this.#items.length >= this.#limits.items || this.#size >= this.#limits.characters) await this.flush();
  }

  /** Another content of the same resource goes into a later batch, so that it becomes a later version. */
  async #addResource(read: Omit<BatchItem, 'isRepeat'>, reference: string): Promise<void> {
    const tail = this.#tails.get(reference) ?? this.#onTheWay(reference);
    const isRepeat = tail === read.tail;
    if (tail !== undefined && !isRepeat) {
      await this.flush();
      this.#before = [];
      this.#follows = true;
    }
    if (!isRepeat) this.#tails.set(reference, read.tail);
    this.#size += read.tail.length;
    this.#items.push({ ...read, isRepeat });
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

function validated(file: ImportFile, { position, raw, resource, fault }: Item): Omit<BatchItem, 'isRepeat'> {
  const place = { file, position, raw };
  if (resource === undefined) return { ...place, tail: '', ...(fault === undefined ? {} : { error: fault }) };
  try {
    return { ...place, resource: demandValid(resource), tail: tailOf(resource) };
  } catch (error) {
    if (!(error instanceof OutcomeError)) throw error;
    return { ...place, resource, tail: '', error };
  }
}
