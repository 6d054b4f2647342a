/**
 * Who is on duty: three shifts a day (07, 15, 23 o'clock), everybody in turn.
 *
 * Proof   shifts.test.ts
 */
import { DAY, type Minute } from '../calendar.ts';
import type { Staff } from './staff.ts';

const SHIFT = 480;
const FIRST = 420;

/** The number of the shift that a minute falls into, counted from 1970. */
export function shiftAt(at: Minute): number {
  return Math.floor((at - FIRST) / SHIFT);
}

/** Minutes of the day at which shifts begin. */
export const SHIFT_STARTS: readonly Minute[] = [FIRST, FIRST + SHIFT, (FIRST + 2 * SHIFT) % DAY];

/** The one of these people who is on duty and looks after the n-th bed. */
export function onDuty(people: readonly Staff[], at: Minute, n = 0): Staff {
  const each = Math.max(1, Math.floor(people.length / 3));
  const first = (shiftAt(at) % 3) * each;
  return people[(first + (n % each)) % people.length] as Staff;
}
