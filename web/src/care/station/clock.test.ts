import { describe, expect, it } from 'vitest';
import { clockText, minutesText } from './clock.ts';

describe('times of the station', () => {
  it('show the day only where it is another one', () => {
    const now = new Date(2026, 6, 2, 9, 5).getTime();
    expect(clockText(new Date(2026, 6, 2, 8, 0).getTime(), 'ko', now)).toBe('08:00');
    expect(clockText(new Date(2026, 6, 1, 23, 0).getTime(), 'en', now)).toBe('7/1 23:00');
  });

  it('count whole minutes, and never below none', () => {
    expect(minutesText(59_000, 'ko')).toBe('0분');
    expect(minutesText(-5, 'en')).toBe('0 min');
    expect(minutesText(125 * 60_000, 'ko')).toBe('2시간 5분');
    expect(minutesText(125 * 60_000, 'en')).toBe('2 h 5 min');
  });
});
