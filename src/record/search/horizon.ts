/**
 * What an earlier statement could see, by the snapshot it read in: rows of transactions that had committed then.
 *
 * Source  https://www.postgresql.org/docs/18/functions-info.html (pg_current_snapshot)
 * Proof   horizon.test.ts, paging.int.test.ts
 */
import { sql } from 'kysely';
import type { Fragment } from './fragment.ts';

/** A snapshot and the base that the numbers of this database have. */
export interface Seen {
  /** `xmin:xmax:xip,…` as the database writes it. */
  readonly snapshot: string;
  readonly base: string;
}

/** A snapshot in numbers of changes (`tx`). */
export interface Horizon {
  /** Everything below was seen. */
  readonly low: bigint;
  /** Nothing from here on was seen. */
  readonly high: bigint;
  /** Between the two, these were not seen. */
  readonly open: readonly bigint[];
}

/** Reads a snapshot. */
export function horizonOf({ snapshot, base }: Seen): Horizon {
  const [low = '0', high = '0', open = ''] = snapshot.split(':');
  const shift = BigInt(base);
  const numbers = open === '' ? [] : open.split(',').map((one) => BigInt(one) + shift);
  return { low: BigInt(low) + shift, high: BigInt(high) + shift, open: numbers };
}

/** The version with this `tx` was there. */
export function seenTx(tx: Fragment, seen: Seen): Fragment {
  const { low, high, open } = horizonOf(seen);
  const between = open.length === 0 ? sql`` : sql` and ${tx} <> all(${open.map(String)}::bigint[])`;
  return sql`(${tx} < ${low.toString()}::bigint or (${tx} < ${high.toString()}::bigint${between}))`;
}

/** The row has not been changed since. */
export function seenBy(row: Fragment, seen: Seen): Fragment {
  return seenTx(sql`${row}.tx`, seen);
}
