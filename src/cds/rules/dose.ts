/**
 * Dose against age, weight and kidney function.
 *
 * The daily amount is that of all orders of the ingredient that run together. Of several limits that are passed, the lowest is told. What
 * cannot be judged because a weight, an age, a clearance or a dose in mass is missing, is told as unchecked.
 *
 * Unit    mg, mg/kg, givings per 24 h; clearance mL/min (Cockcroft-Gault, actual weight), eGFR mL/min/{1.73_m2} (CKD-EPI 2021)
 * Source  knowledge/data/doses.json
 * Proof   dose.test.ts
 */
import type { Alert } from '../alert.ts';
import type { DrugOrder } from '../drug.ts';
import type { DosesFile, Text } from '../knowledge/api.ts';
import { ageInYears, clearanceOf, dosingWeight, egfrOf, type PatientFacts } from '../patient/facts.ts';
import type { Checked, Unchecked } from './checked.ts';
import { othersOf, overlap } from './others.ts';
import { rowAlert } from './row-alert.ts';

type Rule = DosesFile['rules'][number];

/** A value of the patient, or why there is none. */
type Value = { readonly value: number } | { readonly lacks: Text };

/** Limits of dose that drafted orders pass. */
export function checkDoses(
  file: DosesFile,
  facts: PatientFacts,
  drafts: readonly DrugOrder[],
  active: readonly DrugOrder[],
): Checked {
  const judged = drafts.flatMap((draft) => {
    const others = othersOf(draft, drafts, active);
    return draft.ingredients.map((ingredient) => judge(file, facts, draft, ingredient, others));
  });
  return { alerts: judged.flatMap(({ alerts }) => alerts), unchecked: judged.flatMap(({ unchecked }) => unchecked) };
}

function judge(
  file: DosesFile,
  facts: PatientFacts,
  draft: DrugOrder,
  ingredient: string,
  others: readonly DrugOrder[],
): Checked {
  const passed: { readonly rule: Rule; readonly alert: Alert; readonly limit: number }[] = [];
  const lacks = new Map<string, Text>();
  for (const rule of file.rules.filter(({ drugs }) => drugs.includes(ingredient))) {
    const applies = condition(rule, facts, draft);
    if (applies === false) continue;
    const found = applies === true ? excess(rule, facts, draft, ingredient, others) : applies;
    if (found === undefined) continue;
    if ('lacks' in found) lacks.set(found.lacks.en, found.lacks);
    else passed.push({ rule, limit: found.value, alert: rowAlert(file, rule, draft, found.facts, found.against) });
  }
  const lowest = passed.toSorted((a, b) => a.alert.tier - b.alert.tier || a.limit - b.limit)[0];
  return {
    alerts: lowest === undefined ? [] : [lowest.alert],
    unchecked: [...lacks.values()].map((one) => note(draft, one)),
  };
}

function note(draft: DrugOrder, lacks: Text): Unchecked {
  const reason = { en: `dose of ${draft.label}: ${lacks.en}`, ko: `${draft.label} 용량: ${lacks.ko}` };
  return { check: 'dose', about: draft.id, reason };
}

const AGE: Text = { en: 'age is not known', ko: '나이 모름' };
const WEIGHT: Text = { en: 'weight is not known', ko: '체중 모름' };
const MASS: Text = { en: 'the dose is not ordered as a mass', ko: '용량이 질량 단위로 처방되지 않음' };
const OFTEN: Text = { en: 'how often it is given is not ordered in a readable way', ko: '투여 횟수를 읽을 수 없음' };

/** Does a rule apply? What it needs and nobody knows is told, but only where it would matter. */
function condition({ when }: Rule, facts: PatientFacts, draft: DrugOrder): boolean | { readonly lacks: Text } {
  if (when === undefined) return true;
  if (when.route !== undefined && when.route !== draft.route) return false;
  const asked = [
    [when.age, () => valueOr(ageInYears(facts), AGE)],
    [when.weight, () => valueOr(dosingWeight(facts), WEIGHT)],
    [when.clearance, () => calculatedOr(facts, clearanceOf)],
    [when.egfr, () => calculatedOr(facts, egfrOf)],
  ] as const;
  for (const [band, read] of asked) {
    if (band === undefined) continue;
    const known = read();
    if ('lacks' in known) return known;
    if (known.value < (band.from ?? -Infinity) || known.value >= (band.below ?? Infinity)) return false;
  }
  return true;
}

function valueOr(value: number | undefined, lacks: Text): Value {
  return value === undefined ? { lacks } : { value };
}

function calculatedOr(facts: PatientFacts, calculate: typeof clearanceOf): Value {
  const result = calculate(facts);
  return result.ok ? { value: result.value } : { lacks: result.because };
}

type Excess =
  | { readonly value: number; readonly facts: Text; readonly against: readonly string[] }
  | { readonly lacks: Text }
  | undefined;

function excess(
  { limit }: Rule,
  facts: PatientFacts,
  draft: DrugOrder,
  ingredient: string,
  others: readonly DrugOrder[],
): Excess {
  if ('never' in limit || 'notice' in limit) return { value: 0, facts: doseWords(draft), against: [] };
  if ('givingsPerDay' in limit) return tooOften(limit.givingsPerDay, draft);
  const { dose } = draft;
  if (dose === undefined || dose.unit !== 'mg') return { lacks: MASS };
  const weight = 'perKgDay' in limit || 'perKgDose' in limit ? dosingWeight(facts) : 1;
  if (weight === undefined) return { lacks: WEIGHT };
  if ('perDose' in limit || 'perKgDose' in limit) {
    const most = 'perDose' in limit ? limit.perDose : limit.perKgDose * weight;
    return dose.amount > most ? { value: most, facts: amountWords(dose.amount, most), against: [] } : undefined;
  }
  const most = 'perDay' in limit ? limit.perDay : limit.perKgDay * weight;
  return daily(most, draft, ingredient, others);
}

function daily(most: number, draft: DrugOrder, ingredient: string, others: readonly DrugOrder[]): Excess {
  const same = others.filter((other) => other.ingredients.includes(ingredient) && overlap(draft, other));
  const [own, ...more] = [draft, ...same].map(amountPerDay);
  if (own === undefined) return { lacks: draft.combination ? MASS : OFTEN };
  // Others that cannot be read can only add: what is known is the least.
  const total = more.reduce<number>((sum, one) => sum + (one ?? 0), own);
  if (total <= most) return more.includes(undefined) ? { lacks: MASS } : undefined;
  return { value: most, facts: amountWords(total, most), against: same.map(({ id }) => id) };
}

function amountPerDay({ dose, combination }: DrugOrder): number | undefined {
  if (dose?.perDay === undefined || dose.unit !== 'mg' || combination) return undefined;
  return dose.amount * dose.perDay;
}

function tooOften(most: number, { dose }: DrugOrder): Excess {
  if (dose?.perDay === undefined) return { lacks: OFTEN };
  if (dose.perDay <= most) return undefined;
  const often = oneDecimal(dose.perDay);
  const facts = { en: `Ordered ${often} times in 24 h`, ko: `처방 1일 ${often}회` };
  return { value: most, facts, against: [] };
}

function doseWords({ dose }: DrugOrder): Text {
  if (dose === undefined) return { en: 'The order says no dose', ko: '처방에 용량 없음' };
  return { en: `Ordered ${oneDecimal(dose.amount)} ${dose.unit}`, ko: `처방 ${oneDecimal(dose.amount)} ${dose.unit}` };
}

function amountWords(ordered: number, most: number): Text {
  const [now, limit] = [oneDecimal(ordered), oneDecimal(most)];
  return { en: `Ordered ${now} mg, limit ${limit} mg`, ko: `처방 ${now} mg, 한도 ${limit} mg` };
}

function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}
