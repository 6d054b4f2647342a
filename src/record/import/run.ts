/**
 * Bulk import: files and folders of NDJSON and Bundles, or one stream, into the record.
 *
 * Resources keep their ids (PUT): the same content again is no new version, so importing twice, or resuming, changes nothing
 * that is there. Everything is validated, indexed and audited like a single write.
 *
 * Source  https://hl7.org/fhir/R4/nd-json.html
 * Proof   import.int.test.ts
 */
import { performance } from 'node:perf_hooks';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { houseCaller, UNLIMITED, type Caller, type Reach } from '../../access/index.ts';
import { OutcomeError } from '../../kernel/index.ts';
import type { Context } from '../context.ts';
import type { FileReport, ImportOptions, ImportReport } from './api.ts';
import { Batcher, MOST_ON_THE_WAY, type Batch } from './batch.ts';
import { commitBatch, type Committing } from './commit.ts';
import { ErrorFile } from './errors.ts';
import { ImportFile } from './file.ts';
import { findFiles, type FoundFile } from './find.ts';
import { isLineFile, jsonItems, lineItems, NOT_FHIR, type Item } from './items.ts';
import { addedCounts, fileProgress, finishImport, NO_COUNTS, openImport } from './progress.ts';
import { digestOf, openSource, unpacked } from './source.ts';

/** Resources, and characters of their text, in one transaction. */
const BATCH_ITEMS = 1500;
const BATCH_CHARACTERS = 16_000_000;
const TELL_MS = 500;

/** Imports files and folders as the house itself, or with the reach of a caller. */
export async function importFiles(
  contextOf: (caller: Caller, reach: Reach) => Context,
  options: ImportOptions,
): Promise<ImportReport> {
  const context = contextOf(options.caller ?? houseCaller('import'), options.reach ?? UNLIMITED);
  const found = findFiles(options.paths);
  const source = options.paths.map((path) => resolve(path)).join('\n');
  const run = new Run(context, options, await openImport(context.connection, source), found.length);
  for (const file of found) await run.addFile(file);
  return run.end();
}

/** Imports one stream; it is not resumed, but sending it again changes nothing that is there. */
export async function importStream(
  context: Context,
  name: string,
  stream: NodeJS.ReadableStream,
  options: Omit<ImportOptions, 'paths'>,
): Promise<ImportReport> {
  const run = new Run(context, options, await openImport(context.connection, `stream ${randomUUID()}`), 1);
  await run.addStream(name, stream);
  return run.end();
}

class Run {
  readonly #context: Context;
  readonly #options: Omit<ImportOptions, 'paths'>;
  readonly #id: number;
  readonly #expected: number;
  readonly #files: ImportFile[] = [];
  readonly #types: Record<string, number> = {};
  readonly #batcher: Batcher;
  readonly #began = performance.now();
  readonly #onTheWay: Committing[] = [];
  #last: Committing = { locked: Promise.resolve(), done: Promise.resolve() };
  #told = 0;

  constructor(context: Context, options: Omit<ImportOptions, 'paths'>, id: number, expected: number) {
    this.#context = context;
    this.#options = options;
    this.#id = id;
    this.#expected = expected;
    const limits = { items: options.batchSize ?? BATCH_ITEMS, characters: BATCH_CHARACTERS };
    this.#batcher = new Batcher(limits, (batch) => this.#send(batch));
  }

  async #send(batch: Batch): Promise<void> {
    const before = this.#last;
    await (batch.follows ? before.done : before.locked);
    this.#last = commitBatch(this.#context, this.#id, batch, before.done);
    this.#onTheWay.push(this.#last);
    if (this.#onTheWay.length >= MOST_ON_THE_WAY) await this.#onTheWay.shift()?.done;
    this.#tell(false);
  }

  async addFile({ name, path }: FoundFile): Promise<void> {
    const digest = digestOf(path);
    const chunks = (): AsyncIterable<Buffer> => openSource(path, this.#options.maxFileBytes);
    const items = (): AsyncIterable<Item> => (isLineFile(name) ? lineItems(chunks()) : jsonItems(chunks()));
    await this.#add(name, digest, items);
  }

  async addStream(name: string, stream: NodeJS.ReadableStream): Promise<void> {
    const chunks = unpacked(stream, this.#options.maxFileBytes);
    await this.#add(name, name, () => (isLineFile(name) ? lineItems(chunks) : jsonItems(chunks)));
  }

  async #add(name: string, digest: string, items: () => AsyncIterable<Item>): Promise<void> {
    const known = await fileProgress(this.#context.connection, this.#id, name, digest);
    const progress = known ?? { ...NO_COUNTS, done: 0, complete: false };
    const { errorsIn } = this.#options;
    const errors = errorsIn === undefined ? undefined : new ErrorFile(errorsIn, name, progress.done);
    const file = new ImportFile(name, digest, progress, errors);
    this.#files.push(file);
    if (progress.complete) return;
    try {
      for await (const item of items()) if (item.position > progress.done) await this.#take(file, item);
    } catch (error) {
      if (!(error instanceof OutcomeError) || error.category === 'unavailable') throw error;
      file.fault = error;
      if (error.code !== NOT_FHIR) return;
    }
    this.#batcher.end(file);
  }

  async #take(file: ImportFile, item: Item): Promise<void> {
    this.#options.signal?.throwIfAborted();
    const type = item.resource?.resourceType;
    if (type !== undefined) this.#types[type] = (this.#types[type] ?? 0) + 1;
    await this.#batcher.add(file, item);
  }

  #tell(now: boolean): void {
    const moment = performance.now();
    if (this.#options.progress === undefined || (!now && moment - this.#told < TELL_MS)) return;
    this.#told = moment;
    const filesDone = this.#files.filter(({ progress }) => progress.complete).length;
    this.#options.progress({ ...this.#counts(), files: this.#expected, filesDone, seconds: this.#seconds() });
  }

  #counts(): typeof NO_COUNTS {
    return this.#files.reduce((sum, { progress }) => addedCounts(sum, progress), NO_COUNTS);
  }

  #seconds(): number {
    return (performance.now() - this.#began) / 1000;
  }

  async end(): Promise<ImportReport> {
    await this.#batcher.flush();
    await this.#last.done;
    const files: readonly FileReport[] = this.#files.map((file) => file.report());
    const complete = files.every((file) => file.complete);
    if (complete) await finishImport(this.#context.connection, this.#id);
    this.#tell(true);
    return { id: this.#id, files, types: this.#types, ...this.#counts(), seconds: this.#seconds(), complete };
  }
}
