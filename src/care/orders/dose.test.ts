import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountOf, speedOf } from './dose.ts';
import { factsFrom, namedFact } from './facts.ts';
import { holds } from './expression.ts';
import { NOW } from './testing.ts';

function observation(code: string, value: number, unit: string, days = 1, status = 'final') {
  return {
    resourceType: 'Observation',
    status,
    code: { coding: [{ system: 'http://loinc.org', code }] },
    effectiveDateTime: new Date(NOW - days * 86_400_000).toISOString(),
    valueQuantity: { value, code: unit, unit },
  } as unknown as Parameters<typeof factsFrom>[1][number];
}
const person = { resourceType: 'Patient', birthDate: '1958-03-05', gender: 'male' } as Parameters<typeof factsFrom>[0];
const known = [observation('29463-7', 70, 'kg'), observation('8302-2', 170, 'cm'), observation('2160-0', 1, 'mg/dL')];
const facts = factsFrom(person, known, NOW, 'Asia/Seoul');
const nothing = factsFrom({ resourceType: 'Patient' }, [], NOW, 'Asia/Seoul');

describe('facts for doses', () => {
  it('are the newest that stand, in one unit; old and withdrawn ones are none', () => {
    expect(facts.age).toBe(68);
    const several = [
      ...known,
      observation('29463-7', 68_000, 'g', 0.5),
      observation('29463-7', 90, 'kg', 0.1, 'entered-in-error'),
    ];
    expect(factsFrom(person, several, NOW, 'Asia/Seoul').weight?.value).toBe(68);
    expect(factsFrom(person, [observation('29463-7', 70, 'kg', 800)], NOW, 'Asia/Seoul').weight).toBeUndefined();
  });

  it('say what is missing, and never a number', () => {
    for (const name of ['weight', 'age', 'clearance', 'egfr', 'bsa', 'potassium'])
      expect(namedFact(nothing, name), name).toHaveProperty('lacks');
  });
});

describe('a dose for each kg or m2', () => {
  it('is calculated and shows how', () => {
    expect(amountOf({ value: 15, unit: 'mg', per: 'kg' }, facts)).toEqual({
      ok: true,
      value: 1050,
      unit: 'mg',
      calculation: { ko: '15 mg/kg × 70 kg = 1050 mg', en: '15 mg/kg × 70 kg = 1050 mg' },
    });
    expect(amountOf({ value: 85, unit: 'mg', per: 'm2' }, facts)).toMatchObject({ ok: true, value: 155 });
    expect(speedOf({ value: 0.1, unit: 'ug/min', per: 'kg' }, facts)).toMatchObject({
      value: 7,
      unit: 'ug/min',
      calculation: { en: '0.1 ug/kg/min × 70 kg = 7 ug/min' },
    });
  });

  it('is not calculated from what nobody knows', () => {
    expect(amountOf({ value: 15, unit: 'mg', per: 'kg' }, nothing)).toMatchObject({ ok: false });
    expect(amountOf({ value: 500, unit: 'mg' }, nothing)).toEqual({ ok: true, value: 500, unit: 'mg' });
  });

  it('never exceeds its most, and is never further from the exact value than rounding allows (property)', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.double({ min: 1, max: 5000, noNaN: true }),
        (value, max) => {
          const found = amountOf({ value, unit: 'mg', per: 'kg', max }, facts);
          if (!found.ok) throw new Error('calculated');
          expect(found.value).toBeLessThanOrEqual(max);
          if (value * 70 < max) expect(Math.abs(found.value / (value * 70) - 1)).toBeLessThan(0.006);
        },
      ),
    );
  });
});

describe('conditions of sets', () => {
  it('hold, do not hold, or are not known', () => {
    expect(holds('%clearance >= 30', facts)).toEqual({ holds: true });
    expect(holds('%clearance >= 30 and %age < 65', facts)).toEqual({ holds: false });
    expect(holds('%potassium < 3.5', facts)).toHaveProperty('lacks');
    expect(holds('%age < 10 and %potassium < 3.5', facts)).toEqual({ holds: false });
    expect(holds('weight of the patient', facts)).toHaveProperty('lacks');
  });
});
