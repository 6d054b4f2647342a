import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encounter } from '../../fhir/testing.ts';
import {
  isWithin,
  laneOf,
  moved,
  placeOf,
  staysOf,
  ticksOf,
  wholeWindow,
  yearStart,
  yearWindow,
  zoomed,
} from './timeline.ts';

const NOW = new Date(2026, 10, 24).getTime();
const stay = (code: string, start: string, end?: string) =>
  encounter({ class: { code }, period: { start, ...(end === undefined ? {} : { end }) } });

describe('encounters in time', () => {
  it.each([
    ['IMP', 'inpatient'],
    ['EMER', 'emergency'],
    ['AMB', 'ambulatory'],
    ['HH', 'other'],
  ] as const)('%s', (code, lane) => {
    expect(laneOf(encounter({ class: { code } }))).toBe(lane);
  });

  it('an open stay goes on until now; a finished one without an end does not', () => {
    const open = { ...stay('IMP', '2026-11-20'), status: 'in-progress' as const };
    expect(staysOf([open], NOW).stays[0]?.to).toBe(NOW);
    const [closed] = staysOf([stay('AMB', '2026-11-20')], NOW).stays;
    expect(closed?.to).toBe(closed?.from);
  });

  it('counts those without a date rather than losing them', () => {
    expect(staysOf([encounter(), stay('AMB', '2020')], NOW)).toMatchObject({ untimed: 1 });
  });

  it('the whole window holds every stay and begins and ends with a year', () => {
    const { stays } = staysOf([stay('AMB', '1958-03-05'), stay('IMP', '2020-12-30', '2021-01-04')], NOW);
    const whole = wholeWindow(stays, NOW);
    expect(whole).toEqual({ from: yearStart(1958), to: yearStart(2027) });
    expect(stays.every((one) => isWithin(one, whole))).toBe(true);
  });

  it('moving and zooming never leave the whole, and never turn it around', () => {
    const whole = { from: yearStart(2000), to: yearStart(2027) };
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        share,
        fc.double({ min: 0.01, max: 5, noNaN: true }),
        share,
        fc.integer({ min: -30, max: 30 }),
        (at, factor, around, years) => {
          const start = zoomed(whole, 0.3, at, whole);
          const window = moved(zoomed(start, factor, around, whole), years * 365 * 86_400_000, whole);
          expect(window.from).toBeGreaterThanOrEqual(whole.from);
          expect(window.to).toBeLessThanOrEqual(whole.to + 1);
          expect(window.to - window.from).toBeGreaterThan(86_400_000);
        },
      ),
    );
  });

  it('zooming in and out around a point keeps that point in place', () => {
    const whole = { from: yearStart(2000), to: yearStart(2026) };
    const window = yearWindow(2013);
    const nearer = zoomed(window, 0.5, 0.25, whole);
    const point = window.from + (window.to - window.from) * 0.25;
    expect(placeOf(point, nearer)).toBeCloseTo(0.25, 6);
  });

  it('has ticks for months within two years, else for years, never too many', () => {
    expect(ticksOf(yearWindow(2020)).map(({ month }) => month)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(ticksOf({ from: yearStart(1950), to: yearStart(2027) }).length).toBeLessThanOrEqual(14);
    expect(ticksOf({ from: yearStart(2019), to: yearStart(2021) }).every(({ month }) => month % 2 === 1)).toBe(true);
  });
});
