/**
 * What a ward station sends when the network is back. Bounded, and nothing unknown is taken.
 *
 * Proof   downtime.int.test.ts
 */
import { z } from 'zod';
import { OutcomeError, parseJson, type EpochMs } from '../../kernel/index.ts';
import { stepShape } from '../bedside/body.ts';
import type { StationEntry } from '../station/index.ts';

const id = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/, 'a logical id');
const moment = z
  .int()
  .min(0)
  .max(8_640_000_000_000)
  .transform((value) => value as EpochMs);

const entry = z.strictObject({
  attempt: z.string().regex(/^[A-Za-z0-9\-._:]{8,64}$/, '8 to 64 letters, digits, - . _ :'),
  patient: id,
  order: id,
  orderVersion: z.string().regex(/^\d{1,9}$/),
  slot: moment.optional(),
  at: moment,
  steps: z.array(stepShape).min(1).max(40),
  reason: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .optional(),
  cacheMinutes: z.int().min(0).max(100_000),
  messageKey: z.string().max(100),
});

const body = z.strictObject({
  /** Id that the station gave itself when it was set up. */
  station: z.string().regex(/^[A-Za-z0-9-]{8,64}$/, '8 to 64 letters, digits and hyphens'),
  /** What the clock of the station says now: its error is taken out of the times that it sends. */
  clock: moment,
  entries: z.array(entry).min(1).max(200),
});

/** A replay as a station sends it. */
export interface ReplayBody {
  readonly station: string;
  readonly clock: EpochMs;
  readonly entries: readonly StationEntry[];
}

/** Reads a body; throws `care.body-invalid` with every fault. */
export function readReplayBody(text: string): ReplayBody {
  const parsed = body.safeParse(text === '' ? {} : parseJson(text));
  if (parsed.success) return parsed.data as ReplayBody;
  const faults = z.prettifyError(parsed.error);
  throw new OutcomeError('invalid', 'care.body-invalid', `The body is not what this address takes: ${faults}`);
}
