import fc from 'fast-check';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { BodyBudget, readBody, refuseOtherMedia, streamedBody, TOO_SLOW } from './body.ts';

/** A request whose body comes in these pieces. */
function request(pieces: readonly Uint8Array[], headers: Record<string, string> = {}, ends = true): IncomingMessage {
  const message = new IncomingMessage(new Socket());
  message.headers = headers;
  for (const piece of pieces) message.push(piece);
  if (ends) {
    message.complete = true;
    message.push(null);
  }
  return message;
}

const LIMITS = { bytes: 10_000, time: 1000 };

function cut(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
}

describe('a body', () => {
  it('is read as it was sent, in whatever pieces and coding it comes', async () => {
    const codings = fc.constantFrom(
      ['identity', (bytes: Buffer) => bytes],
      ['gzip', gzipSync],
      ['x-gzip', gzipSync],
      ['deflate', deflateSync],
      ['br', brotliCompressSync],
    ) as fc.Arbitrary<readonly [string, (bytes: Buffer) => Buffer]>;
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', maxLength: 500 }),
        codings,
        fc.integer({ min: 1, max: 64 }),
        async (text, [coding, encode], size) => {
          const budget = new BodyBudget(100_000);
          const sent = request(cut(encode(Buffer.from(text)), size), { 'content-encoding': coding });
          const body = await readBody(sent, LIMITS, budget);
          expect(body.text).toBe(text);
          expect(budget.held).toBe(Buffer.byteLength(text));
          body.release();
          body.release();
          expect(budget.held).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps a byte order mark out of the text that JSON is read from', async () => {
    const body = await readBody(request([Buffer.from('\ufeff{}')]), LIMITS, new BodyBudget(1000));
    expect(body.text).toBe('{}');
  });

  it.each([
    [{ 'content-length': '10001' }, Buffer.alloc(0)],
    [{}, Buffer.alloc(10_001, 0x20)],
    [{ 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(10_001, 0x20))],
  ])('larger than the limit is refused, and holds no room after that (%j)', async (headers, bytes) => {
    const budget = new BodyBudget(100_000);
    await expect(readBody(request([bytes], headers), LIMITS, budget)).rejects.toMatchObject({ status: 413 });
    expect(budget.held).toBe(0);
  });

  it('that does not come in time is given up', async () => {
    const slow = readBody(request([Buffer.from('{')], {}, false), { bytes: 100, time: 30 }, new BodyBudget(1000));
    await expect(slow).rejects.toMatchObject({ code: TOO_SLOW });
  });

  it('that ends because the client went away is a fault of the client', async () => {
    const gone = request([Buffer.from('{')], {}, false);
    const reading = readBody(gone, LIMITS, new BodyBudget(1000));
    setTimeout(() => gone.destroy(), 20);
    await expect(reading).rejects.toMatchObject({ code: 'server.body-cut', status: 400 });
  });

  it('finds no room where others hold it', async () => {
    const budget = new BodyBudget(100);
    const first = await readBody(request([Buffer.alloc(80, 0x20)]), LIMITS, budget);
    const second = (): Promise<unknown> => readBody(request([Buffer.alloc(30, 0x20)]), LIMITS, budget);
    await expect(second()).rejects.toMatchObject({ status: 503 });
    expect(budget.held).toBe(80);
    first.release();
    await second();
  });

  it('as a stream ends with a fault after silence', async () => {
    const stream = streamedBody(request([Buffer.from('first')], {}, false), 40);
    const read = (async () => {
      let text = '';
      for await (const chunk of stream) text += String(chunk);
      return text;
    })();
    await expect(read).rejects.toMatchObject({ code: TOO_SLOW });
  });

  it('as a stream is decompressed', async () => {
    const stream = streamedBody(request([gzipSync('line\nline\n')], { 'content-encoding': 'gzip' }), 1000);
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    expect(text).toBe('line\nline\n');
  });
});

describe('media types', () => {
  it.each([
    undefined,
    '',
    'application/json',
    'application/fhir+json',
    'application/fhir+json; charset=UTF-8',
    'application/fhir+json;fhirVersion=4.0',
    'application/json-patch+json',
    'application/x-ndjson',
    'application/fhir+ndjson',
    'application/x-www-form-urlencoded',
    'text/json; charset="utf-8"',
  ])('%s is read', (type) => {
    expect(() => refuseOtherMedia(type)).not.toThrow();
  });

  it.each([
    'application/fhir+xml',
    'text/xml',
    'text/html',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'application/json; charset=utf-16',
    'application/json; charset=iso-8859-1',
    'json',
  ])('%s is not', (type) => {
    expect(() => refuseOtherMedia(type)).toThrow(expect.objectContaining({ status: 415 }));
  });
});
