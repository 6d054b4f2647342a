/**
 * Runs every checker. One that fails, or that lacks what it needs, is told as unchecked; the others still answer.
 *
 * Proof   check.test.ts, test/conformance/safety.test.ts
 */
import type { Alert } from '../alert.ts';
import type { Allergy, DrugOrder } from '../drug.ts';
import type { Text } from '../knowledge/api.ts';
import type { Knowledge } from '../knowledge/load.ts';
import { pregnancyOf, type PatientFacts } from '../patient/facts.ts';
import { attempt, run, together, type Checked } from './checked.ts';
import { checkAllergies } from './allergy.ts';
import { checkDoses } from './dose.ts';
import { checkDur } from './dur.ts';
import { checkDuplicates } from './duplicate.ts';
import { checkInteractions } from './interaction.ts';
import { checkPregnancy } from './pregnancy.ts';
import { checkResults } from './result.ts';

/** Drafted orders and what they are checked against. */
export interface DraftFacts {
  readonly drafts: readonly DrugOrder[];
  readonly active: readonly DrugOrder[];
  readonly allergies: readonly Allergy[];
}

/** Checks drafted orders for drugs by name alone: allergy, interaction, duplicate. */
export function checkDrafts(knowledge: Knowledge, { drafts, active, allergies }: DraftFacts): Checked {
  return together([
    unknownDrugs(drafts, active),
    unknownAllergies(allergies),
    run('allergy', () => checkAllergies(knowledge.allergies, knowledge.catalogue, drafts, allergies)),
    run('interaction', () => checkInteractions(knowledge.interactions, drafts, active)),
    run('duplicate', () => checkDuplicates(knowledge.duplicates, drafts, active)),
  ]);
}

/** Checks drafted orders against everything known of the patient. */
export function checkOrders(knowledge: Knowledge, facts: PatientFacts, given: DraftFacts): Checked {
  const { drafts, active } = given;
  const named = checkDrafts(knowledge, given);
  const pregnant = pregnancyOf(facts, knowledge.pregnancy.pregnant) === 'yes';
  return together([
    named,
    run('dur', () => newTo(named.alerts, checkDur(knowledge.dur, facts, pregnant, drafts, active))),
    attempt('dose', () => checkDoses(knowledge.doses, facts, drafts, active)),
    run('pregnancy', () => checkPregnancy(knowledge.pregnancy, facts, drafts)),
    run('result', () => checkResults(knowledge.results, facts, drafts)),
  ]);
}

/** One alert per cause: what our own pairs tell of two orders is not told again. */
function newTo(told: readonly Alert[], alerts: readonly Alert[]): readonly Alert[] {
  const stops = told.filter(({ tier, against }) => tier < 3 && against.length > 0);
  return alerts.filter(
    ({ order, against: [other] }) =>
      other === undefined || !stops.some((one) => one.order === order && one.against.includes(other)),
  );
}

/** Drugs that nobody can read. */
export function unknownDrugs(drafts: readonly DrugOrder[], active: readonly DrugOrder[]): Checked {
  const unknown = [...drafts, ...active].filter(({ ingredients }) => ingredients.length === 0);
  return {
    alerts: [],
    unchecked: unknown.map(({ id, label }) => ({ check: 'drug', about: id, reason: noCode(label) })),
  };
}

/** Allergies that nobody can read. */
export function unknownAllergies(allergies: readonly Allergy[]): Checked {
  const unknown = allergies.filter(
    ({ ingredients, classes, known }) => ingredients.length === 0 && classes.length === 0 && known !== true,
  );
  return {
    alerts: [],
    unchecked: unknown.map(({ id, label }) => ({ check: 'allergy', about: id, reason: noCode(label) })),
  };
}

function noCode(label: string): Text {
  return {
    en: `'${label}' has no ATC code or name that is known here`,
    ko: `'${label}'의 ATC 코드 또는 이름을 알 수 없음`,
  };
}
