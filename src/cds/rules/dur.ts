/**
 * Drafted orders against the DUR lists that the hospital loaded.
 *
 * Source  knowledge/dur.ts
 * Proof   dur.test.ts
 */
import type { Alert } from '../alert.ts';
import type { DrugOrder } from '../drug.ts';
import type { Text } from '../knowledge/api.ts';
import { pairKey, type DurRule, type DurRules } from '../knowledge/dur.ts';
import { ageInMonths, type PatientFacts } from '../patient/facts.ts';
import { othersOf } from './others.ts';
import { rowAlert } from './row-alert.ts';

/** What the lists forbid. `pregnant` is what the record says. */
export function checkDur(
  dur: DurRules,
  facts: PatientFacts,
  pregnant: boolean,
  drafts: readonly DrugOrder[],
  active: readonly DrugOrder[],
): readonly Alert[] {
  return drafts.flatMap((draft) => [
    ...pairAlerts(dur, draft, othersOf(draft, drafts, active)),
    ...ageAlerts(dur, draft, ageInMonths(facts)),
    ...(pregnant ? pregnancyAlerts(dur, draft) : []),
  ]);
}

function pairAlerts({ pairs }: DurRules, draft: DrugOrder, others: readonly DrugOrder[]): readonly Alert[] {
  if (pairs.size === 0) return [];
  return others.flatMap((other) => {
    const rule = firstOf(keysOf(draft).flatMap((one) => keysOf(other).map((two) => pairs.get(pairKey(one, two)))));
    return rule === undefined
      ? []
      : [alertOf(rule, draft, { en: `With ${other.label}`, ko: `병용 약물: ${other.label}` }, [other.id])];
  });
}

function ageAlerts({ ages }: DurRules, draft: DrugOrder, months: number | undefined): readonly Alert[] {
  if (months === undefined || ages.size === 0) return [];
  const age = months / 12;
  const rules = new Set(keysOf(draft).flatMap((key) => ages.get(key) ?? []));
  return [...rules]
    .filter((rule) => age >= (rule.ages?.from ?? 0) && age < (rule.ages?.below ?? Infinity))
    .map((rule) => alertOf(rule, draft, { en: `Age ${Math.floor(age)}`, ko: `나이 ${Math.floor(age)}세` }, []));
}

function pregnancyAlerts({ pregnancies }: DurRules, draft: DrugOrder): readonly Alert[] {
  const rule = firstOf(keysOf(draft).map((key) => pregnancies.get(key)));
  return rule === undefined ? [] : [alertOf(rule, draft, { en: 'The record says pregnant', ko: '기록상 임신' }, [])];
}

function firstOf(rules: readonly (DurRule | undefined)[]): DurRule | undefined {
  return rules.find((rule) => rule !== undefined);
}

function keysOf({ ingredients, hira = [], names = [] }: DrugOrder): readonly string[] {
  return [...ingredients, ...hira.map((number) => `hira:${number}`), ...names.map((name) => `name:${name}`)];
}

function alertOf(rule: DurRule, draft: DrugOrder, facts: Text, against: readonly string[]): Alert {
  return rowAlert(
    rule.file,
    { id: rule.id, tier: rule.tier, why: rule.why, source: rule.notice },
    draft,
    facts,
    against,
  );
}
