/**
 * Reads files to their end and gives what they hold, validated: here in this thread, or in one of its own (reading-thread.ts)
 * while this one indexes and talks to the database.
 *
 * Proof   reading.test.ts (both give the same), import.int.test.ts
 */
import { once, on } from 'node:events';
import { Worker } from 'node:worker_threads';
import { OutcomeError, type OutcomeCategory, type OutcomeIssue } from '../../kernel/index.ts';
import { tailOf, versionText, type AnyResource } from '../resource.ts';
import type { EpochMs } from '../../kernel/index.ts';
import { demandValid } from '../validation.ts';
import { isLineFile, jsonItems, lineItems, type Item } from './items.ts';
import { openSource } from './source.ts';

/** A file to read, and where an earlier run came to. */
export interface FileToRead {
  readonly name: string;
  readonly path: string;
  readonly done: number;
}

/** One resource that was read: valid, or with the reason why it is not. */
export interface ReadItem {
  readonly position: number;
  readonly type: string;
  readonly fid: string;
  readonly tail: string;
  /** The parsed resource; absent where another thread read it. */
  readonly resource?: AnyResource;
  readonly error?: OutcomeError;
  readonly raw: () => string;
}

/** One step: some items of a file (by its place in the list), or its end, with the reason where it came too early. */
export type Reading =
  | { readonly file: number; readonly items: readonly ReadItem[] }
  | { readonly file: number; readonly end: true; readonly fault?: OutcomeError };

/** Items given at a time, and steps that the other thread may be ahead. */
const ITEMS = 64;
const AHEAD = 24;

/** Validates an item. */
export function readItem({ position, raw, resource, fault }: Item): ReadItem {
  const type = resource?.resourceType ?? '';
  const item = { position, raw, type, fid: resource?.id ?? '' };
  if (resource === undefined) return { ...item, tail: '', ...(fault === undefined ? {} : { error: fault }) };
  try {
    return { ...item, resource: demandValid(resource), tail: tailOf(resource) };
  } catch (error) {
    if (!(error instanceof OutcomeError)) throw error;
    return { ...item, tail: '', error };
  }
}

/** The items of one content. */
export function itemsOf(name: string, chunks: AsyncIterable<Buffer>): AsyncIterable<Item> {
  return isLineFile(name) ? lineItems(chunks) : jsonItems(chunks);
}

/** Reads in this thread. `open` gives the content of a file. */
export async function* readHere(
  files: readonly FileToRead[],
  open: (file: FileToRead) => AsyncIterable<Buffer>,
): AsyncGenerator<Reading> {
  for (const [file, one] of files.entries()) {
    let items: ReadItem[] = [];
    try {
      for await (const item of itemsOf(one.name, open(one))) {
        if (item.position <= one.done) continue;
        items.push(readItem(item));
        if (items.length < ITEMS) continue;
        yield { file, items };
        items = [];
      }
    } catch (error) {
      if (!(error instanceof OutcomeError)) throw error;
      yield { file, items };
      yield { file, end: true, fault: error };
      continue;
    }
    yield { file, items };
    yield { file, end: true };
  }
}

/** An OutcomeError between threads. */
interface SentError {
  readonly category: OutcomeCategory;
  readonly code: string;
  readonly message: string;
  readonly issues: readonly OutcomeIssue[];
}

interface SentItem extends Pick<ReadItem, 'position' | 'type' | 'fid' | 'tail'> {
  readonly error?: SentError;
  readonly raw?: string;
}

/** A step between threads. */
export type SentReading =
  | { readonly file: number; readonly items: readonly SentItem[] }
  | { readonly file: number; readonly end: true; readonly fault?: SentError }
  | { readonly over: true };

function sentError({ category, code, message, issues }: OutcomeError): SentError {
  return { category, code, message, issues };
}

function receivedError({ category, code, message, issues }: SentError): OutcomeError {
  return new OutcomeError(category, code, message, { issues });
}

/** A step as it is sent. What was there is sent only where it is to be told. */
export function sent(reading: Reading): SentReading {
  const { file } = reading;
  if ('end' in reading)
    return { file, end: true, ...(reading.fault === undefined ? {} : { fault: sentError(reading.fault) }) };
  const items = reading.items.map(({ position, type, fid, tail, error, raw }) =>
    error === undefined
      ? { position, type, fid, tail }
      : { position, type, fid, tail, error: sentError(error), raw: raw() },
  );
  return { file, items };
}

function received(reading: Exclude<SentReading, { readonly over: true }>): Reading {
  const { file } = reading;
  if ('end' in reading)
    return { file, end: true, ...(reading.fault === undefined ? {} : { fault: receivedError(reading.fault) }) };
  return { file, items: reading.items.map(receivedItem) };
}

function receivedItem({ error, raw, ...item }: SentItem): ReadItem {
  const { type, fid, tail } = item;
  const text = (): string => raw ?? versionText({ type, fid, ver: 1, ts: 0 as EpochMs }, tail);
  return { ...item, raw: text, ...(error === undefined ? {} : { error: receivedError(error) }) };
}

/** What the other thread is given. */
export interface ThreadTask {
  readonly files: readonly FileToRead[];
  readonly mostBytes: number | undefined;
  readonly ahead: number;
}

/** Reads in a thread of its own. It stops when nobody asks for more. */
export async function* readInThread(files: readonly FileToRead[], mostBytes?: number): AsyncGenerator<Reading> {
  const task: ThreadTask = { files, mostBytes, ahead: AHEAD };
  const thread = new Worker(new URL('./reading-thread.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
  });
  const ended = new AbortController();
  thread.once('exit', () => ended.abort(new Error('the thread that reads has ended early')));
  try {
    for await (const [message] of on(thread, 'message', { signal: ended.signal })) {
      const reading = message as SentReading;
      if ('over' in reading) return;
      thread.postMessage('more', []);
      yield received(reading);
    }
  } finally {
    const gone = once(thread, 'exit');
    await thread.terminate();
    await gone.catch(() => undefined);
  }
}

/** Reads in the other thread where there is much to read: it takes a moment to start. */
export function readFiles(files: readonly FileToRead[], isMuch: boolean, mostBytes?: number): AsyncGenerator<Reading> {
  return isMuch ? readInThread(files, mostBytes) : readHere(files, ({ path }) => openSource(path, mostBytes));
}
