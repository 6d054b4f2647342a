import { describe, expect, it } from 'vitest';
import { noteLook, recentLooks } from './recent.ts';

function shelf(): Pick<Storage, 'getItem' | 'setItem'> & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

const HOUR = 3_600_000;

describe('recent looks', () => {
  it('the first look has none before it, the next visit has', () => {
    const place = shelf();
    expect(noteLook('me', 'a', 0, place)).toBeUndefined();
    expect(noteLook('me', 'a', 5 * HOUR, place)).toBe(0);
    expect(noteLook('me', 'a', 9 * HOUR, place)).toBe(5 * HOUR);
  });

  it('coming back within the same visit keeps what was new as new', () => {
    const place = shelf();
    noteLook('me', 'a', 0, place);
    noteLook('me', 'a', 5 * HOUR, place);
    expect(noteLook('me', 'a', 5 * HOUR + 60_000, place)).toBe(0);
  });

  it('are newest first, each patient once, a dozen at most', () => {
    const place = shelf();
    for (let patient = 0; patient < 20; patient += 1) noteLook('me', `p${patient}`, patient * HOUR, place);
    noteLook('me', 'p15', 30 * HOUR, place);
    const ids = recentLooks('me', place).map(({ id }) => id);
    expect(ids.slice(0, 2)).toEqual(['p15', 'p19']);
    expect(new Set(ids).size).toBe(12);
  });

  it('are kept for each person apart, as ids and times only', () => {
    const place = shelf();
    noteLook('me', 'a', 7, place);
    expect(recentLooks('somebody-else', place)).toEqual([]);
    expect([...place.kept.values()].join('')).toBe('[{"id":"a","at":7}]');
  });

  it('spoilt storage counts as nothing', () => {
    const place = shelf();
    place.setItem('maru.recent.me', '{"not":"a list"}');
    expect(recentLooks('me', place)).toEqual([]);
    place.setItem('maru.recent.me', 'not json');
    expect(recentLooks('me', place)).toEqual([]);
  });
});
