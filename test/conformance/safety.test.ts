/**
 * Order safety and early warning: our own knowledge gives the expected decisions, and our tables agree with the published ones.
 *
 * Material: shared `conformance/safety` (interactions, allergy groups, duplicate therapy; NEWS2 vectors of the Royal College of Physicians).
 */
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  checkDrafts,
  news2,
  openKnowledge,
  type Allergy,
  type DrugOrder,
  type News2Input,
} from '../../src/cds/index.ts';
import { describeWithShared, sharedPath } from '../material.ts';

interface Expected {
  readonly rule: string;
  readonly decision: string;
}
interface Member {
  readonly name: string;
  readonly atc: readonly string[];
}
interface SafetyFile {
  readonly interactions: {
    readonly classes: Readonly<Record<string, { readonly ingredients: readonly Member[] }>>;
    readonly pairs: readonly {
      id: string;
      object: string[];
      precipitant: string[];
      sameClassPair: boolean;
      tier: number;
    }[];
    readonly extension: readonly { id: string; object: string[]; precipitant: string[]; tier: number }[];
  };
  readonly allergyGroups: readonly { id: string; action: string; triggerGroup?: string; members: readonly Member[] }[];
  readonly duplicateTherapy: { readonly examples: readonly { a: string; b: string; expect: string | null }[] };
  readonly tests: readonly {
    readonly id: string;
    readonly active: readonly string[];
    readonly order: string;
    readonly allergies: readonly string[];
    readonly expect: readonly Expected[];
    readonly context?: { readonly scheduledPlusPrnInOneOrderSet?: boolean };
  }[];
}
interface NewsFile {
  readonly vectors: readonly {
    id: string;
    observations: News2Input;
    expect: { parameterScores: object; total: number; band: string; singleThree: boolean };
  }[];
  readonly incomplete: readonly {
    id: string;
    observations: News2Input;
    expect: { status: string; reason?: string; missing?: string[]; total: null };
  }[];
}

const EMPTY_SAFETY: SafetyFile = {
  interactions: { classes: {}, pairs: [], extension: [] },
  allergyGroups: [],
  duplicateTherapy: { examples: [] },
  tests: [],
};
const EMPTY_NEWS: NewsFile = { vectors: [], incomplete: [] };

/** A file of the material, or nothing where it is not here (its suites are skipped). */
function read<File>(path: string, otherwise: File): File {
  const there = existsSync(sharedPath(path));
  return there ? (JSON.parse(readFileSync(sharedPath(path), 'utf8')) as File) : otherwise;
}

const knowledge = openKnowledge();

function orderOf(id: string, words: string, more: Partial<DrugOrder> = {}): DrugOrder {
  return { id, label: words, ...knowledge.catalogue.product([words], [words]), ...more };
}

function allergyOf(words: string): Allergy {
  const product = knowledge.catalogue.product([], [words]);
  return {
    id: `allergy-${words}`,
    label: words,
    ...product,
    classes: [],
    words: [words],
    intolerance: false,
    reactions: [],
  };
}

/** Those that are no combination by name. */
function single(members: readonly Member[]): readonly Member[] {
  return members.filter(({ name }) => !/ and /.test(name));
}

/** Is an ingredient of this member among ours? */
function holds(of: readonly string[], { name, atc }: Member): boolean {
  return knowledge.catalogue.product(atc, [name]).ingredients.some((one) => of.includes(one));
}

function decisions(
  drafts: readonly DrugOrder[],
  active: readonly DrugOrder[],
  allergies: readonly Allergy[],
): readonly Expected[] {
  const { alerts, unchecked } = checkDrafts(knowledge, { drafts, active, allergies });
  expect(unchecked).toEqual([]);
  return alerts.map(({ rule, decision }) => ({ rule, decision })).toSorted((a, b) => a.rule.localeCompare(b.rule));
}

describeWithShared('conformance/safety/interactions.json', 'order safety', () => {
  const file = read('conformance/safety/interactions.json', EMPTY_SAFETY);

  it('has the 32 tests', () => {
    expect(file.tests).toHaveLength(32);
  });

  for (const test of file.tests)
    it(`${test.id}: ${[...test.active, ...test.allergies.map((one) => `allergy ${one}`)].join(' + ')} -> ${test.order}`, () => {
      const together =
        test.context?.scheduledPlusPrnInOneOrderSet === true ? { orderSet: 'set-1', prescriber: 'Practitioner/1' } : {};
      const active = test.active.map((name, at) => orderOf(`active-${at}`, name, together));
      const draft = orderOf('draft', test.order, test.context === undefined ? {} : { ...together, prn: true });
      expect(decisions([draft], active, test.allergies.map(allergyOf))).toEqual(test.expect);
    });

  it('decides every pair the same when the two are the other way round, and when both are drafts', () => {
    for (const { active, order, allergies, expect: expected, context } of file.tests) {
      const [only] = active;
      if (only === undefined || active.length > 1 || allergies.length > 0 || context !== undefined) continue;
      expect(decisions([orderOf('draft', only)], [orderOf('active', order)], [])).toEqual(expected);
      expect(decisions([orderOf('one', only), orderOf('two', order)], [], [])).toEqual(expected);
    }
  });

  it.each(file.duplicateTherapy.examples)('duplicate therapy: $a with $b gives $expect', ({ a, b, expect: rule }) => {
    const found = decisions([orderOf('draft', b)], [orderOf('active', a)], []);
    expect(found.map((one) => one.rule)).toEqual(rule === null ? [] : [rule]);
  });
});

describeWithShared('conformance/safety/interactions.json', 'knowledge of the house beside the published tables', () => {
  const file = read('conformance/safety/interactions.json', EMPTY_SAFETY);

  it.each(Object.entries(file.interactions.classes))(
    'class %s has the same members, with their codes',
    (id, { ingredients }) => {
      const own = knowledge.interactions.classes.find((one) => one.id === id);
      expect(own?.members).toHaveLength(ingredients.length);
      for (const member of ingredients) expect(holds(own?.members ?? [], member), member.name).toBe(true);
      for (const { name, atc } of single(ingredients))
        expect(knowledge.catalogue.codesOf(name)).toEqual(expect.arrayContaining([...atc]));
    },
  );

  it('pairs have the same sides and tiers', () => {
    const all = [...file.interactions.pairs, ...file.interactions.extension];
    const own = knowledge.interactions.pairs.map(({ id, object, precipitant, tier }) => ({
      id,
      object,
      precipitant,
      tier,
    }));
    expect(own).toEqual(all.map(({ id, object, precipitant, tier }) => ({ id, object, precipitant, tier })));
  });

  it.each(file.allergyGroups)(
    'group $id has the same members, action and trigger',
    ({ id, action, triggerGroup, members }) => {
      const own = knowledge.allergies.groups.find((one) => one.id === id);
      expect(own?.action).toBe(action);
      expect(own?.trigger).toBe(triggerGroup);
      for (const member of members) expect(holds(own?.members ?? [], member), member.name).toBe(true);
    },
  );
});

describeWithShared('conformance/safety/news2-vectors.json', 'NEWS2', () => {
  const file = read('conformance/safety/news2-vectors.json', EMPTY_NEWS);

  it('has 85 sets and 7 that give no score', () => {
    expect([file.vectors.length, file.incomplete.length]).toEqual([85, 7]);
  });

  it.each(file.vectors)('$id $title', ({ observations, expect: expected }) => {
    expect(news2(observations)).toMatchObject({ status: 'complete', ...expected });
  });

  it.each(file.incomplete)('$id $title', ({ observations, expect: expected }) => {
    const { total: none, ...told } = expected;
    const result = news2(observations);
    expect(result).toMatchObject(told);
    expect('total' in result ? result.total : none).toBeNull();
  });
});
