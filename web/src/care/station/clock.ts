/**
 * Times as the station shows them.
 *
 * Proof   clock.test.ts
 */
import type { Language } from '../../format/language.ts';

/** Hours and minutes on the clock of the ward; with the day where it is another one. */
export function clockText(at: number, language: Language, now = Date.now()): string {
  const [then, today] = [new Date(at), new Date(now)];
  const time = then.toLocaleTimeString(language === 'ko' ? 'ko-KR' : 'en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return then.toDateString() === today.toDateString() ? time : `${then.getMonth() + 1}/${then.getDate()} ${time}`;
}

/** How long, in minutes and hours. */
export function minutesText(ms: number, language: Language): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (language === 'ko') return hours === 0 ? `${rest}분` : `${hours}시간 ${rest}분`;
  return hours === 0 ? `${rest} min` : `${hours} h ${rest} min`;
}
