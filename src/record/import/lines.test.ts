import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf } from './lines.ts';

async function* cut(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (const size of sizes) {
    if (size > 0) yield bytes.subarray(at, at + size);
    at += size;
  }
  if (at < bytes.length) yield bytes.subarray(at);
}

async function read(bytes: Buffer, sizes: readonly number[], longest = 1_000_000): Promise<(string | undefined)[]> {
  const lines: (string | undefined)[] = [];
  for await (const { number, bytes: line } of linesOf(cut(bytes, sizes), longest)) {
    expect(number).toBe(lines.length + 1);
    lines.push(line?.toString());
  }
  return lines;
}

describe('lines', () => {
  it('are the same however the bytes arrive', async () => {
    const line = fc.string({ unit: fc.constantFrom('a', '가', '"', ' ', '\r') });
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.array(fc.nat(7)), async (lines, sizes) => {
        const text = lines.join('\n');
        const expected = text === '' || text.endsWith('\n') ? text.split('\n').slice(0, -1) : text.split('\n');
        expect(await read(Buffer.from(text), sizes)).toEqual(expected);
      }),
    );
  });

  it('that are too long are told and passed over, not kept', async () => {
    const text = Buffer.from(`ok\n${'x'.repeat(50)}\nok too\n${'y'.repeat(50)}`);
    for (const sizes of [[], [10, 10, 10], [3, 1, 1, 1]]) {
      expect(await read(text, sizes, 20)).toEqual(['ok', undefined, 'ok too', undefined]);
    }
  });
});
