import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../../kernel/index.ts';
import { NewTexts } from '../new-rows.ts';
import { Batcher, batchesOf, MOST_ON_THE_WAY, type Batch, type BatchLimits } from './batch.ts';
import type { Item } from './items.ts';
import { readItem, type Reading } from './reading.ts';

const basic = (id: string, text: string, position = 1): Item => ({
  position,
  resource: { resourceType: 'Basic', id, code: { text } },
  raw: () => '',
});

const filler = (count: number): Item[] => Array.from({ length: count }, (_, at) => basic(`f${at}`, 'x', at + 2));

function batched(items: readonly Item[], most: number, limits: Partial<BatchLimits> = {}): Batch[] {
  const batches: Batch[] = [];
  const batcher = new Batcher({ items: most, characters: 1_000_000, ...limits }, 'UTC', (batch) => batches.push(batch));
  for (const item of items) batcher.add(0, readItem(item));
  batcher.end(0);
  batcher.flush();
  return batches;
}

/** Is the first resource, met again after `count` others, told as a repeat? */
function endsWithRepeat(count: number): boolean {
  const last = batched([basic('a', 'x'), ...filler(count), basic('a', 'x', 99)], 3).at(-1);
  return last?.repeats.has(last.positions.length - 1) === true;
}

/** What a batch stores: reference and `code.text` of each item that is neither a repeat nor faulty. */
function storedBy(batch: Batch): [reference: string, text: unknown][] {
  const texts = new NewTexts(batch.rows);
  return batch.references.flatMap((reference, at): [string, unknown][] => {
    if (batch.repeats.has(at) || batch.faults.has(at)) return [];
    const { code } = JSON.parse(texts.of(at)) as { code: { text: unknown } };
    return [[reference, code.text]];
  });
}

describe('batches of an import', () => {
  it('hold every item once and in order, however large they are', () => {
    const pair = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'y'));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (pairs, most) => {
        const items = pairs.map(([id, text], at) => basic(id, text, at + 1));
        const batches = batched(items, most);
        expect(batches.flatMap(({ positions }) => positions)).toEqual(items.map(({ position }) => position));
        for (const batch of batches) expect(batch.positions.length).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('hold a resource with one content at most, so that each content becomes a version of its own', () => {
    const pair = fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('x', 'y', 'z'));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 30 }), (pairs) => {
        const items = pairs.map(([id, text], at) => basic(id, text, at + 1));
        for (const batch of batched(items, 8)) {
          const references = storedBy(batch).map(([reference]) => reference);
          expect(new Set(references).size).toBe(references.length);
        }
      }),
    );
  });

  it('store what a sequence of single updates would: the last content, and no repeat twice in a row', () => {
    const pair = fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('x', 'y'));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 30 }), fc.integer({ min: 1, max: 5 }), (pairs, most) => {
        const items = pairs.map(([id, text], at) => basic(id, text, at + 1));
        // What the batch does not call a repeat is compared with the database: the same content is no version there.
        const stored = versionsOf(batched(items, most).flatMap(storedBy));
        expect(stored).toEqual(versionsOf(pairs.map(([id, text]) => [`Basic/${id}`, text])));
      }),
    );
  });

  it('wait for the one that they change', () => {
    const batches = batched([basic('a', 'x'), basic('b', 'x'), basic('a', 'y', 2), basic('c', 'x', 3)], 10);
    expect(batches.map(({ follows, positions }) => [follows, positions.length])).toEqual([
      [false, 2],
      [true, 2],
    ]);
  });

  it('know what the batches on their way store, and no more', () => {
    expect(endsWithRepeat(MOST_ON_THE_WAY * 2)).toBe(true);
    expect(endsWithRepeat(MOST_ON_THE_WAY * 3 + 3)).toBe(false);
  });

  it('carry faults as items of their own, with what was there', () => {
    const fault = new OutcomeError('structure', 'json.malformed', 'x');
    const invalid: Item = { position: 2, resource: { resourceType: 'Basic', id: 'a' }, raw: () => 'invalid' };
    const [batch] = batched([{ position: 1, fault, raw: () => 'broken' }, invalid, basic('a', 'x', 3)], 10);
    expect([...(batch?.faults ?? [])].map(([at, { raw }]) => [at, raw])).toEqual([
      [0, 'broken'],
      [1, 'invalid'],
    ]);
    expect(batch?.faults.get(0)?.error).toMatchObject({ category: 'structure', code: 'json.malformed', message: 'x' });
    expect(batch?.references).toEqual(['', 'Basic/a', 'Basic/a']);
    expect(batch?.types).toEqual({ Basic: 2 });
  });

  it('tell whose data each item is', () => {
    const subject = { reference: 'Patient/p' };
    const resource = {
      resourceType: 'Basic',
      id: 'b',
      code: { text: 'x' },
      subject,
      author: { reference: 'Patient/q' },
    };
    const patient = {
      resourceType: 'Patient',
      id: 'p',
      link: [{ other: { reference: 'Patient/r' }, type: 'seealso' }],
    };
    const items = [resource, patient, { resourceType: 'Basic', id: 'c', code: { text: 'x' } }].map((one, at) => ({
      position: at + 1,
      resource: one,
      raw: () => '',
    }));
    const [batch] = batched(items, 10);
    expect(batch?.patients.map((list) => list.toSorted())).toEqual([['p', 'q'], ['p', 'r'], []]);
  });

  it('say which files ended, also where nothing else is left, and which must be read again', () => {
    expect(batched([], 10).map(({ positions, ended }) => [positions.length, ended.length])).toEqual([[0, 1]]);
    const batches: Batch[] = [];
    const batcher = new Batcher({ items: 10, characters: 10 }, 'UTC', (batch) => batches.push(batch));
    const sent = { category: 'structure', message: '', issues: [] } as const;
    batcher.end(0, { ...sent, code: 'import.gzip-damaged' });
    batcher.end(1, { ...sent, code: 'import.not-fhir' });
    batcher.flush();
    expect(batches[0]?.ended.map(({ file, complete }) => [file, complete])).toEqual([
      [0, false],
      [1, true],
    ]);
  });

  it('are cut by size of text too', () => {
    const items = Array.from({ length: 9 }, (_, at) => basic(`i${at}`, 'x'.repeat(200), at + 1));
    expect(batched(items, 1000, { characters: 500 }).length).toBeGreaterThan(2);
  });

  it('come of what is read as soon as they are full', async () => {
    const steps: Reading[] = [1, 2, 3].map((at) => ({ file: 0, item: readItem(basic(`s${at}`, 'x', at)) }));
    let given = 0;
    async function* readings(): AsyncGenerator<Reading> {
      for (const step of steps) {
        given++;
        yield await Promise.resolve(step);
      }
      yield { file: 0, end: true };
    }
    const told: number[][] = [];
    for await (const batch of batchesOf(readings(), { items: 2, characters: 1000 }, 'UTC'))
      told.push([given, batch.positions.length, batch.ended.length]);
    expect(told).toEqual([
      [2, 2, 0],
      [3, 1, 1],
    ]);
  });
});

/** The versions of each resource, where the same content again is none. */
function versionsOf(writes: readonly (readonly [reference: string, text: unknown])[]): Map<string, unknown[]> {
  const versions = new Map<string, unknown[]>();
  for (const [reference, text] of writes) {
    const list = versions.get(reference) ?? [];
    if (list.at(-1) !== text) versions.set(reference, [...list, text]);
  }
  return versions;
}
