import { describe, expect, it } from 'vitest';
import type { ResourceOfType } from '../../fhir/index.ts';
import type { EpochMs } from '../../kernel/index.ts';
import { factsFrom } from './patient.ts';

type Observation = ResourceOfType['Observation'];
type Read = Parameters<typeof factsFrom>[0];

const NOW = 1_782_864_000_000 as EpochMs;
const context = { clock: { now: () => NOW }, settings: { timeZone: 'Asia/Seoul' } } as Parameters<typeof factsFrom>[3];

function observed(code: string, value: number, unit: string, at = '2026-06-30T09:00:00+09:00', more = {}): Observation {
  return {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code }] },
    effectiveDateTime: at,
    valueQuantity: { value, unit, code: unit, system: 'http://unitsofmeasure.org' },
    ...more,
  };
}

function facts(read: Partial<Read>, gender = 'female', birthDate = '1966-07-02') {
  const person = { resourceType: 'Patient', id: 'p', gender, birthDate } as ResourceOfType['Patient'];
  const none = { allergies: [], problems: [], drugs: [], results: [], body: [] };
  return factsFrom({ person, ...none, ...read }, [], [], context);
}

const said = (code: string, at: string) => ({
  results: [
    observed('82810-3', 0, '1', at, { valueQuantity: undefined, valueCodeableConcept: { coding: [{ code }] } }),
  ],
});

describe('facts of the patient', () => {
  it('age is of completed years today, in months for small children', () => {
    expect(facts({}).age).toEqual({ value: 59, unit: 'a' });
    expect(facts({}, 'male', '1966-07-01').age).toEqual({ value: 60, unit: 'a' });
    expect(facts({}, 'male', '2025-03-15').age).toEqual({ value: 15, unit: 'mo' });
    expect(facts({}, 'male', '1966').age).toBeUndefined();
  });

  it('kidney function has both formulas, from the newest creatinine in either unit, with the newest weight', () => {
    const { kidney, weight } = facts({
      results: [
        observed('2160-0', 1.1, 'mg/dL', '2026-06-01T09:00:00+09:00'),
        observed('14682-9', 176.84, 'umol/L'),
        observed('2160-0', 9, 'mg/dL', '2026-06-30T10:00:00+09:00', { status: 'entered-in-error' }),
      ],
      body: [observed('29463-7', 62_000, 'g'), observed('29463-7', 80, 'kg', '2026-01-01T09:00:00+09:00')],
    });
    expect(weight).toMatchObject({ value: 62, unit: 'kg' });
    expect(kidney.egfr).toMatchObject({ ok: true, formula: expect.stringContaining('CKD-EPI 2021') });
    expect(kidney.egfr.ok && Math.round(kidney.egfr.value)).toBe(28);
    expect(kidney.clearance.ok && Math.round(kidney.clearance.value)).toBe(30);
  });

  it('what is missing or too old is said, never guessed', () => {
    const old = facts({ results: [observed('2160-0', 1, 'mg/dL', '2024-06-01T09:00:00+09:00')] });
    expect(old.kidney.egfr).toMatchObject({ ok: false, because: { en: expect.stringContaining('creatinine') } });
    expect(old.kidney.creatinineAt).toBe('2024-06-01T09:00:00+09:00');
    expect(facts({ results: [observed('2160-0', 1, 'furlong')] }).kidney.egfr.ok).toBe(false);
  });

  it('pregnancy is asked of women who can be, and is unknown unless somebody said so within ten months', () => {
    expect(facts({}, 'male').pregnancy.state).toBe('not-applicable');
    expect(facts({}).pregnancy.state).toBe('not-applicable');
    const young = (read: Partial<Read>) => facts(read, 'female', '1996-07-02').pregnancy.state;
    expect(young({})).toBe('unknown');
    expect(young(said('LA15173-0', '2026-05-01'))).toBe('yes');
    expect(young(said('LA26683-5', '2026-05-01'))).toBe('no');
    expect(young(said('LA15173-0', '2025-05-01'))).toBe('unknown');
  });

  it('results stand in the order of the screen, the newest two of each', () => {
    const results = [1, 2, 3].map((day) => observed('2823-3', day, 'mmol/L', `2026-06-0${day}T09:00:00+09:00`));
    const [potassium, inr] = facts({ results: [...results, observed('6301-6', 2.5, '{INR}')] }).results;
    expect(potassium?.observations.map(({ valueQuantity }) => valueQuantity?.value)).toEqual([3, 2]);
    expect(inr?.name).toBe('inr');
  });
});
