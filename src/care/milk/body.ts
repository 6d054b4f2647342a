/**
 * What a client tells of a bottle and of a feed. Bounded, and nothing unknown is taken.
 *
 * Proof   ../laboratory/body.test.ts
 */
import { z } from 'zod';
import { intervalOf } from '../../kernel/index.ts';
import { attempt, code, id, reader, scanned } from '../laboratory/body.ts';
import type { Step } from '../loop/index.ts';

const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/, 'a moment with its zone')
  .refine((text) => intervalOf(text) !== undefined, 'a moment that there is');
const bottle = z.strictObject({
  attempt,
  /** The baby. */
  patient: id,
  mother: z.string().trim().min(1).max(120),
  expressedAt: moment,
  /** mL */
  volume: z.int().min(1).max(500).optional(),
});
const thawBody = z.strictObject({ attempt, bottle: scanned });
const feed = z.strictObject({
  attempt,
  patient: id,
  order: id,
  steps: z
    .array(
      z.union([
        z.strictObject({ scan: z.enum(['badge', 'band', 'bottle']), raw: scanned }),
        z.strictObject({ action: z.literal('confirm'), inTab: id.optional() }),
      ]),
    )
    .max(40),
  reason: code.optional(),
});

export type BottleBody = z.output<typeof bottle>;
export type ThawBody = z.output<typeof thawBody>;
export type FeedBody = Omit<z.output<typeof feed>, 'steps'> & { readonly steps: readonly Step[] };

export const readBottle = reader(bottle);
export const readThaw = reader(thawBody);
const readSteps = reader(feed);

/** Reads the body of a feed. */
export function readFeed(text: string): FeedBody {
  const body = readSteps(text);
  return { ...body, steps: body.steps as readonly Step[] };
}
