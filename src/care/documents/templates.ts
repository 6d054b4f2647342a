/**
 * Templates of notes, as data: which sections, in which order, what may be pulled into them and what stands there at the start.
 *
 * Source  https://loinc.org (kinds of documents); SOAP and DAR forms; I-PASS after AHRQ (https://www.ahrq.gov)
 * Proof   templates.test.ts
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { OutcomeError } from '../../kernel/index.ts';
import { PULLS } from './pull-names.ts';

const text = z.strictObject({ ko: z.string().min(1), en: z.string().min(1) });
const pull = z.enum(PULLS);

const sectionShape = z.strictObject({
  key: z.string().regex(/^[a-z-]{2,32}$/),
  title: text,
  hint: text.optional(),
  /** What may be pulled in. */
  pull: z.array(pull),
  /** What is pulled in at the start. */
  prefill: z.array(pull).default([]),
  /** Text that the house writes at the start, from what is on record. */
  compose: z.enum(['instructions', 'contingency']).optional(),
  /** Written once for each problem that the note is about. */
  perProblem: z.boolean().default(false),
  /** Without it nobody signs. */
  required: z.boolean().default(false),
});

const templateShape = z.strictObject({
  id: z.string().regex(/^[a-z-]{2,32}$/),
  version: z.string(),
  loinc: z.string().regex(/^\d{1,7}-\d$/),
  title: text,
  roles: z.array(z.enum(['physician', 'nurse', 'pharmacist'])).min(1),
  problems: z.boolean(),
  /** Is it offered where a note is begun? */
  listed: z.boolean().default(true),
  sections: z.array(sectionShape).min(1).max(20),
});

export type Template = z.output<typeof templateShape>;
export type TemplateSection = Template['sections'][number];

/** All templates. */
export const TEMPLATES: readonly Template[] = z
  .array(templateShape)
  .parse(JSON.parse(readFileSync(new URL('./data/templates.json', import.meta.url), 'utf8')));

/** A template by its id. */
export function templateOf(id: string): Template {
  const found = TEMPLATES.find((one) => one.id === id);
  if (found !== undefined) return found;
  const message = `There is no template '${id}'; take one of ${TEMPLATES.map((one) => one.id).join(', ')}.`;
  throw new OutcomeError('invalid', 'care.template-unknown', message);
}
