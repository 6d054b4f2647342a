import { describe, expect, it } from 'vitest';
import { direction, timeSpan, valueSpan } from './plot-options.ts';
import { withGaps } from './plot-gaps.ts';
import { tickText } from './plot-times.ts';
import { sparkPoints } from './spark-points.ts';

describe('plots', () => {
  it('the value axis holds the values and the usual range', () => {
    const [low, high] = valueSpan([4, 6.4, null], { low: 3.5, high: 5.1 });
    expect(low).toBeLessThan(3.5);
    expect(high).toBeGreaterThan(6.4);
    expect(valueSpan([0, 10], undefined)[0]).toBe(0);
    expect(valueSpan([], undefined)).toEqual([0, 1]);
    const [flatLow, flatHigh] = valueSpan([5, 5], undefined);
    expect(flatHigh).toBeGreaterThan(flatLow);
  });

  it('the time axis has air, and width for a single value', () => {
    const [from, to] = timeSpan([100, 200]);
    expect(from).toBeLessThan(100);
    expect(to).toBeGreaterThan(200);
    const [start, end] = timeSpan([100]);
    expect(end - start).toBeGreaterThan(86_400);
  });

  it('signs point where a value lies; the bounds belong to the range', () => {
    const range = { low: 1, high: 2 };
    expect([0.9, 1, 1.5, 2, 2.1].map((value) => direction(value, range))).toEqual([-1, 0, 0, 0, 1]);
  });

  it('ticks say as much as the distance between them needs', () => {
    const at = new Date(2024, 2, 5, 14, 30).getTime() / 1000;
    expect(tickText(at, 366 * 86_400, 'ko')).toBe('2024');
    expect(tickText(at, 31 * 86_400, 'ko')).toBe('2024-03');
    expect(tickText(at, 31 * 86_400, 'en')).toBe('Mar 2024');
    expect(tickText(at, 86_400, 'en')).toBe('5 Mar');
    expect(tickText(at, 3600, 'ko')).toBe('14:30');
  });

  it('a line is broken where nothing was measured for long, and only there', () => {
    const values = [1, 2, 3, 4, 5, 6];
    const dense = withGaps({ times: [0, 1, 2, 100, 101, 102], series: [{ label: '', values }], unit: '' });
    expect(dense.times).toEqual([0, 1, 2, 51, 100, 101, 102]);
    expect(dense.series[0]?.values).toEqual([1, 2, 3, null, 4, 5, 6]);
    const yearly = { times: [0, 12, 24, 40, 52, 60], series: [{ label: '', values }], unit: '' };
    expect(withGaps(yearly)).toBe(yearly);
    expect(withGaps({ times: [5], series: [], unit: '' }).times).toEqual([5]);
  });

  it('a sparkline stays in its box, high values on top', () => {
    const points = sparkPoints([1, 3, 2], 96, 26);
    for (const [x, y] of points) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(96);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(26);
    }
    expect(points[1]?.[1]).toBeLessThan(points[0]?.[1] ?? 0);
    expect(sparkPoints([2, 2], 96, 26).map(([, y]) => y)).toEqual([13, 13]);
  });
});
