/**
 * What clients tell of documents. Bounded, and nothing unknown is taken.
 *
 * Proof   body.test.ts
 */
import { z } from 'zod';
import { OutcomeError, parseJson } from '../../kernel/index.ts';
import { isQuotable } from './fact.ts';
import { SEVERITIES } from './note.ts';
import { PULLS } from './pull-names.ts';

const id = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/, 'a logical id');
const version = z.string().regex(/^\d{1,9}$/, 'the version that was shown');
const reason = z.string().trim().min(3, 'say why, in three characters or more').max(500);
const reference = z
  .string()
  .regex(/^[A-Za-z]{1,40}\/[A-Za-z0-9\-.]{1,64}$/, 'a reference Type/id')
  .refine((text) => isQuotable(text.split('/')[0] ?? ''), 'a resource that can be quoted');
const language = z.enum(['ko', 'en']);

const quote = z.strictObject({ kind: z.enum(['value', 'range']), of: z.array(reference).min(1).max(10) });
const section = z.strictObject({
  key: z.string().regex(/^[a-z-]{2,32}$/),
  problem: z
    .string()
    .regex(/^Condition\/[A-Za-z0-9\-.]{1,64}$/)
    .optional(),
  text: z.string().max(20_000),
  quotes: z.array(quote).max(100),
});
const severity = z.enum(SEVERITIES).optional();
const sections = z.array(section).max(120);

const start = z.strictObject({
  patient: id,
  template: z.string().max(32),
  language: language.default('ko'),
  /** Problems (`Condition` ids) that the note is about. */
  problems: z.array(id).max(20).default([]),
  /** Copies nothing: lines of the template only. */
  prefill: z.boolean().default(true),
});
const amend = z.strictObject({ id, version, reason });
const save = z.strictObject({ id, version, sections, severity });
const signed = z.strictObject({ id, version, supervisor: id.optional() });
const retract = z.strictObject({ id, version, reason });
const facts = z.strictObject({
  patient: id,
  template: z.string().max(32).optional(),
  names: z.array(z.enum(PULLS)).min(1),
  language: language.default('ko'),
});
const give = z.strictObject({ notes: z.array(z.strictObject({ id, version })).min(1).max(60) });
const accept = z.strictObject({
  notes: z
    .array(z.strictObject({ id, version, readBack: z.string().trim().min(2).max(4000) }))
    .min(1)
    .max(60),
});
const prepare = z.strictObject({ patients: z.array(id).min(1).max(60), language: language.default('ko') });
const acknowledge = z.strictObject({
  reports: z.array(id).min(1).max(100),
  note: z.string().trim().max(500).optional(),
  /** Something to be done because of it: it becomes a task. */
  task: z
    .strictObject({
      what: z.string().trim().min(2).max(300),
      role: z.enum(['physician', 'nurse']),
      hours: z.number().min(0.25).max(336),
    })
    .optional(),
});

export type StartBody = z.output<typeof start>;
export type SaveBody = z.output<typeof save>;
export type SignBody = z.output<typeof signed>;
export type AmendBody = z.output<typeof amend>;
export type AcknowledgeBody = z.output<typeof acknowledge>;
export type AcceptBody = z.output<typeof accept>;
export type FactsAsk = z.output<typeof facts>;

/** Readers of bodies, one for each address. */
export const readStart = reader(start);
export const readAmend = reader(amend);
export const readSave = reader(save);
export const readSign = reader(signed);
export const readRetract = reader(retract);
export const readGive = reader(give);
export const readAccept = reader(accept);
export const readPrepare = reader(prepare);
export const readAcknowledge = reader(acknowledge);

function reader<Shape extends z.ZodType>(shape: Shape): (text: string) => z.output<Shape> {
  return (text) => checked(shape, text === '' ? {} : parseJson(text));
}

function checked<Shape extends z.ZodType>(shape: Shape, value: unknown): z.output<Shape> {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const text = `The body is not what this address takes: ${z.prettifyError(parsed.error)}`;
  throw new OutcomeError('invalid', 'care.body-invalid', text);
}

/** Reads `patient=…&names=a,b&language=…`. */
export function readFactsQuery(query: string): FactsAsk {
  const asked = Object.fromEntries(new URLSearchParams(query));
  return checked(facts, { ...asked, names: asked['names']?.split(',') });
}

/** One id of a query. */
export function readIdQuery(query: string, name: string): string {
  return checked(id, new URLSearchParams(query).get(name) ?? undefined);
}

const inbox = z.strictObject({ ward: id.optional(), language: language.default('ko') });

/** Reads `ward=…&language=…`. */
export function readInboxQuery(query: string): z.output<typeof inbox> {
  return checked(inbox, Object.fromEntries(new URLSearchParams(query)));
}
