import { describe, expect, it } from 'vitest';
import { findingOf, type Card } from './chart-cards.ts';

const CARD: Card = {
  uuid: 'u',
  summary: '요약',
  detail: '설명',
  indicator: 'warning',
  source: { label: 'Maru: doses 2026.11' },
};
const both = { ko: '가', en: 'a' };

describe('a card', () => {
  it('is read with its tier and both languages where the house made it', () => {
    const own = {
      rule: 'DS-01',
      tier: 3,
      summary: both,
      detail: both,
      source: { source: 'label', date: '2026-11-24' },
    } as const;
    expect(findingOf({ ...CARD, extension: { 'health.maru.cds': own } }, 'maru-patient-view', 0)).toMatchObject({
      id: 'u',
      rule: 'DS-01',
      tier: 3,
      summary: both,
      detail: both,
      source: 'label (2026-11-24)',
    });
  });

  it('of another service keeps its words, and its indicator is its tier', () => {
    const { uuid: _uuid, ...nameless } = CARD;
    expect(findingOf(nameless, 'other', 4)).toMatchObject({
      id: '4',
      rule: 'external',
      tier: 2,
      summary: { ko: '요약', en: '요약' },
      source: CARD.source.label,
    });
    expect(findingOf({ ...CARD, indicator: 'critical' }, 'other', 0).tier).toBe(1);
  });

  it('of what was not checked says each reason once', () => {
    const unchecked = [{ reason: both }, { reason: both }, { reason: { ko: '나', en: 'b' } }];
    expect(
      findingOf({ ...CARD, extension: { 'health.maru.cds': { rule: 'unchecked', tier: 3, unchecked } } }, 's', 0)
        .detail,
    ).toEqual({ ko: '가\n나', en: 'a\nb' });
  });
});
