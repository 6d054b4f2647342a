/**
 * A moment as short as it can be read: the time of today, with the day where it is another one.
 *
 * Proof   clock.test.ts
 */
import { timeOf } from '../../format/date.ts';

/** `14:05`, or `11/25 06:00`. */
export function clockText(text: string, now: number): string {
  const at = new Date(timeOf(text));
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}`;
  if (at.toDateString() === new Date(now).toDateString()) return clock;
  return `${two(at.getMonth() + 1)}/${two(at.getDate())} ${clock}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
