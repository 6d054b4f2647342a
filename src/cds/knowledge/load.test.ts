import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import duplicates from './data/duplicates.json' with { type: 'json' };
import interactions from './data/interactions.json' with { type: 'json' };
import { openKnowledge } from './load.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maru-cds-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const give = (name: string, content: unknown): void =>
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));

describe('the knowledge of the house', () => {
  it('is dated, names its sources, and is not approved by anybody yet', () => {
    const { interactions: pairs, allergies, duplicates: rules } = openKnowledge();
    for (const file of [pairs, allergies, rules]) {
      expect(file.date).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(file.reviewed).toBe(false);
    }
    expect(pairs.pairs.filter(({ tier }) => tier === 1)).toHaveLength(15);
    expect([...pairs.pairs, ...pairs.classes, ...allergies.groups].every(({ source }) => source.length > 3)).toBe(true);
  });

  it('has words in both languages for everything that is shown', () => {
    const { interactions: file, allergies } = openKnowledge();
    const shown = [...file.pairs.map(({ effect }) => effect), ...allergies.groups.map(({ label }) => label)];
    for (const { en, ko } of shown) expect([/[a-z]/.test(en), /[가-힣]|Torsades/.test(ko)]).toEqual([true, true]);
  });
});

describe("a hospital's own folder", () => {
  it('replaces a file as a whole, and may be empty', () => {
    expect(openKnowledge(folder).duplicates.version).toBe(duplicates.version);
    give('duplicates.json', { ...duplicates, version: 'ours-7', reviewed: true, rules: [] });
    expect(openKnowledge(folder).duplicates).toMatchObject({ version: 'ours-7', reviewed: true, rules: [] });
  });

  it('is refused with every fault of every file', () => {
    give('duplicates.json', { ...duplicates, date: 'yesterday' });
    give('allergies.json', '{ broken');
    expect(() => openKnowledge(folder)).toThrow(
      /allergies\.json[^]*duplicates\.json[^]*date|duplicates\.json[^]*allergies/,
    );
  });

  it('is refused where a rule names what nobody knows: it would never fire', () => {
    const [pair] = interactions.pairs;
    const [first, ...rest] = interactions.classes;
    give('interactions.json', {
      ...interactions,
      classes: [{ ...first, members: ['simvastatim'] }, ...rest],
      pairs: [{ ...pair, object: ['no-such-class'] }],
    });
    expect(() => openKnowledge(folder)).toThrow(/simvastatim[^]*no-such-class/);
  });
});
