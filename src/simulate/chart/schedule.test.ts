import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intervalOf } from '../../kernel/index.ts';
import { DAY, minuteOf, type Minute } from '../calendar.ts';
import { DRUGS, type Drug } from '../data/drugs.ts';
import { NOW } from '../testing.ts';
import { roundsOf, slotsOf, timingOf } from './schedule.ts';

const START = minuteOf(NOW);
const [FIRST] = DRUGS as readonly [Drug];
const drug = (more: Partial<Drug>): Drug => ({
  ...FIRST,
  atc: 'C08CA01',
  route: 'oral',
  frequency: 1,
  periodDays: 1,
  ...more,
});
const clock = (minute: Minute): string => {
  const of = ((minute % DAY) + DAY) % DAY;
  return `${String(Math.floor(of / 60)).padStart(2, '0')}:${String(of % 60).padStart(2, '0')}`;
};

describe('rounds of the ward', () => {
  it.each<[string, Partial<Drug>, readonly string[]]>([
    ['once a day, in the morning', {}, ['09:00']],
    ['a statin, in the evening', { atc: 'C10AA05' }, ['21:00']],
    ['a proton pump inhibitor, before breakfast', { atc: 'A02BC02' }, ['07:30']],
    ['levothyroxine, before everything', { atc: 'H03AA01' }, ['06:30']],
    ['long acting insulin, at night', { atc: 'A10AE04', route: 'sc' }, ['22:00']],
    ['twice, as a tablet', { frequency: 2 }, ['09:00', '18:00']],
    ['twice, into a vein', { frequency: 2, route: 'iv' }, ['10:00', '22:00']],
    ['three times into a vein: every eight hours', { frequency: 3, route: 'iv' }, ['06:00', '14:00', '22:00']],
    ['insulin before meals', { frequency: 3, route: 'sc', atc: 'A10AB05' }, ['07:30', '11:30', '17:30']],
    ['four times into a vein: every six hours', { frequency: 4, route: 'iv' }, ['00:00', '06:00', '12:00', '18:00']],
    ['three times by another way: as tablets', { frequency: 3, route: 'inhaled' }, ['08:30', '12:30', '18:30']],
    ['once a week', { periodDays: 7 }, []],
    ['as needed', { frequency: 0 }, []],
    ['at once', { frequency: -1 }, []],
  ])('%s', (_, more, times) => {
    expect(roundsOf(drug(more))).toEqual(times);
  });

  it('of every daily drug of the hospital are as many as it is taken, in the order of the day', () => {
    for (const one of DRUGS.filter(
      ({ frequency, periodDays }) => periodDays === 1 && frequency >= 1 && frequency <= 4,
    )) {
      const rounds = roundsOf(one);
      expect(rounds, one.key).toHaveLength(one.frequency);
      expect(rounds).toEqual(rounds.toSorted());
    }
  });
});

describe('the timing that the bedside reads', () => {
  const repeatOf = (more: Partial<Drug>, end?: Minute) => timingOf(drug(more), START, end).repeat;

  it('names the rounds, and when it began and ended', () => {
    expect(repeatOf({ frequency: 2 }, START + 2 * DAY)).toMatchObject({
      frequency: 2,
      period: 1,
      periodUnit: 'd',
      timeOfDay: ['09:00:00', '18:00:00'],
    });
    const { start = '', end = '' } = repeatOf({}, START + DAY)?.boundsPeriod ?? {};
    expect((intervalOf(end)?.low ?? 0) - (intervalOf(start)?.low ?? 0)).toBe(86_400_000);
  });

  it('of what runs has no end', () => {
    expect(repeatOf({})?.boundsPeriod).not.toHaveProperty('end');
  });

  it('of a drug given at once is over a minute later, so that it is one dose', () => {
    const { start = '', end = '' } = repeatOf({ frequency: -1 })?.boundsPeriod ?? {};
    expect((intervalOf(end)?.low ?? 0) - (intervalOf(start)?.low ?? 0)).toBe(60_000);
  });

  it('of a drug as needed is the least time between two, not a schedule', () => {
    expect(repeatOf({ frequency: 0 })).toMatchObject({ frequency: 1, period: 6, periodUnit: 'h' });
    expect(repeatOf({ frequency: 0 })).not.toHaveProperty('timeOfDay');
  });

  it('of a weekly drug counts from its start', () => {
    expect(repeatOf({ periodDays: 7 })).toMatchObject({ frequency: 1, period: 7, periodUnit: 'd' });
    expect(repeatOf({ periodDays: 7 })).not.toHaveProperty('timeOfDay');
  });
});

describe('the doses of an order', () => {
  const windows = fc.record({ from: fc.integer({ min: -3000, max: 6000 }), length: fc.integer({ min: 0, max: 6000 }) });
  const daily = fc.constantFrom<Partial<Drug>>(
    { frequency: 1 },
    { frequency: 2 },
    { frequency: 3, route: 'iv' },
    { frequency: 4, route: 'iv' },
    { frequency: 3, route: 'sc' },
  );

  it('are each minute whose clock shows a round, from the start on, as somebody who watches the clock finds them', () => {
    fc.assert(
      fc.property(daily, windows, (more, { from, length }) => {
        const one = drug(more);
        const [low, high] = [START + from, START + from + length];
        const rounds = new Set(roundsOf(one));
        const watched: Minute[] = [];
        for (let at = Math.max(low, START); at < high; at++) if (rounds.has(clock(at))) watched.push(at);
        expect(slotsOf(one, START, low, high)).toEqual(watched);
      }),
      { numRuns: 40 },
    );
  });

  it('of a window are those of its halves together: none twice, none lost at midnight', () => {
    fc.assert(
      fc.property(daily, windows, fc.nat(6000), (more, { from, length }, cut) => {
        const one = drug(more);
        const [low, high] = [START + from, START + from + length];
        const middle = Math.min(high, low + cut);
        const halves = [...slotsOf(one, START, low, middle), ...slotsOf(one, START, middle, high)];
        expect(halves).toEqual(slotsOf(one, START, low, high));
      }),
    );
  });

  it('of a weekly drug are a week apart, beginning with the order', () => {
    expect(slotsOf(drug({ periodDays: 7 }), START, START, START + 15 * DAY)).toEqual([
      START,
      START + 7 * DAY,
      START + 14 * DAY,
    ]);
    expect(slotsOf(drug({ periodDays: 7 }), START, START + 1, START + 7 * DAY)).toEqual([]);
  });

  it('given at once are one; as needed none', () => {
    expect(slotsOf(drug({ frequency: -1 }), START, START - 10, START + DAY)).toEqual([START]);
    expect(slotsOf(drug({ frequency: -1 }), START, START + 1, START + DAY)).toEqual([]);
    expect(slotsOf(drug({ frequency: 0 }), START, START, START + 30 * DAY)).toEqual([]);
  });
});
