/**
 * Orders and allergies by name, for the tests of this room.
 *
 * Proof   it is one
 */
import type { EpochMs } from '../kernel/index.ts';
import type { Allergy, DrugOrder } from './drug.ts';
import { openKnowledge } from './knowledge/load.ts';
import type { ConditionFact, Measured, PatientFacts } from './patient/facts.ts';

export const KNOWLEDGE = openKnowledge();

/** An order for what the words or ATC code mean. */
export function drug(words: string, more: Partial<DrugOrder> = {}): DrugOrder {
  return { id: `MedicationRequest/${words}`, label: words, ...KNOWLEDGE.catalogue.product([words], [words]), ...more };
}

/** An allergy to what the words mean. */
export function allergy(words: string, more: Partial<Allergy> = {}): Allergy {
  const product = KNOWLEDGE.catalogue.product([], [words]);
  const about = { id: `AllergyIntolerance/${words}`, label: words, classes: [], words: [words] };
  return { ...about, ...product, intolerance: false, reactions: [], ...more };
}

/** 24 November 2026, noon in Seoul. */
export const NOW = 1_795_489_200_000 as EpochMs;
const DAY = 86_400_000;

/** So many days before now. */
export function daysAgo(days: number): EpochMs {
  return (NOW - days * DAY) as EpochMs;
}

/** A result of today, or of some days ago. */
export function result(value: number, days = 0): Measured {
  return { value, at: daysAgo(days), id: `Observation/${value}` };
}

/** A man of 50 years, 70 kg, with healthy kidneys. */
export function facts(more: Partial<PatientFacts> = {}): PatientFacts {
  const results = { weight: result(70), height: result(175), creatinine: result(1) };
  const person = { id: '1', now: NOW, today: '2026-11-24', birthDate: '1976-01-01', sex: 'male' as const };
  return { ...person, conditions: [], vaccines: [], ...more, results: { ...results, ...more.results } };
}

/** A diagnosis of some days ago. */
export function condition(code: string, days = 0): ConditionFact {
  return { id: `Condition/${code}`, codes: [code], since: daysAgo(days) };
}
