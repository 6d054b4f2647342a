import { describe, expect, it } from 'vitest';
import { decideMilk } from './milk.ts';
import { planOf } from './plan.ts';
import { DEFAULT_LOOP_SETTINGS } from './rules.ts';
import type { MilkState } from './state.ts';
import { ANNA, badge, band, BORA, inner, milk, minutes, NURSE, STUDENT } from './testing.ts';

const BOTTLE = inner('bottle', 'MK1');
const order = (more: Partial<MilkState['order']>): Partial<MilkState> => ({ order: { ...milk().order, ...more } });
const verdictOf = (more: Partial<MilkState>) => decideMilk(milk(more)).verdict;

describe('a bottle of milk', () => {
  it('is fed to the baby whose it is, at the very end of its time', () => {
    const decided = decideMilk(milk());
    expect(decided.verdict).toMatchObject({ decision: 'allow', messageKey: 'loop.milk.ok' });
    const text = JSON.stringify(planOf(decided).writes[0]);
    for (const part of ['expressed-milk-feeding', 'MK1', `Patient/${ANNA.id}`, `Practitioner/${NURSE.id}`])
      expect(text).toContain(part);
  });

  it('that never was frozen has no time of thawing', () => {
    const { thawedAt: _, ...fresh } = milk().order;
    expect(verdictOf({ order: fresh }).decision).toBe('allow');
  });

  it.each<[string, Partial<MilkState>, string]>([
    ['another baby’s band', { steps: [badge(NURSE), band(BORA), BOTTLE] }, 'loop.milk.wrong-patient'],
    ['the order of another baby', order({ patient: BORA.id }), 'loop.milk.wrong-patient'],
    ['another bottle', { steps: [badge(NURSE), band(ANNA), inner('bottle', 'MK2')] }, 'loop.milk.wrong-bottle'],
    [
      'a bottle that cannot be read',
      { steps: [badge(NURSE), band(ANNA), { scan: 'bottle', raw: null }] },
      'loop.milk.wrong-bottle',
    ],
    ['a bottle that was fed', order({ used: true }), 'loop.milk.already-fed'],
    [
      'milk that thawed too long ago',
      order({ thawedAt: minutes(-DEFAULT_LOOP_SETTINGS.thawedMilkHours * 60 - 1) }),
      'loop.milk.expired',
    ],
    ['an order that is over', order({ status: 'completed' }), 'loop.milk.order-not-active'],
    ['the bottle before the band', { steps: [badge(NURSE), BOTTLE, band(ANNA)] }, 'loop.band.missing'],
    ['a student', { signedIn: STUDENT.id, steps: [badge(STUDENT), band(ANNA), BOTTLE] }, 'loop.staff.not-entitled'],
  ])('is stopped by %s', (_name, more, key) => {
    const verdict = verdictOf(more);
    expect([verdict.decision, verdict.messageKey]).toEqual(['stop', key]);
    expect(JSON.stringify(planOf(decideMilk(milk(more))).writes)).not.toContain('expressed-milk-feeding');
  });

  it('waits for badge, band and bottle, and writes nothing before', () => {
    for (const [steps, awaits] of [
      [[], 'badge'],
      [[badge(NURSE)], 'band'],
      [[badge(NURSE), band(ANNA)], 'bottle'],
    ] as const) {
      expect(verdictOf({ steps })).toMatchObject({ decision: 'wait', awaits });
      expect(planOf(decideMilk(milk({ steps }))).writes).toEqual([]);
    }
  });
});
