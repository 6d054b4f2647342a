/**
 * What a client of the laboratory tells. Bounded, and nothing unknown is taken.
 *
 * Proof   body.test.ts, laboratory.int.test.ts
 */
import { z } from 'zod';
import { OutcomeError, parseJson } from '../../kernel/index.ts';

export const id = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/, 'a logical id');
export const code = z.string().regex(/^[a-z0-9-]{1,64}$/, 'a code of small letters, digits and hyphens');
export const attempt = z.string().regex(/^[A-Za-z0-9\-._:]{8,64}$/, '8 to 64 letters, digits, - . _ :');
export const scanned = z.string().max(8000).nullable();
const note = z.string().trim().min(1).max(2000);
const decimal = z.string().regex(/^-?\d{1,12}(?:\.\d{1,9})?$/, 'a number, for example 7.0');

/** Conditions of a specimen that can still be measured, with a comment. */
export const CONDITIONS = ['haemolysed', 'lipaemic', 'icteric', 'clotted', 'insufficient'] as const;

/** Why the laboratory refuses a specimen. */
export const REJECTIONS = [
  'mislabelled',
  'unlabelled',
  'wrong-container',
  'haemolysed',
  'clotted',
  'insufficient',
  'contaminated',
  'leaked',
  'transport-time',
] as const;

const receipt = z.strictObject({
  attempt,
  /** The label as it was scanned; null where none can be read. */
  label: scanned,
  /** Whose tube it is thought to be, where the label cannot tell. */
  patient: id.optional(),
  condition: z.enum(CONDITIONS).optional(),
  /** It is measured in spite of its condition, and the report says so. */
  accept: z.boolean().default(false),
  reason: code.optional(),
});
const rejection = z.strictObject({ attempt, label: scanned, reason: z.enum(REJECTIONS) });

const value = z
  .strictObject({
    /** LOINC code of the analyte. */
    code: z.string().regex(/^[A-Za-z0-9-]{1,20}$/),
    number: decimal.optional(),
    word: code.optional(),
    text: note.optional(),
    /** UCUM unit, where the catalogue has none. */
    unit: z
      .string()
      .regex(/^[!-~]{1,40}$/)
      .optional(),
    note: note.optional(),
  })
  .refine(({ number, word, text }) => [number, word, text].filter((one) => one !== undefined).length === 1, {
    message: 'one of number, word and text',
  });
const result = z.strictObject({
  attempt,
  request: id,
  /** Version of the report that the values were entered over; absent where there was none. */
  reportVersion: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
  release: z.boolean(),
  values: z.array(value).min(1).max(60),
  conclusion: note.optional(),
  /** Why a released result is changed. */
  reason: code.optional(),
});
const acknowledgement = z.strictObject({
  attempt,
  task: id,
  readBack: z
    .array(z.strictObject({ code: z.string().max(20), value: z.string().trim().min(1).max(40) }))
    .max(60)
    .default([]),
  note: note.optional(),
});

export type ReceiptBody = z.output<typeof receipt>;
export type RejectionBody = z.output<typeof rejection>;
export type ResultBody = z.output<typeof result>;
export type ResultValue = z.output<typeof value>;
export type AcknowledgementBody = z.output<typeof acknowledgement>;

/** Reads a body by its schema; throws `care.body-invalid` with every fault. */
export function reader<Schema extends z.ZodType>(schema: Schema): (text: string) => z.output<Schema> {
  return (text) => {
    const parsed = schema.safeParse(text === '' ? {} : parseJson(text));
    if (parsed.success) return parsed.data;
    const faults = z.prettifyError(parsed.error);
    throw new OutcomeError('invalid', 'care.body-invalid', `The body is not what this address takes: ${faults}`);
  };
}

export const readReceipt = reader(receipt);
export const readRejection = reader(rejection);
export const readResult = reader(result);
export const readAcknowledgement = reader(acknowledgement);

/** Reads a query of ids and words by a schema. */
export function readQuery<Schema extends z.ZodType>(schema: Schema, query: string): z.output<Schema> {
  const parsed = schema.safeParse(Object.fromEntries(new URLSearchParams(query)));
  if (parsed.success) return parsed.data;
  const faults = z.prettifyError(parsed.error);
  throw new OutcomeError('invalid', 'care.query-invalid', `The query is not what this address takes: ${faults}`);
}
