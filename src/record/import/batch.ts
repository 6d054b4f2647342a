/**
 * Gathers what is read into batches that are committed together, in order, each resource once, with the rows that its new
 * resources will have. A batch is plain data: it can be made in one thread and committed in another.
 *
 * Proof   batch.test.ts, import.int.test.ts
 */
import { NewRowsMaker, type NewRows } from '../new-rows.ts';
import { referenceOf } from '../resource.ts';
import { sentError, type SentError } from './errors.ts';
import { NOT_FHIR } from './items.ts';
import type { Reading, ReadItem } from './reading.ts';
import { Turns } from '../turns.ts';

/** Why an item is not stored, and what was there. */
export interface BatchFault {
  readonly error: SentError;
  readonly raw: string;
}

/** A file whose last item is in a batch or before it. */
export interface EndedFile {
  readonly file: number;
  /** Why it could not be read as it should. */
  readonly fault?: SentError;
  /** Another run need not read it again. */
  readonly complete: boolean;
}

/** What is committed together: items in order, told column by column. */
export interface Batch {
  /** The file of each item, by its place in the list of files. */
  readonly files: readonly number[];
  readonly positions: readonly number[];
  /** `Type/id` of each item, nothing where that could not be read. */
  readonly references: readonly string[];
  /** Patients whose data each item is. */
  readonly patients: readonly (readonly string[])[];
  /** Items whose content stands already in this batch or in one on its way. */
  readonly repeats: ReadonlySet<number>;
  readonly faults: ReadonlyMap<number, BatchFault>;
  /** Rows of all other items; an owner is the place of an item. */
  readonly rows: NewRows;
  /** Number of items by type. */
  readonly types: Readonly<Record<string, number>>;
  readonly ended: readonly EndedFile[];
  /** It changes what a batch on its way stores: it may begin only when that one is committed. */
  readonly follows: boolean;
}

/** Batches that are not yet committed: one at the database, the others waiting. */
export const MOST_ON_THE_WAY = 3;

/** How large a batch may get. */
export interface BatchLimits {
  readonly items: number;
  readonly characters: number;
}

class OpenBatch {
  readonly files: number[] = [];
  readonly positions: number[] = [];
  readonly references: string[] = [];
  readonly patients: (readonly string[])[] = [];
  readonly repeats = new Set<number>();
  readonly faults = new Map<number, BatchFault>();
  readonly types: Record<string, number> = {};
  readonly ended: EndedFile[] = [];
  readonly follows: boolean;
  characters = 0;

  constructor(follows: boolean) {
    this.follows = follows;
  }

  get size(): number {
    return this.positions.length;
  }

  /** Notes an item that is read; the answer is its place. */
  push(file: number, { position, type, fid }: ReadItem): number {
    this.files.push(file);
    this.references.push(type === '' ? '' : referenceOf(type, fid));
    this.patients.push(NOBODY);
    if (type !== '') this.types[type] = (this.types[type] ?? 0) + 1;
    return this.positions.push(position) - 1;
  }
}

const NOBODY: readonly string[] = [];

/** Fills one batch after the other and hands them to `send`. */
export class Batcher {
  readonly #limits: BatchLimits;
  readonly #send: (batch: Batch) => void;
  readonly #rows: NewRowsMaker;
  #open = new OpenBatch(false);
  /** What the open batch and those on their way store, by reference: the content, and the number of the batch. */
  readonly #known = new Map<string, { readonly tail: string; readonly batch: number }>();
  /** Number of the open batch, and of the oldest that may be on its way. */
  #number = 0;
  #oldest = 0;

  constructor(limits: BatchLimits, timeZone: string, send: (batch: Batch) => void) {
    this.#limits = limits;
    this.#rows = new NewRowsMaker(timeZone);
    this.#send = send;
  }

  /** Takes an item. */
  add(file: number, read: ReadItem): void {
    const { error, resource } = read;
    if (error !== undefined) {
      this.#open.faults.set(this.#open.push(file, read), { error: sentError(error), raw: read.raw() });
    } else if (resource !== undefined) this.#addResource(file, { ...read, resource });
    if (this.#open.size >= this.#limits.items || this.#open.characters >= this.#limits.characters) this.flush();
  }

  /** Another content of the same resource goes into a later batch, so that it becomes a later version. */
  #addResource(file: number, read: ReadItem & Required<Pick<ReadItem, 'resource'>>): void {
    const reference = referenceOf(read.type, read.fid);
    const known = this.#known.get(reference);
    const tail = known === undefined || known.batch < this.#oldest ? undefined : known.tail;
    const isRepeat = tail === read.tail;
    if (tail !== undefined && !isRepeat) this.#beginAfter();
    const at = this.#open.push(file, read);
    this.#open.characters += read.tail.length;
    if (isRepeat) this.#open.repeats.add(at);
    else {
      this.#known.set(reference, { tail: read.tail, batch: this.#number });
      this.#open.patients[at] = this.#rows.add(at, read);
    }
  }

  /** Begins a batch that waits for those before it. */
  #beginAfter(): void {
    this.flush();
    this.#known.clear();
    this.#open = new OpenBatch(true);
  }

  /** Says that a file has no more items. One that could not be read to its end is not complete: another run tries it again. */
  end(file: number, fault?: SentError): void {
    const complete = fault === undefined || fault.code === NOT_FHIR;
    this.#open.ended.push({ file, complete, ...(fault === undefined ? {} : { fault }) });
  }

  /** Sends what there is. */
  flush(): void {
    const { characters: _characters, ...batch } = this.#open;
    if (batch.positions.length === 0 && batch.ended.length === 0) return;
    this.#forget();
    this.#open = new OpenBatch(false);
    this.#send({ ...batch, rows: this.#rows.take() });
  }

  /** Goes on to the next batch, and forgets those that cannot be on their way any more, now and then. */
  #forget(): void {
    this.#number++;
    this.#oldest = this.#number - MOST_ON_THE_WAY;
    if (this.#number % MOST_ON_THE_WAY !== 0) return;
    for (const [reference, { batch }] of this.#known) if (batch < this.#oldest) this.#known.delete(reference);
  }
}

/** The batches of everything that is read. */
export async function* batchesOf(
  readings: AsyncIterable<Reading>,
  limits: BatchLimits,
  timeZone: string,
): AsyncGenerator<Batch> {
  const ready: Batch[] = [];
  const batcher = new Batcher(limits, timeZone, (batch) => ready.push(batch));
  const turns = new Turns();
  for await (const reading of readings) {
    if (turns.isDue()) await turns.pass();
    if ('item' in reading) batcher.add(reading.file, reading.item);
    else batcher.end(reading.file, reading.fault === undefined ? undefined : sentError(reading.fault));
    yield* ready.splice(0);
  }
  batcher.flush();
  yield* ready.splice(0);
}
