/**
 * A draft: what somebody chose to order and has not signed. It names an item of the catalogue; the server makes the FHIR resource of it,
 * so that what is checked, shown and signed is one thing.
 *
 * Unit    doses in UCUM; `per` says that the value is for each kg or m2 and must be calculated
 * Proof   draft.test.ts
 */
import { z } from 'zod';
import { intervalOf, OutcomeError, parseJson } from '../../kernel/index.ts';

export const KINDS = ['drug', 'laboratory', 'imaging', 'nursing', 'diet', 'blood', 'procedure', 'consult'] as const;
export type Kind = (typeof KINDS)[number];

export const logicalId = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/, 'a logical id');
const code = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/, 'a code');
const unit = z.string().regex(/^[\u0021-\u007e]{1,30}$/, 'a UCUM unit');
const positive = z.number().positive().max(1_000_000);
const comment = z.string().trim().max(500);
export const moment = z
  .string()
  .max(40)
  .refine((text) => /T\d\d:\d\d.*(?:Z|[+-]\d\d:\d\d)$/.test(text) && intervalOf(text) !== undefined, {
    message: 'a moment with its zone, for example 2026-07-01T09:00:00+09:00',
  });

const timing = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('once') }),
  z.strictObject({
    kind: z.literal('daily'),
    times: z
      .array(z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time of day, for example 09:00'))
      .min(1)
      .max(12),
  }),
  z.strictObject({ kind: z.literal('every'), hours: z.number().min(0.05).max(2160) }),
]);

/** A change of a running order: which one, as it was read, and why. */
const replaces = z.strictObject({
  reference: z.string().regex(/^(?:MedicationRequest|ServiceRequest|NutritionOrder)\/[A-Za-z0-9\-.]{1,64}$/),
  version: z.string().regex(/^\d{1,9}$/),
  act: z.enum(['modify', 'renew']),
  reason: code,
  comment: comment.optional(),
});

export const draftShape = z.strictObject({
  key: z.string().regex(/^[A-Za-z0-9-]{1,50}$/, 'letters, digits and hyphens'),
  kind: z.enum(KINDS),
  /** Id of a Medication, or code of the catalogue. */
  item: logicalId,
  dose: z
    .strictObject({ value: positive, unit, per: z.enum(['kg', 'm2']).optional(), max: positive.optional() })
    .optional(),
  /** SNOMED CT code of the route. */
  route: code.optional(),
  timing: timing.optional(),
  start: moment.optional(),
  /** How long it runs. */
  days: z.number().positive().max(365).optional(),
  prn: z
    .strictObject({ reason: comment.optional(), hours: z.number().min(0.05).max(720), perDay: positive.optional() })
    .optional(),
  /** Speed of an infusion. */
  rate: z.strictObject({ value: positive, unit, per: z.enum(['kg', 'm2']).optional() }).optional(),
  /** Steps of a taper, one after the other: the value in the unit of the dose. */
  taper: z
    .array(z.strictObject({ value: positive, days: z.number().int().positive().max(90) }))
    .min(2)
    .max(12)
    .optional(),
  priority: z.enum(['routine', 'urgent', 'stat']).optional(),
  reason: comment.optional(),
  note: comment.optional(),
  /** Units of a blood product. */
  units: z.number().int().positive().max(20).optional(),
  /** Order set that it comes from. */
  set: z.string().max(200).optional(),
  category: z.enum(['inpatient', 'discharge']).optional(),
  replaces: replaces.optional(),
});

/** A draft as a client tells it. */
export type Draft = z.output<typeof draftShape>;
export type Timing = z.output<typeof timing>;

export const MOST_DRAFTS = 60;

export const draftsShape = z
  .array(draftShape)
  .max(MOST_DRAFTS)
  .refine((drafts) => new Set(drafts.map(({ key }) => key)).size === drafts.length, 'keys that differ');

/** The client's own id of an attempt: sent again, the same answer is given. */
export const attempt = z.string().regex(/^[A-Za-z0-9\-._:]{8,64}$/, '8 to 64 letters, digits, - . _ :');

/** Why an order is changed or stopped: a code of the list, and words where the code does not say it. */
export const reasonShape = z.strictObject({ code, comment: comment.optional() });
export type Reason = z.output<typeof reasonShape>;

/** Reads a JSON body; throws `care.body-invalid` with every fault. */
export function readOrderBody<Shape extends z.ZodType>(shape: Shape, text: string): z.output<Shape> {
  const parsed = shape.safeParse(text === '' ? {} : plain(parseJson(text)));
  if (parsed.success) return parsed.data;
  throw invalid(z.prettifyError(parsed.error));
}

/** Reads a query string. */
export function readOrderQuery<Shape extends z.ZodType>(shape: Shape, query: string): z.output<Shape> {
  const parsed = shape.safeParse(Object.fromEntries(new URLSearchParams(query)));
  if (parsed.success) return parsed.data;
  throw invalid(z.prettifyError(parsed.error));
}

function invalid(faults: string): OutcomeError {
  return new OutcomeError('invalid', 'care.body-invalid', `This is not what the address takes: ${faults}`);
}

/** Decimals as numbers: doses of a draft are few digits, and the resource writes them as they are. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}
