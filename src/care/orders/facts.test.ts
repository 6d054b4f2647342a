import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EpochMs } from '../../kernel/index.ts';
import { factsFrom, namedFact } from './facts.ts';
import { NOW } from './testing.ts';

type Observation = Parameters<typeof factsFrom>[1][number];
const DAY = 86_400_000;

function seen(code: string, value: number, unit: string, more: object = {}): Observation {
  return {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code }] },
    effectiveDateTime: new Date(NOW - DAY).toISOString(),
    valueQuantity: { value, code: unit },
    ...more,
  } as unknown as Observation;
}
const ago = (days: number) => ({ effectiveDateTime: new Date(NOW - days * DAY).toISOString() });
const facts = (observations: readonly Observation[], person: object = {}, now: EpochMs = NOW, zone = 'Asia/Seoul') =>
  factsFrom({ resourceType: 'Patient', ...person }, observations, now, zone);

describe('what a dose is calculated from', () => {
  it.each([
    ['grams', seen('29463-7', 3200, 'g'), 'weight', 3.2],
    ['pounds', seen('29463-7', 100, '[lb_av]'), 'weight', 45.359237],
    ['metres', seen('8302-2', 1.7, 'm'), 'height', 170],
    ['a body weight that was measured', seen('3141-9', 70, 'kg'), 'weight', 70],
  ] as const)('is read in its own unit from %s', (_name, one, name, value) =>
    expect(facts([one])[name]?.value).toBeCloseTo(value, 6),
  );

  it('is none in a unit of another kind, without a value, or of another code', () => {
    expect(facts([seen('29463-7', 70, 'cm')]).weight).toBeUndefined();
    expect(facts([seen('29463-7', 70, 'kg', { valueQuantity: undefined })]).weight).toBeUndefined();
    expect(facts([seen('29463-8', 70, 'kg')]).weight).toBeUndefined();
    expect(facts([seen('29463-7', 70, 'kg', { effectiveDateTime: undefined })]).weight).toBeUndefined();
  });

  it.each([
    ['weight', '29463-7', 'kg', 730],
    ['creatinine', '2160-0', 'mg/dL', 365],
    ['potassium', '2823-3', 'mmol/L', 365],
  ] as const)('is too old after its days: %s', (name, code, unit, days) => {
    expect(facts([seen(code, 4, unit, ago(days - 1))])[name]?.value).toBe(4);
    expect(facts([seen(code, 4, unit, ago(days + 1))])[name]).toBeUndefined();
  });

  it.each(['entered-in-error', 'cancelled', 'registered', 'unknown'])('is none where the value is %s', (status) =>
    expect(facts([seen('2160-0', 1, 'mg/dL', { status })]).creatinine).toBeUndefined(),
  );

  it('is the newest, in whatever order the record tells them (property)', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 8 }), (days) => {
        const found = facts(days.map((one) => seen('29463-7', one, 'kg', ago(one)))).weight;
        expect(found?.value).toBe(Math.min(...days));
      }),
    );
  });

  it('has an age by the calendar of the hospital, not of London', () => {
    // 23:30 on 4 March in London is 08:30 on 5 March in Seoul: the birthday.
    const eve = Date.parse('2026-03-04T23:30:00Z') as EpochMs;
    const born = { birthDate: '1958-03-05' };
    expect(facts([], born, eve, 'Asia/Seoul').age).toBe(68);
    expect(facts([], born, eve, 'UTC').age).toBe(67);
    expect(facts([], { birthDate: '1958-03' }).age).toBe(68);
    expect(facts([], { birthDate: '1958' }).age).toBeUndefined();
    expect(facts([], {}).age).toBeUndefined();
  });

  it.each(['other', 'unknown', undefined])('has no kidney function where the sex is %s', (gender) => {
    const known = [seen('2160-0', 1, 'mg/dL'), seen('29463-7', 70, 'kg')];
    const found = facts(known, { birthDate: '1958-03-05', gender });
    expect(found.sex).toBeUndefined();
    for (const name of ['clearance', 'egfr']) {
      const answer = namedFact(found, name);
      if (typeof answer === 'number') throw new Error(`${name} was guessed`);
      expect(answer.lacks.ko).toMatch(/[가-힣]/);
      expect(answer.lacks.en).toMatch(/[a-z]/);
    }
  });

  it('names what is not known in both languages', () => {
    expect(namedFact(facts([]), 'weight')).toEqual({ lacks: { ko: '체중 모름', en: 'weight is not known' } });
    expect(namedFact(facts([]), 'shoe-size')).toEqual({
      lacks: { ko: 'shoe-size 모름', en: 'shoe-size is not known' },
    });
    expect(namedFact(facts([seen('2823-3', 4.1, 'mmol/L')]), 'potassium')).toBe(4.1);
  });
});
