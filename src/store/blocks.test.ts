import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Blocks } from './blocks.ts';

/** A sequence as the database keeps it; every ask takes a moment. */
class Sequence {
  next = 1;
  asks = 0;

  async query<Result>(_text: string, values: readonly unknown[] = []): Promise<Result[]> {
    this.asks++;
    await new Promise((resolve) => setImmediate(resolve));
    const first = this.next;
    this.next += Number(values[1]);
    return [{ first: String(first) } as Result];
  }
}

describe('blocks of ids', () => {
  it('never overlap, in whatever sizes they are asked for at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 40 }), async (counts) => {
        const blocks = new Blocks(new Sequence());
        const firsts = await Promise.all(counts.map((count) => blocks.reserve('ids', count)));
        const taken = firsts.flatMap((first, at) => Array.from({ length: counts[at] ?? 0 }, (_, step) => first + step));
        expect(new Set(taken).size).toBe(taken.length);
      }),
      { numRuns: 50 },
    );
  });

  it('answer many small asks from one round trip', async () => {
    const sequence = new Sequence();
    const blocks = new Blocks(sequence);
    await Promise.all(Array.from({ length: 200 }, () => blocks.reserve('ids', 1)));
    expect(sequence.asks).toBe(1);
  });

  it('ask at once for what is larger than a block, and keep sequences apart', async () => {
    const sequence = new Sequence();
    const blocks = new Blocks(sequence);
    expect(await blocks.reserve('ids', 5000)).toBe(1);
    expect(await blocks.reserve('other', 2)).toBe(5001);
    expect(await blocks.reserve('ids', 2)).toBe(5257);
  });

  it('try again after a fault, and refuse what is no number of ids', async () => {
    const sequence = new Sequence();
    let broken = true;
    const blocks = new Blocks({
      query: (text, values) => {
        if (!broken) return sequence.query(text, values);
        broken = false;
        return Promise.reject(new Error('gone'));
      },
    });
    await expect(blocks.reserve('ids', 1)).rejects.toThrow('gone');
    expect(await blocks.reserve('ids', 1)).toBe(1);
    for (const count of [0, -1, 1.5, Number.NaN])
      await expect(blocks.reserve('ids', count)).rejects.toThrow(/no number of ids/);
  });
});
