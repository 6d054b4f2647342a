import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAWN, DUSK, instantOf, intervalOf, systemClock, zonedInstantOf, type EpochMs } from './time.ts';

function span(text: string, zone?: string): readonly [string, string] | undefined {
  const interval = intervalOf(text, zone);
  return interval === undefined ? undefined : [instantOf(interval.low), instantOf(interval.high)];
}

const two = (n: number) => String(n).padStart(2, '0');

const hours = (text: string, zone: string) => {
  const interval = intervalOf(text, zone);
  return interval === undefined ? 0 : (interval.high - interval.low) / 3_600_000;
};

describe('intervalOf', () => {
  it.each([
    ['2026', '2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['2026-02', '2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'],
    ['2026-12', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z', '2024-03-01T00:00:00.000Z'],
    ['2026-11-24T05:07Z', '2026-11-24T05:07:00.000Z', '2026-11-24T05:08:00.000Z'],
    ['2026-11-24T05:07:09Z', '2026-11-24T05:07:09.000Z', '2026-11-24T05:07:10.000Z'],
    ['2026-11-24T05:07:09.5Z', '2026-11-24T05:07:09.500Z', '2026-11-24T05:07:09.600Z'],
    ['2026-11-24T05:07:09.123456Z', '2026-11-24T05:07:09.123Z', '2026-11-24T05:07:09.124Z'],
    ['2026-11-24T00:00:00+09:00', '2026-11-23T15:00:00.000Z', '2026-11-23T15:00:01.000Z'],
    ['2026-11-24T00:00:00-03:30', '2026-11-24T03:30:00.000Z', '2026-11-24T03:30:01.000Z'],
  ])('%s covers what its precision says', (text, low, high) => {
    expect(span(text)).toEqual([low, high]);
  });

  it('reads text without a zone in the zone of the site', () => {
    expect(span('2026-11-24', 'Asia/Seoul')).toEqual(['2026-11-23T15:00:00.000Z', '2026-11-24T15:00:00.000Z']);
    expect(span('2026-11-24T05:00:00', 'Asia/Seoul')?.[0]).toBe('2026-11-23T20:00:00.000Z');
    expect(span('2026-11-24T05:00:00Z', 'Asia/Seoul')?.[0]).toBe('2026-11-24T05:00:00.000Z');
  });

  it('knows days of 23 and 25 hours', () => {
    expect(hours('2026-03-08', 'America/New_York')).toBe(23);
    expect(hours('2026-11-01', 'America/New_York')).toBe(25);
    expect(hours('1988-05-08', 'Asia/Seoul')).toBe(23);
  });

  it('refuses what is no date', () => {
    const wrong = [
      '',
      '26',
      '2026-13',
      '2026-02-30',
      '2025-02-29',
      '2026-1-1',
      '2026-01-01T25:00Z',
      '0000',
      'today',
      "2026'--",
    ];
    for (const text of wrong) expect(intervalOf(text), text).toBeUndefined();
  });

  it('spans from the first to the last year that FHIR can write', () => {
    expect(intervalOf('0001')?.low).toBe(DAWN);
    expect(intervalOf('9999')?.high).toBe(DUSK);
  });

  it('gives back the moment of any instant, in any zone that instant is written in', () => {
    const moments = fc.integer({ min: DAWN + 86_400_000, max: DUSK - 86_400_000 });
    fc.assert(
      fc.property(moments, fc.integer({ min: -840, max: 840 }), (moment, minutes) => {
        const sign = minutes < 0 ? '-' : '+';
        const offset = `${sign}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
        const local = instantOf((moment + minutes * 60_000) as EpochMs).slice(0, -1);
        expect(intervalOf(local + offset, 'Asia/Seoul')?.low).toBe(moment);
      }),
    );
  });

  it('is nested: a finer text lies inside the coarser one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (moment) => {
        const text = instantOf(moment as EpochMs);
        const forms = [
          text,
          `${text.slice(0, 19)}Z`,
          `${text.slice(0, 16)}Z`,
          text.slice(0, 10),
          text.slice(0, 7),
          text.slice(0, 4),
        ];
        const spans = forms.map((form) => intervalOf(form));
        for (let at = 1; at < spans.length; at++) {
          expect(spans[at]?.low).toBeLessThanOrEqual(spans[at - 1]?.low ?? -Infinity);
          expect(spans[at]?.high).toBeGreaterThanOrEqual(spans[at - 1]?.high ?? Infinity);
        }
      }),
    );
  });

  it('names an unknown zone', () => {
    expect(() => intervalOf('2026-01-01', 'Mars/Olympus')).toThrow(/Mars\/Olympus/);
  });
});

describe('systemClock', () => {
  it('moves forward', () => {
    expect(systemClock.now()).toBeGreaterThan(Date.UTC(2026, 0, 1));
  });
});

describe('zonedInstantOf', () => {
  const noon = intervalOf('2026-11-24T12:00:00.500Z')?.low ?? DAWN;

  it('says the same moment on the clocks of the zone', () => {
    expect(zonedInstantOf(noon, 'UTC')).toBe('2026-11-24T12:00:00.500Z');
    expect(zonedInstantOf(noon, 'Asia/Seoul')).toBe('2026-11-24T21:00:00.500+09:00');
    expect(zonedInstantOf(noon, 'America/St_Johns')).toBe('2026-11-24T08:30:00.500-03:30');
  });

  it('is read back as the moment it came from', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_000_000_000_000 }),
        fc.constantFrom('Asia/Seoul', 'Europe/London', 'Asia/Kathmandu'),
        (moment, zone) => intervalOf(zonedInstantOf(moment as EpochMs, zone))?.low === moment,
      ),
    );
  });
});
