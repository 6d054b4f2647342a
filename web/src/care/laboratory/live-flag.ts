/**
 * What a value that is being typed would mean, so that a slip is seen before it is saved. The house decides anew when it is saved.
 *
 * Unit    that of the analyte (UCUM); percent, days
 * Proof   live-flag.test.ts
 */
import type { EntryLine } from './api.ts';

export type LiveFlag =
  | 'critical-low'
  | 'low'
  | 'normal'
  | 'high'
  | 'critical-high'
  | 'abnormal'
  | 'critical'
  | 'unknown';

const NUMBER = /^-?\d{1,12}(?:\.\d{1,9})?$/;

/** Is what was typed a value of the analyte? */
export function isValue({ words, unit }: Pick<EntryLine, 'words' | 'unit'>, typed: string): boolean {
  if (words !== undefined) return words.includes(typed);
  return unit === undefined ? typed.trim() !== '' : NUMBER.test(typed);
}

/** The flag of a value. */
export function liveFlag({ words, abnormal, critical, limits }: EntryLine, typed: string): LiveFlag {
  if (words !== undefined) return wordFlag(words, abnormal, critical, typed);
  if (!NUMBER.test(typed)) return 'unknown';
  const value = Number(typed);
  const { low, high, criticalLow, criticalHigh } = limits;
  if (criticalLow !== undefined && value <= Number(criticalLow)) return 'critical-low';
  if (criticalHigh !== undefined && value >= Number(criticalHigh)) return 'critical-high';
  if (low !== undefined && value < Number(low)) return 'low';
  if (high !== undefined && value > Number(high)) return 'high';
  return low === undefined && high === undefined ? 'unknown' : 'normal';
}

function wordFlag(
  words: readonly string[],
  abnormal: readonly string[],
  critical: readonly string[],
  typed: string,
): LiveFlag {
  if (!words.includes(typed)) return 'unknown';
  if (critical.includes(typed)) return 'critical';
  if (abnormal.includes(typed)) return 'abnormal';
  return abnormal.length + critical.length === 0 ? 'unknown' : 'normal';
}

const DAY = 86_400_000;

/** Does it differ from the last value by more than usual? `at` is when the specimen was taken. */
export function differs({ delta, earlier, words, abnormal, critical }: EntryLine, typed: string, at: number): boolean {
  if (earlier === undefined || typed === '') return false;
  if (words !== undefined) return abnormal.length + critical.length === 0 && typed !== earlier.value;
  const [value, before] = [Number(typed), Number(earlier.value)];
  if (delta === undefined || !NUMBER.test(typed) || Number.isNaN(before) || before === 0) return false;
  const age = at - Date.parse(earlier.at);
  return age >= 0 && age <= delta.days * DAY && Math.abs(value - before) * 100 > Math.abs(before) * delta.percent;
}
