/**
 * What a pharmacist had read of an order: kept, so that a decision is about exactly that, and a hard stop cannot be left out.
 *
 * Proof   decide.int.test.ts
 */
import { randomUUID } from 'node:crypto';
import { OutcomeError, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import type { Connection } from '../../store/index.ts';

/** How long a reading may be decided upon. */
const VALID_MS = 30 * 60_000;

/** The gravest finding: 1 hard stop, 2 wants a reason, 3 information, 0 nothing. */
export type Tier = 0 | 1 | 2 | 3;

export interface Reading {
  readonly request: string;
  readonly version: string;
  readonly tier: Tier;
  readonly rules: readonly string[];
}

/** Keeps a reading; its id. */
export async function keepReading({ store, caller, clock }: Context, reading: Reading): Promise<string> {
  const id = randomUUID();
  const text = `insert into care_pharmacy_reading (id, person, request, version, tier, rules, at)
    values ($1, $2, $3, $4, $5, $6, to_timestamp($7::float8 / 1000))`;
  const { request, version, tier, rules } = reading;
  await store.query(text, [id, caller.id, request, version, tier, rules, clock.now()]);
  return id;
}

/** The reading that a decision names. Throws where it is another's, of another order or too old. */
export async function demandReading(
  connection: Connection,
  { caller, clock }: Pick<Context, 'caller' | 'clock'>,
  id: string,
  request: string,
): Promise<Reading> {
  const text = `select request, version, tier, rules, extract(epoch from at) * 1000 as at
    from care_pharmacy_reading where id = $1 and person = $2 and request = $3`;
  const [row] = await connection.query<Reading & { readonly at: string }>(text, [id, caller.id, request]);
  if (row !== undefined && clock.now() - (Number(row.at) as EpochMs) <= VALID_MS) return row;
  const words = 'Open the order again before you decide: what you read is older than 30 minutes, or of another order.';
  throw new OutcomeError('conflict', 'care.reading-expired', words);
}
