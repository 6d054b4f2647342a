/**
 * Bodies and queries of the addresses of ordering. Bounded, and nothing unknown is taken.
 *
 * Proof   draft.test.ts, orders.int.test.ts
 */
import { z } from 'zod';
import { intervalOf } from '../../kernel/index.ts';
import { attempt, draftShape, draftsShape, KINDS, logicalId, reasonShape } from './draft.ts';

export const catalogueQuery = z.strictObject({
  q: z.string().max(60),
  kind: z.enum(KINDS).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});

export const patientQuery = z.strictObject({ patient: logicalId });

export const basketShape = z.strictObject({
  patient: logicalId,
  version: z.number().int().nonnegative(),
  drafts: draftsShape,
});

export const checkShape = z.strictObject({ patient: logicalId, hook: z.enum(['order-select', 'order-sign']) });

const overrides = z
  .array(z.strictObject({ finding: z.string().min(1).max(600), reason: reasonShape }))
  .max(100)
  .default([]);

export const signShape = z.strictObject({
  attempt,
  patient: logicalId,
  version: z.number().int().positive(),
  overrides,
  /** The identity of the patient as it was typed again. */
  identity: z.string().trim().max(60).optional(),
  verbal: z.strictObject({ prescriber: logicalId, readBack: z.literal(true) }).optional(),
});

export const changeShape = z.strictObject({ attempt, version: z.string().regex(/^\d{1,9}$/), reason: reasonShape });

export const redraftShape = z.strictObject({ version: z.string().regex(/^\d{1,9}$/), reason: reasonShape });

export const coSignShape = z.strictObject({ attempt, tasks: z.array(logicalId).min(1).max(100) });

export const favouriteShape = z.strictObject({ draft: draftShape.omit({ replaces: true, start: true, key: true }) });

export const applyShape = z.strictObject({
  patient: logicalId,
  version: z.number().int().nonnegative(),
  /** Paths of the chosen activities, as the applied set names them; absent: those that are chosen beforehand. */
  choices: z.array(z.string().max(60)).max(200).optional(),
});

export const reconcileShape = z.strictObject({
  attempt,
  patient: logicalId,
  moment: z.enum(['admission', 'transfer', 'discharge']),
  decisions: z
    .array(
      z.strictObject({
        source: z.string().regex(/^(?:MedicationRequest|MedicationStatement)\/[A-Za-z0-9\-.]{1,64}$/),
        decision: z.enum(['continue', 'change', 'stop']),
        reason: z.string().trim().max(500).optional(),
      }),
    )
    .min(1)
    .max(100)
    .refine((all) => new Set(all.map(({ source }) => source)).size === all.length, 'one decision for each drug'),
});

export const sinceQuery = z.strictObject({
  since: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d/)
    .refine((text) => intervalOf(text) !== undefined, 'a date, for example 2026-07-01')
    .optional(),
});
