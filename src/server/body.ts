/**
 * Request bodies: read whole within limits (size after decompression, time, all bodies together), or handed on as a stream.
 *
 * Source  RFC 9110 section 8 (content coding, media type), RFC 8259 section 8.1 (JSON is UTF-8)
 * Proof   body.test.ts, limits.int.test.ts
 */
import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { OutcomeError } from '../kernel/index.ts';

/** Limits of one body. */
export interface BodyLimits {
  /** Bytes after decompression. */
  readonly bytes: number;
  /** ms for the whole body; for a stream, of silence. */
  readonly time: number;
}

/** Bytes of all bodies that are in memory now. */
export class BodyBudget {
  readonly #most: number;
  #held = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get held(): number {
    return this.#held;
  }

  /** Takes room for some bytes; throws 503 where there is none. */
  take(bytes: number): void {
    if (this.#held + bytes > this.#most) {
      const text = 'The house has as many request bodies in memory as it may; try again in a moment.';
      throw new OutcomeError('unavailable', 'server.bodies-too-large-together', text);
    }
    this.#held += bytes;
  }

  give(bytes: number): void {
    this.#held -= bytes;
  }
}

const READABLE = /^(application\/(?:[\w.+-]*json[\w.+-]*|x-ndjson|ndjson|x-www-form-urlencoded)|text\/json)$/;

/** Refuses what no room reads: other media types than JSON and forms, other charsets than UTF-8. */
export function refuseOtherMedia(contentType: string | undefined): void {
  if (contentType === undefined || contentType === '') return;
  const [media = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  if (READABLE.test(media) && (charset === undefined || charset === 'utf-8' || charset === 'us-ascii')) return;
  const text = `'${contentType.slice(0, 80)}' is not read here; send application/fhir+json in UTF-8.`;
  throw new OutcomeError('unsupported-media-type', 'server.media-type-not-read', text);
}

/**
 * The body without its content coding, as a stream of its own: whoever gives it up does not cut the connection, on which
 * the reason must still be told.
 */
export function decoded(request: IncomingMessage): Readable {
  const coding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const stream = decoderOf(coding);
  request.once('error', (error) => stream.destroy(error));
  request.once('close', () => {
    if (!request.complete) stream.destroy(new Error('the client went away'));
  });
  stream.once('close', () => {
    request.unpipe(stream);
    request.resume();
  });
  return request.pipe(stream);
}

function decoderOf(coding: string): Transform {
  if (coding === 'identity' || coding === '') return new PassThrough();
  if (coding === 'gzip' || coding === 'x-gzip') return createGunzip();
  if (coding === 'deflate') return createInflate();
  if (coding === 'br') return createBrotliDecompress();
  throw new OutcomeError(
    'unsupported-media-type',
    'server.content-coding-not-read',
    `Content-Encoding '${coding.slice(0, 40)}' is not read; send gzip, deflate, br or none.`,
  );
}

/** What was read, and how to give its room back. */
export interface ReadBody {
  readonly text: string;
  readonly release: () => void;
}

const NOTHING: ReadBody = { text: '', release: () => undefined };

/** Reads a body whole. */
export async function readBody(request: IncomingMessage, limits: BodyLimits, budget: BodyBudget): Promise<ReadBody> {
  if (request.headers['content-length'] === '0') return NOTHING;
  if (Number(request.headers['content-length'] ?? 0) > limits.bytes) throw tooLarge(limits.bytes);
  let held = 0;
  const release = (): void => {
    budget.give(held);
    held = 0;
  };
  try {
    const chunks: Buffer[] = [];
    await eachChunk(decoded(request), limits.time, (chunk) => {
      if (held + chunk.length > limits.bytes) throw tooLarge(limits.bytes);
      budget.take(chunk.length);
      held += chunk.length;
      chunks.push(chunk);
    });
    return { text: textOf(chunks), release };
  } catch (error) {
    release();
    throw readFault(error);
  }
}

async function eachChunk(stream: Readable, time: number, take: (chunk: Buffer) => void): Promise<void> {
  const timer = setTimeout(() => stream.destroy(tooSlow(time)), time);
  try {
    for await (const chunk of stream) take(chunk as Buffer);
  } finally {
    clearTimeout(timer);
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function textOf(chunks: readonly Buffer[]): string {
  const bytes = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
  try {
    return UTF8.decode(bytes);
  } catch (cause) {
    throw new OutcomeError('structure', 'server.body-not-utf8', 'The body is not UTF-8 text.', { cause });
  }
}

function readFault(error: unknown): unknown {
  if (error instanceof OutcomeError) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code.startsWith('Z_') || code.startsWith('ERR_'))
    return new OutcomeError('structure', 'server.body-broken', 'The compressed body is damaged or ends too early.', {
      cause: error,
    });
  return new OutcomeError('structure', 'server.body-cut', 'The body ended before it was complete.', { cause: error });
}

function tooLarge(limit: number): OutcomeError {
  const text = `The body is larger than ${limit} bytes. Split it, or send it to $import, which streams.`;
  return new OutcomeError('too-large', 'server.body-too-large', text);
}

/** Answered as 408 (see answer.ts): it is the client that was slow. */
export const TOO_SLOW = 'server.body-too-slow';

function tooSlow(time: number): OutcomeError {
  return new OutcomeError('timeout', TOO_SLOW, `The body did not arrive within ${time} ms.`);
}

/** The body as a stream that ends with a fault after `limits.time` of silence. */
export function streamedBody(request: IncomingMessage, time: number): Readable {
  const stream = decoded(request);
  let timer = setTimeout(() => stream.destroy(tooSlow(time)), time);
  stream.on('data', () => {
    clearTimeout(timer);
    timer = setTimeout(() => stream.destroy(tooSlow(time)), time);
  });
  stream.pause();
  stream.once('close', () => clearTimeout(timer));
  return stream;
}
