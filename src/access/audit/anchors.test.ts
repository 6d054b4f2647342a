import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EpochMs } from '../../kernel/index.ts';
import { anchorFile } from './anchors.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maru-anchors-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const one = { seq: 1000, hash: 'a'.repeat(64) };
const two = { seq: 2000, hash: 'b'.repeat(64) };

describe('anchorFile', () => {
  it('keeps anchors in order, for the owner only', () => {
    const path = join(folder, 'audit', 'anchors.ndjson');
    const anchors = anchorFile(path);
    expect(anchors.read()).toEqual([]);
    anchors.add(one, 0 as EpochMs);
    anchors.add(two, 1 as EpochMs);
    expect(anchorFile(path).read()).toEqual([one, two]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('forgives a last line that was being written when the power went', () => {
    const path = join(folder, 'anchors.ndjson');
    anchorFile(path).add(one, 0 as EpochMs);
    appendFileSync(path, '{"seq":20');
    expect(anchorFile(path).read()).toEqual([one]);
    anchorFile(path).add(two, 1 as EpochMs);
    expect(anchorFile(path).read()).toEqual([one, two]);
  });

  it('says which line was tampered with', () => {
    const path = join(folder, 'anchors.ndjson');
    writeFileSync(path, `${JSON.stringify(one)}\n{"seq":-1}\n${JSON.stringify(two)}\n`);
    expect(() => anchorFile(path).read()).toThrow(/Line 2/);
  });
});
