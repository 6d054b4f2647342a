/**
 * What can be ordered besides drugs: a file of ours, in whose place the hospital may set its own with the same members.
 *
 * Source  data/orderables.json (says which codes it rests on)
 * Proof   build-other.test.ts
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { KINDS, type Kind } from './draft.ts';

const orderable = z.strictObject({
  code: z.string().regex(/^[A-Za-z0-9.-]{1,64}$/),
  kind: z.enum(KINDS),
  ko: z.string().min(1),
  en: z.string().min(1),
  also: z.array(z.string()).optional(),
  loinc: z
    .string()
    .regex(/^\d{1,7}-\d$/)
    .optional(),
  snomed: z.string().regex(/^\d+$/).optional(),
  /** The tube that the specimen is taken in. */
  tube: z.string().optional(),
  /** Hours without food before. */
  fasting: z.number().int().optional(),
  /** Two people, or a second specimen, must say who it is (blood groups). */
  second: z.boolean().optional(),
  /** Every so many hours. */
  hours: z.number().positive().optional(),
});

export type Orderable = z.output<typeof orderable>;

const file = z.looseObject({ version: z.string(), orderables: z.array(orderable) });

/** The orderables of the house, by code. */
export const ORDERABLES: ReadonlyMap<string, Orderable> = new Map(
  file
    .parse(JSON.parse(readFileSync(new URL('./data/orderables.json', import.meta.url), 'utf8')))
    .orderables.map((one) => [one.code, one]),
);

/** Kinds that touch the patient's safety so much that the patient's identity is typed again before signing. */
export const HIGH_RISK_KINDS: ReadonlySet<Kind> = new Set(['blood']);
