/**
 * Drugs that harm the unborn. Where the record does not say whether a woman of the usual ages is pregnant, it asks, beside the order.
 *
 * Source  knowledge/data/pregnancy.json
 * Proof   pregnancy.test.ts
 */
import type { Alert } from '../alert.ts';
import type { DrugOrder } from '../drug.ts';
import type { PregnancyFile, Text } from '../knowledge/api.ts';
import { ageInYears, pregnancyOf, type PatientFacts } from '../patient/facts.ts';
import { rowAlert } from './row-alert.ts';

const PREGNANT: Text = { en: 'The record says pregnant', ko: '기록상 임신' };
const ASK: Text = { en: 'The record does not say whether she is pregnant', ko: '임신 여부가 기록되어 있지 않음' };

/** Drafted orders that a pregnancy forbids. */
export function checkPregnancy(
  file: PregnancyFile,
  facts: PatientFacts,
  drafts: readonly DrugOrder[],
): readonly Alert[] {
  if (facts.sex === 'male') return [];
  const pregnant = pregnancyOf(facts, file.pregnant);
  if (pregnant === 'no' || (pregnant === 'unknown' && !mayBePregnant(file, facts))) return [];
  return drafts.flatMap((draft) =>
    file.rules
      .filter(({ drugs }) => draft.topical !== true && drugs.some((name) => draft.ingredients.includes(name)))
      .map((rule) =>
        rowAlert(
          file,
          pregnant === 'yes' ? forbidden(rule) : asking(rule),
          draft,
          pregnant === 'yes' ? PREGNANT : ASK,
          [],
        ),
      ),
  );
}

type Rule = PregnancyFile['rules'][number];

function forbidden(rule: Rule): Rule {
  return { ...rule, why: { en: `in pregnancy: ${rule.why.en}`, ko: `임신 중 금기: ${rule.why.ko}` } };
}

function asking(rule: Rule): Rule {
  const why = { en: `rule out pregnancy first: ${rule.why.en}`, ko: `임신 여부 확인 필요: ${rule.why.ko}` };
  return { ...rule, tier: 3, why };
}

function mayBePregnant({ ages }: PregnancyFile, facts: PatientFacts): boolean {
  const age = ageInYears(facts);
  return age === undefined || (age >= ages.from && age < ages.below);
}
