/**
 * Gathers the items of files into batches that are committed together: validated, in order, each resource once.
 *
 * Proof   import.int.test.ts
 */
import { setImmediate as turn } from 'node:timers/promises';
import { OutcomeError } from '../../kernel/index.ts';
import { referenceOf, tailOf, type AnyResource } from '../resource.ts';
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
  /** The same content stands in this or the previous batch. */
  readonly isRepeat: boolean;
}

/** What is committed together. */
export interface Batch {
  readonly items: readonly BatchItem[];
  /** Files whose last item is in this batch or before it. */
  readonly ended: ReadonlySet<ImportFile>;
  /** It changes what the batch before it stores: it may begin only when that one is committed. */
  readonly follows: boolean;
}

/** How large a batch may get, and how many items are validated before others may work. */
export interface BatchLimits {
  readonly items: number;
  readonly characters: number;
}

const SLICE = 32;

/** Fills one batch after the other and hands them to `send`. */
export class Batcher {
  readonly #limits: BatchLimits;
  readonly #send: (batch: Batch) => Promise<void>;
  #items: BatchItem[] = [];
  #tails = new Map<string, string>();
  #before: ReadonlyMap<string, string> = new Map();
  #ended = new Set<ImportFile>();
  #size = 0;
  #follows = false;
  #sinceTurn = 0;

  constructor(limits: BatchLimits, send: (batch: Batch) => Promise<void>) {
    this.#limits = limits;
    this.#send = send;
  }

  /** Takes an item; the type that was read, if it is a resource. */
  async add(file: ImportFile, item: Item): Promise<void> {
    if (++this.#sinceTurn >= SLICE) {
      this.#sinceTurn = 0;
      await turn();
    }
    const read = validated(file, item);
    if (read.resource === undefined || read.error !== undefined) this.#items.push({ ...read, isRepeat: false });
    else await this.#addResource(read, referenceOf(read.resource.resourceType, read.resource.id ?? ''));
    if (this.#items.length >= this.#limits.items || this.#size >= this.#limits.characters) await this.flush();
  }

  /** Another content of the same resource goes into a later batch, so that it becomes a later version. */
  async #addResource(read: Omit<BatchItem, 'isRepeat'>, reference: string): Promise<void> {
    const tail = this.#tails.get(reference) ?? this.#before.get(reference);
    const isRepeat = tail === read.tail;
    if (tail !== undefined && !isRepeat) {
      await this.flush();
      this.#before = new Map();
      this.#follows = true;
    }
    if (!isRepeat) this.#tails.set(reference, read.tail);
    this.#size += read.tail.length;
    this.#items.push({ ...read, isRepeat });
  }

  /** Says that a file has no more items. */
  end(file: ImportFile): void {
    this.#ended.add(file);
  }

  /** Sends what there is. */
  async flush(): Promise<void> {
    if (this.#items.length === 0 && this.#ended.size === 0) return;
    const batch = { items: this.#items, ended: this.#ended, follows: this.#follows };
    this.#before = this.#tails;
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
