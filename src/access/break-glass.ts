/**
 * Break-glass: for a time, with a reason, somebody reaches the restricted data of one patient. It is written to the audit
 * log before it takes effect, in the same transaction.
 *
 * Proof   break-glass.int.test.ts (expiry, roles, audit)
 */
import { randomUUID } from 'node:crypto';
import { instantOf, OutcomeError, type Clock, type EpochMs } from '../kernel/index.ts';
import type { Store } from '../store/index.ts';
import type { AuditLog } from './audit/log.ts';
import type { Caller } from './caller.ts';
import type { Policies } from './policies.ts';

/** One broken glass. */
export interface BreakGlass {
  readonly id: string;
  readonly person: string;
  readonly patient: string;
  readonly reason: string;
  readonly from: string;
  readonly until: string;
}

interface BreakGlassRow {
  readonly id: string;
  readonly person: string;
  readonly patient: string;
  readonly reason: string;
  readonly since: number;
  readonly until: number;
}

/** Columns of a row, times in ms. */
export const BREAK_GLASS_COLUMNS = `id, person, patient, reason,
  (extract(epoch from since) * 1000)::float8 as since, (extract(epoch from until) * 1000)::float8 as until`;

const DAY = 86_400_000;

function breakGlassOf(row: BreakGlassRow): BreakGlass {
  const { since, until, ...rest } = row;
  return { ...rest, from: instantOf(since as EpochMs), until: instantOf(until as EpochMs) };
}

/** Breaks glass, shows it and ends it. */
export class BreakGlasses {
  readonly #store: Store;
  readonly #audit: AuditLog;
  readonly #policies: Policies;
  readonly #clock: Clock;

  constructor(store: Store, audit: AuditLog, policies: Policies, clock: Clock) {
    this.#store = store;
    this.#audit = audit;
    this.#policies = policies;
    this.#clock = clock;
  }

  /** Starts one; throws `access.break-glass-refused` where the role may not. */
  async start(caller: Caller, patient: string, reason: string): Promise<BreakGlass> {
    if (!this.#policies.roles[caller.role].breakGlass) {
      await this.#audit.append({
        ...entryOf(caller, 'break-glass', patient, reason),
        outcome: 'refused',
        outcomeText: 'access.break-glass-refused',
      });
      throw new OutcomeError(
        'forbidden',
        'access.break-glass-refused',
        `The role ${caller.role} may not open restricted records. Ask the treating physician.`,
      );
    }
    const since = this.#clock.now();
    const until = since + this.#policies.breakGlassMinutes * 60_000;
    const row = { id: randomUUID(), person: caller.id, patient, reason, since, until };
    await this.#store.transaction(async (transaction) => {
      const text = `insert into access_break_glass (id, person, patient, reason, since, until)
        values ($1, $2, $3, $4, to_timestamp($5::float8 / 1000), to_timestamp($6::float8 / 1000))`;
      await transaction.query(text, [row.id, row.person, patient, reason, since, until]);
      await this.#audit.inTransaction(transaction, entryOf(caller, 'break-glass', patient, reason));
    });
    return breakGlassOf(row);
  }

  /** Running ones of a person, newest first. */
  async running(person: string): Promise<readonly BreakGlass[]> {
    const text = `select ${BREAK_GLASS_COLUMNS} from access_break_glass where person = $1 and until > to_timestamp($2::float8 / 1000) order by since desc, id`;
    return (await this.#store.query<BreakGlassRow>(text, [person, this.#clock.now()])).map(breakGlassOf);
  }

  /** Everybody's of the last 30 days, newest first. */
  async recent(): Promise<readonly BreakGlass[]> {
    const text = `select ${BREAK_GLASS_COLUMNS} from access_break_glass where since > to_timestamp($1::float8 / 1000) order by since desc, id limit 1000`;
    return (await this.#store.query<BreakGlassRow>(text, [this.#clock.now() - 30 * DAY])).map(breakGlassOf);
  }

  /** Ends one of the caller's early; throws `access.break-glass-unknown`. */
  async end(caller: Caller, id: string): Promise<void> {
    await this.#store.transaction(async (transaction) => {
      const text = `update access_break_glass set until = to_timestamp($3::float8 / 1000)
        where id = $1 and person = $2 and until > to_timestamp($3::float8 / 1000) returning patient, reason`;
      const [row] = await transaction.query<{ patient: string; reason: string }>(text, [
        id,
        caller.id,
        this.#clock.now(),
      ]);
      if (row === undefined)
        throw new OutcomeError('not-found', 'access.break-glass-unknown', 'No such break-glass of yours is running.');
      await this.#audit.inTransaction(transaction, entryOf(caller, 'break-glass-end', row.patient, row.reason));
    });
  }
}

function entryOf(
  caller: Caller,
  interaction: string,
  patient: string,
  reason: string,
): Parameters<AuditLog['append']>[0] {
  return { agent: caller, kind: 'security', interaction, action: 'E', outcome: 'success', patients: [patient], reason };
}
