import { describe, expect, it } from 'vitest';
import type { News2Input } from '../calculators/news2.ts';
import type { PatientFacts } from '../patient/facts.ts';
import { condition, daysAgo, facts, KNOWLEDGE } from '../testing.ts';
import type { Checked } from './checked.ts';
import { checkEarlyWarning } from './early-warning.ts';

const WELL: News2Input = {
  respirationRate: 16,
  spo2: 97,
  oxygen: false,
  systolicBP: 120,
  pulse: 70,
  consciousness: 'A',
  temperature: 37,
};
const stay = { id: 'Encounter/1', since: daysAgo(2) };
const check = (input: News2Input, more: Partial<PatientFacts> = {}, days = 0): Checked =>
  checkEarlyWarning(
    facts({ stay, ...more }),
    { input: { ...WELL, ...input }, at: daysAgo(days) },
    KNOWLEDGE.pregnancy.pregnant,
  );
const summary = (checked: Checked): string | undefined => checked.alerts[0]?.summary.en;

describe('early warning', () => {
  it('asks for what the score asks for, and is silent where it is low', () => {
    expect(summary(check({ consciousness: 'C' }))).toBe('NEWS2 3: a single 3: medical team to review');
    expect(summary(check({ consciousness: 'C', oxygen: true }))).toBe('NEWS2 5: urgent assessment within 1 h');
    expect(summary(check({ consciousness: 'C', oxygen: true, pulse: 120 }))).toBe(
      'NEWS2 7: emergency assessment within 30 min',
    );
    expect(check({ pulse: 95 })).toEqual({ alerts: [], unchecked: [] });
  });

  it('says which reading is missing, and which cannot be', () => {
    const { consciousness: _, ...without } = WELL;
    const some = checkEarlyWarning(facts({ stay }), { input: without, at: daysAgo(0) }, KNOWLEDGE.pregnancy.pregnant);
    expect(some.unchecked[0]?.reason.en).toBe('NEWS2 cannot be calculated, because consciousness is not recorded');
    expect(check({ temperature: 98.6 }).unchecked[0]?.reason.en).toBe('temperature-out-of-range');
  });

  it('is not for outpatients, old readings, children or pregnancy', () => {
    const ill: News2Input = { consciousness: 'U' };
    const nothing = { alerts: [], unchecked: [] };
    expect(check(ill, { stay: undefined })).toEqual(nothing);
    expect(check(ill, {}, 2)).toEqual(nothing);
    expect(check(ill, { birthDate: '2016-01-01' })).toEqual(nothing);
    expect(check(ill, { sex: 'female', birthDate: '1994-01-01', conditions: [condition('Z34.9')] })).toEqual(nothing);
  });
});
