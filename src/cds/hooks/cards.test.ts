import { describe, expect, it } from 'vitest';
import { allergy, drug, KNOWLEDGE } from '../testing.ts';
import { checkDrafts } from '../rules/check.ts';
import type { Checked } from '../rules/checked.ts';
import { card as cardShape } from './api.ts';
import { CARD_EXTENSION, cardsOf } from './cards.ts';
import { OVERRIDE_REASONS } from './override-reasons.ts';

const checked = checkDrafts(KNOWLEDGE, {
  drafts: [drug('amoxicillin'), drug('sertraline'), drug('atorvastatin'), drug('a herb')],
  active: [drug('linezolid'), drug('simvastatin')],
  allergies: [allergy('penicillin g')],
});

describe('cards', () => {
  const cards = cardsOf(checked, 'en');

  it('are valid CDS Hooks cards, each with an id of its own', () => {
    for (const { card } of cards) expect(cardShape.safeParse(card).success).toBe(true);
    expect(new Set(cards.map(({ card }) => card.uuid)).size).toBe(cards.length);
    expect(cards.map(({ card, facts }) => card.uuid === facts.uuid)).not.toContain(false);
  });

  it('have three tiers: no way round a hard stop, reasons for an interruption, none beside the order', () => {
    const shape = cards.map(({ card, facts }) => [facts.rule, card.indicator, card.overrideReasons?.length ?? 0]);
    expect(shape).toEqual([
      ['AX-01', 'critical', 0],
      ['EX-01', 'warning', OVERRIDE_REASONS.length],
      ['DT-02', 'info', 0],
      ['unchecked', 'warning', 0],
    ]);
  });

  it('offer to leave the draft out in one click', () => {
    expect(cards[0]?.card.suggestions).toEqual([
      expect.objectContaining({
        label: 'Do not order amoxicillin',
        actions: [expect.objectContaining({ type: 'delete', resourceId: 'MedicationRequest/amoxicillin' })],
      }),
    ]);
  });

  it('say source, date and that nobody approved it yet', () => {
    expect(cards[0]?.card.detail).toContain('bugsanddrugs.org');
    expect(cards[0]?.card.detail).toContain(KNOWLEDGE.allergies.date);
    expect(cards[0]?.card.detail).toContain('not yet approved by a pharmacist and a physician');
    expect(cards[0]?.card.source.label).toBe(`Maru: allergies ${KNOWLEDGE.allergies.version}`);
  });

  it('carry both languages for the screen, whichever was asked for', () => {
    const [stop] = cardsOf(checked, 'ko');
    expect(stop?.card.summary).toContain('알레르기');
    const extension = stop?.card['extension'] as Record<string, { summary: { en: string; ko: string } }> | undefined;
    const carried = extension?.[CARD_EXTENSION];
    expect(carried?.summary.en).toContain('Allergy to penicillin g');
    expect(carried?.summary.ko).toBe(stop?.card.summary);
  });

  it('keep within 140 characters', () => {
    const long = 'x'.repeat(200);
    const unchecked: Checked['unchecked'] = [{ check: long, reason: { en: 'late', ko: '지연' } }];
    expect(cardsOf({ alerts: [], unchecked }, 'en')[0]?.card.summary).toHaveLength(140);
  });

  it('tell each reason once in the one card of what was not checked', () => {
    const reason = { en: 'you may not read it', ko: '조회 권한 없음' };
    const unchecked: Checked['unchecked'] = [
      { check: 'allergy', reason },
      { check: 'allergy', reason },
      { check: 'dose', reason },
    ];
    const [only, ...rest] = cardsOf({ alerts: [], unchecked }, 'en');
    expect(rest).toEqual([]);
    expect(only?.card.summary).toBe('Not fully checked: allergy, dose');
    expect(only?.card.detail).toBe('- allergy: you may not read it\n- dose: you may not read it');
  });

  it('are none where all is well', () => {
    expect(cardsOf({ alerts: [], unchecked: [] }, 'en')).toEqual([]);
  });
});

describe('reasons to override', () => {
  it('are coded once each, in both languages', () => {
    expect(new Set(OVERRIDE_REASONS.map(({ code }) => code)).size).toBe(OVERRIDE_REASONS.length);
    for (const { label } of OVERRIDE_REASONS) expect(label.ko).toMatch(/[가-힣]/);
  });
});
