import { beforeAll, describe, expect, it } from 'vitest';
import { DAY, minuteOf } from './calendar.ts';
import { bedsOf } from './hospital/location.ts';
import { planStays, wardsFor, type PlannedStay } from './occupancy.ts';
import { Random } from './random.ts';
import { NOW } from './testing.ts';

const now = minuteOf(NOW);

describe('wards for a number of beds', () => {
  it.each([60, 120, 288, 500])('hold about %i beds, every ward some', (beds) => {
    const wards = wardsFor(beds);
    const total = wards.reduce((sum, ward) => sum + bedsOf(ward, undefined).length, 0);
    expect(Math.abs(total - beds) / beds).toBeLessThan(0.12);
    for (const ward of wards) expect(bedsOf(ward, undefined).length, ward.key).toBeGreaterThan(1);
  });
});

describe('thirty days of 120 beds', () => {
  let stays: readonly PlannedStay[];
  beforeAll(() => {
    stays = planStays(new Random('stays'), wardsFor(120), 30, now);
  });

  it('fill most beds today', () => {
    const open = stays.filter(({ to }) => to === undefined);
    expect(open.length).toBeGreaterThan(85);
    expect(open.length).toBeLessThan(120);
    expect(new Set(open.map(({ bed }) => bed.bed)).size).toBe(open.length);
  });

  it('follow each other in a bed without meeting, and reach back thirty days', () => {
    const beds = Map.groupBy(stays, ({ bed }) => bed.bed);
    for (const [bed, own] of beds) {
      for (let at = 1; at < own.length; at++)
        expect(own[at]?.to, bed).toBeLessThan((own[at - 1] as PlannedStay).from - 60);
      expect(own.at(-1)?.from, bed).toBeLessThan(now - 26 * DAY);
    }
  });

  it('begin before they end, and never after now', () => {
    for (const { from, to, bed } of stays) {
      expect(from, bed.bed).toBeLessThan(to ?? now);
      expect(to ?? 0, bed.bed).toBeLessThanOrEqual(now);
    }
  });

  it('end with death about as often as in hospitals', () => {
    const over = stays.filter(({ to }) => to !== undefined);
    const died = over.filter((stay) => stay.died).length / over.length;
    expect(died).toBeGreaterThan(0.005);
    expect(died).toBeLessThan(0.06);
    expect(stays.some((stay) => stay.died && stay.to === undefined)).toBe(false);
  });

  it('are the same for the same seed', () => {
    const again = planStays(new Random('stays'), wardsFor(120), 30, now);
    expect(again.map(({ from, to, bed }) => [bed.bed, from, to])).toEqual(
      stays.map(({ from, to, bed }) => [bed.bed, from, to]),
    );
  });
});
