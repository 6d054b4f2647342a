/**
 * Allergies against drafted orders, with cross-reactivity.
 *
 * Per ordered ingredient and recorded allergy only the strongest finding is told: the same ingredient, then stop, warn, inform. A
 * severe delayed reaction to any beta-lactam stops every beta-lactam. A mere intolerance informs.
 *
 * Source  knowledge/data/allergies.json
 * Proof   allergy.test.ts, test/conformance/safety.test.ts
 */
import { decisionOf, removal, sourceOf, type Alert } from '../alert.ts';
import type { Allergy, DrugOrder } from '../drug.ts';
import type { AllergiesFile, AllergyGroup, Text, Tier } from '../knowledge/api.ts';
import type { Catalogue } from '../knowledge/catalogue.ts';

/** One finding before the strongest is taken. */
interface Finding {
  readonly rule: string;
  readonly tier: Tier;
  /** Larger is stronger. */
  readonly rank: number;
  readonly why: Text;
  readonly source: string;
}

const TIERS = { stop: 1, warn: 2, inform: 3 } as const;
const SAME: Omit<Finding, 'why'> = {
  rule: 'same-ingredient',
  tier: 1,
  rank: 9,
  source: 'the allergy as recorded',
};

/** Allergies that forbid or question a drafted order. */
export function checkAllergies(
  file: AllergiesFile,
  catalogue: Catalogue,
  drafts: readonly DrugOrder[],
  allergies: readonly Allergy[],
): readonly Alert[] {
  const judge = new AllergyJudge(file, catalogue);
  return drafts.flatMap((draft) =>
    allergies.flatMap((allergy) => {
      const strongest = draft.ingredients
        .flatMap((ingredient) => judge.findings(allergy, ingredient, draft))
        .toSorted((a, b) => b.rank - a.rank)[0];
      return strongest === undefined ? [] : [alertOf(file, strongest, draft, allergy)];
    }),
  );
}

class AllergyJudge {
  readonly #file: AllergiesFile;
  readonly #catalogue: Catalogue;
  readonly #groups: ReadonlyMap<string, AllergyGroup>;

  constructor(file: AllergiesFile, catalogue: Catalogue) {
    this.#file = file;
    this.#catalogue = catalogue;
    this.#groups = new Map(file.groups.map((group) => [group.id, group]));
  }

  findings(allergy: Allergy, ingredient: string, draft: DrugOrder): readonly Finding[] {
    if (allergy.ingredients.includes(ingredient)) return [{ ...SAME, why: sameWords(ingredient) }];
    const codes = [...this.#catalogue.codesOf(ingredient), ...draft.atc];
    const grouped = this.#file.groups.flatMap((group) => this.#inGroup(group, allergy, ingredient, codes));
    const answered = grouped.some(({ rule }) => this.#groups.get(rule)?.trigger !== undefined);
    return [...grouped, ...this.#severe(allergy, codes), ...(answered ? [] : recordedClass(allergy, codes))].filter(
      ({ rank }) => rank > 0,
    );
  }

  #inGroup(group: AllergyGroup, allergy: Allergy, ingredient: string, codes: readonly string[]): readonly Finding[] {
    const recorded = group.trigger === undefined ? group : this.#groups.get(group.trigger);
    if (recorded === undefined || !isMember(group, [ingredient], codes)) return [];
    if (!this.#isRecorded(recorded, allergy)) return [];
    const { id: rule, action, label, source } = group;
    // A group that says 'none' answers the allergy without an alert.
    if (action === 'none') return [{ rule, tier: 3, rank: 0, why: label, source }];
    return [{ rule, tier: TIERS[action], rank: 4 - TIERS[action], why: label, source }];
  }

  #isRecorded(group: AllergyGroup, allergy: Allergy): boolean {
    if (allergy.words.some((word) => group.also.includes(word))) return true;
    const codes = [...allergy.atc, ...allergy.ingredients.flatMap((name) => this.#catalogue.codesOf(name))];
    if (isMember(group, allergy.ingredients, codes)) return true;
    const all = [...group.atcPrefix, ...group.members.flatMap((name) => this.#catalogue.codesOf(name))];
    return allergy.classes.some((recorded) => all.some((code) => code.startsWith(recorded)));
  }

  #severe(allergy: Allergy, codes: readonly string[]): readonly Finding[] {
    const { id: rule, atcPrefix, words, snomed, label: why, source } = this.#file.severeDelayed;
    const severe = allergy.reactions.some((one) => snomed.includes(one) || words.some((word) => one.includes(word)));
    if (!severe) return [];
    const culprits = [
      ...allergy.atc,
      ...allergy.classes,
      ...allergy.ingredients.flatMap((name) => this.#catalogue.codesOf(name)),
    ];
    if (!isBelow(culprits, atcPrefix) || !isBelow(codes, atcPrefix)) return [];
    return [{ rule, tier: 1, rank: 8, why, source }];
  }
}

/** The allergy names a whole ATC group, and the drug is below it. */
function recordedClass(allergy: Allergy, codes: readonly string[]): readonly Finding[] {
  if (!isBelow(codes, allergy.classes)) return [];
  const why = { en: 'the recorded group holds this drug', ko: '기록된 알레르기 약물군에 속하는 약물' };
  return [{ rule: 'recorded-class', tier: 1, rank: 3, why, source: SAME.source }];
}

function isMember(group: AllergyGroup, ingredients: readonly string[], codes: readonly string[]): boolean {
  return ingredients.some((name) => group.members.includes(name)) || isBelow(codes, group.atcPrefix);
}

function isBelow(codes: readonly string[], prefixes: readonly string[]): boolean {
  return codes.some((code) => prefixes.some((prefix) => code.startsWith(prefix)));
}

function sameWords(ingredient: string): Text {
  return { en: `the same ingredient, ${ingredient}`, ko: `동일 성분 ${ingredient}` };
}

function alertOf(file: AllergiesFile, finding: Finding, draft: DrugOrder, allergy: Allergy): Alert {
  const tier: Tier = allergy.intolerance ? 3 : finding.tier;
  const kind = allergy.intolerance ? { en: 'Intolerance', ko: '불내성' } : { en: 'Allergy', ko: '알레르기' };
  return {
    rule: finding.rule,
    tier,
    decision: decisionOf(tier),
    order: draft.id,
    against: [allergy.id],
    summary: {
      en: `${kind.en} to ${allergy.label}: ${draft.label} (${finding.why.en})`,
      ko: `${allergy.label} ${kind.ko}: ${draft.label} (${finding.why.ko})`,
    },
    detail: {
      en: `Recorded: ${kind.en.toLowerCase()} to ${allergy.label}. Ordered: ${draft.label}. Reason: ${finding.why.en}.`,
      ko: `기록: ${allergy.label} ${kind.ko}. 처방: ${draft.label}. 사유: ${finding.why.ko}.`,
    },
    source: sourceOf(file, finding.source),
    remedies: [removal(draft)],
  };
}
