import { describe, expect, it } from 'vitest';
import { decimalOf } from '../../kernel/index.ts';
import { pregnancyStatusOf, resultsOf, RESULT_CODES, VITAL_CODES, vitalsOf, type Observation } from './results.ts';

const observation = (code: string, value: unknown, unit: string, at: string, more: object = {}): Observation =>
  ({
    resourceType: 'Observation',
    id: `${code}-${at}`,
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code }] },
    effectiveDateTime: at,
    valueQuantity: { value, system: 'http://unitsofmeasure.org', code: unit },
    ...more,
  }) as unknown as Observation;
const results = (...list: readonly Observation[]): ReturnType<typeof resultsOf> => resultsOf(list, 'Asia/Seoul');

const answer = (code: string, at: string): Observation =>
  observation('82810-3', 0, '1', at, { valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code }] } });

const oxygen = (code: string, value: number, unit: string): unknown =>
  vitalsOf([observation(code, value, unit, '2026-11-24T08:00:00Z')], 'UTC')?.input.oxygen;

describe('results', () => {
  it('are the newest of each kind, whatever the order of the list', () => {
    const found = results(
      observation('2823-3', 4.1, 'mmol/L', '2026-11-20T08:00:00+09:00'),
      observation('2823-3', decimalOf('5.90'), 'mmol/L', '2026-11-21T08:00:00+09:00'),
      observation('2823-3', 3.9, 'mmol/L', '2026-11-19'),
    );
    expect(found.potassium).toMatchObject({ value: 5.9, id: 'Observation/2823-3-2026-11-21T08:00:00+09:00' });
  });

  it('come in the units of rules: creatinine in umol/L, potassium in meq/L, weight in g', () => {
    expect(results(observation('2160-0', 88.42, 'umol/L', '2026')).creatinine?.value).toBeCloseTo(1, 6);
    expect(results(observation('2823-3', 4, 'meq/L', '2026')).potassium?.value).toBe(4);
    expect(results(observation('29463-7', 3400, 'g', '2026')).weight?.value).toBe(3.4);
    expect(results(observation('777-3', 90, '10*9/L', '2026')).platelets?.value).toBe(90);
  });

  it('are none in a unit nobody can convert, withdrawn, or without a date', () => {
    expect(results(observation('2823-3', 4, 'mg/dL', '2026'))).toEqual({});
    expect(results(observation('2823-3', 4, 'mmol/L', '2026', { status: 'entered-in-error' }))).toEqual({});
    expect(results(observation('2823-3', 4, 'mmol/L', 'never'))).toEqual({});
  });

  it('say pregnant or not by the newest answer', () => {
    const told = [
      answer('LA15173-0', '2026-01-01'),
      answer('LA26683-5', '2026-10-01'),
      answer('LA4489-6', '2026-11-01'),
    ];
    expect(pregnancyStatusOf(told, 'UTC')).toMatchObject({ pregnant: false });
    expect(pregnancyStatusOf([], 'UTC')).toBeUndefined();
  });
});

describe('vital signs', () => {
  const level = (code: string): Observation =>
    observation('80288-4', 0, '1', '2026-11-24T08:00:00Z', { valueCodeableConcept: { coding: [{ code }] } });
  const panel = observation('85354-9', 0, '1', '2026-11-24T08:10:00Z', {
    component: [
      {
        code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
        valueQuantity: { value: 118, code: 'mm[Hg]' },
      },
    ],
  });

  it('are those of the newest round, blood pressure from its panel too', () => {
    const found = vitalsOf(
      [
        panel,
        level('LA9340-6'),
        observation('9279-1', 18, '/min', '2026-11-24T08:10:00Z'),
        observation('8867-4', 80, '/min', '2026-11-24T05:00:00Z'),
        observation('3150-6', 21, '%', '2026-11-24T08:00:00Z'),
      ],
      'UTC',
    );
    expect(found?.input).toEqual({
      spo2Scale: 1,
      systolicBP: 118,
      respirationRate: 18,
      oxygen: false,
      consciousness: 'A',
    });
  });

  it('tell oxygen by flow or fraction, and nothing where neither is written', () => {
    expect(oxygen('3151-8', 2, 'L/min')).toBe(true);
    expect(oxygen('3151-8', 0, 'L/min')).toBe(false);
    expect(oxygen('3150-6', 40, '%')).toBe(true);
    expect(oxygen('8867-4', 80, '/min')).toBeUndefined();
    expect(vitalsOf([], 'UTC')).toBeUndefined();
  });

  it('are asked for by codes that searches take', () => {
    for (const code of [...RESULT_CODES, ...VITAL_CODES]) expect(code).toMatch(/^\d+-\d$/);
  });
});
