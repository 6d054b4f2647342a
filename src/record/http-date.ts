/**
 * Dates of HTTP headers (`Last-Modified`, `If-Modified-Since`).
 *
 * Unit    whole seconds, GMT
 * Source  https://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats (IMF-fixdate)
 * Proof   http-date.test.ts
 */
import { instantOf, intervalOf, type EpochMs } from '../kernel/index.ts';

const DAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY_MS = 86_400_000;
const FIXDATE = /^[A-Z][a-z]{2}, (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d) GMT$/;

/** `Tue, 24 Nov 2026 08:00:00 GMT` */
export function httpDateOf(moment: EpochMs): string {
  const text = instantOf(moment);
  const weekday = DAYS[((Math.floor(moment / DAY_MS) % 7) + 7) % 7] ?? '';
  const month = MONTHS[Number(text.slice(5, 7)) - 1] ?? '';
  return `${weekday}, ${text.slice(8, 10)} ${month} ${text.slice(0, 4)} ${text.slice(11, 19)} GMT`;
}

/** The moment of an HTTP date; undefined where it is none (the standard says to ignore such a header). */
export function momentOfHttpDate(text: string): EpochMs | undefined {
  const match = FIXDATE.exec(text.trim());
  if (match === null) return undefined;
  const [, day = '', name = '', year = '', time = ''] = match;
  const month = MONTHS.indexOf(name) + 1;
  return intervalOf(`${year}-${String(month).padStart(2, '0')}-${day}T${time}Z`)?.low;
}
