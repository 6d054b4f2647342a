import { describe, expect, it } from 'vitest';
import type { PatientFacts, VaccineDose } from '../patient/facts.ts';
import { daysAgo, facts, KNOWLEDGE } from '../testing.ts';
import { checkImmunizations, immunizationsDue } from './immunization.ts';

const dose = (cvx: string, days: number): VaccineDose => ({ cvx: [cvx], at: daysAgo(days) });
const due = (more: Partial<PatientFacts>): readonly string[] =>
  immunizationsDue(KNOWLEDGE.immunizations, facts(more)).map(({ en }) => en);

describe('immunizations due in Korea', () => {
  it('of a newborn are BCG and the first against hepatitis B', () => {
    expect(due({ birthDate: '2026-11-20' })).toEqual(['BCG', 'Hepatitis B']);
    expect(due({ birthDate: '2026-11-20', vaccines: [dose('19', 2), dose('08', 3)] })).toEqual([]);
  });

  it('count a combination for each of its parts, and wait between doses', () => {
    const birthDate = '2026-06-24';
    const given = [
      dose('19', 150),
      dose('08', 150),
      dose('08', 120),
      dose('133', 60),
      dose('133', 29),
      dose('116', 60),
      dose('116', 29),
    ];
    expect(due({ birthDate, vaccines: [...given, dose('120', 89), dose('120', 28)] })).toEqual([]);
    expect(due({ birthDate, vaccines: [...given, dose('120', 89)] })).toEqual([
      'DTaP',
      'Poliomyelitis',
      'Haemophilus influenzae type b',
    ]);
    expect(due({ birthDate, vaccines: [...given, dose('120', 27)] })).toEqual([]);
  });

  it('are asked of girls alone where the schedule says so', () => {
    const vaccines = [dose('115', 300), dose('150', 30)];
    expect(due({ birthDate: '2013-01-01', sex: 'female', vaccines })).toEqual(['Human papillomavirus']);
    expect(due({ birthDate: '2013-01-01', sex: 'male', vaccines })).toEqual([]);
  });

  it('of older people are influenza in its season, and pneumococcus once', () => {
    const old = { birthDate: '1950-01-01' };
    expect(due(old)).toEqual(['Pneumococcus, polysaccharide', 'Influenza']);
    expect(due({ ...old, vaccines: [dose('33', 2000), dose('150', 40)] })).toEqual([]);
    expect(due({ ...old, vaccines: [dose('33', 2000), dose('150', 380)] })).toEqual(['Influenza']);
    expect(due({ ...old, today: '2026-07-01', vaccines: [dose('33', 2000)] })).toEqual([]);
  });

  it('are none of people between, and none where the age is unknown', () => {
    expect(due({})).toEqual([]);
    expect(due({ birthDate: undefined })).toEqual([]);
    expect(due({ birthDate: '2025' })).toEqual([]);
  });

  it('are told in one alert beside the chart', () => {
    const alerts = checkImmunizations(KNOWLEDGE.immunizations, facts({ birthDate: '2024-11-24' }));
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({ rule: 'IM-DUE', tier: 3, decision: 'inform' });
    expect(alerts[0]?.summary.en.length).toBeLessThanOrEqual(140);
    expect(checkImmunizations(KNOWLEDGE.immunizations, facts())).toEqual([]);
  });
});
