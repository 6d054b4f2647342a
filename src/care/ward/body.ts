/**
 * What clients tell of the ward, as JSON: bounded, and nothing unknown is taken.
 *
 * Proof   body.test.ts, admission.int.test.ts
 */
import { z } from 'zod';
import { intervalOf, OutcomeError, parseJson, type EpochMs } from '../../kernel/index.ts';
import { ADMIT_SOURCES, DISPOSITIONS } from './codes.ts';

export const id = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/, 'a logical id');
export const code = z.string().regex(/^[a-z0-9-]{1,64}$/, 'a code of small letters, digits and hyphens');
export const words = z.string().trim().min(1).max(2000);
const line = z.string().trim().min(1).max(200);
export const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'a date, for example 2026-07-01')
  .refine((text) => intervalOf(text) !== undefined, 'a day of the calendar');
export const moment = z
  .string()
  .max(40)
  .transform((text, context): EpochMs => {
    const interval = /T\d\d:\d\d.*(?:Z|[+-]\d\d:\d\d)$/.test(text) ? intervalOf(text) : undefined;
    if (interval !== undefined) return interval.low;
    context.addIssue({ code: 'custom', message: 'a moment with its zone, for example 2026-07-01T09:00:00+09:00' });
    return z.NEVER;
  });
/** The client's own id of this act: sent again, the same answer is given. */
export const attempt = z.string().regex(/^[A-Za-z0-9\-._:]{8,64}$/, '8 to 64 letters, digits, - . _ :');

const person = z.strictObject({
  name: line,
  gender: z.enum(['male', 'female', 'other', 'unknown']),
  birthDate: date.optional(),
});

export const admission = z
  .strictObject({
    attempt,
    patient: id.optional(),
    newPatient: person.optional(),
    bed: id,
    /** The stay in the emergency room that this one follows. */
    emergency: id.optional(),
    source: z.enum(Object.keys(ADMIT_SOURCES) as [keyof typeof ADMIT_SOURCES]).default('outp'),
    /** Comes later: the bed is reserved. */
    expected: z.boolean().default(false),
    reason: line.optional(),
    attending: id.optional(),
    nurse: id.optional(),
    expectedDischarge: date.optional(),
    at: moment.optional(),
  })
  .refine(({ patient, newPatient }) => (patient === undefined) !== (newPatient === undefined), {
    message: 'patient or newPatient: one of them',
  });
export type Admission = z.output<typeof admission>;

export const arrival = z.strictObject({ attempt, encounter: id, at: moment.optional() });
export type Arrival = z.output<typeof arrival>;

export const transfer = z
  .strictObject({
    attempt,
    encounter: id,
    /** Version of the stay that the board showed: a stay that changed meanwhile is not moved. */
    version: z
      .string()
      .regex(/^\d{1,9}$/)
      .optional(),
    bed: id.optional(),
    /** A place without a bed, such as an operating room: the bed stays reserved. */
    place: id.optional(),
    /** Back from such a place into the own bed. */
    back: z.literal(true).optional(),
    reason: line.optional(),
    at: moment.optional(),
  })
  .refine(({ bed, place, back }) => [bed, place, back].filter((one) => one !== undefined).length === 1, {
    message: 'bed, place or back: one of them',
  });
export type Transfer = z.output<typeof transfer>;

export const leave = z.strictObject({
  attempt,
  encounter: id,
  away: z.boolean(),
  until: moment.optional(),
  at: moment.optional(),
});
export type Leave = z.output<typeof leave>;

export const discharge = z.strictObject({
  attempt,
  encounter: id,
  disposition: z.enum(Object.keys(DISPOSITIONS) as [keyof typeof DISPOSITIONS]),
  /** Of death, where the patient died. */
  died: moment.optional(),
  note: words.optional(),
  at: moment.optional(),
});
export type Discharge = z.output<typeof discharge>;

export const departure = z.strictObject({ attempt, encounter: id, at: moment.optional() });
export type Departure = z.output<typeof departure>;

export const bedState = z.strictObject({
  attempt,
  bed: id,
  state: z.enum(['free', 'cleaning', 'closed', 'reserved']),
  reason: line.optional(),
});
export type BedStateBody = z.output<typeof bedState>;

export const stayPlan = z.strictObject({
  attempt,
  encounter: id,
  expectedDischarge: date.nullable().optional(),
  attending: id.optional(),
  nurse: id.optional(),
});
export type StayPlan = z.output<typeof stayPlan>;

export const flag = z.strictObject({
  attempt,
  patient: id,
  encounter: id.optional(),
  flag: z.enum(['isolation-contact', 'isolation-droplet', 'isolation-airborne', 'fall-risk', 'dnr']),
  on: z.boolean(),
  reason: line.optional(),
});
export type FlagBody = z.output<typeof flag>;

/** Reads a body; throws `care.body-invalid` with every fault. */
export function readBody<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  const parsed = schema.safeParse(text === '' ? {} : parseJson(text));
  if (parsed.success) return parsed.data;
  throw invalidBody(z.prettifyError(parsed.error));
}

/** Reads the parameters of a query. */
export function readQuery<Schema extends z.ZodType>(schema: Schema, query: string): z.output<Schema> {
  const parsed = schema.safeParse(Object.fromEntries(new URLSearchParams(query)));
  if (parsed.success) return parsed.data;
  throw invalidBody(z.prettifyError(parsed.error));
}

export function invalidBody(faults: string): OutcomeError {
  return new OutcomeError('invalid', 'care.body-invalid', `The body is not what this address takes: ${faults}`);
}
