/**
 * A pack that was scanned: which product of the formulary, of which lot, until when. Typed numbers do not count.
 *
 * Proof   product.test.ts, dispense.int.test.ts
 */
import { OutcomeError, zonedInstantOf } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources } from '../bedside/chart.ts';
import { parseGs1 } from '../gs1/index.ts';
import { GTIN } from '../systems.ts';
import type { Medication } from './codes.ts';

/** What the code says. */
export interface Pack {
  readonly gtin: string;
  readonly lot: string;
  /** FHIR date. */
  readonly expiry: string;
  readonly serial?: string;
}

/** Today in the hospital. */
export function todayIn({ clock, settings }: Pick<Context, 'clock' | 'settings'>): string {
  return zonedInstantOf(clock.now(), settings.timeZone).slice(0, 10);
}

/** Reads a pack; throws what is wrong with it, and what to do. */
export function readPack(raw: string, today: string): Pack {
  const reading = parseGs1(raw, { asOf: today });
  if (!reading.ok)
    throw new OutcomeError(
      'invalid',
      'care.code-unreadable',
      `The code cannot be read (${reading.error}). Check that the keyboard is set to Latin letters and scan again.`,
    );
  const { gtin, lot, expiryDate, serial } = reading.facts;
  if (gtin === undefined)
    throw new OutcomeError(
      'invalid',
      'care.code-no-product',
      'This is no code of a product; scan the code of the pack.',
    );
  if (lot === undefined || expiryDate === undefined)
    throw new OutcomeError(
      'invalid',
      'care.code-without-lot',
      'The code has no lot or no expiry date; scan the 2D code of the pack, not its bar code.',
    );
  return { gtin, lot, expiry: expiryDate, ...(serial === undefined ? {} : { serial }) };
}

/** The one product of the formulary that has this number. */
export async function productWith(context: Context, gtin: string): Promise<Medication> {
  const [one, ...others] = await findResources(context, 'Medication', { identifier: `${GTIN}|${gtin}` });
  if (one !== undefined && others.length === 0) return one;
  const text =
    one === undefined
      ? `No product of the formulary has the number ${gtin}; have it entered first.`
      : `More than one product of the formulary has the number ${gtin}; have it corrected first.`;
  throw new OutcomeError('business-rule', 'care.product-unknown', text);
}
