import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StayLine } from './api.ts';
import { bedOf, minutesFromNow, RESTRICTED, stayOf } from './testing.ts';
import { sortedLines, type Order } from './ward-order.ts';

const line = (bed: string, more: Partial<StayLine> = {}) => bedOf(bed, { stay: stayOf(more) });
const order = (lines: Parameters<typeof sortedLines>[0], by: Order) => sortedLines(lines, by).map(({ bed }) => bed);
const score = (total: number) => ({ news2: { total, band: 'low' as const } });

describe('in which order the patients stand', () => {
  it('by bed: by number', () => {
    expect(order([line('610-2'), line('62-1'), line('610-10'), line('610-1')], 'bed')).toEqual([
      '62-1',
      '610-1',
      '610-2',
      '610-10',
    ]);
  });

  it('by NEWS2: the highest first, a score of 0 before no score, by bed where they are equal', () => {
    const lines = [
      line('1-1'),
      line('1-2', score(0)),
      line('1-4', score(7)),
      line('1-3', score(7)),
      line('1-5', score(12)),
    ];
    expect(order(lines, 'news2')).toEqual(['1-5', '1-3', '1-4', '1-2', '1-1']);
  });

  it('by vital signs: the longest late first, whoever has none due last', () => {
    const lines = [
      line('1-1'),
      line('1-2', { vitalsDue: minutesFromNow(30) }),
      line('1-3', { vitalsDue: minutesFromNow(-90) }),
      line('1-4', { vitalsDue: minutesFromNow(-5) }),
    ];
    expect(order(lines, 'due')).toEqual(['1-3', '1-4', '1-2', '1-1']);
  });

  it('compares moments, not texts, of different time zones', () => {
    const lines = [
      line('1-1', { vitalsDue: '2026-11-24T10:00:00+09:00' }),
      line('1-2', { vitalsDue: '2026-11-24T00:30:00Z' }),
    ];
    expect(order(lines, 'due')).toEqual(['1-2', '1-1']);
  });

  it('puts what is unreadable last instead of first', () => {
    expect(order([line('1-1', { vitalsDue: 'soon' }), line('1-2', { vitalsDue: minutesFromNow(600) })], 'due')).toEqual(
      ['1-2', '1-1'],
    );
  });

  it('never loses a line, and leaves what it was given as it was', () => {
    const stay = fc.oneof(
      fc.constant(RESTRICTED),
      fc.record({ total: fc.integer({ min: 0, max: 20 }) }).map(({ total }) => stayOf(score(total))),
    );
    fc.assert(
      fc.property(fc.array(stay), fc.constantFrom<Order>('bed', 'news2', 'due'), (stays, by) => {
        const lines = stays.map((one, at) => bedOf(`1-${stays.length - at}`, { stay: one }));
        const before = [...lines];
        expect(new Set(sortedLines(lines, by))).toEqual(new Set(before));
        expect(lines).toEqual(before);
      }),
    );
  });
});
