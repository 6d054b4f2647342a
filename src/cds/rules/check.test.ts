import { describe, expect, it } from 'vitest';
import { allergy, drug, KNOWLEDGE } from '../testing.ts';
import { checkDrafts } from './check.ts';
import { run, together } from './checked.ts';

describe('all checkers together', () => {
  it('put hard stops first', () => {
    const { alerts } = checkDrafts(KNOWLEDGE, {
      drafts: [drug('atorvastatin'), drug('simvastatin')],
      active: [drug('clarithromycin')],
      allergies: [],
    });
    expect(alerts.map(({ rule, tier }) => [rule, tier])).toEqual([
      ['HP-11', 1],
      ['DT-02', 3],
    ]);
  });

  it('say which drug and which allergy they could not read', () => {
    const { alerts, unchecked } = checkDrafts(KNOWLEDGE, {
      drafts: [drug('우황청심원')],
      active: [drug('a herb')],
      allergies: [allergy('some mould'), allergy('penicillins', { known: true })],
    });
    expect(alerts).toEqual([]);
    expect(unchecked.map(({ check, about }) => [check, about])).toEqual([
      ['drug', 'MedicationRequest/우황청심원'],
      ['drug', 'MedicationRequest/a herb'],
      ['allergy', 'AllergyIntolerance/some mould'],
    ]);
  });

  it('make a failing checker a finding, and keep the answers of the others', () => {
    const failed = run('dose', () => {
      throw new Error('broken table');
    });
    const { alerts, unchecked } = together([failed, { alerts: [], unchecked: [] }]);
    expect(alerts).toEqual([]);
    expect(unchecked).toEqual([{ check: 'dose', reason: { en: 'the checker failed', ko: '점검 프로그램 오류' } }]);
  });

  it('keep every summary within 140 characters', () => {
    const names = KNOWLEDGE.interactions.classes.flatMap((one) => one.members.slice(0, 3));
    const { alerts } = checkDrafts(KNOWLEDGE, { drafts: names.map((name) => drug(name)), active: [], allergies: [] });
    expect(alerts.length).toBeGreaterThan(20);
    for (const { summary } of alerts) expect(summary.en.length).toBeLessThanOrEqual(140);
  });
});
