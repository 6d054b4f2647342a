/**
 * Words of a time axis: years where the plot spans years, months, days or hours where it spans those.
 *
 * Unit    s since 1970
 * Proof   plot.test.ts
 */
import type { Language } from '../format/language.ts';

const DAY = 86_400;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** The words of ticks that are `step` seconds apart. */
export function tickText(time: number, step: number, language: Language): string {
  const at = new Date(time * 1000);
  if (step >= 360 * DAY) return String(at.getFullYear());
  if (step >= 27 * DAY)
    return language === 'ko'
      ? `${at.getFullYear()}-${two(at.getMonth() + 1)}`
      : `${MONTHS[at.getMonth()]} ${at.getFullYear()}`;
  if (step >= DAY)
    return language === 'ko'
      ? `${two(at.getMonth() + 1)}-${two(at.getDate())}`
      : `${at.getDate()} ${MONTHS[at.getMonth()]}`;
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}
