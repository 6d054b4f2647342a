import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchesOf, type Batch } from './batch.ts';
import { readAll, type FileToRead } from './reading.ts';
import { openSource } from './source.ts';
import { ReadingThread } from './thread.ts';

const observation = (id: string, more: object = {}): object => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: 'pulse' },
  ...more,
});
const lines = (count: number, from = 0): string =>
  Array.from({ length: count }, (_, at) => `${JSON.stringify(observation(`o-${from + at}`))}\n`).join('');

const limits = { items: 64, characters: 1_000_000 };
const timeZone = 'Asia/Seoul';

/** The batches of files, made here. */
function batchesHere(files: readonly FileToRead[]): AsyncGenerator<Batch> {
  const readings = readAll(files, ({ path }) => openSource(path));
  return batchesOf(readings, limits, timeZone);
}

/** The same, made in a thread of its own. */
async function* batchesThere(files: readonly FileToRead[]): AsyncGenerator<Batch> {
  const thread = new ReadingThread();
  try {
    yield* thread.batches({ files, mostBytes: undefined, limits, timeZone });
  } finally {
    await thread.close();
  }
}

async function read(files: readonly FileToRead[], inThread: boolean): Promise<Batch[]> {
  const told: Batch[] = [];
  for await (const batch of inThread ? batchesThere(files) : batchesHere(files)) told.push(batch);
  return told;
}

describe('the thread that reads', () => {
  let folder = '';
  const files: FileToRead[] = [];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'maru-reading-'));
    const faulty = `${lines(3)}{oops\n${JSON.stringify(observation('x', { status: 'none' }))}\n{"resourceType":"Patient"}\n`;
    const bundle = {
      resourceType: 'Bundle',
      type: 'collection',
      entry: [{ resource: observation('b', { valueInteger: 1 }) }],
    };
    const contents: Readonly<Record<string, string | Buffer>> = {
      'many.ndjson': lines(500),
      'faulty.ndjson': faulty,
      'bundle.json': JSON.stringify(bundle).replace('"valueInteger":1', '"valueQuantity":{"value":1.50}'),
      'packed.ndjson.gz': gzipSync(lines(200, 1000)),
      'cut.ndjson.gz': gzipSync(lines(200, 2000)).subarray(0, 300),
      'none.json': '{"a":1}',
      'empty.ndjson': '',
    };
    for (const [name, content] of Object.entries(contents)) {
      writeFileSync(join(folder, name), content);
      files.push({ name, path: join(folder, name), done: 0 });
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('makes the same batches as are made here: rows, faults with their text, ends', async () => {
    const here = await read(files, false);
    expect(await read(files, true)).toEqual(here);
    expect(here.flatMap(({ positions }) => positions).length).toBeGreaterThan(700);
    expect(here.flatMap(({ faults }) => [...faults.values()]).map(({ error }) => error.code)).toEqual([
      'json.malformed',
      'validation.unknown-code',
      'import.no-id',
    ]);
    const texts = here.map(({ rows }) => Buffer.from(rows.body.bytes).toString('latin1')).join('');
    expect(texts).toContain('value":1.50');
    expect(here.flatMap(({ ended }) => ended).map(({ fault }) => fault?.code)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      'import.gzip-damaged',
      'import.not-fhir',
      undefined,
    ]);
  });

  it('begins where an earlier run came to', async () => {
    const rest = files.slice(0, 1).map((file) => ({ ...file, done: 498 }));
    for (const inThread of [false, true]) {
      const [batch, ...more] = await read(rest, inThread);
      expect([batch?.positions, batch?.ended.length, more.length]).toEqual([[499, 500], 1, 0]);
    }
  });

  it('stops where nobody asks for more', async () => {
    let count = 0;
    for await (const batch of batchesThere(files)) {
      expect(batch.files.every((file) => file === 0)).toBe(true);
      if (++count === 2) break;
    }
    expect(count).toBe(2);
  });

  it('may end before it was told what to read, and after it has read', async () => {
    const idle = new ReadingThread();
    await idle.close();
    const done = new ReadingThread();
    for await (const batch of done.batches({ files: [], mostBytes: undefined, limits, timeZone }))
      expect(batch).toBe(0);
    await done.close();
    await done.close();
  });

  it('fails where a file cannot be read at all', async () => {
    const missing = [{ name: 'gone.ndjson', path: join(folder, 'gone.ndjson'), done: 0 }];
    await expect(read(missing, false)).rejects.toThrow('gone.ndjson');
    await expect(read(missing, true)).rejects.toThrow('gone.ndjson');
  });

  it('of nothing is over at once', async () => {
    expect(await read([], false)).toEqual([]);
    expect(await read([], true)).toEqual([]);
  });
});
