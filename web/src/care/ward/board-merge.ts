/**
 * The board that a screen has, with what changed.
 *
 * Proof   board-merge.test.ts, ward.test.ts
 */
import type { BedLine, BoardAnswer } from './api.ts';

/** Takes an answer into the board; what did not change stays the same object, so that only changed beds are drawn again. */
export function merged(held: BoardAnswer | undefined, next: BoardAnswer): BoardAnswer {
  if (held === undefined || next.full) return next;
  const changed = new Map(next.beds.map((one) => [one.bed, one]));
  return { ...next, beds: held.beds.map((one) => changed.get(one.bed) ?? one) };
}

/** Beds of a ward by room, in order. */
export function roomsOf(beds: readonly BedLine[], ward: string): readonly (readonly [string, readonly BedLine[]])[] {
  const rooms = new Map<string, BedLine[]>();
  for (const one of beds) {
    if (one.ward !== ward) continue;
    const list = rooms.get(one.room);
    if (list === undefined) rooms.set(one.room, [one]);
    else list.push(one);
  }
  return [...rooms].toSorted(([a], [b]) => a.localeCompare(b, 'ko', { numeric: true }));
}

/** How many beds are in each state. */
export function countStates(beds: readonly BedLine[]): Readonly<Record<BedLine['state'], number>> {
  const counts = { free: 0, occupied: 0, reserved: 0, cleaning: 0, closed: 0 };
  for (const { state } of beds) counts[state]++;
  return counts;
}
