import { describe, expect, it } from 'vitest';
import { UNLIMITED, type Reach } from '../../access/index.ts';
import { parseSearch } from '../../fhir/index.ts';
import type { EpochMs } from '../../kernel/index.ts';
import type { Found, SearchContext } from './api.ts';
import { criterionCondition } from './compile.ts';
import type { MatchPage } from './page.ts';
import type { PageAsk } from './placed.ts';
import { scopeOf } from './scope.ts';
import { silentDb } from './testing.ts';
import { exactTotal, totalOf } from './total.ts';

/** A database in which `real` rows match and the planner expects `planned`. */
function house(real: number, planned: number, reach: Reach = UNLIMITED) {
  const asked: string[] = [];
  const answer = (text: string): Promise<unknown[]> => {
    const isPlan = text.startsWith('explain');
    asked.push(isPlan ? 'plan' : 'count');
    if (isPlan) return Promise.resolve([{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': planned } }] }]);
    const most = Number(/limit (\d+)\) c$/.exec(text)?.[1] ?? 0);
    return Promise.resolve([{ n: Math.min(real, most) }]);
  };
  const context = {
    connection: { db: silentDb, query: answer },
    reach,
    clock: { now: () => 0 as EpochMs },
    base: 'http://h/fhir/R4',
    settings: { timeZone: 'UTC', searchCount: 50, maxSearchCount: 1000 },
  } as unknown as SearchContext;
  const ask = (text: string): PageAsk => {
    const query = parseSearch('Observation', text, { timeZone: 'UTC' });
    const scope = scopeOf(context, undefined, criterionCondition, 'Observation');
    return { query, count: 50, compartment: undefined, scope };
  };
  const matches = (count: number): Found[] => Array.from({ length: count }, (_, rid) => ({ rid }) as Found);
  const page = (count: number, next?: string): MatchPage => ({ matches: matches(count), ...(next ? { next } : {}) });
  return { asked, ask, page };
}

const nurse: Reach = { grants: () => [{ patients: ['p1'] }] };

describe('how many there are', () => {
  it('is what the page shows where nothing follows, without counting', async () => {
    const { asked, ask, page } = house(3, 0);
    expect(await totalOf(ask('status=final&_total=accurate'), page(3))).toBe(3);
    expect(asked).toEqual([]);
  });

  it('is not said where nobody asked, or where it is not wanted', async () => {
    const { asked, ask, page } = house(300, 0);
    expect(await totalOf(ask('status=final'), page(50, 'more'))).toBeUndefined();
    expect(await totalOf(ask('status=final&_total=none'), page(3))).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it.each(['accurate', 'estimate'])('is exact where it is cheap to count: %s', async (total) => {
    const { ask, page } = house(9999, 123_456);
    expect(await totalOf(ask(`status=final&_total=${total}`), page(50, 'more'))).toBe(9999);
  });

  it('is exact for any number where that is asked for', async () => {
    const { ask, page, asked } = house(2_000_000, 5);
    expect(await totalOf(ask('status=final&_total=accurate'), page(50, 'more'))).toBe(2_000_000);
    expect(asked).toEqual(['count']);
  });

  it('is estimated beyond, and never fewer than were counted', async () => {
    const { ask, page, asked } = house(2_000_000, 1_900_000);
    expect(await totalOf(ask('status=final&_total=estimate'), page(50, 'more'))).toBe(1_900_000);
    expect(asked).toEqual(['count', 'plan']);
    const low = house(2_000_000, 12);
    expect(await totalOf(low.ask('status=final&_total=estimate'), low.page(50, 'more'))).toBe(10_001);
  });

  it('is never told from statistics to who may not see everything: they know of others’ patients', async () => {
    const { ask, page, asked } = house(20_000, 5_000_000, nurse);
    expect(await totalOf(ask('status=final&_total=estimate'), page(50, 'more'))).toBe(20_000);
    expect(asked).toEqual(['count', 'count']);
  });

  it('is none, unasked, for who may search nothing of the type', async () => {
    const { ask, asked } = house(500, 500, { grants: () => [] });
    expect(await exactTotal(ask('status=final'))).toBe(0);
    expect(asked).toEqual([]);
  });
});
