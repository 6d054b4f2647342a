import { expect, it } from 'vitest';
import { mostUrgentFirst } from './work-order.ts';

it('shows what is urgent first, then what waits longest', () => {
  const lines = [
    { priority: 'routine', ordered: '2026-07-01T08:00:00Z' },
    { priority: 'stat', ordered: '2026-07-01T09:00:00Z', received: '2026-07-01T09:30:00Z' },
    { priority: 'routine', ordered: '2026-07-01T07:00:00Z' },
    { priority: 'stat', collected: '2026-07-01T09:10:00Z' },
    { priority: 'odd', ordered: '2026-07-01T09:00:00Z' },
  ];
  expect(mostUrgentFirst(lines).map((one) => lines.indexOf(one))).toEqual([4, 3, 1, 2, 0]);
});

it('compares moments, not texts, of different time zones', () => {
  const lines = [
    { priority: 'routine', received: '2026-07-01T10:00:00+09:00' },
    { priority: 'routine', received: '2026-07-01T00:30:00Z' },
    { priority: 'routine', received: '2026-07-01T01:00:01.500Z' },
  ];
  expect(mostUrgentFirst(lines).map((one) => lines.indexOf(one))).toEqual([1, 0, 2]);
});

it('keeps what has no time in sight, on top of its priority', () => {
  const lines = [{ priority: 'routine', ordered: '2026-07-01T08:00:00Z' }, { priority: 'routine' }];
  expect(mostUrgentFirst(lines).map((one) => lines.indexOf(one))).toEqual([1, 0]);
});
