import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intervalOf } from '../../kernel/index.ts';
import type { DrugOrder } from '../drug.ts';
import { drug } from '../testing.ts';
import { othersOf, overlap } from './others.ts';

const ids = (orders: readonly DrugOrder[]): readonly string[] => orders.map(({ id }) => id);
const during = (text: string): DrugOrder => {
  const period = intervalOf(text);
  return drug('warfarin', period === undefined ? {} : { period });
};

describe('what a draft is checked against', () => {
  it('is everything taken, and the drafts before it: two drafts meet once', () => {
    const drafts = ['a', 'b', 'c'].map((id) => drug('warfarin', { id }));
    const meetings = drafts.flatMap((draft) =>
      ids(othersOf(draft, drafts, [drug('aspirin', { id: 'x' })])).map((id) => `${draft.id}${id}`),
    );
    expect(meetings).toEqual(['ax', 'bx', 'ba', 'cx', 'ca', 'cb']);
  });

  it('is never what one of the drafts takes the place of, nor the running form of a draft', () => {
    const active = ['x', 'y', 'z'].map((id) => drug('aspirin', { id }));
    const drafts = [drug('aspirin', { id: 'new', replaces: 'x' }), drug('aspirin', { id: 'y' })];
    expect(ids(othersOf(drafts[0] as DrugOrder, drafts, active))).toEqual(['z']);
  });

  it('is each pair exactly once, for any number of drafts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12 }), (count) => {
        const drafts = Array.from({ length: count }, (_, at) => drug('warfarin', { id: `d${at}` }));
        const pairs = drafts.flatMap((draft) =>
          othersOf(draft, drafts, []).map((other) => [draft.id, other.id].toSorted().join()),
        );
        expect(new Set(pairs).size).toBe((count * count - count) / 2);
        expect(pairs).toHaveLength((count * count - count) / 2);
      }),
    );
  });
});

describe('two orders at one time', () => {
  it('share a moment; to end when the other begins is not to share', () => {
    expect(overlap(during('2026-11'), during('2026-11-30'))).toBe(true);
    expect(overlap(during('2026-11'), during('2026-12'))).toBe(false);
    expect(overlap(during('2026-12'), during('2026-11'))).toBe(false);
  });

  it('are assumed where one says no time', () => {
    expect(overlap(during('2026-11'), during('whenever'))).toBe(true);
  });
});
