/**
 * One thing that was done to an infusion, as an extension of its MedicationAdministration: the history of its rates, pauses and
 * bags stands in the resource itself, oldest first.
 *
 * Proof   infusion.test.ts
 */
import type { Extension } from '../../../fhir/index.ts';
import { instantOf, type EpochMs } from '../../../kernel/index.ts';
import { amount, EXTENSIONS, refer } from '../writes.ts';

/** What was done, when, by whom. */
export interface InfusionEvent {
  readonly act: string;
  readonly at: EpochMs;
  readonly by?: string | undefined;
  readonly rate?: number | undefined;
  readonly unit?: string | undefined;
  readonly reason?: string | undefined;
  readonly lot?: string | undefined;
}

/** The event as an extension. */
export function infusionEvent({ act, at, by, rate, unit, reason, lot }: InfusionEvent): Extension {
  return {
    url: `${EXTENSIONS}infusion-event`,
    extension: [
      { url: 'act', valueCode: act },
      { url: 'at', valueDateTime: instantOf(at) },
      ...(by === undefined ? [] : [{ url: 'by', valueReference: refer('Practitioner', by) }]),
      ...(rate === undefined || unit === undefined ? [] : [{ url: 'rate', valueQuantity: amount(rate, unit) }]),
      ...(reason === undefined ? [] : [{ url: 'reason', valueCode: reason }]),
      ...(lot === undefined ? [] : [{ url: 'lot', valueString: lot }]),
    ],
  };
}
