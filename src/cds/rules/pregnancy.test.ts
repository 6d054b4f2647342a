import { describe, expect, it } from 'vitest';
import type { PatientFacts } from '../patient/facts.ts';
import { condition, daysAgo, drug, facts, KNOWLEDGE } from '../testing.ts';
import { checkPregnancy } from './pregnancy.ts';

const woman = (more: Partial<PatientFacts> = {}): PatientFacts =>
  facts({ sex: 'female', birthDate: '1994-05-01', ...more });
const found = (who: PatientFacts, words = 'isotretinoin'): readonly string[] =>
  checkPregnancy(KNOWLEDGE.pregnancy, who, [drug(words)]).map(({ rule, decision }) => `${rule} ${decision}`);

describe('pregnancy', () => {
  it('is read from a diagnosis of these months or an observation, and forbids', () => {
    expect(found(woman({ conditions: [condition('Z34.9', 60)] }))).toEqual(['PG-01 warn-with-reason']);
    expect(found(woman({ conditions: [condition('77386006')] }), 'losartan')).toEqual(['PG-07 warn-with-reason']);
    expect(found(woman({ pregnancyStatus: { pregnant: true, at: daysAgo(3) } }))).toEqual(['PG-01 warn-with-reason']);
  });

  it('is over after so many days, and where an observation says so', () => {
    expect(found(woman({ conditions: [condition('O24', 400)] }))).toEqual(['PG-01 inform']);
    expect(found(woman({ pregnancyStatus: { pregnant: false, at: daysAgo(3) } }))).toEqual([]);
  });

  it('is asked about, beside the order, where nothing is recorded', () => {
    const [alert] = checkPregnancy(KNOWLEDGE.pregnancy, woman(), [drug('methotrexate')]);
    expect(alert?.summary.en).toBe('methotrexate: rule out pregnancy first: embryo-fetal toxicity');
    expect(found(woman({ birthDate: undefined }))).toEqual(['PG-01 inform']);
  });

  it('is no matter for men, girls and old women, harmless drugs', () => {
    expect(found(facts())).toEqual([]);
    expect(found(woman({ birthDate: '1950-01-01' }))).toEqual([]);
    expect(found(woman({ birthDate: '2020-01-01' }))).toEqual([]);
    expect(found(woman({ conditions: [condition('Z34.9')] }), 'amoxicillin')).toEqual([]);
  });
});
