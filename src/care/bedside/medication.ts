/**
 * The medication loop on the record.
 *
 * Of two nurses with the same dose one records it, and an order that changes is either given before the change or not at all.
 *
 * Proof   medication.int.test.ts, races.int.test.ts
 */
import { decideMedication } from '../loop/index.ts';
import type { MedicationBody } from './body.ts';
import { choose } from './choose.ts';
import type { BedsideLoop } from './record.ts';
import { medicationState, type StateOptions } from './state.ts';

/** The loop with the thresholds of the hospital. */
export function medicationLoop(options: StateOptions): BedsideLoop<MedicationBody> {
  return {
    name: 'medication',
    orderOf: ({ order }) => (order === undefined ? undefined : `MedicationRequest/${order}`),
    chosen: (session, body) => choose(session, body),
    decide: async (session, body) => decideMedication(await medicationState(session, body, options)),
  };
}
