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
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { houseCaller, UNLIMITED, type Caller, type Reach } from '../../access/index.ts';
import type { OutcomeError } from '../../kernel/index.ts';
import type { Context } from '../context.ts';
import type { FileReport, ImportOptions, ImportReport } from './api.ts';
import { Batcher, MOST_ON_THE_WAY, type Batch } from './batch.ts';
import { commitBatch, type Committing } from './commit.ts';
import { ErrorFile } from './errors.ts';
import { ImportFile } from './file.ts';
import { findFiles, type FoundFile } from './find.ts';
import { isLineFile, NOT_FHIR } from './items.ts';
import { addedCounts, fileProgress, finishImport, NO_COUNTS, openImport } from './progress.ts';
import { readFiles, readHere, type FileToRead, type Reading, type ReadItem } from './reading.ts';
import { digestOf, unpacked } from './source.ts';

/** Resources, and characters of their text, in one transaction. */
const BATCH_ITEMS = 1500;
const BATCH_CHARACTERS = 16_000_000;
const TELL_MS = 500;
/** Bytes of all files from which on they are read in a thread of its own. */
const THREAD_FROM = 2_000_000;

/** Imports files and folders as the house itself, or with the reach of a caller. */
export async function importFiles(
  contextOf: (caller: Caller, reach: Reach) => Context,
  options: ImportOptions,
): Promise<ImportReport> {
  const context = contextOf(options.caller ?? houseCaller('import'), options.reach ?? UNLIMITED);
  const found = findFiles(options.paths);
  const source = options.paths.map((path) => resolve(path)).join('\n');
  const run = new Run(context, options, await openImport(context.connection, source), found.length);
  return run.toEnd(() => run.addFiles(found));
}

/** Imports one stream; it is not resumed, but sending it again changes nothing that is there. */
export async function importStream(
  context: Context,
  name: string,
  stream: NodeJS.ReadableStream,
  options: Omit<ImportOptions, 'paths'>,
): Promise<ImportReport> {
  const run = new Run(context, options, await openImport(context.connection, `stream ${randomUUID()}`), 1);
  return run.toEnd(() => run.addStream(name, stream));
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

  /** Runs `work` and reports. Where it fails, what is on its way comes to its end first: the caller may close the store. */
  async toEnd(work: () => Promise<void>): Promise<ImportReport> {
    try {
      await work();
      return await this.#end();
    } catch (error) {
      await Promise.allSettled([...this.#onTheWay, this.#last].map(({ done }) => done));
      throw error;
    }
  }

  /** Reads what earlier runs have not. */
  async addFiles(found: readonly FoundFile[]): Promise<void> {
    const files: ImportFile[] = [];
    const toRead: FileToRead[] = [];
    for (const { name, path } of found) {
      const file = await this.#open(name, digestOf(path));
      if (file.progress.complete) continue;
      files.push(file);
      toRead.push({ name, path, done: file.progress.done });
    }
    const size = toRead.reduce((sum, { path }) => sum + statSync(path).size, 0);
    const isMuch = size >= (this.#options.threadFrom ?? THREAD_FROM);
    await this.#take(files, readFiles(toRead, isMuch, this.#options.maxFileBytes));
  }

  async addStream(name: string, stream: NodeJS.ReadableStream): Promise<void> {
    const file = await this.#open(name, name);
    const whole = isLineFile(name) ? undefined : this.#context.settings.maxBodyBytes;
    const chunks = unpacked(stream, this.#options.maxFileBytes ?? whole);
    await this.#take(
      [file],
      readHere([{ name, path: '', done: 0 }], () => chunks),
    );
  }

  async #open(name: string, digest: string): Promise<ImportFile> {
    const known = await fileProgress(this.#context.connection, this.#id, name, digest);
    const progress = known ?? { ...NO_COUNTS, done: 0, complete: false };
    const { errorsIn } = this.#options;
    const errors = errorsIn === undefined ? undefined : new ErrorFile(errorsIn, name, progress.done);
    const file = new ImportFile(name, digest, progress, errors);
    this.#files.push(file);
    return file;
  }

  async #take(files: readonly ImportFile[], readings: AsyncIterable<Reading>): Promise<void> {
    for await (const reading of readings) {
      const file = files[reading.file];
      if (file === undefined) throw new Error('a file was read that nobody asked for');
      if ('items' in reading) await this.#takeItems(file, reading.items);
      else this.#endFile(file, reading.fault);
    }
  }

  async #takeItems(file: ImportFile, items: readonly ReadItem[]): Promise<void> {
    this.#options.signal?.throwIfAborted();
    for (const item of items) {
      if (item.type !== '') this.#types[item.type] = (this.#types[item.type] ?? 0) + 1;
      await this.#batcher.add(file, item);
    }
  }

  /** A file that could not be read to its end is not complete: another run tries it again. */
  #endFile(file: ImportFile, fault: OutcomeError | undefined): void {
    file.fault = fault;
    if (fault === undefined || fault.code === NOT_FHIR) this.#batcher.end(file);
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

  async #end(): Promise<ImportReport> {
    await this.#batcher.flush();
    await this.#last.done;
    const files: readonly FileReport[] = this.#files.map((file) => file.report());
    const complete = files.every((file) => file.complete);
    if (complete) await finishImport(this.#context.connection, this.#id);
    this.#tell(true);
    return { id: this.#id, files, types: this.#types, ...this.#counts(), seconds: this.#seconds(), complete };
  }
}
