import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation } from './codes.ts';
import { readingsIn } from './correction.ts';
import { fluidDays, shiftAt } from './fluids.ts';
import { readingsOf } from './round.ts';
import { scoreOf, yearsBetween } from './score.ts';
import { LEVELS, plausibility, quantityOf, signConcept, SIGN_NAMES, SIGNS, signOf } from './vitals.ts';

const of = (more: object): Observation => ({ resourceType: 'Observation', status: 'final', ...more }) as Observation;

describe('vital signs', () => {
  it.each(SIGN_NAMES)('%s: what is usual is possible, and is known by its code again', (name) => {
    const { usual, possible } = SIGNS[name];
    expect(possible[0]).toBeLessThanOrEqual(usual[0]);
    expect(possible[1]).toBeGreaterThanOrEqual(usual[1]);
    expect(plausibility(name, usual[0])).toBe('usual');
    expect(plausibility(name, possible[1] + 1)).toBe('impossible');
    expect(plausibility(name, Number.NaN)).toBe('impossible');
    expect(signOf({ code: signConcept(name) })).toBe(name);
  });

  it('keep the digits that were typed', () => {
    expect(JSON.stringify(quantityOf('temperature', '36.50').value)).toContain('36.50');
  });

  it('no flow is air, a flow is oxygen, and nothing told is neither', () => {
    expect(readingsOf({ values: { oxygenFlow: '2' }, consciousness: 'A', air: undefined }).oxygen).toBe(true);
    expect(readingsOf({ values: { oxygenFlow: '0' }, consciousness: 'A', air: undefined }).oxygen).toBe(false);
    expect(readingsOf({ values: {}, consciousness: 'A', air: true }).oxygen).toBe(false);
    expect(readingsOf({ values: {}, consciousness: 'A', air: undefined }).oxygen).toBeUndefined();
  });

  it('what was charted is read back as the same numbers, without what was taken back', () => {
    const level = fc.constantFrom<keyof typeof LEVELS>('A', 'C', 'V', 'P', 'U');
    const [pulse, flow] = [fc.integer({ min: 30, max: 200 }), fc.integer({ min: 0, max: 15 })];
    fc.assert(
      fc.property(pulse, flow, level, fc.boolean(), (beats, litres, letter, error) => {
        const read = readingsIn([
          of({
            code: signConcept('pulse'),
            valueQuantity: quantityOf('pulse', String(beats)),
            ...(error ? { status: 'entered-in-error' } : {}),
          }),
          of({ code: signConcept('oxygenFlow'), valueQuantity: quantityOf('oxygenFlow', String(litres)) }),
          of({ code: { coding: [{ code: '67775-7' }] }, valueCodeableConcept: { coding: [LEVELS[letter]] } }),
        ]);
        expect(read.pulse).toBe(error ? undefined : beats);
        expect(read.oxygen).toBe(litres > 0);
        expect(read.consciousness).toBe(letter);
      }),
    );
  });
});

describe('the score', () => {
  const whole = {
    respirationRate: 16,
    spo2: 90,
    oxygen: false,
    systolic: 120,
    pulse: 70,
    temperature: 36.6,
    consciousness: 'A',
  } as const;

  it('takes the scale that was prescribed', () => {
    expect(scoreOf(whole, { pregnant: false, scale: 1 })).toMatchObject({ total: 3, singleThree: true });
    expect(scoreOf(whole, { pregnant: false, scale: 2 })).toMatchObject({ total: 0 });
  });

  it('is not for children nor in pregnancy', () => {
    expect(scoreOf(whole, { ageYears: 15, pregnant: false, scale: 1 })).toMatchObject({ reason: 'under-16' });
    expect(scoreOf(whole, { ageYears: 30, pregnant: true, scale: 1 })).toMatchObject({ reason: 'pregnant' });
  });

  it('age is in full years', () => {
    const now = Date.parse('2026-11-24T00:00:00Z') as never;
    expect(yearsBetween('2010-11-23', now)).toBe(16);
    expect(yearsBetween('2010-11-26', now)).toBe(15);
    expect(yearsBetween('nonsense', now)).toBeUndefined();
  });
});

describe('shifts', () => {
  it.each([
    ['2026-11-24T06:59:00+09:00', '2026-11-23', 'night'],
    ['2026-11-24T07:00:00+09:00', '2026-11-24', 'day'],
    ['2026-11-24T15:00:00+09:00', '2026-11-24', 'evening'],
    ['2026-11-24T23:00:00+09:00', '2026-11-24', 'night'],
    ['2026-11-25T02:00:00+09:00', '2026-11-24', 'night'],
  ])('%s belongs to %s, %s', (at, date, shift) => {
    expect(shiftAt(at, 'Asia/Seoul')).toEqual({ date, shift });
  });

  it('what is no fluid is left out', () => {
    expect(fluidDays([{ resourceType: 'Observation', status: 'final', code: { text: 'x' } }], 'Asia/Seoul')).toEqual(
      [],
    );
  });
});
