/**
 * Three readers of dates: validation (may it be stored?), the kernel (when is it, for search and the wards?), and FHIRPath (for
 * rules). What may be stored must be found and reckoned with: a date that one of them cannot read is lost in silence.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intervalOf } from '../kernel/index.ts';
import { Temporal } from './fhirpath/temporal.ts';
import { PRIMITIVE_CHECKS } from './validation/primitives.ts';

const isStored = (type: string, text: string): boolean => PRIMITIVE_CHECKS.get(type)?.(text) === undefined;

const two = (low: number, high: number) =>
  fc.integer({ min: low, max: high }).map((one) => String(one).padStart(2, '0'));
const year = fc.integer({ min: 0, max: 9999 }).map((one) => String(one).padStart(4, '0'));
const day = fc.tuple(year, two(0, 13), two(0, 32)).map((parts) => parts.join('-'));
const clock = fc
  .tuple(two(0, 25), two(0, 61), two(0, 61), fc.constantFrom('', '.5', '.123', '.999999', '.'))
  .map(([hour, minute, second, fraction]) => `${hour}:${minute}:${second}${fraction}`);
const zone = fc.oneof(
  fc.constantFrom('', 'Z', 'z', '+00:00', '-00:00', '+14:00', '-14:00', '+14:01', '+15:00', '+9:00', '+0900'),
  fc.tuple(fc.constantFrom('+', '-'), two(0, 16), two(0, 61)).map(([sign, hour, minute]) => `${sign}${hour}:${minute}`),
);
const dates = fc.oneof(
  year,
  fc.tuple(year, two(0, 13)).map((parts) => parts.join('-')),
  day,
);
const dateTimes = fc.tuple(day, clock, zone).map(([date, time, offset]) => `${date}T${time}${offset}`);

const LEAP = /:60/;

describe('what may be stored', () => {
  it('as a date is a date to search and to rules, and the other way round', () => {
    fc.assert(
      fc.property(dates, (text) => {
        const stored = isStored('date', text);
        expect([text, intervalOf(text) !== undefined]).toEqual([text, stored]);
        expect([text, Temporal.parse('Date', text) !== undefined]).toEqual([text, stored]);
      }),
      { numRuns: 2000 },
    );
  });

  it('as a dateTime is one to search and to rules', () => {
    fc.assert(
      fc.property(dateTimes, (text) => {
        fc.pre(isStored('dateTime', text));
        expect([text, intervalOf(text) !== undefined]).toEqual([text, true]);
        expect([text, Temporal.parse('DateTime', text) !== undefined]).toEqual([text, true]);
      }),
      { numRuns: 1500 },
    );
  });

  it('is the same moment to search and to rules', () => {
    fc.assert(
      fc.property(dateTimes, (text) => {
        fc.pre(isStored('dateTime', text) && !LEAP.test(text));
        const { low } = intervalOf(text) ?? expect.fail(text);
        // One cuts at the millisecond, the other at what a number of that size can hold.
        expect(Math.abs((Temporal.parse('DateTime', text)?.low ?? Number.NaN) - low)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1500 },
    );
  });

  it.each(['2016-12-31T23:59:60Z', '2016-12-31T23:59:60.5Z', '2017-01-01T08:59:60+09:00'])(
    'a leap second is stored, and found where it was: %s',
    (text) => {
      expect(isStored('instant', text)).toBe(true);
      const { low } = intervalOf(text) ?? expect.fail(`${text} is lost to search`);
      expect(Math.floor(low / 1000)).toBe(Date.UTC(2017, 0, 1) / 1000);
      expect(Temporal.parse('DateTime', text)?.toString()).toBe(text);
    },
  );

  it.each([
    ['2026-11-24T05:00:00+09:00', '2026-11-23T20:00:00Z'],
    ['2026-11-24T00:00:00-14:00', '2026-11-24T14:00:00Z'],
    ['2026-11-24T05:00:00-00:00', '2026-11-24T05:00:00Z'],
    ['2024-02-29T23:30:00-03:30', '2024-03-01T03:00:00Z'],
  ])('%s is %s', (text, same) => {
    expect(intervalOf(text)).toEqual(intervalOf(same));
    expect(Temporal.parse('DateTime', text)?.low).toBe(Temporal.parse('DateTime', same)?.low);
  });

  it('a time of day is one to rules', () => {
    fc.assert(
      fc.property(clock, (text) => {
        if (isStored('time', text)) expect(Temporal.parse('Time', text)?.toString()).toBe(text);
      }),
    );
  });
});
