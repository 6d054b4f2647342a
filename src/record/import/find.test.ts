import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFiles, pathBelow } from './find.ts';

describe('files to import', () => {
  let top = '';
  beforeAll(() => {
    top = mkdtempSync(join(tmpdir(), 'maru-find-'));
    for (const folder of ['in/b', 'in/a', 'out']) mkdirSync(join(top, folder), { recursive: true });
    for (const name of ['in/b/2.json', 'in/b/1.json.gz', 'in/a/x.ndjson', 'in/README.md', 'out/secret.json']) {
      writeFileSync(join(top, name), '{}');
    }
    symlinkSync(join(top, 'out'), join(top, 'in/link'));
  });
  afterAll(() => rmSync(top, { recursive: true }));

  it('are the JSON and NDJSON files below a folder, in order, links not followed', () => {
    expect(findFiles([join(top, 'in')]).map(({ name }) => name)).toEqual(['a/x.ndjson', 'b/1.json.gz', 'b/2.json']);
  });

  it('are told apart where folders hold the same names, and read once where named twice', () => {
    const twice = findFiles([join(top, 'in'), join(top, 'in/b/2.json')]);
    expect(twice).toHaveLength(3);
    writeFileSync(join(top, 'out/2.json'), '{}');
    const same = findFiles([join(top, 'out/2.json'), join(top, 'in/b/2.json')]);
    expect(new Set(same.map(({ name }) => name)).size).toBe(2);
  });

  it('are demanded by name', () => {
    expect(() => findFiles([join(top, 'nowhere')])).toThrow('nowhere');
  });

  it('named over HTTP stay below the import folder', () => {
    const folder = join(top, 'in');
    expect(pathBelow(folder, 'b/2.json')).toContain('in/b/2.json');
    expect(pathBelow(folder, 'b/../a/x.ndjson')).toContain('in/a/x.ndjson');
    for (const name of [
      '../out/secret.json',
      '/etc/passwd',
      'link/secret.json',
      'b/../../out/secret.json',
      'a\0b',
      '..',
    ]) {
      expect(() => pathBelow(folder, name), name).toThrow(/not below the import folder/);
    }
    expect(() => pathBelow(folder, 'nothing.json')).toThrow(/no 'nothing.json'/);
  });
});
