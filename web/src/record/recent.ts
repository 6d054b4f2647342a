/**
 * Which patients somebody opened last in this browser, and when. Only ids and times are kept, for each person apart; names
 * are asked from the record each time, by somebody who may see them.
 *
 * Proof   recent.test.ts
 */
const MOST_RECENT = 12;

/** Coming back within this time is the same visit: what was new stays marked as new. */
const VISIT_MS = 30 * 60_000;

/** A look at a record: whose, when last, and when the visit before this one was, ms. */
export interface Look {
  readonly id: string;
  readonly at: number;
  readonly before?: number;
}

type Shelf = Pick<Storage, 'getItem' | 'setItem'>;

function key(person: string): string {
  return `maru.recent.${person}`;
}

/** Newest first. What cannot be read counts as nothing. */
export function recentLooks(person: string, shelf: Shelf = localStorage): readonly Look[] {
  try {
    const kept = JSON.parse(shelf.getItem(key(person)) ?? '[]') as unknown;
    return Array.isArray(kept) ? kept.filter(isLook) : [];
  } catch {
    return [];
  }
}

function isLook(value: unknown): value is Look {
  const look = value as Partial<Look> | null;
  return typeof look?.id === 'string' && typeof look.at === 'number';
}

/** Notes a look; gives when the record was looked at in the visit before, undefined the first time. */
export function noteLook(person: string, id: string, at: number, shelf: Shelf = localStorage): number | undefined {
  const looks = recentLooks(person, shelf);
  const last = looks.find((look) => look.id === id);
  const before = last !== undefined && at - last.at < VISIT_MS ? last.before : last?.at;
  const look: Look = { id, at, ...(before === undefined ? {} : { before }) };
  shelf.setItem(key(person), JSON.stringify([look, ...looks.filter((one) => one.id !== id)].slice(0, MOST_RECENT)));
  return before;
}
