import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ResourceOfType } from '../../fhir/index.ts';
import { instantOf, zonedInstantOf, type EpochMs } from '../../kernel/index.ts';
import { minutes, NOW } from '../loop/testing.ts';
import { hasReadableTiming, intervalMs, isOver, isSlot, onlySlot, slotsBetween } from './slots.ts';
import { dosage, request, type Json } from './testing.ts';

type Request = ResourceOfType['MedicationRequest'];
const SEOUL = 'Asia/Seoul';
const NEW_YORK = 'America/New_York';
const HOUR = 3_600_000;

const timed = (timing: Json | undefined, more: Json = {}): Request =>
  request('order', {
    dosageInstruction: [dosage(timing === undefined ? {} : { timing })],
    ...more,
  }) as unknown as Request;
const repeated = (repeat: Json): Request => timed({ repeat });
const moment = (text: string): EpochMs => Date.parse(text) as EpochMs;
const listed = (order: Request, from: string, to: string, zone = SEOUL): string[] =>
  slotsBetween(order, moment(from), moment(to), zone).map((one) => zonedInstantOf(one, zone).slice(0, 16));

describe('times of the day', () => {
  it('are those of the hospital’s clocks, not of the server’s', () => {
    const nine = repeated({ timeOfDay: ['09:00:00'] });
    expect(isSlot(nine, moment('2026-07-01T09:00:00+09:00'), SEOUL)).toBe(true);
    expect(isSlot(nine, moment('2026-07-01T09:00:00Z'), SEOUL)).toBe(false);
    expect(isSlot(nine, moment('2026-07-01T09:00:00-04:00'), NEW_YORK)).toBe(true);
  });

  it('stay at nine on the wall when the clocks are set forward and back', () => {
    const nine = repeated({ timeOfDay: ['09:00:00'] });
    expect(listed(nine, '2026-03-07T00:00:00-05:00', '2026-03-10T00:00:00-04:00', NEW_YORK)).toEqual([
      '2026-03-07T09:00',
      '2026-03-08T09:00',
      '2026-03-09T09:00',
    ]);
    expect(listed(nine, '2026-10-31T00:00:00-04:00', '2026-11-03T00:00:00-05:00', NEW_YORK)).toEqual([
      '2026-10-31T09:00',
      '2026-11-01T09:00',
      '2026-11-02T09:00',
    ]);
  });

  it('are one dose on the night with two half past ones', () => {
    const night = repeated({ timeOfDay: ['01:30:00'] });
    expect(listed(night, '2026-11-01T00:00:00-04:00', '2026-11-02T00:00:00-05:00', NEW_YORK)).toHaveLength(1);
  });

  it('are in order, each once, however they were written', () => {
    const order = repeated({ timeOfDay: ['21:00:00', '09:00:00', '21:00:00', '13:00:00'] });
    expect(listed(order, '2026-07-01T00:00:00+09:00', '2026-07-02T00:00:00+09:00')).toEqual([
      '2026-07-01T09:00',
      '2026-07-01T13:00',
      '2026-07-01T21:00',
    ]);
  });

  it('include midnight of the first day and not that of the end of the window', () => {
    const order = repeated({ timeOfDay: ['00:00:00'] });
    expect(listed(order, '2026-07-01T00:00:00+09:00', '2026-07-02T00:00:00+09:00')).toEqual(['2026-07-01T00:00']);
  });

  it.each([
    [
      'a day as its end means the whole day',
      { start: '2026-07-01', end: '2026-07-02' },
      ['01T09:00', '01T21:00', '02T09:00', '02T21:00'],
    ],
    [
      'a dose at the very end still counts, as FHIR has it',
      { start: '2026-07-01', end: '2026-07-02T09:00:00+09:00' },
      ['01T09:00', '01T21:00', '02T09:00'],
    ],
    [
      'it begins in the middle of a day',
      { start: '2026-07-02T10:00:00+09:00', end: '2026-07-03' },
      ['02T21:00', '03T09:00', '03T21:00'],
    ],
    ['it has no end', { start: '2026-07-03' }, ['03T09:00', '03T21:00', '04T09:00', '04T21:00']],
  ])('keep to the period of the order: %s', (_, boundsPeriod, slots) => {
    const order = repeated({ timeOfDay: ['09:00:00', '21:00:00'], boundsPeriod });
    const found = listed(order, '2026-06-30T00:00:00+09:00', '2026-07-05T00:00:00+09:00');
    expect(found).toEqual(slots.map((one) => `2026-07-${one}`));
  });
});

describe('a steady interval', () => {
  it('is every so many hours from the start, as somebody counts it on their fingers', () => {
    const cases = fc.record({
      frequency: fc.integer({ min: 1, max: 6 }),
      period: fc.integer({ min: 1, max: 3 }),
      unit: fc.constantFrom('h', 'd'),
      from: fc.integer({ min: -100, max: 400 }),
      hours: fc.integer({ min: 1, max: 72 }),
    });
    fc.assert(
      fc.property(cases, ({ frequency, period, unit, from, hours }) => {
        const order = repeated({ frequency, period, periodUnit: unit, boundsPeriod: { start: instantOf(NOW) } });
        const step = (period * (unit === 'h' ? 1 : 24) * HOUR) / frequency;
        const [low, high] = [NOW + from * HOUR, NOW + (from + hours) * HOUR];
        const slow: number[] = [];
        for (let at = 0; NOW + at * step < high; at++) {
          const slot = Math.floor(NOW + at * step);
          if (slot >= low && slot < high) slow.push(slot);
        }
        expect(slotsBetween(order, low as EpochMs, high as EpochMs, SEOUL)).toEqual(slow.slice(0, 300));
      }),
    );
  });

  it('does not drift by an hour when the clocks change: eight hours are eight hours', () => {
    const start = '2026-03-08T00:00:00-05:00';
    const order = repeated({ frequency: 1, period: 8, periodUnit: 'h', boundsPeriod: { start } });
    const slots = slotsBetween(order, moment(start), (moment(start) + 33 * HOUR) as EpochMs, NEW_YORK);
    expect(slots.map((one) => (one - moment(start)) / HOUR)).toEqual([0, 8, 16, 24, 32]);
  });

  it('begins when it was written where the order has no start', () => {
    const order = timed(
      { repeat: { frequency: 1, period: 12, periodUnit: 'h' } },
      { authoredOn: '2026-07-01T07:30:00+09:00' },
    );
    expect(listed(order, '2026-07-01T00:00:00+09:00', '2026-07-02T00:00:00+09:00')).toEqual([
      '2026-07-01T07:30',
      '2026-07-01T19:30',
    ]);
  });

  it('has no dose at all where nobody knows when it began', () => {
    const order = timed({ repeat: { frequency: 1, period: 12, periodUnit: 'h' } });
    expect(slotsBetween(order, NOW, minutes(3000), SEOUL)).toEqual([]);
  });

  it.each<[string, Json, number | undefined]>([
    ['three a day', { frequency: 3, period: 1, periodUnit: 'd' }, 8 * HOUR],
    ['every six hours', { period: 6, periodUnit: 'h' }, 6 * HOUR],
    ['every ninety minutes', { frequency: 1, period: 90, periodUnit: 'min' }, 1.5 * HOUR],
    ['once a week', { frequency: 1, period: 1, periodUnit: 'wk' }, 168 * HOUR],
    ['once a month: months have no one length', { frequency: 1, period: 1, periodUnit: 'mo' }, undefined],
    ['once a year', { frequency: 1, period: 1, periodUnit: 'a' }, undefined],
    ['every second is no schedule', { frequency: 1, period: 1, periodUnit: 's' }, undefined],
    ['a thousand in an hour is no schedule', { frequency: 1000, period: 1, periodUnit: 'h' }, undefined],
    ['no time at all', { frequency: 1, period: 0, periodUnit: 'h' }, undefined],
    ['never', { frequency: 0, period: 1, periodUnit: 'd' }, undefined],
    ['nothing said', {}, undefined],
  ])('%s', (_, repeat, ms) => {
    expect(intervalMs(repeat)).toBe(ms);
    if (ms === undefined) expect(hasReadableTiming(repeated(repeat))).toBe(false);
  });
});

describe('what is not understood in full is not read at all', () => {
  it.each<[string, Json]>([
    ['with meals', { when: ['CM'], frequency: 3, period: 1, periodUnit: 'd' }],
    ['on some days of the week', { dayOfWeek: ['mon'], timeOfDay: ['09:00:00'] }],
    ['a number of times', { count: 3, frequency: 1, period: 8, periodUnit: 'h' }],
    ['two to three times', { frequency: 2, frequencyMax: 3, period: 1, periodUnit: 'd' }],
    ['every four to six hours', { frequency: 1, period: 4, periodMax: 6, periodUnit: 'h' }],
    ['for a duration', { boundsDuration: { value: 3, code: 'd' }, timeOfDay: ['09:00:00'] }],
    ['times of the day of every hour', { timeOfDay: ['09:00:00'], periodUnit: 'h' }],
  ])('%s', (_, repeat) => {
    expect(hasReadableTiming(repeated(repeat))).toBe(false);
    expect(slotsBetween(repeated(repeat), minutes(-5000), minutes(5000), SEOUL)).toEqual([]);
  });

  it('moments and a repetition together', () => {
    const both = { event: [instantOf(NOW)], repeat: { timeOfDay: ['09:00:00'] } };
    expect(hasReadableTiming(timed(both))).toBe(false);
    expect(hasReadableTiming(timed({ code: { text: '하루 세 번' } }))).toBe(false);
  });
});

describe('an order that has one dose', () => {
  it('is at its only moment, or when it was written; of several none is chosen', () => {
    const authoredOn = '2026-07-01T08:15:00+09:00';
    expect(onlySlot(timed({ event: [instantOf(minutes(30))] }, { authoredOn }), SEOUL)).toBe(minutes(30));
    expect(onlySlot(timed(undefined, { authoredOn }), SEOUL)).toBe(moment(authoredOn));
    expect(onlySlot(timed({ event: [instantOf(NOW), instantOf(minutes(5))] }), SEOUL)).toBeUndefined();
    expect(onlySlot(timed(undefined), SEOUL)).toBeUndefined();
  });
});

describe('the end of an as-needed order', () => {
  const until = (end: string | undefined): Request =>
    repeated({ period: 4, periodUnit: 'h', boundsPeriod: end === undefined ? {} : { end } });

  it.each<[string | undefined, string, boolean]>([
    ['2026-07-01T12:00:00+09:00', '2026-07-01T11:59:59+09:00', false],
    ['2026-07-01', '2026-07-01T23:59:59+09:00', false],
    ['2026-07-01', '2026-07-02T00:00:00+09:00', true],
    ['2026-07-01T12:00:00+09:00', '2026-07-01T12:00:01+09:00', true],
    [undefined, '2036-07-01T00:00:00+09:00', false],
  ])('%s is over at %s: %s', (end, at, over) => {
    expect(isOver(until(end), moment(at), SEOUL)).toBe(over);
  });

  it('is none where the order has no schedule', () => {
    expect(isOver(timed(undefined), NOW, SEOUL)).toBe(false);
  });
});
