import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, intervalOf, zonedInstantOf, type EpochMs } from './time.ts';

const ZONES = [
  'Asia/Seoul',
  'UTC',
  'America/New_York',
  'Europe/London',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Pacific/Kiritimati',
];
const HOUR = 3_600_000;
const moments = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2060, 0, 1) }).map((ms) => ms as EpochMs);

/** The date on the wall of a zone, as the platform writes it. */
const wallDay = (moment: number, zone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    moment,
  );

describe('a day in a zone', () => {
  it.each(ZONES)('holds exactly the moments whose wall shows it: %s', (zone) => {
    fc.assert(
      fc.property(moments, (moment) => {
        const day = wallDay(moment, zone);
        const { low, high } = intervalOf(day, zone) ?? expect.fail(day);
        expect(moment >= low && moment < high).toBe(true);
        expect([wallDay(low, zone), wallDay(high - 1, zone)]).toEqual([day, day]);
        expect([wallDay(low - 1, zone) === day, wallDay(high, zone) === day]).toEqual([false, false]);
      }),
      { numRuns: 60 },
    );
  });

  it.each(ZONES)('ends where the next begins: no moment is in two days or in none: %s', (zone) => {
    fc.assert(
      fc.property(moments, (moment) => {
        const { high } = intervalOf(wallDay(moment, zone), zone) ?? expect.fail('a day');
        expect(intervalOf(wallDay(high, zone), zone)?.low).toBe(high);
      }),
      { numRuns: 60 },
    );
  });

  it.each(ZONES)('what is written for people is read back as the same moment: %s', (zone) => {
    fc.assert(
      fc.property(moments, (moment) => {
        const written = zonedInstantOf(moment, zone);
        expect(intervalOf(written, 'UTC')?.low).toBe(moment);
        expect(written.slice(0, 10)).toBe(wallDay(moment, zone));
      }),
      { numRuns: 60 },
    );
  });
});

describe('the hours of a clock that is changed', () => {
  const at = (text: string, zone: string) => instantOf(intervalOf(text, zone)?.low ?? expect.fail(text));

  it('in Seoul there are none today: every hour is nine ahead', () => {
    for (let hour = 0; hour < 24; hour++) {
      const text = `2026-03-29T${String(hour).padStart(2, '0')}:00:00`;
      expect(intervalOf(text, 'Asia/Seoul')?.low).toBe(Date.UTC(2026, 2, 29, hour) - 9 * HOUR);
    }
  });

  it.each([
    ['before the hour that is left out', '2026-03-08T01:59:59', '2026-03-08T06:59:59.000Z'],
    ['after it', '2026-03-08T03:00:00', '2026-03-08T07:00:00.000Z'],
    ['before the hour that comes twice', '2026-11-01T00:59:59', '2026-11-01T04:59:59.000Z'],
    ['after it', '2026-11-01T02:00:00', '2026-11-01T07:00:00.000Z'],
  ])('in New York: %s', (_, text, expected) => {
    expect(at(text, 'America/New_York')).toBe(expected);
  });

  it('a month and a year begin with their first day', () => {
    for (const zone of ZONES)
      for (const [whole, first] of [
        ['2026', '2026-01-01'],
        ['2026-03', '2026-03-01'],
        ['2026-11', '2026-11-01'],
      ] as const)
        expect(intervalOf(whole, zone)?.low, `${whole} in ${zone}`).toBe(intervalOf(first, zone)?.low);
  });
});

describe('what is no date is told, not guessed', () => {
  it.each([
    '2026-11-31',
    '2023-02-29',
    '1900-02-29',
    '2026-00-10',
    '2026-11-00',
    '2026-11-24T24:00:00',
    '2026-11-24T23:60:00',
    '2026-11-24T23:00:00+9:00',
    '2026-11-24 23:00',
    '2026-11-24T23',
    '2026-11T23:00',
    '24.11.2026',
    '11/24/2026',
    '2026-11-24T23:00:00z',
    '20261124',
    '2026-11-24T23:00:00.Z',
    '-2026-11-24',
    '２０２６-11-24',
  ])('%s', (text) => {
    expect(intervalOf(text, 'Asia/Seoul')).toBeUndefined();
  });

  it('leap days are where the calendar has them', () => {
    const days = [1996, 2000, 2004, 2024, 2100, 2200, 2400].map((year) => intervalOf(`${year}-02-29`) !== undefined);
    expect(days).toEqual([true, true, true, true, false, false, true]);
  });
});
