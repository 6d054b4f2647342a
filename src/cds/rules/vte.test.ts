import { describe, expect, it } from 'vitest';
import type { DrugOrder } from '../drug.ts';
import type { PatientFacts } from '../patient/facts.ts';
import { condition, daysAgo, drug, facts, KNOWLEDGE, result } from '../testing.ts';
import { checkVte } from './vte.ts';

const stay = { id: 'Encounter/1', since: daysAgo(2) };
const old: Partial<PatientFacts> = { stay, birthDate: '1950-01-01', conditions: [condition('C50.9')] };
const found = (more: Partial<PatientFacts>, ...active: readonly DrugOrder[]): readonly string[] =>
  checkVte(KNOWLEDGE.vte, facts(more), active).map(({ summary }) => summary.en);

describe('venous thromboembolism', () => {
  it('is told of an inpatient at high risk without prophylaxis, with what was counted and what was not', () => {
    expect(found(old)).toEqual(['Risk of venous thrombosis (Padua at least 4) and no prophylaxis ordered']);
    const [alert] = checkVte(KNOWLEDGE.vte, facts(old), []);
    expect(alert?.detail.en).toMatch(/active cancer, 70 years or older.*Mobility/);
  });

  it('counts build and hormones', () => {
    const heavy = {
      ...old,
      conditions: [condition('I50.0'), condition('J18.9')],
      results: { weight: result(100), height: result(170) },
    };
    expect(found(heavy)).toHaveLength(1);
    expect(found({ ...heavy, birthDate: '1970-01-01' }, drug('G03CA03'))).toHaveLength(1);
    expect(found({ ...heavy, birthDate: '1970-01-01' })).toEqual([]);
  });

  it('is silent with an anticoagulant, at low risk, on the first day, for children, and outside of a stay', () => {
    expect(found(old, drug('enoxaparin'))).toEqual([]);
    expect(found({ ...old, conditions: [] })).toEqual([]);
    expect(found({ ...old, stay: { ...stay, since: daysAgo(0.5) } })).toEqual([]);
    expect(found({ ...old, birthDate: '2015-01-01' })).toEqual([]);
    expect(found({ ...old, stay: undefined })).toEqual([]);
  });
});
