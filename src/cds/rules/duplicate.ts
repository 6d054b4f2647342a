/**
 * Duplicate therapy: the same ingredient twice, an ingredient inside a combination, or two of one ATC class.
 *
 * Not told: orders that do not overlap in time; something applied locally beside something systemic; a scheduled order with one as needed, or a
 * loading dose with its maintenance, written together by the same person.
 *
 * Source  knowledge/data/duplicates.json; ATC 4th level = first 5 characters
 * Proof   duplicate.test.ts, test/conformance/safety.test.ts
 */
import { decisionOf, removal, sourceOf, type Alert } from '../alert.ts';
import type { DrugOrder } from '../drug.ts';
import type { DuplicatesFile, Text } from '../knowledge/api.ts';
import { othersOf, overlap } from './others.ts';

type Rule = DuplicatesFile['rules'][number];

const WORDS: Readonly<Record<Rule['kind'], Text>> = {
  'same-ingredient': { en: 'the same ingredient twice', ko: '동일 성분 중복' },
  'in-combination': { en: 'an ingredient is in both', ko: '복합제 성분 중복' },
  'same-class': { en: 'two drugs of one class', ko: '동일 계열 중복' },
};

/** Drafted orders that repeat what is taken or drafted already. */
export function checkDuplicates(
  file: DuplicatesFile,
  drafts: readonly DrugOrder[],
  active: readonly DrugOrder[],
): readonly Alert[] {
  return drafts.flatMap((draft) =>
    othersOf(draft, drafts, active).flatMap((other) => {
      const kind = kindOf(file, draft, other);
      const rule = file.rules.find((one) => one.kind === kind);
      return rule === undefined ? [] : [alertOf(file, rule, draft, other)];
    }),
  );
}

function kindOf(file: DuplicatesFile, a: DrugOrder, b: DrugOrder): Rule['kind'] | undefined {
  if (!overlap(a, b) || isTopical(file, a) !== isTopical(file, b) || writtenTogether(a, b)) return undefined;
  if (a.ingredients.some((name) => b.ingredients.includes(name))) {
    const same = !a.combination && !b.combination;
    return same || a.atc.some((code) => b.atc.includes(code)) ? 'same-ingredient' : 'in-combination';
  }
  const classes = new Set(a.atc.map((code) => code.slice(0, 5)));
  const shared = b.atc.some((code) => classes.has(code.slice(0, 5)));
  return shared && !isTopical(file, a) ? 'same-class' : undefined;
}

/** Where the route says nothing, a drug is topical if all its codes are. */
function isTopical({ topicalAtc }: DuplicatesFile, { topical, atc }: DrugOrder): boolean {
  if (topical !== undefined) return topical;
  return atc.length > 0 && atc.every((code) => topicalAtc.some((prefix) => code.startsWith(prefix)));
}

function writtenTogether(a: DrugOrder, b: DrugOrder): boolean {
  if (a.orderSet === undefined || a.orderSet !== b.orderSet || a.prescriber !== b.prescriber) return false;
  return (a.prn === true) !== (b.prn === true) || (a.once === true) !== (b.once === true);
}

function alertOf(file: DuplicatesFile, rule: Rule, draft: DrugOrder, other: DrugOrder): Alert {
  const why = WORDS[rule.kind];
  return {
    rule: rule.id,
    tier: rule.tier,
    decision: decisionOf(rule.tier),
    order: draft.id,
    against: [other.id],
    summary: {
      en: `${draft.label} + ${other.label}: ${why.en}`,
      ko: `${draft.label} + ${other.label}: ${why.ko}`,
    },
    detail: {
      en: `${other.label} is ordered already and its period overlaps: ${why.en}.`,
      ko: `${other.label} 처방과 기간이 겹칩니다: ${why.ko}.`,
    },
    source: sourceOf(file, file.source),
    remedies: [removal(draft)],
  };
}
