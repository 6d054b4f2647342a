/**
 * Times of doses as a ward says them: the hour on the clock, how far away, and whether this device's clock is right.
 *
 * Proof   bedside.test.ts
 */
import type { Language } from '../../format/language.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A clock that differs by more than this is told. */
export const SKEW_MS = 2 * MINUTE;

/** `09:05`; a dash where there is no time. */
export function clockText(text: string): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return '–';
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Day on this place's calendar, `2026-07-01`. */
export function dayOf(time: number): string {
  const at = new Date(time);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Midnight at which a day begins, `days` days later. */
export function dayStart(time: number, days = 0): number {
  const at = new Date(time);
  return new Date(at.getFullYear(), at.getMonth(), at.getDate() + days).getTime();
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** "in 15 min", "40 min late": the distance of a dose from now, to the minute. */
export function awayText(slot: string, now: number, language: Language): string {
  const away = Math.round((Date.parse(slot) - now) / MINUTE);
  const span = spanText(Math.abs(away), language);
  if (away === 0) return language === 'ko' ? '지금' : 'now';
  if (language === 'ko') return away > 0 ? `${span} 뒤` : `${span} 지남`;
  return away > 0 ? `in ${span}` : `${span} ago`;
}

function spanText(minutes: number, language: Language): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const words = language === 'ko' ? ['시간', '분'] : [' h', ' min'];
  return [hours > 0 ? `${hours}${words[0]}` : '', rest > 0 || hours === 0 ? `${rest}${words[1]}` : '']
    .filter(Boolean)
    .join(' ');
}

/** Is this device's clock so far off that it must be told? */
export function isSkewed(skew: number | undefined): boolean {
  return skew !== undefined && Math.abs(skew) > SKEW_MS;
}

/** The window of the ward's list: what is late since `back` hours, what comes in `ahead` hours; on whole minutes, so that it is asked once. */
export function windowOf(now: number, back: number, ahead: number): { readonly from: string; readonly to: string } {
  const minute = Math.floor(now / (5 * MINUTE)) * 5 * MINUTE;
  return { from: new Date(minute - back * HOUR).toISOString(), to: new Date(minute + ahead * HOUR).toISOString() };
}
