import { describe, expect, it } from 'vitest';
import type { DrugOrder } from '../drug.ts';
import type { PatientFacts } from '../patient/facts.ts';
import { drug, facts, KNOWLEDGE, result } from '../testing.ts';
import { checkDoses } from './dose.ts';

const mg = (amount: number, perDay: number, more: Partial<DrugOrder> = {}): Partial<DrugOrder> => ({
  dose: { amount, unit: 'mg', perDay },
  ...more,
});
const check = (who: PatientFacts, draft: DrugOrder, ...active: readonly DrugOrder[]): ReturnType<typeof checkDoses> =>
  checkDoses(KNOWLEDGE.doses, who, [draft], active);
const rules = (who: PatientFacts, draft: DrugOrder, ...active: readonly DrugOrder[]): readonly string[] =>
  check(who, draft, ...active).alerts.map(({ rule }) => rule);
const reasons = (who: PatientFacts, draft: DrugOrder, ...active: readonly DrugOrder[]): readonly string[] =>
  check(who, draft, ...active).unchecked.map(({ reason }) => reason.en);

const bornOn = (birthDate: string): PatientFacts => facts({ birthDate, results: { weight: result(40) } });
const weeklyTablets = (perDay: number): DrugOrder =>
  drug('methotrexate', { route: 'oral', dose: { amount: 3, unit: '{tbl}', perDay } });

describe('a daily limit', () => {
  it('is passed only above it', () => {
    expect(rules(facts(), drug('acetaminophen', mg(1000, 4)))).toEqual([]);
    expect(rules(facts(), drug('acetaminophen', mg(1000, 5)))).toEqual(['DS-01']);
  });

  it('counts every order of the ingredient that runs together', () => {
    const running = drug('acetaminophen', mg(650, 4, { id: 'MedicationRequest/2' }));
    const { alerts } = check(facts(), drug('acetaminophen', mg(1000, 3)), running);
    expect(alerts.map(({ rule, against }) => [rule, against])).toEqual([['DS-01', ['MedicationRequest/2']]]);
    expect(alerts[0]?.detail.en).toContain('Ordered 5600 mg, limit 4000 mg');
  });

  it('does not count the order that is being changed', () => {
    const running = drug('acetaminophen', mg(1000, 4, { id: 'MedicationRequest/2' }));
    expect(rules(facts(), drug('acetaminophen', mg(500, 4, { replaces: running.id })), running)).toEqual([]);
  });

  it('is unchecked where the other order cannot be read, and told where the known part is already too much', () => {
    const tablets = drug('acetaminophen', { id: 'x', dose: { amount: 1, unit: '{tbl}', perDay: 3 } });
    expect(reasons(facts(), drug('acetaminophen', mg(1000, 3)), tablets)).toEqual([
      'dose of acetaminophen: the dose is not ordered as a mass',
    ]);
    expect(rules(facts(), drug('acetaminophen', mg(1000, 5)), tablets)).toEqual(['DS-01']);
  });
});

describe('age and weight', () => {
  it('lower the limit, and the lowest that is passed is told', () => {
    const dose = mg(30, 4);
    expect(rules(facts(), drug('ketorolac', dose))).toEqual([]);
    expect(rules(facts({ birthDate: '1950-01-01' }), drug('ketorolac', dose))).toEqual(['DS-06']);
    expect(rules(facts({ results: { weight: result(45) } }), drug('ketorolac', dose))).toEqual(['DS-07']);
    expect(rules(facts({ birthDate: '1950-01-01' }), drug('citalopram', mg(50, 1)))).toEqual(['DS-13']);
  });

  it('count from the day: 12 is allowed on the birthday', () => {
    expect(rules(bornOn('2014-11-25'), drug('codeine', mg(15, 4)))).toEqual(['DS-11']);
    expect(rules(bornOn('2014-11-24'), drug('codeine', mg(15, 4)))).toEqual([]);
  });

  it('give a child its limit by the kilogram, by day and at once', () => {
    const child = facts({ birthDate: '2020-11-24', results: { weight: result(20) } });
    expect(rules(child, drug('acetaminophen', mg(300, 4)))).toEqual([]);
    expect(rules(child, drug('acetaminophen', mg(350, 3)))).toEqual(['DS-03']);
    expect(rules(child, drug('acetaminophen', mg(290, 6)))).toEqual(['DS-02']);
  });

  it('make the dose unchecked where they are unknown', () => {
    const unknown = facts({ results: { weight: undefined as never } });
    expect(reasons(unknown, drug('acetaminophen', mg(500, 3)))).toEqual(['dose of acetaminophen: weight is not known']);
    expect(reasons(facts({ birthDate: undefined }), drug('codeine', mg(15, 4)))).toEqual([
      'dose of codeine: age is not known',
    ]);
  });
});

describe('kidney function', () => {
  const failing = facts({ results: { creatinine: result(4) } });

  it('forbids or lowers, by the measure that the label names', () => {
    expect(rules(failing, drug('metformin', mg(500, 2)))).toEqual(['DS-15']);
    expect(rules(facts(), drug('metformin', mg(500, 2)))).toEqual([]);
    expect(rules(failing, drug('gabapentin', mg(300, 3)))).toEqual(['DS-21']);
    expect(rules(facts(), drug('gabapentin', mg(300, 3)))).toEqual([]);
    expect(rules(failing, drug('enoxaparin', mg(40, 1)))).toEqual(['DS-23']);
  });

  it('says why it cannot be calculated, once', () => {
    const unknown = facts({ results: { creatinine: result(1, 400) } });
    expect(reasons(unknown, drug('gabapentin', mg(300, 3)))).toEqual([
      'dose of gabapentin: cannot be calculated, because creatinine is not known',
    ]);
    expect(reasons(unknown, drug('amlodipine', mg(5, 1)))).toEqual([]);
  });
});

describe('route and frequency', () => {
  it('limit one intravenous dose of ondansetron, not the tablet', () => {
    expect(rules(facts(), drug('ondansetron', mg(32, 1, { route: 'iv' })))).toEqual(['DS-30']);
    expect(rules(facts(), drug('ondansetron', mg(24, 1, { route: 'oral' })))).toEqual([]);
  });

  it('stop methotrexate by mouth every day; once a week passes, whatever its unit', () => {
    expect(rules(facts(), weeklyTablets(1))).toEqual(['DS-31']);
    expect(rules(facts(), weeklyTablets(1 / 7))).toEqual([]);
    expect(rules(facts(), drug('methotrexate', mg(50, 1, { route: 'iv' })))).toEqual([]);
  });

  it('are unchecked where the order does not say them', () => {
    expect(reasons(facts(), drug('ibuprofen', { dose: { amount: 400, unit: 'mg' } }))[0]).toContain('how often');
    expect(reasons(facts(), drug('ibuprofen'))[0]).toContain('not ordered as a mass');
  });
});
