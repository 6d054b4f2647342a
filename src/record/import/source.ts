/**
 * The bytes of a file to import, decompressed where it is gzip (told by its first bytes, not by its name), with limits: a
 * small file that unpacks to a huge one is refused while it unpacks.
 *
 * Proof   source.test.ts
 */
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { Readable, Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { OutcomeError } from '../../kernel/index.ts';

/** JSON of patients packs 10 to 50 to one; from this ratio on, and above the free size, a file is a bomb. */
const MOST_RATIO = 400;
const FREE_BYTES = 64 * 1_048_576;
/** What a file may unpack to, where nothing else is said: 64 GiB. */
export const MOST_FILE_BYTES = 64 * 1_073_741_824;
const SAMPLE = 1_048_576;

/** What tells whether a file is the one that an earlier run began: its size and a digest of both its ends. */
export function digestOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const hash = createHash('sha256').update(String(size));
    for (const from of size > SAMPLE ? [0, Math.max(SAMPLE, size - SAMPLE)] : [0]) {
      const bytes = Buffer.alloc(Math.min(SAMPLE, size - from));
      readSync(file, bytes, 0, bytes.length, from);
      hash.update(bytes);
    }
    return hash.digest('hex');
  } finally {
    closeSync(file);
  }
}

/** The content of a file. */
export function openSource(path: string, most = MOST_FILE_BYTES): AsyncIterable<Buffer> {
  return unpacked(createReadStream(path, { highWaterMark: 1 << 18 }), most);
}

/** A stream, unpacked where it is gzip. */
export async function* unpacked(stream: NodeJS.ReadableStream, most = MOST_FILE_BYTES): AsyncIterable<Buffer> {
  const chunks = toBuffers(stream)[Symbol.asyncIterator]();
  let first = Buffer.alloc(0);
  while (first.length < 2) {
    const next = await chunks.next();
    if (next.done === true) break;
    first = Buffer.concat([first, next.value]);
  }
  if (first.length === 0) return;
  const rest = joined(first, chunks);
  if (first[0] === 0x1f && first[1] === 0x8b) yield* gunzipped(rest, most);
  else yield* limited(rest, most);
}

async function* toBuffers(stream: NodeJS.ReadableStream): AsyncGenerator<Buffer> {
  for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

async function* joined(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function* limited(chunks: AsyncIterable<Buffer>, most: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > most) throw tooLarge(most);
    yield chunk;
  }
}

async function* gunzipped(chunks: AsyncIterable<Buffer>, most: number): AsyncGenerator<Buffer> {
  const packed = new Counter();
  const unpacker = createGunzip({ chunkSize: 1 << 18 });
  const done = pipeline(Readable.from(chunks), packed, unpacker);
  done.catch(() => undefined);
  let size = 0;
  try {
    for await (const chunk of unpacker) {
      size += (chunk as Buffer).length;
      if (size > most) throw tooLarge(most);
      if (size > FREE_BYTES && size > packed.bytes * MOST_RATIO) throw bomb();
      yield chunk as Buffer;
    }
    await done;
  } catch (error) {
    throw isDamage(error) ? damaged(error) : error;
  }
}

/** Errors of zlib have codes such as `Z_DATA_ERROR`. */
function isDamage(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith('Z_');
}

class Counter extends Transform {
  bytes = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.bytes += chunk.length;
    done(null, chunk);
  }
}

function damaged(cause: unknown): OutcomeError {
  const text = 'The gzip data are damaged or cut off; fetch the file again.';
  return new OutcomeError('structure', 'import.gzip-damaged', text, { cause });
}

function bomb(): OutcomeError {
  const text = `The file unpacks to more than ${MOST_RATIO} times its size; that is no export of patients. Unpack and check it first.`;
  return new OutcomeError('too-large', 'import.gzip-bomb', text);
}

function tooLarge(most: number): OutcomeError {
  return new OutcomeError('too-large', 'import.too-large', `The content is larger than ${most} bytes; split it.`);
}
