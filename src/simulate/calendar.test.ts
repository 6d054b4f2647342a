import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageOn, civil, dateText, dayAt, dayOf, minuteOf, momentText, openDay, weekday, wholeAge } from './calendar.ts';
import type { EpochMs } from '../kernel/index.ts';

const days = fc.integer({ min: -80_000, max: 80_000 });

describe('calendar', () => {
  it('agrees with the platform on every day of four centuries', () => {
    fc.assert(
      fc.property(days, (day) => {
        const date = new Date(day * 86_400_000);
        expect(civil(day)).toEqual([date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]);
        expect(dayOf(...civil(day))).toBe(day);
        expect(weekday(day)).toBe(date.getUTCDay());
        expect(dateText(day)).toBe(date.toISOString().slice(0, 10));
      }),
    );
  });

  it('writes moments on Korean clocks that mean the same instant', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000_000_000 }), (ms) => {
        const minute = minuteOf(ms as EpochMs);
        expect(Date.parse(momentText(minute))).toBe(Math.floor(ms / 60_000) * 60_000);
      }),
    );
    expect(momentText(minuteOf(Date.parse('2026-11-24T05:03:00Z') as EpochMs))).toBe('2026-11-24T14:03:00+09:00');
    expect(dayAt(minuteOf(Date.parse('2026-11-24T20:00:00Z') as EpochMs))).toBe(dayOf(2026, 11, 25));
  });

  it('counts birthdays', () => {
    const birth = dayOf(1968, 5, 14);
    expect(wholeAge(birth, dayOf(2026, 5, 13))).toBe(57);
    expect(wholeAge(birth, dayOf(2026, 5, 14))).toBe(58);
    expect(ageOn(birth, dayOf(2026, 5, 14))).toBeCloseTo(58, 1);
  });

  it('opens clinics on working days only', () => {
    expect(openDay(dayOf(2026, 11, 21))).toBe(dayOf(2026, 11, 23));
    expect(openDay(dayOf(2025, 12, 25))).toBe(dayOf(2025, 12, 26));
    fc.assert(
      fc.property(days, (day) => {
        const open = openDay(day);
        expect(open - day).toBeGreaterThanOrEqual(0);
        expect(open - day).toBeLessThan(8);
        expect([0, 6]).not.toContain(weekday(open));
      }),
    );
  });
});
