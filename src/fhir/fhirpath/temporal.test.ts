import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, intervalOf, type EpochMs } from '../../kernel/index.ts';
import {
  addUnits,
  boundary,
  calendarUnit,
  comparableKinds,
  compareTemporals,
  Temporal,
  type TemporalKind,
} from './temporal.ts';

const read = (kind: TemporalKind, text: string): Temporal =>
  Temporal.parse(kind, text) ?? expect.fail(`${text} is a ${kind}`);
const date = (text: string): Temporal => read('Date', text);
const dateTime = (text: string): Temporal => read('DateTime', text);
const time = (text: string): Temporal => read('Time', text);

const moment = fc.integer({ min: -60_000_000_000_000, max: 250_000_000_000_000 }).map((ms) => ms as EpochMs);
const day = moment.map((ms) => instantOf(ms).slice(0, 10));

describe('reading', () => {
  it.each([
    ['Date', '2015'],
    ['Date', '2015-02'],
    ['Date', '2016-02-29'],
    ['DateTime', '2015'],
    ['DateTime', '2015-02-04T14'],
    ['DateTime', '2015-02-04T14:34'],
    ['DateTime', '2015-02-04T14:34:28'],
    ['DateTime', '2015-02-04T14:34:28.123'],
    ['DateTime', '2015-02-04T14:34:28.123456+10:00'],
    ['DateTime', '2015-02-04T14:34:28Z'],
    ['Time', '14'],
    ['Time', '14:34'],
    ['Time', '14:34:28.123'],
  ] as const)('%s %s gives its text back', (kind, text) => {
    expect(read(kind, text).toString()).toBe(text);
  });

  it('takes the T of a partial date-time', () => {
    expect(dateTime('2015T').toString()).toBe('2015');
    expect(dateTime('2015-02T').precision).toBe(2);
  });

  it.each([
    ['Date', '2015-13'],
    ['Date', '2015-02-29'],
    ['Date', '2015-02-04T10:00'],
    ['Date', '0000'],
    ['Date', ''],
    ['Date', '15'],
    ['DateTime', '2015-02T10:00'],
    ['DateTime', '2015-02-04T24:00'],
    ['DateTime', '2015-02-04T10:60'],
    ['DateTime', '2015-02-04T10:00:61'],
    ['DateTime', '2015-02-04T10:00+15:00'],
    ['DateTime', '2015-02-04T10:00+10:60'],
    ['DateTime', '2015-02-04T10:00:00.'],
    ['Time', '24:00'],
    ['Time', '10:00Z'],
    ['Time', '2015'.padEnd(80, '0')],
    ['Time', '2015-02-04T10:00'],
  ] as const)('%s %s is none', (kind, text) => {
    expect(Temporal.parse(kind, text)).toBeUndefined();
  });

  it('knows its precision in digits', () => {
    expect(date('2015').digits).toBe(4);
    expect(date('2015-02-04').digits).toBe(8);
    expect(dateTime('2015-02-04T10:30').digits).toBe(12);
    expect(dateTime('2015-02-04T10:30:00.000').digits).toBe(17);
    expect(time('10:30').digits).toBe(4);
  });
});

describe('the time line', () => {
  it('is that of the kernel', () => {
    fc.assert(
      fc.property(moment, (ms) => {
        const text = instantOf(ms);
        expect(dateTime(text).low).toBe(ms);
        for (const partial of [text.slice(0, 4), text.slice(0, 7), text.slice(0, 10)]) {
          const interval = intervalOf(partial) ?? expect.fail(partial);
          expect([date(partial).low, date(partial).high]).toEqual([interval.low, interval.high]);
        }
      }),
    );
  });
});

describe('comparison', () => {
  it.each([
    ['2012-04-15', '2012-04-16', -1],
    ['2012-04-15', '2012-04-15', 0],
    ['2012', '2013', -1],
    ['2012', '2012-04', undefined],
    ['2012', '2013-01', -1],
    ['2012-12', '2012-11-30', 1],
    ['2012-04', '2012-04-01', undefined],
  ])('of dates: %s and %s', (left, right, expected) => {
    expect(compareTemporals(date(left), date(right))).toBe(expected);
  });

  it.each([
    ['2012-04-15T10:00:00Z', '2012-04-15T12:00:00+02:00', 0],
    ['2012-04-15T10:00:00Z', '2012-04-15T10:00:00', undefined],
    ['2012-04-15T10:00:00Z', '2012-04-17T10:00:00', -1],
    ['2012-04-15T10:00:00', '2012-04-15T10:00:00.0', 0],
    ['2012-04-15T10:00', '2012-04-15T10:00:30', undefined],
    ['2012-04-15T10:00', '2012-04-15T10:01:30', -1],
    ['2012-04-15T10:00:00.5', '2012-04-15T10:00:00.25', 1],
  ])('of date-times: %s and %s', (left, right, expected) => {
    expect(compareTemporals(dateTime(left), dateTime(right))).toBe(expected);
  });

  it.each([
    ['10:30', '10:31', -1],
    ['10:30', '10:30:00', undefined],
    ['10', '11:30', -1],
    ['10:30:00', '10:30:00.0', 0],
  ])('of times: %s and %s', (left, right, expected) => {
    expect(compareTemporals(time(left), time(right))).toBe(expected);
  });

  it('is the same both ways round', () => {
    const some = fc.constantFrom(
      '2012',
      '2012-04',
      '2012-04-15',
      '2012-04-15T10:00Z',
      '2012-04-15T10:00',
      '2012-04-15T10:00:00.5+09:00',
      '2013',
    );
    fc.assert(
      fc.property(some, some, (left, right) => {
        const forth = compareTemporals(dateTime(left), dateTime(right));
        const back = compareTemporals(dateTime(right), dateTime(left));
        expect(back).toBe(forth === undefined ? undefined : 0 - forth);
      }),
    );
  });

  it('is only between times, or only between dates and date-times', () => {
    expect(comparableKinds(date('2012'), dateTime('2012'))).toBe(true);
    expect(comparableKinds(date('2012'), time('10:00'))).toBe(false);
  });
});

describe('calendar units', () => {
  it.each([
    ['year', 'year'],
    ['years', 'year'],
    ['months', 'month'],
    ['wk', 'week'],
    ['d', 'day'],
    ['h', 'hour'],
    ['min', 'minute'],
    ['s', 'second'],
    ['ms', 'millisecond'],
    ['a', undefined],
    ['mo', undefined],
    ['cm', undefined],
    ['constructor', undefined],
  ])('%s', (unit, expected) => {
    expect(calendarUnit(unit)).toBe(expected);
  });
});

describe('adding', () => {
  it.each([
    ['2015-01-31', 1, 'month', '2015-02-28'],
    ['2016-01-31', 1, 'month', '2016-02-29'],
    ['2016-02-29', 1, 'year', '2017-02-28'],
    ['2015-12-31', 1, 'day', '2016-01-01'],
    ['2015-12-31', -1, 'month', '2015-11-30'],
    ['2015', 1, 'year', '2016'],
    ['2015', 11, 'month', '2015'],
    ['2015', 12, 'month', '2016'],
    ['2015', 365, 'day', '2016'],
    ['2015-03', 1, 'month', '2015-04'],
    ['2015-03', 29, 'day', '2015-03'],
    ['2015-03', 30, 'day', '2015-04'],
    ['2015-03-01', 23, 'hour', '2015-03-01'],
    ['2015-03-01', 25, 'hour', '2015-03-02'],
    ['2015-03-01', 1, 'week', '2015-03-08'],
  ])('to dates: %s and %s %s', (text, amount, unit, expected) => {
    expect(addUnits(date(text), amount, unit)?.toString()).toBe(expected);
  });

  it.each([
    ['2015-03-01T23:30:00+09:00', 1, 'hour', '2015-03-02T00:30:00+09:00'],
    ['2015-03-01T23:30:00Z', 500, 'millisecond', '2015-03-01T23:30:00.500Z'],
    ['2015-03-01T23:30:00.250', 500, 'millisecond', '2015-03-01T23:30:00.750'],
    ['2015-03-01T23:30', 45, 'minute', '2015-03-02T00:15'],
  ])('to date-times: %s and %s %s', (text, amount, unit, expected) => {
    expect(addUnits(dateTime(text), amount, unit)?.toString()).toBe(expected);
  });

  it.each([
    ['23:30', 1, 'hour', '00:30'],
    ['00:30', -1, 'hour', '23:30'],
    ['10:30:15', 86_400, 'second', '10:30:15'],
    ['10:30', 1, 'month', undefined],
  ])('to times, around the clock: %s and %s %s', (text, amount, unit, expected) => {
    expect(addUnits(time(text), amount, unit)?.toString()).toBe(expected);
  });

  it('stays between the years 1 and 9999', () => {
    expect(addUnits(date('9999-12-31'), 1, 'day')).toBeUndefined();
    expect(addUnits(date('0001-01-01'), -1, 'day')).toBeUndefined();
    expect(addUnits(date('2015'), 1e300, 'year')).toBeUndefined();
    expect(addUnits(date('2015'), 9000, 'year')).toBeUndefined();
  });

  it('of days is undone by taking them away', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -20_000, max: 20_000 }), (text, days) => {
        const there = addUnits(date(text), days, 'day');
        if (there === undefined) return;
        expect(addUnits(there, -days, 'day')?.toString()).toBe(text);
        expect((there.low - date(text).low) / 86_400_000).toBe(days);
      }),
    );
  });

  it('of months keeps the day or takes the last of the month', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -500, max: 500 }), (text, months) => {
        const there = addUnits(date(text), months, 'month');
        if (there === undefined) return;
        const [, , from] = date(text).parts;
        const [, , to] = there.parts;
        const isLast = addUnits(there, 1, 'day')?.parts[2] === 1;
        expect(to === from || (to < from && isLast)).toBe(true);
      }),
    );
  });
});

describe('boundaries', () => {
  it('enclose the value at every precision', () => {
    fc.assert(
      fc.property(moment, fc.constantFrom(4, 7, 10), (ms, length) => {
        const value = date(instantOf(ms).slice(0, length));
        const [low, high] = [boundary(value, false, 8), boundary(value, true, 8)];
        expect(low?.low).toBe(value.low);
        expect(high?.high).toBe(value.high);
      }),
    );
  });

  it('have no precision between those of the calendar', () => {
    expect(boundary(date('2015'), true, 5)).toBeUndefined();
    expect(boundary(time('10:00'), true, 8)).toBeUndefined();
  });
});
