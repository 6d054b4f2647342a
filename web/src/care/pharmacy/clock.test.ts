import { describe, expect, it } from 'vitest';
import { clockText } from './clock.ts';

const at = (day: number, hour: number): string => new Date(2026, 10, day, hour, 5).toISOString();

describe('a short moment', () => {
  it('is the time of today, with the day where it is another', () => {
    const now = new Date(2026, 10, 24, 14, 0).getTime();
    expect(clockText(at(24, 9), now)).toBe('09:05');
    expect(clockText(at(25, 6), now)).toBe('11/25 06:05');
  });
});
