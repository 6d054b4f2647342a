/**
 * What a client sends to have labels printed. Bounded, and nothing unknown is taken.
 *
 * Proof   routes.test.ts
 */
import { z } from 'zod';
import { OutcomeError, parseJson } from '../../kernel/index.ts';
import {
  bloodLabel,
  milkLabel,
  specimenLabel,
  unitDoseLabel,
  wristbandLabel,
  type Label,
  type LabelLanguage,
} from './label.ts';

const words = z.string().trim().min(1).max(120);
const short = z.string().trim().min(1).max(40);
const gtin = z.string().regex(/^\d{14}$/, 'a GTIN of 14 digits');
const code = z.string().min(1).max(20);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date');

const patient = z.strictObject({
  name: words,
  number: short,
  birthDate: short.optional(),
  sex: short.optional(),
  ward: short.optional(),
});
const unitDose = z.strictObject({
  kind: z.literal('unit-dose'),
  gtin,
  lot: code,
  expiry: day,
  serial: code,
  drug: words,
  dose: short.optional(),
  route: short.optional(),
  due: short.optional(),
  patient: patient.optional(),
  highAlert: z.boolean().optional(),
  lookAlike: short.optional(),
});
const specimen = z.strictObject({
  kind: z.literal('specimen'),
  number: code,
  patient,
  tests: z.array(short).min(1).max(12),
  tube: short.optional(),
  collectedAt: short.optional(),
  stat: z.boolean().optional(),
});
const wristband = z.strictObject({
  kind: z.literal('wristband'),
  gsrn: z.string().regex(/^\d{18}$/, 'a GSRN of 18 digits'),
  instance: z.string().regex(/^\d{1,10}$/, 'the number of the band'),
  patient,
  alerts: z.array(short).max(4).optional(),
});
const blood = z.strictObject({
  kind: z.literal('blood'),
  donation: short,
  component: words,
  group: short,
  expiry: short,
  patient: patient.optional(),
  crossmatchUntil: short.optional(),
});
const milk = z.strictObject({
  kind: z.literal('milk'),
  bottle: code,
  baby: patient,
  mother: words,
  expressedAt: short,
  useBefore: short.optional(),
});

/** `layout` is for a preview on the screen. */
export const LABEL_FORMATS = ['zpl', 'pdf', 'layout'] as const;
export type LabelFormat = (typeof LABEL_FORMATS)[number];

/** Most labels of one request. */
const MOST = 300;

const body = z.strictObject({
  format: z.enum(LABEL_FORMATS),
  language: z.enum(['ko', 'en']).default('ko'),
  dotsPerMm: z.union([z.literal(8), z.literal(12)]).default(8),
  labels: z
    .array(z.discriminatedUnion('kind', [unitDose, specimen, wristband, blood, milk]))
    .min(1)
    .max(MOST),
});

/** What is to be printed. */
export interface LabelOrder {
  readonly format: LabelFormat;
  readonly dotsPerMm: 8 | 12;
  readonly labels: readonly Label[];
}

/** Reads the body; throws `care.body-invalid` with every fault. */
export function readLabelOrder(text: string): LabelOrder {
  const parsed = body.safeParse(text === '' ? {} : parseJson(text));
  if (!parsed.success) {
    const faults = z.prettifyError(parsed.error);
    throw new OutcomeError('invalid', 'care.body-invalid', `The body is not what this address takes: ${faults}`);
  }
  const { format, dotsPerMm, language, labels } = parsed.data;
  return { format, dotsPerMm, labels: labels.map((one) => made(one, language)) };
}

type Asked = z.output<typeof body>['labels'][number];

function made(asked: Asked, language: LabelLanguage): Label {
  if (asked.kind === 'unit-dose') return unitDoseLabel(asked, language);
  if (asked.kind === 'specimen') return specimenLabel(asked, language);
  if (asked.kind === 'wristband') return wristbandLabel(asked, language);
  return asked.kind === 'blood' ? bloodLabel(asked, language) : milkLabel(asked, language);
}
