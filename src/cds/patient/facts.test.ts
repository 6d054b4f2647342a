import { describe, expect, it } from 'vitest';
import { facts, result } from '../testing.ts';
import { ageInMonths, ageInYears, clearanceOf, egfrOf, recent } from './facts.ts';

describe('age', () => {
  it('is in completed months and years, by the calendar', () => {
    expect(ageInMonths({ birthDate: '2026-10-25', today: '2026-11-24' })).toBe(0);
    expect(ageInMonths({ birthDate: '2026-10-24', today: '2026-11-24' })).toBe(1);
    expect(ageInYears({ birthDate: '2010-11-25', today: '2026-11-24' })).toBe(15);
    expect(ageInYears({ birthDate: '2010-11-24', today: '2026-11-24' })).toBe(16);
  });

  it('is read from a birth month, and unknown from a year alone', () => {
    expect(ageInYears({ birthDate: '1976-11', today: '2026-11-24' })).toBe(50);
    expect(ageInYears({ birthDate: '1976', today: '2026-11-24' })).toBeUndefined();
    expect(ageInYears({ birthDate: undefined, today: '2026-11-24' })).toBeUndefined();
  });
});

describe('kidney function', () => {
  it('rests on a creatinine of the last year and a weight of the last two', () => {
    expect(clearanceOf(facts())).toMatchObject({ ok: true, unit: 'mL/min' });
    expect(egfrOf(facts({ results: { creatinine: result(1, 366) } }))).toMatchObject({ ok: false });
    expect(clearanceOf(facts({ results: { weight: result(70, 731) } }))).toMatchObject({ ok: false });
  });

  it('takes no result that is older than asked', () => {
    expect(recent(facts({ results: { inr: result(3, 7) } }), 'inr', 7)?.value).toBe(3);
    expect(recent(facts({ results: { inr: result(3, 8) } }), 'inr', 7)).toBeUndefined();
  });
});
