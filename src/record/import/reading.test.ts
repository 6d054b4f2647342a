import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFiles, type FileToRead, type Reading } from './reading.ts';

const observation = (id: string, more: object = {}): object => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: 'pulse' },
  ...more,
});
const lines = (count: number, from = 0): string =>
  Array.from({ length: count }, (_, at) => `${JSON.stringify(observation(`o-${from + at}`))}\n`).join('');

/** What was read, as plain data. */
async function read(files: readonly FileToRead[], isMuch: boolean): Promise<unknown[]> {
  const told: unknown[] = [];
  for await (const reading of readFiles(files, isMuch)) told.push(...flat(reading));
  return told;
}

function flat(reading: Reading): unknown[] {
  if ('end' in reading) return [[reading.file, 'end', reading.fault?.code]];
  return reading.items.map(({ position, type, fid, tail, error, raw }) => {
    const issues = error?.issues.map(({ code, expression }) => [code, expression]);
    return [
      reading.file,
      position,
      type,
      fid,
      tail,
      error?.category,
      error?.message,
      issues,
      error === undefined ? '' : raw(),
    ];
  });
}

describe('reading files', () => {
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

  it('gives the same here and in a thread of its own: items, faults with their text, ends', async () => {
    const here = await read(files, false);
    expect(await read(files, true)).toEqual(here);
    expect(here.length).toBeGreaterThan(700);
    expect(JSON.stringify(here)).toContain('value\\":1.50');
    const ends = here.filter((one) => Array.isArray(one) && one[1] === 'end');
    expect(ends.map((one) => (one as unknown[])[2])).toEqual([
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
    for (const isMuch of [false, true]) {
      const told = await read(rest, isMuch);
      expect(told.map((one) => (one as unknown[])[1])).toEqual([499, 500, 'end']);
    }
  });

  it('stops its thread where nobody asks for more', async () => {
    let steps = 0;
    for await (const reading of readFiles(files, true)) {
      expect(reading.file).toBe(0);
      if (++steps === 2) break;
    }
    expect(steps).toBe(2);
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
