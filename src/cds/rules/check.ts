/**
 * Runs every checker. One that fails, or that lacks what it needs, is told as unchecked; the others still answer.
 *
 * Proof   check.test.ts, test/conformance/safety.test.ts
 */
import type { Alert } from '../alert.ts';
import type { Allergy, DrugOrder } from '../drug.ts';
import type { Text } from '../knowledge/api.ts';
import type { Knowledge } from '../knowledge/load.ts';
import { checkAllergies } from './allergy.ts';
import { checkDuplicates } from './duplicate.ts';
import { checkInteractions } from './interaction.ts';

/** What could not be checked, and why: always shown. */
export interface Unchecked {
  readonly check: string;
  /** The order or allergy that could not be read; absent: all. */
  readonly about?: string;
  readonly reason: Text;
}

export interface Checked {
  readonly alerts: readonly Alert[];
  readonly unchecked: readonly Unchecked[];
}

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

/** The results of several checkers in one. */
export function together(results: readonly Checked[]): Checked {
  return {
    alerts: results.flatMap(({ alerts }) => alerts).toSorted((a, b) => a.tier - b.tier),
    unchecked: results.flatMap(({ unchecked }) => unchecked),
  };
}

/** Runs one checker; its failure is a finding. */
export function run(check: string, work: () => readonly Alert[]): Checked {
  try {
    return { alerts: work(), unchecked: [] };
  } catch {
    const reason = { en: 'the checker failed', ko: '점검 프로그램 오류' };
    return { alerts: [], unchecked: [{ check, reason }] };
  }
}

/** One checker that could not run at all. */
export function missing(check: string, reason: Text): Checked {
  return { alerts: [], unchecked: [{ check, reason }] };
}

function unknownDrugs(drafts: readonly DrugOrder[], active: readonly DrugOrder[]): Checked {
  const unknown = [...drafts, ...active].filter(({ ingredients }) => ingredients.length === 0);
  return {
    alerts: [],
    unchecked: unknown.map(({ id, label }) => ({ check: 'drug', about: id, reason: noCode(label) })),
  };
}

function unknownAllergies(allergies: readonly Allergy[]): Checked {
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
