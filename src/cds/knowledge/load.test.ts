import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import allergyGroups from './data/allergies.json' with { type: 'json' };
import doses from './data/doses.json' with { type: 'json' };
import duplicates from './data/duplicates.json' with { type: 'json' };
import immunizations from './data/immunizations.json' with { type: 'json' };
import ingredients from './data/ingredients.json' with { type: 'json' };
import interactions from './data/interactions.json' with { type: 'json' };
import pregnancy from './data/pregnancy.json' with { type: 'json' };
import results from './data/results.json' with { type: 'json' };
import vte from './data/vte.json' with { type: 'json' };
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

describe('a fault of a hospital’s own file', () => {
  const faultOf = (name: string, content: unknown): string => {
    give(name, content);
    try {
      openKnowledge(folder);
    } catch (error) {
      return (error as Error).message;
    }
    return 'taken';
  };
  const first = (rows: readonly object[], more: object): readonly object[] => [
    { ...rows[0], ...more },
    ...rows.slice(1),
  ];

  it.each<[string, string, object, RegExp]>([
    [
      'a dose of an unknown drug',
      'doses.json',
      { ...doses, rules: first(doses.rules, { drugs: ['acetaminofen'] }) },
      /DS-01: 'acetaminofen' is not in ingredients/,
    ],
    [
      'a dose without limit',
      'doses.json',
      { ...doses, rules: first(doses.rules, { limit: {} }) },
      /doses\.json: [^]*limit/,
    ],
    [
      'a limit of nothing',
      'doses.json',
      { ...doses, rules: first(doses.rules, { limit: { perDay: 0 } }) },
      /doses\.json: [^]*limit/,
    ],
    [
      'two limits at once',
      'doses.json',
      { ...doses, rules: first(doses.rules, { limit: { perDay: 1, perDose: 1 } }) },
      /limit/,
    ],
    [
      'an age at which nobody is',
      'doses.json',
      { ...doses, rules: first(doses.rules, { when: { age: { from: 65, below: 18 } } }) },
      /holds for nobody/,
    ],
    [
      'an unknown drug in pregnancy',
      'pregnancy.json',
      { ...pregnancy, rules: first(pregnancy.rules, { drugs: ['thalidomid'] }) },
      /PG-01: 'thalidomid'/,
    ],
    [
      'a result of an unknown drug',
      'results.json',
      { ...results, rules: first(results.rules, { drugs: ['digoxine'] }) },
      /LB-01: 'digoxine'/,
    ],
    [
      'a result that nobody measures',
      'results.json',
      { ...results, rules: first(results.rules, { result: 'mood' }) },
      /results\.json: [^]*result/,
    ],
    [
      'a result without a bound',
      'results.json',
      { ...results, rules: first(results.rules, { above: undefined, below: undefined }) },
      /say above or below/,
    ],
    [
      'an allergy group of nobody',
      'allergies.json',
      { ...allergyGroups, groups: first(allergyGroups.groups, { members: ['penicilin'] }) },
      /AX-01: 'penicilin'/,
    ],
    [
      'a trigger that is no group',
      'allergies.json',
      { ...allergyGroups, groups: first(allergyGroups.groups, { trigger: 'AX-99' }) },
      /AX-01: no group 'AX-99'/,
    ],
    [
      'an action that nobody takes',
      'allergies.json',
      { ...allergyGroups, groups: first(allergyGroups.groups, { action: 'shout' }) },
      /allergies\.json: [^]*action/,
    ],
    [
      'words in one language',
      'interactions.json',
      { ...interactions, pairs: first(interactions.pairs, { effect: { en: 'bleeding' } }) },
      /interactions\.json: [^]*ko/,
    ],
    [
      'empty words',
      'interactions.json',
      { ...interactions, pairs: first(interactions.pairs, { effect: { en: 'bleeding', ko: '' } }) },
      /ko/,
    ],
    ['a fourth tier', 'interactions.json', { ...interactions, pairs: first(interactions.pairs, { tier: 4 }) }, /tier/],
    [
      'a row without source',
      'interactions.json',
      { ...interactions, pairs: first(interactions.pairs, { source: '' }) },
      /source/,
    ],
    [
      'a code that is none',
      'ingredients.json',
      { ...ingredients, ingredients: first(ingredients.ingredients, { atc: ['n02be01'] }) },
      /an ATC code/,
    ],
    [
      'a vaccine without ages',
      'immunizations.json',
      { ...immunizations, series: first(immunizations.series, { months: [] }) },
      /months/,
    ],
    ['points below nothing', 'vte.json', { ...vte, factors: first(vte.factors, { points: -3 }) }, /points/],
    ['a member that nobody knows', 'vte.json', { ...vte, threshold: 4 }, /threshold/],
    ['a file that is a list', 'doses.json', [], /doses\.json/],
  ])('is named: %s', (_, name, content, told) => {
    expect(faultOf(name, content)).toMatch(told);
  });

  it('says what to do, and that nothing was taken', () => {
    expect(faultOf('doses.json', '')).toMatch(
      /^The knowledge for decision support cannot be used; mend these and start again:/,
    );
  });

  it('is not looked for in files of other names', () => {
    give('doses.json.bak', '{ broken');
    give('notes.txt', 'x');
    expect(openKnowledge(folder).doses.version).toBe(doses.version);
  });
});
