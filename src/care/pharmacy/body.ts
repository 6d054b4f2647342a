/**
 * What clients tell the pharmacy. Bounded, and nothing unknown is taken.
 *
 * Proof   body.test.ts
 */
import { z } from 'zod';
import { intervalOf, OutcomeError, parseJson, type EpochMs } from '../../kernel/index.ts';
import { REJECT_REASONS } from './codes.ts';

const id = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/, 'a logical id');
const version = z.string().regex(/^\d{1,9}$/, 'the version that was read');
const attempt = z.string().regex(/^[A-Za-z0-9\-._:]{8,64}$/, '8 to 64 letters, digits, - . _ :');
const words = z.string().trim().min(1).max(2000);
const raw = z.string().min(1).max(8000);
const count = z.int().min(1).max(100_000);
const place = id;
const moment = z
  .string()
  .max(40)
  .transform((text, context): EpochMs => {
    const interval = /T\d\d:\d\d.*(?:Z|[+-]\d\d:\d\d)$/.test(text) ? intervalOf(text) : undefined;
    if (interval !== undefined) return interval.low;
    context.addIssue({ code: 'custom', message: 'a moment with its zone, for example 2026-07-01T09:00:00+09:00' });
    return z.NEVER;
  });

const about = { attempt, order: id, version, reading: z.uuid() };

/** A decision about an order. */
export const decisionShape = z.discriminatedUnion('decision', [
  z.strictObject({ ...about, decision: z.literal('verify'), text: words.optional() }),
  z.strictObject({ ...about, decision: z.literal('substitute'), product: id, text: words }),
  z.strictObject({ ...about, decision: z.literal('question'), text: words }),
  z.strictObject({ ...about, decision: z.literal('reject'), reason: z.enum(REJECT_REASONS), text: words }),
]);
export type Decision = z.output<typeof decisionShape>;

/** The prescriber's answer to a question. */
export const answerShape = z.strictObject({ attempt, task: id, text: words });
export type AnswerBody = z.output<typeof answerShape>;

/** What became of a dose that was given before verification. */
export const reviewShape = z.strictObject({
  attempt,
  task: id,
  outcome: z.enum(['appropriate', 'concern']),
  text: words.optional(),
});
export type ReviewBody = z.output<typeof reviewShape>;

/** Unit doses made out of packs that were scanned. */
export const dispenseShape = z.strictObject({
  attempt,
  order: id,
  version,
  /** Where the packs are taken from. */
  place: place.default('pharmacy'),
  /** The doses that are prepared; none where the drug is taken when needed. */
  slots: z.array(moment).max(48).default([]),
  /** How many are prepared of a drug that is taken when needed. */
  asNeeded: z.int().min(1).max(48).optional(),
  scans: z
    .array(z.strictObject({ raw, units: z.int().min(1).max(500) }))
    .min(1)
    .max(60),
});
export type DispenseBody = z.output<typeof dispenseShape>;

const product = { attempt, raw, units: count };
/** A movement of stock. The product is always scanned. */
export const moveShape = z.discriminatedUnion('kind', [
  z.strictObject({ ...product, kind: z.literal('receive'), to: place, reason: words.optional() }),
  z.strictObject({ ...product, kind: z.literal('move'), from: place, to: place }),
  z.strictObject({ ...product, kind: z.literal('return'), to: place, reason: words.optional() }),
  z.strictObject({ ...product, kind: z.literal('waste'), from: place, reason: words }),
  z.strictObject({
    attempt,
    raw,
    units: z.int().min(0).max(100_000),
    kind: z.literal('count'),
    at: place,
    reason: words.optional(),
  }),
]);
export type MoveBody = z.output<typeof moveShape>;

/** Below how many the pharmacy orders again. */
export const levelShape = z.strictObject({
  attempt,
  place,
  gtin: z.string().regex(/^\d{14}$/),
  minimum: z.int().min(0).max(100_000),
});
export type LevelBody = z.output<typeof levelShape>;

const lot = z.string().min(1).max(20);
export const recallShape = z.strictObject({ attempt, gtin: z.string().regex(/^\d{14}$/), lot, reason: words });
export type RecallBody = z.output<typeof recallShape>;
export const endRecallShape = z.strictObject({ attempt, flag: id, reason: words });
export type EndRecallBody = z.output<typeof endRecallShape>;

export const orderQuery = z.strictObject({ order: id, language: z.enum(['ko', 'en']).default('ko') });
export const scanQuery = z.strictObject({ raw });
export const stockQuery = z.strictObject({ place: place.optional() });
export const movesQuery = z.strictObject({
  place: place.optional(),
  gtin: z
    .string()
    .regex(/^\d{14}$/)
    .optional(),
  lot: lot.optional(),
});
export const prepareQuery = z.strictObject({
  ward: id.optional(),
  hours: z.coerce.number().int().min(1).max(72).default(24),
});
export const recallQuery = z.union([
  z.strictObject({ gtin: z.string().regex(/^\d{14}$/, 'a GTIN of 14 digits'), lot }),
  z.strictObject({ raw }),
]);
export const labelQuery = z.strictObject({
  dispense: id,
  format: z.enum(['zpl', 'pdf', 'layout']).default('layout'),
  language: z.enum(['ko', 'en']).default('ko'),
});

/** Reads a JSON body; throws `care.body-invalid` with every fault. */
export function readJson<Shape extends z.ZodType>(shape: Shape, text: string): z.output<Shape> {
  return demand(shape, text === '' ? {} : plain(parseJson(text)));
}

/** Reads a query string. */
export function readQuery<Shape extends z.ZodType>(shape: Shape, query: string): z.output<Shape> {
  return demand(shape, Object.fromEntries(new URLSearchParams(query)));
}

function demand<Shape extends z.ZodType>(shape: Shape, value: unknown): z.output<Shape> {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = z.prettifyError(parsed.error);
  throw new OutcomeError('invalid', 'care.body-invalid', `This is not what the address takes: ${faults}`);
}

/** Numbers of a body are counts: as JSON has them. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}
