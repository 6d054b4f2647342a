import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf, openSource, unpacked } from './source.ts';

async function all(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const kept: Buffer[] = [];
  for await (const chunk of chunks) kept.push(chunk);
  return Buffer.concat(kept);
}

describe('the bytes to import', () => {
  let folder = '';
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'maru-source-'))) && undefined);
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, bytes: Buffer): string => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };

  it('are unpacked where they are gzip, whatever the file is called', async () => {
    const text = Buffer.from('{"resourceType":"Patient"}\n'.repeat(1000));
    expect(await all(openSource(file('plain.gz', text)))).toEqual(text);
    expect(await all(openSource(file('packed.json', gzipSync(text))))).toEqual(text);
    expect(await all(unpacked(Readable.from([])))).toEqual(Buffer.alloc(0));
    const pieces = [...gzipSync(text)].map((byte) => Buffer.of(byte));
    expect(await all(unpacked(Readable.from(pieces)))).toEqual(text);
  });

  it('are refused where they are cut off or damaged', async () => {
    const packed = gzipSync(Buffer.from('x'.repeat(100_000)));
    await expect(all(openSource(file('cut.gz', packed.subarray(0, packed.length - 9))))).rejects.toThrow(
      /damaged or cut off/,
    );
    const broken = Buffer.from(packed);
    broken[20] = (broken[20] ?? 0) ^ 0xff;
    await expect(all(openSource(file('broken.gz', broken)))).rejects.toThrow(/damaged/);
  });

  it('are refused where a small file unpacks to a huge one, before it is unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * 1_048_576));
    let size = 0;
    const read = async (): Promise<void> => {
      for await (const chunk of openSource(file('bomb.gz', bomb))) size += chunk.length;
    };
    await expect(read()).rejects.toMatchObject({ code: 'import.gzip-bomb' });
    expect(size).toBeLessThan(100 * 1_048_576);
  });

  it('have a largest size', async () => {
    const text = Buffer.alloc(5000);
    await expect(all(openSource(file('big', text), 4999))).rejects.toMatchObject({ code: 'import.too-large' });
    await expect(all(openSource(file('big.gz', gzipSync(text)), 4999))).rejects.toMatchObject({
      code: 'import.too-large',
    });
  });

  it('have a digest that another content does not have', () => {
    const one = file('one', Buffer.alloc(3_000_000, 1));
    const digest = digestOf(one);
    expect(digestOf(one)).toBe(digest);
    const last = Buffer.alloc(3_000_000, 1);
    last[2_999_999] = 2;
    expect(digestOf(file('two', last))).not.toBe(digest);
    expect(digestOf(file('three', Buffer.alloc(2_999_999, 1)))).not.toBe(digest);
    expect(digestOf(file('none', Buffer.alloc(0)))).toMatch(/^[0-9a-f]{64}$/);
  });
});
