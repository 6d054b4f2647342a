import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Resource } from '../fhir/index.ts';
import { writeJson } from '../kernel/index.ts';
import { writeNdjson } from './ndjson.ts';
import { simulateHospital } from './simulate.ts';
import { NOW } from './testing.ts';

function hospital(): Iterable<Resource> {
  return simulateHospital({ patients: 5, seed: 'files', now: NOW });
}

/** Fails after some resources, as a full disk or a fault would. */
function* broken(): Generator<Resource> {
  let left = 600;
  for (const resource of hospital()) {
    if (left-- === 0) throw new Error('broken off');
    yield resource;
  }
}

describe('writeNdjson', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'maru-ndjson-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('writes every resource as one line of the file of its type', async () => {
    const counts = await writeNdjson(hospital(), { folder, gzip: false });
    const expected = [...hospital()];
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(expected.length);
    for (const [type, count] of Object.entries(counts)) {
      const lines = readFileSync(join(folder, `${type}.ndjson`), 'utf8')
        .trimEnd()
        .split('\n');
      expect(lines).toHaveLength(count);
      expect(lines).toEqual(expected.filter(({ resourceType }) => resourceType === type).map((one) => writeJson(one)));
    }
  });

  it('writes the same inside of gzip', async () => {
    const packed = join(folder, 'packed');
    await writeNdjson(hospital(), { folder, gzip: false });
    await writeNdjson(hospital(), { folder: packed, gzip: true });
    const plain = readFileSync(join(folder, 'Observation.ndjson'));
    expect(gunzipSync(readFileSync(join(packed, 'Observation.ndjson.gz'))).equals(plain)).toBe(true);
  });

  it('leaves no file under a real name where the source broke off', async () => {
    await expect(writeNdjson(broken(), { folder, gzip: true })).rejects.toThrow('broken off');
    expect(readdirSync(folder).filter((name) => !name.endsWith('.part'))).toEqual([]);
  });

  it('stops when asked to', async () => {
    const stop = new AbortController();
    const writing = writeNdjson(hospital(), { folder, gzip: false, signal: stop.signal });
    stop.abort();
    await expect(writing).rejects.toThrow(/abort/i);
    expect(readdirSync(folder).filter((name) => name.endsWith('.ndjson'))).toEqual([]);
  });

  it('tells of its progress', async () => {
    const told: number[] = [];
    const all = simulateHospital({ patients: 40, seed: 'progress', now: NOW });
    await writeNdjson(all, { folder, gzip: false, onProgress: (written) => told.push(written) });
    expect(told.slice(0, 2)).toEqual([5000, 10_000]);
  });
});
