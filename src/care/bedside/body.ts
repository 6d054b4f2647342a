/**
 * What a client tells of a bedside: which chart, which dose, and the steps in order. Bounded, and nothing unknown is taken.
 *
 * Proof   orders.test.ts
 */
import { z } from 'zod';
import { intervalOf, OutcomeError, parseJson, type EpochMs } from '../../kernel/index.ts';
import type { Step } from '../loop/index.ts';

/** A logical id. */
export const idOf = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/, 'a logical id');
const id = idOf;
const code = z.string().regex(/^[a-z0-9-]{1,64}$/, 'a code of small letters, digits and hyphens');
const moment = z
  .string()
  .max(40)
  .transform((text, context): EpochMs => {
    const interval = /T\d\d:\d\d.*(?:Z|[+-]\d\d:\d\d)$/.test(text) ? intervalOf(text) : undefined;
    if (interval !== undefined) return interval.low;
    context.addIssue({ code: 'custom', message: 'a moment with its zone, for example 2026-07-01T09:00:00+09:00' });
    return z.NEVER;
  });
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date');

const raw = z.string().max(8000).nullable();
const scan = z.strictObject({ scan: z.enum(['badge', 'band', 'product']), raw });
const action = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('confirm'), inTab: id.optional() }),
  z.strictObject({ action: z.literal('select-route'), route: code }),
  z.strictObject({ action: z.literal('set-time'), time: moment }),
  z.strictObject({ action: z.literal('emergency'), reason: code }),
  z.strictObject({ action: z.literal('prn-reason'), code }),
  z.strictObject({
    action: z.literal('manual-entry'),
    product: id,
    lot: z.string().min(1).max(20).optional(),
    expiry: date.optional(),
    serial: z.string().min(1).max(20).optional(),
  }),
  z.strictObject({
    action: z.literal('manual-identify'),
    patient: id,
    identifiers: z.array(z.enum(['name', 'birthDate', 'number'])).max(3),
  }),
  z.strictObject({ action: z.literal('not-given'), reason: code }),
  z.strictObject({ action: z.literal('site'), site: code }),
  z.strictObject({ action: z.literal('device'), device: z.string().trim().min(1).max(80) }),
  z.strictObject({
    action: z.literal('measure'),
    observation: code,
    value: z.number().min(-1000).max(100_000),
    unit: z.string().min(1).max(20),
  }),
  z.strictObject({
    action: z.literal('infusion'),
    act: z.enum(['rate', 'pause', 'resume', 'bag', 'stop', 'complete']),
    administration: id,
    rate: z.number().positive().max(10_000).optional(),
    volume: z.number().min(0).max(100_000).optional(),
    reason: code.optional(),
  }),
  z.strictObject({ action: z.literal('retract'), administration: id, reason: code }),
]);

/** One scan or one action of a bedside. */
export const stepShape = z.union([scan, action]);

/** The client's own id of this attempt: sent again, the same answer is given. */
export const attemptOf = z.string().regex(/^[A-Za-z0-9\-._:]{8,64}$/, '8 to 64 letters, digits, - . _ :');

const attempt = attemptOf;

const body = z.strictObject({
  attempt,
  patient: id,
  order: id.optional(),
  /** Version of the order that the list showed; it must be told where an order is chosen. */
  orderVersion: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
  slot: moment.optional(),
  scanner: z.enum(['present', 'absent']).default('present'),
  steps: z.array(stepShape).max(40),
  /** Why somebody goes on in spite of warnings. */
  reason: code.optional(),
});

/** A bedside as a client tells it. */
export type MedicationBody = Omit<z.output<typeof body>, 'steps'> & { readonly steps: readonly Step[] };

/** Reads a body; throws `care.body-invalid` with every fault. */
export function readMedicationBody(text: string): MedicationBody {
  const parsed = body.safeParse(text === '' ? {} : parseJson(text));
  if (!parsed.success) throw invalid(z.prettifyError(parsed.error));
  const { order, orderVersion, steps } = parsed.data;
  if (order !== undefined && orderVersion === undefined)
    throw invalid('orderVersion: say which version of the order the list showed');
  return { ...parsed.data, steps: steps as readonly Step[] };
}

const specimenBody = z.strictObject({
  attempt,
  patient: id,
  request: id,
  steps: z
    .array(
      z.union([
        z.strictObject({ scan: z.enum(['badge', 'band', 'tube', 'specimen-label']), raw }),
        z.discriminatedUnion('action', [
          z.strictObject({ action: z.literal('print-label'), at: z.enum(['bedside', 'station']) }),
          z.strictObject({ action: z.literal('confirm'), inTab: id.optional() }),
        ]),
      ]),
    )
    .max(40),
  reason: code.optional(),
});

/** A collection as a client tells it. */
export type SpecimenBody = Omit<z.output<typeof specimenBody>, 'steps'> & { readonly steps: readonly Step[] };

/** Reads the body of a collection. */
export function readSpecimenBody(text: string): SpecimenBody {
  const parsed = specimenBody.safeParse(text === '' ? {} : parseJson(text));
  if (!parsed.success) throw invalid(z.prettifyError(parsed.error));
  return { ...parsed.data, steps: parsed.data.steps as readonly Step[] };
}

/** Most patients of one due list, and its longest window. */
const MOST_PATIENTS = 100;
const LONGEST_MS = 3 * 86_400_000;

/** Whose doses (some patients', or a ward's), and from when to when. */
export interface DueAsk {
  readonly patients: readonly string[];
  readonly ward?: string | undefined;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Reads the query of the due list: `patient=a,b&from=…&to=…`, or `ward=…` in place of patients. */
export function readDueQuery(query: string): DueAsk {
  const asked = Object.fromEntries(new URLSearchParams(query));
  const parsed = dueQuery.safeParse({ ...asked, patient: asked['patient']?.split(',') });
  if (!parsed.success) throw invalid(z.prettifyError(parsed.error));
  const { patient = [], ward, from, to } = parsed.data;
  if ((ward === undefined) === (patient.length === 0)) throw invalid('patient: name patients, or a ward');
  if (to <= from || to - from > LONGEST_MS) throw invalid('to: at most three days after from');
  return { patients: [...new Set(patient)], ward, from, to };
}

const dueQuery = z.strictObject({
  patient: z.array(id).min(1).max(MOST_PATIENTS).optional(),
  ward: id.optional(),
  from: moment,
  to: moment,
});

/** Longest time that one question about scans may span. */
const LONGEST_SCANS_MS = 31 * 86_400_000;
const scansQuery = z.strictObject({ ward: id, from: moment, to: moment });

/** Reads the query of the scans of a ward: `ward=…&from=…&to=…`. */
export function readScansQuery(query: string): z.output<typeof scansQuery> {
  const parsed = scansQuery.safeParse(Object.fromEntries(new URLSearchParams(query)));
  if (!parsed.success) throw invalid(z.prettifyError(parsed.error));
  const { from, to } = parsed.data;
  if (to <= from || to - from > LONGEST_SCANS_MS) throw invalid('to: at most 31 days after from');
  return parsed.data;
}

/** The refusal of a body or query that is not what an address takes. */
export function invalidBody(faults: string): OutcomeError {
  return new OutcomeError('invalid', 'care.body-invalid', `The body is not what this address takes: ${faults}`);
}

const invalid = invalidBody;
