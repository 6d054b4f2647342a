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
import type { Context } from '../context.ts';
import type { FileReport, ImportOptions, ImportReport } from './api.ts';
import { batchesOf, MOST_ON_THE_WAY, type Batch, type BatchLimits } from './batch.ts';
import { commitBatch, type Committing, type RunningImport } from './commit.ts';
import { ErrorFile } from './errors.ts';
import { ImportFile } from './file.ts';
import { findFiles, type FoundFile } from './find.ts';
import { isLineFile } from './items.ts';
import { addedCounts, EarlierProgress, finishImport, NO_COUNTS, openImport, type FileProgress } from './progress.ts';
import { readAll, type FileToRead } from './reading.ts';
import { digestOf, openSource, unpacked } from './source.ts';
import { ReadingThread } from './thread.ts';

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
  const began = performance.now();
  const context = contextOf(options.caller ?? houseCaller('import'), options.reach ?? UNLIMITED);
  const found = findFiles(options.paths);
  const thread = options.thread ?? threadFor(found, options);
  try {
    const source = options.paths.map((path) => resolve(path)).join('\n');
    const id = await openImport(context.connection, source);
    const run = new Run(context, options, { id, expected: found.length, began });
    return await run.toEnd(() => run.addFiles(found, thread));
  } finally {
    await thread?.close();
  }
}

/** Starts the thread that an import of these paths will read in, if it will: it starts while the database does. */
export function startReading(options: ImportOptions): ReadingThread | undefined {
  return threadFor(findFiles(options.paths), options);
}

/** A thread of its own takes a moment to start: it is worth it where there is much to read. */
function threadFor(
  found: readonly FoundFile[],
  { threadFrom = THREAD_FROM }: ImportOptions,
): ReadingThread | undefined {
  const size = found.reduce((sum, { path }) => sum + statSync(path).size, 0);
  return size >= threadFrom ? new ReadingThread() : undefined;
}

/** Imports one stream; it is not resumed, but sending it again changes nothing that is there. */
export async function importStream(
  context: Context,
  name: string,
  stream: NodeJS.ReadableStream,
  options: Omit<ImportOptions, 'paths'>,
): Promise<ImportReport> {
  const began = performance.now();
  const id = await openImport(context.connection, `stream ${randomUUID()}`);
  const run = new Run(context, options, { id, expected: 1, began });
  return run.toEnd(() => run.addStream(name, stream));
}

/** What an import is known by at its start. */
interface Beginning {
  readonly id: number;
  /** Number of files. */
  readonly expected: number;
  readonly began: number;
}

class Run {
  readonly #context: Context;
  readonly #options: Omit<ImportOptions, 'paths'>;
  readonly #beginning: Beginning;
  readonly #files: ImportFile[] = [];
  readonly #types: Record<string, number> = {};
  readonly #onTheWay: Committing[] = [];
  #last: Committing = { locked: Promise.resolve(), done: Promise.resolve() };
  #told = 0;

  constructor(context: Context, options: Omit<ImportOptions, 'paths'>, beginning: Beginning) {
    this.#context = context;
    this.#options = options;
    this.#beginning = beginning;
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

  /** Reads what earlier runs have not, in `thread` where there is one. */
  async addFiles(found: readonly FoundFile[], thread: ReadingThread | undefined): Promise<void> {
    const files: ImportFile[] = [];
    const toRead: FileToRead[] = [];
    const earlier = await EarlierProgress.read(this.#context.connection, this.#beginning.id);
    for (const { name, path } of found) {
      const digest = digestOf(path);
      const file = this.#open(name, digest, earlier.of(name, digest));
      if (file.progress.complete) continue;
      files.push(file);
      toRead.push({ name, path, done: file.progress.done });
    }
    const { maxFileBytes: mostBytes } = this.#options;
    const batches =
      thread?.batches({ files: toRead, mostBytes, ...this.#manner() }) ??
      this.#batchesHere(toRead, ({ path }) => openSource(path, mostBytes));
    await this.#commit(files, batches);
  }

  async addStream(name: string, stream: NodeJS.ReadableStream): Promise<void> {
    const file = this.#open(name, name, { ...NO_COUNTS, done: 0, complete: false });
    const whole = isLineFile(name) ? undefined : this.#context.settings.maxBodyBytes;
    const chunks = unpacked(stream, this.#options.maxFileBytes ?? whole);
    await this.#commit(
      [file],
      this.#batchesHere([{ name, path: '', done: 0 }], () => chunks),
    );
  }

  /** How batches are made. */
  #manner(): { readonly limits: BatchLimits; readonly timeZone: string } {
    const limits = { items: this.#options.batchSize ?? BATCH_ITEMS, characters: BATCH_CHARACTERS };
    return { limits, timeZone: this.#context.settings.timeZone };
  }

  #batchesHere(toRead: readonly FileToRead[], open: Parameters<typeof readAll>[1]): AsyncIterable<Batch> {
    const { limits, timeZone } = this.#manner();
    return batchesOf(readAll(toRead, open), limits, timeZone);
  }

  #open(name: string, digest: string, progress: FileProgress): ImportFile {
    const { errorsIn } = this.#options;
    const errors = errorsIn === undefined ? undefined : new ErrorFile(errorsIn, name, progress.done);
    const file = new ImportFile(name, digest, progress, errors);
    this.#files.push(file);
    return file;
  }

  async #commit(files: readonly ImportFile[], batches: AsyncIterable<Batch>): Promise<void> {
    const run = { id: this.#beginning.id, files };
    for await (const batch of batches) {
      this.#options.signal?.throwIfAborted();
      for (const [type, count] of Object.entries(batch.types)) this.#types[type] = (this.#types[type] ?? 0) + count;
      for (const { file, fault } of batch.ended) files[file]?.endWith(fault);
      await this.#send(run, batch);
    }
  }

  async #send(run: RunningImport, batch: Batch): Promise<void> {
    const before = this.#last;
    await (batch.follows ? before.done : before.locked);
    this.#last = commitBatch(this.#context, run, batch, before.done);
    this.#onTheWay.push(this.#last);
    if (this.#onTheWay.length >= MOST_ON_THE_WAY) await this.#onTheWay.shift()?.done;
    this.#tell(false);
  }

  #tell(now: boolean): void {
    const moment = performance.now();
    if (this.#options.progress === undefined || (!now && moment - this.#told < TELL_MS)) return;
    this.#told = moment;
    const filesDone = this.#files.filter(({ progress }) => progress.complete).length;
    this.#options.progress({ ...this.#counts(), files: this.#beginning.expected, filesDone, seconds: this.#seconds() });
  }

  #counts(): typeof NO_COUNTS {
    return this.#files.reduce((sum, { progress }) => addedCounts(sum, progress), NO_COUNTS);
  }

  #seconds(): number {
    return (performance.now() - this.#beginning.began) / 1000;
  }

  async #end(): Promise<ImportReport> {
    await this.#last.done;
    const files: readonly FileReport[] = this.#files.map((file) => file.report());
    const complete = files.every((file) => file.complete);
    if (complete) await finishImport(this.#context.connection, this.#beginning.id);
    this.#tell(true);
    return { id: this.#beginning.id, files, types: this.#types, ...this.#counts(), seconds: this.#seconds(), complete };
  }
}
