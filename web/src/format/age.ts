/**
 * Ages as clinicians say them: days up to four weeks, months up to two years, then years. The age of somebody whose birth
 * date is known only to the year is "about".
 *
 * Unit    d, mo, a (calendar, not averaged)
 * Proof   age.test.ts
 */
import type { Language } from './language.ts';

const NEWBORN_DAYS = 28;
const INFANT_MONTHS = 24;

/** The age at a day; empty where the birth date is not known or lies after it. */
export function ageText(birthDate: string | undefined, at: number, language: Language): string {
  const match = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?/.exec(birthDate ?? '');
  if (match === null || Number.isNaN(at)) return '';
  const [, year, month, day] = match;
  const today = new Date(at);
  if (month === undefined || day === undefined) return aboutText(today.getFullYear() - Number(year), language);
  const days = Math.floor(
    (Date.UTC(today.getFullYear(), today.getMonth(), today.getDate()) -
      Date.UTC(Number(year), Number(month) - 1, Number(day))) /
      86_400_000,
  );
  if (days < 0) return '';
  const months = wholeMonths(Number(year), Number(month), Number(day), today);
  if (days < NEWBORN_DAYS || months < 1) return language === 'ko' ? `생후 ${days}일` : plural(days, 'day');
  if (months < INFANT_MONTHS) return language === 'ko' ? `${months}개월` : plural(months, 'month');
  const years = Math.floor(months / 12);
  return language === 'ko' ? `${years}세` : `${years} y`;
}

function wholeMonths(year: number, month: number, day: number, today: Date): number {
  const months = (today.getFullYear() - year) * 12 + today.getMonth() + 1 - month;
  return today.getDate() < day ? months - 1 : months;
}

function aboutText(years: number, language: Language): string {
  if (years < 0) return '';
  return language === 'ko' ? `약 ${years}세` : `about ${years} y`;
}

function plural(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
