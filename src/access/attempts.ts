/**
 * Slows down guessing of passwords: tries are counted in fixed windows by login and address together, by login, and by
 * address. A try is counted before the password is looked at, so that parallel guesses gain nothing; logins that do not
 * exist count the same, so that nothing tells them apart.
 *
 * Unit    tries per 15 minutes
 * Proof   sign-in.int.test.ts
 */
import { OutcomeError, type Clock } from '../kernel/index.ts';
import type { Store } from '../store/index.ts';

/** Length of a window, in ms. */
export const WINDOW = 15 * 60_000;
const LIMITS = { pair: 5, login: 30, address: 100 } as const;

/** Keys that one try counts for, with their limits. */
function keysOf(login: string, address: string): readonly (readonly [key: string, limit: number])[] {
  const name = login.toLowerCase().slice(0, 64);
  return [
    [`pair:${name}@${address}`, LIMITS.pair],
    [`login:${name}`, LIMITS.login],
    [`address:${address}`, LIMITS.address],
  ];
}

interface AttemptRow {
  readonly key: string;
  readonly failed: number;
  readonly since: number;
}

/** Counts a try; throws `access.too-many-attempts` where a limit is passed. */
export async function countAttempt(store: Store, clock: Clock, login: string, address: string): Promise<void> {
  const now = clock.now();
  const text = `insert into access_attempt as a (key, failed, since) select unnest($1::text[]), 1, to_timestamp($2::float8 / 1000)
    on conflict (key) do update set
      failed = case when a.since < to_timestamp($3::float8 / 1000) then 1 else a.failed + 1 end,
      since = case when a.since < to_timestamp($3::float8 / 1000) then excluded.since else a.since end
    returning key, failed, (extract(epoch from since) * 1000)::float8 as since`;
  const keys = keysOf(login, address);
  const rows = await store.query<AttemptRow>(text, [keys.map(([key]) => key).sort(), now, now - WINDOW]);
  const over = rows.filter((row) => row.failed > (keys.find(([key]) => key === row.key)?.[1] ?? 0));
  if (over.length > 0) throw tooMany(Math.max(...over.map((row) => row.since)) + WINDOW - now);
}

/** Forgets the tries of somebody who has shown to be it. */
export async function forgetAttempts(store: Store, login: string, address: string): Promise<void> {
  const keys = keysOf(login, address).map(([key]) => key);
  await store.query('delete from access_attempt where key = any($1)', [keys.slice(0, 2)]);
}

/** Seconds to wait, by the fault that `countAttempt` throws. */
export class TooManyAttempts extends OutcomeError {
  readonly retryAfter: number;

  constructor(wait: number) {
    const seconds = Math.max(1, Math.ceil(wait / 1000));
    const text = `Too many tries. Wait ${Math.ceil(seconds / 60)} minutes, or ask an administrator.`;
    super('throttled', 'access.too-many-attempts', text);
    this.retryAfter = seconds;
  }
}

function tooMany(wait: number): TooManyAttempts {
  return new TooManyAttempts(wait);
}

/** Deletes counts whose window is over. */
export async function sweepAttempts(store: Store, clock: Clock): Promise<void> {
  await store.query('delete from access_attempt where since < to_timestamp($1::float8 / 1000)', [clock.now() - WINDOW]);
}
