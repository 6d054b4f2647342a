/**
 * What a client of the blood bank and of a transfusion tells. Bounded, and nothing unknown is taken.
 *
 * Proof   ../laboratory/body.test.ts
 */
import { z } from 'zod';
import { attempt, code, id, reader, scanned } from '../laboratory/body.ts';
import type { Step } from '../loop/index.ts';
import { COMPONENTS } from './unit.ts';

const number = z.string().min(15).max(20);
const component = z.enum(COMPONENTS);
/** A vital sign between what people have: a slip of the point (`365` for `36.5`) is asked again, not kept. */
const sign = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,3}(?:\.\d)?$/, 'a number, for example 36.5')
    .refine((text) => Number(text) >= least && Number(text) <= most, `a value from ${least} to ${most}`)
    .optional();

const unit = z.strictObject({
  attempt,
  /** The donation number as it was scanned. */
  number,
  component,
  abo: z.enum(['A', 'B', 'AB', 'O']),
  rhd: z.enum(['positive', 'negative']),
  expiry: z.iso.date('a date'),
  attributes: z
    .array(z.enum(['irradiated', 'leucodepleted', 'washed', 'cmv-negative']))
    .max(4)
    .default([]),
  emergency: z.boolean().default(false),
});
const crossmatch = z.strictObject({
  attempt,
  request: id,
  number,
  /** Label of the patient's sample, as it was scanned. */
  sample: z.string().min(1).max(8000),
  result: z.enum(['compatible', 'incompatible']),
});
const issue = z.strictObject({ attempt, request: id, number });
const giveBack = z.strictObject({
  attempt,
  number,
  component,
  to: z.enum(['available', 'quarantined', 'discarded']),
  reason: code,
});
const bedside = z.strictObject({
  attempt,
  patient: id,
  request: id,
  steps: z
    .array(
      z.union([
        z.strictObject({ scan: z.enum(['badge', 'band', 'blood-unit']), raw: scanned }),
        z.discriminatedUnion('action', [
          z.strictObject({ action: z.literal('confirm'), inTab: id.optional() }),
          z.strictObject({ action: z.literal('emergency'), reason: code }),
          z.strictObject({ action: z.literal('reaction'), signs: z.array(code).min(1).max(12) }),
        ]),
      ]),
    )
    .max(40),
  reason: code.optional(),
});
const vitals = z.strictObject({
  attempt,
  procedure: id,
  temperature: sign(20, 45),
  pulse: sign(0, 350),
  systolic: sign(0, 350),
  diastolic: sign(0, 250),
  respiration: sign(0, 120),
  saturation: sign(0, 100),
});
const finish = z.strictObject({ attempt, procedure: id, volume: z.int().min(0).max(2000).optional() });

const consent = z.strictObject({ attempt, patient: id });

export type ConsentBody = z.output<typeof consent>;
export type UnitBody = z.output<typeof unit>;
export type CrossmatchBody = z.output<typeof crossmatch>;
export type IssueBody = z.output<typeof issue>;
export type ReturnBody = z.output<typeof giveBack>;
export type VitalsBody = z.output<typeof vitals>;
export type FinishBody = z.output<typeof finish>;

export const readUnit = reader(unit);
export const readCrossmatch = reader(crossmatch);
export const readIssue = reader(issue);
export const readReturn = reader(giveBack);
export const readVitals = reader(vitals);
export const readFinish = reader(finish);
export const readConsent = reader(consent);
const readSteps = reader(bedside);

/** What a client tells of a transfusion. */
export interface BloodBody {
  readonly attempt: string;
  readonly patient: string;
  readonly request: string;
  readonly steps: readonly Step[];
  readonly reason?: string | undefined;
}

/** Reads the body of a transfusion. */
export function readBlood(text: string): BloodBody {
  const body = readSteps(text);
  return { ...body, steps: body.steps as readonly Step[] };
}
