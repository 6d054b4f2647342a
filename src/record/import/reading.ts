/**
 * Reads files to their end and gives what they hold, validated.
 *
 * Proof   reading.test.ts, import.int.test.ts
 */
import { OutcomeError } from '../../kernel/index.ts';
import { tailOf, type AnyResource } from '../resource.ts';
import { demandValid } from '../validation.ts';
import { isLineFile, jsonItems, lineItems, type Item } from './items.ts';

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
  /** Absent where there is an error. */
  readonly resource?: AnyResource;
  readonly error?: OutcomeError;
  readonly raw: () => string;
}

/** One step: an item of a file (by its place in the list), or its end, with the reason where it came too early. */
export type Reading =
  | { readonly file: number; readonly item: ReadItem }
  | { readonly file: number; readonly end: true; readonly fault?: OutcomeError };

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

/** Reads all files. `open` gives the content of one. */
export async function* readAll(
  files: readonly FileToRead[],
  open: (file: FileToRead) => AsyncIterable<Buffer>,
): AsyncGenerator<Reading> {
  for (const [file, one] of files.entries()) {
    try {
      for await (const item of itemsOf(one.name, open(one)))
        if (item.position > one.done) yield { file, item: readItem(item) };
    } catch (error) {
      if (!(error instanceof OutcomeError)) throw error;
      yield { file, end: true, fault: error };
      continue;
    }
    yield { file, end: true };
  }
}
