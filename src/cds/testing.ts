/**
 * Orders and allergies by name, for the tests of this room.
 *
 * Proof   it is one
 */
import type { Allergy, DrugOrder } from './drug.ts';
import { openKnowledge } from './knowledge/load.ts';

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
