import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateFault, fullDate, sixDigits, yearOf } from './dates.ts';

const day = fc
  .record({ year: fc.integer({ min: 1990, max: 2060 }), month: fc.integer({ min: 1, max: 12 }) })
  .chain(({ year, month }) =>
    fc.integer({ min: 1, max: new Date(Date.UTC(year, month, 0)).getUTCDate() }).map((date) => ({ year, month, date })),
  );

describe('years of two digits', () => {
  it('lie at most 49 years before and 50 after the reading year', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2000, max: 2199 }), fc.integer({ min: 0, max: 99 }), (reading, digits) => {
        const year = yearOf(digits, reading);
        expect(year % 100).toBe(digits);
        expect(year - reading).toBeGreaterThanOrEqual(-49);
        expect(year - reading).toBeLessThanOrEqual(50);
      }),
    );
  });
});

describe('dates', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(day, ({ year, month, date }) => {
        const text = `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
        expect(fullDate(sixDigits(text), 2026)).toBe(text);
        expect(dateFault(year, month, date, 'forbid')).toBeUndefined();
      }),
    );
  });

  it('end where the month ends, in every year', () => {
    expect(fullDate('280200', 2026)).toBe('2028-02-29');
    expect(fullDate('270200', 2026)).toBe('2027-02-28');
    expect(dateFault(2100, 2, 29)).toBe('illegal-day');
    expect(dateFault(2000, 2, 29)).toBeUndefined();
    expect(dateFault(2027, 4, 31)).toBe('illegal-day');
    expect(dateFault(2027, 0, 1)).toBe('illegal-month');
    expect(dateFault(2027, 13, 1)).toBe('illegal-month');
  });

  it('may have day 00 only where it is allowed', () => {
    expect(dateFault(2027, 2, 0, 'allow')).toBeUndefined();
    expect(dateFault(2027, 2, 0, 'forbid')).toBe('day-zero-forbidden');
    expect(dateFault(2027, 2, 0)).toBe('illegal-day');
  });
});
