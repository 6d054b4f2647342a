import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../../kernel/index.ts';
import { Batcher, MOST_ON_THE_WAY, type Batch } from './batch.ts';
import { ImportFile } from './file.ts';
import type { Item } from './items.ts';
import { readItem } from './reading.ts';
import { NO_COUNTS } from './progress.ts';

const file = (name = 'f'): ImportFile =>
  new ImportFile(name, 'digest', { ...NO_COUNTS, done: 0, complete: false }, undefined);
const basic = (id: string, text: string, position = 1): Item => ({
  position,
  resource: { resourceType: 'Basic', id, code: { text } },
  raw: () => '',
});

async function batched(items: readonly Item[], most: number): Promise<Batch[]> {
  const batches: Batch[] = [];
  const batcher = new Batcher({ items: most, characters: 1_000_000 }, (batch) => {
    batches.push(batch);
    return Promise.resolve();
  });
  const one = file();
  for (const item of items) await batcher.add(one, readItem(item));
  batcher.end(one);
  await batcher.flush();
  return batches;
}

const textOf = (item: { resource?: { readonly [name: string]: unknown } }): unknown =>
  (item.resource?.['code'] as { text?: unknown } | undefined)?.text;

describe('batches of an import', () => {
  it('hold every item once and in order, however large they are', async () => {
    const pair = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'y'));
    await fc.assert(
      fc.asyncProperty(fc.array(pair, { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), async (pairs, most) => {
        const items = pairs.map(([id, text], at) => basic(id, text, at + 1));
        const batches = await batched(items, most);
        expect(batches.flatMap((batch) => batch.items.map(({ position }) => position))).toEqual(
          items.map(({ position }) => position),
        );
        for (const batch of batches) expect(batch.items.length).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('hold a resource with one content at most, so that each content becomes a version of its own', async () => {
    const pair = fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('x', 'y', 'z'));
    await fc.assert(
      fc.asyncProperty(fc.array(pair, { maxLength: 30 }), async (pairs) => {
        const batches = await batched(
          pairs.map(([id, text], at) => basic(id, text, at + 1)),
          8,
        );
        for (const batch of batches) {
          const contents = new Map<unknown, Set<unknown>>();
          for (const item of batch.items) {
            const known = contents.get(item.resource?.id) ?? new Set();
            contents.set(item.resource?.id, known.add(textOf(item)));
          }
          for (const texts of contents.values()) expect(texts.size).toBe(1);
        }
      }),
    );
  });

  it('store what a sequence of single updates would: the last content, and no repeat twice in a row', async () => {
    const pair = fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('x', 'y'));
    await fc.assert(
      fc.asyncProperty(fc.array(pair, { maxLength: 30 }), fc.integer({ min: 1, max: 5 }), async (pairs, most) => {
        const batches = await batched(
          pairs.map(([id, text], at) => basic(id, text, at + 1)),
          most,
        );
        const stored = new Map<string, string[]>();
        for (const { items } of batches)
          for (const item of items) {
            const id = item.resource?.id ?? '';
            const versions = stored.get(id) ?? [];
            const text = String(textOf(item));
            // What the batch does not call a repeat is compared with the database: the same content is no version there.
            if (!item.isRepeat && versions.at(-1) !== text) versions.push(text);
            stored.set(id, versions);
          }
        const expected = new Map<string, string[]>();
        for (const [id, text] of pairs) {
          const versions = expected.get(id) ?? [];
          if (versions.at(-1) !== text) versions.push(text);
          expected.set(id, versions);
        }
        expect(stored).toEqual(expected);
      }),
    );
  });

  it('wait for the one that they change', async () => {
    const batches = await batched([basic('a', 'x'), basic('b', 'x'), basic('a', 'y', 2), basic('c', 'x', 3)], 10);
    expect(batches.map(({ follows, items }) => [follows, items.length])).toEqual([
      [false, 2],
      [true, 2],
    ]);
  });

  it('know what the batches on their way store, and no more', async () => {
    const filler = (count: number): Item[] => Array.from({ length: count }, (_, at) => basic(`f${at}`, 'x', at + 2));
    const near = await batched([basic('a', 'x'), ...filler(MOST_ON_THE_WAY * 2), basic('a', 'x', 99)], 3);
    expect(near.at(-1)?.items.at(-1)?.isRepeat).toBe(true);
    const far = await batched([basic('a', 'x'), ...filler(MOST_ON_THE_WAY * 3 + 3), basic('a', 'x', 99)], 3);
    expect(far.at(-1)?.items.at(-1)?.isRepeat).toBe(false);
  });

  it('carry faults as items of their own', async () => {
    const fault = new OutcomeError('structure', 'json.malformed', 'x');
    const invalid: Item = { position: 2, resource: { resourceType: 'Basic', id: 'a' }, raw: () => '' };
    const [batch] = await batched([{ position: 1, fault, raw: () => '' }, invalid, basic('a', 'x', 3)], 10);
    expect(batch?.items.map(({ error }) => error === undefined)).toEqual([false, false, true]);
    expect(batch?.items[0]?.error).toBe(fault);
  });

  it('say which files ended, also where nothing else is left', async () => {
    const batches = await batched([], 10);
    expect(batches.map(({ items, ended }) => [items.length, ended.size])).toEqual([[0, 1]]);
  });

  it('are cut by size of text too', async () => {
    const batches: Batch[] = [];
    const batcher = new Batcher({ items: 1000, characters: 500 }, (batch) => Promise.resolve(void batches.push(batch)));
    const one = file();
    for (let at = 0; at < 9; at++) await batcher.add(one, readItem(basic(`i${at}`, 'x'.repeat(200), at + 1)));
    await batcher.flush();
    expect(batches.length).toBeGreaterThan(2);
  });
});
