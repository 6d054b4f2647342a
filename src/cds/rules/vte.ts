/**
 * Venous thromboembolism: an inpatient at high risk without prophylaxis. The score counts only what the record holds, so it is the
 * least the patient has; what is not counted is said.
 *
 * Unit    points of the Padua prediction score; 4 or more is high risk
 * Source  knowledge/data/vte.json
 * Proof   vte.test.ts
 */
import { decisionOf, sourceOf, type Alert } from '../alert.ts';
import { bodyMassIndex } from '../calculators/weight.ts';
import type { DrugOrder } from '../drug.ts';
import type { VteFile } from '../knowledge/api.ts';
import { ageInYears, dosingWeight, type PatientFacts } from '../patient/facts.ts';

type Factor = VteFile['factors'][number];

/** The alert about missing prophylaxis, if it is missing. */
export function checkVte(file: VteFile, facts: PatientFacts, active: readonly DrugOrder[]): readonly Alert[] {
  const { stay, now } = facts;
  const age = ageInYears(facts);
  if (stay === undefined || now - stay.since < file.hours * 3_600_000 || age === undefined || age < 18) return [];
  if (active.some(({ atc }) => isBelow(atc, file.prophylaxis))) return [];
  const found = file.factors.filter((factor) => has(factor, facts, active));
  const points = found.reduce((sum, factor) => sum + factor.points, 0);
  if (points < file.high) return [];
  const named = {
    en: found.map(({ label }) => label.en).join(', '),
    ko: found.map(({ label }) => label.ko).join(', '),
  };
  return [
    {
      rule: file.rule,
      tier: file.tier,
      decision: decisionOf(file.tier),
      against: [stay.id],
      summary: {
        en: `Risk of venous thrombosis (Padua at least ${points}) and no prophylaxis ordered`,
        ko: `정맥혈전 고위험 (Padua ${points}점 이상), 예방 처방 없음`,
      },
      detail: { en: `Counted: ${named.en}. ${file.notCounted.en}`, ko: `포함: ${named.ko}. ${file.notCounted.ko}` },
      source: sourceOf(file, file.source),
      remedies: [],
    },
  ];
}

function has({ icd, atc, ageFrom, bmiFrom }: Factor, facts: PatientFacts, active: readonly DrugOrder[]): boolean {
  if (icd !== undefined) return facts.conditions.some(({ codes }) => isBelow(codes, icd));
  if (atc !== undefined) return active.some((order) => isBelow(order.atc, atc));
  if (ageFrom !== undefined) return (ageInYears(facts) ?? 0) >= ageFrom;
  const index = bodyMassIndex({ weight: dosingWeight(facts), height: facts.results.height?.value });
  return bmiFrom !== undefined && index.ok && index.value >= bmiFrom;
}

function isBelow(codes: readonly string[], prefixes: readonly string[]): boolean {
  return codes.some((code) => prefixes.some((prefix) => code.startsWith(prefix)));
}
