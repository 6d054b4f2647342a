import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../../kernel/index.ts';
import { readBody } from './body.ts';
import { careConcept, LOINC, type Observation } from './codes.ts';
import { amended, correction, readingsIn } from './correction.ts';
import { CONSCIOUSNESS, LEVELS, PRESSURE, quantityOf, signConcept, type SignName } from './vitals.ts';

const of = (more: object): Observation => ({ resourceType: 'Observation', status: 'final', ...more }) as Observation;
const sign = (name: SignName, text: string): Observation =>
  of({ code: signConcept(name), valueQuantity: quantityOf(name, text) });
const part = (name: SignName, text: string) => ({ code: signConcept(name), valueQuantity: quantityOf(name, text) });
const bloodPressure = (...component: object[]): Observation =>
  of({ code: { coding: [{ system: LOINC, code: PRESSURE }] }, component });
const BOTH = bloodPressure(part('systolic', '120'), part('diastolic', '80'));
const level = of({
  code: { coding: [{ system: LOINC, code: CONSCIOUSNESS }] },
  valueCodeableConcept: { coding: [LEVELS.A] },
});
const drunk = of({ code: careConcept('intake-oral'), valueQuantity: { value: 500, unit: 'mL' } });
const pain = of({ code: careConcept('assessment-pain'), valueQuantity: { value: 3 } });

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'taken';
  } catch (error) {
    return error instanceof OutcomeError ? error.code : String(error);
  }
};

const valuesOf = (one: Observation): unknown[] =>
  (one.component ?? []).map(({ valueQuantity }) => valueQuantity?.value);

describe('a value that is amended', () => {
  it('has what was meant, in its own unit', () => {
    expect(amended(sign('temperature', '36.5'), { value: '38.50' }).valueQuantity).toMatchObject({ code: 'Cel' });
    expect(JSON.stringify(amended(sign('temperature', '36.5'), { value: '38.50' }))).toContain('38.50');
    expect(amended(sign('pulse', '132'), { value: '82' }).valueQuantity).toMatchObject({ value: 82, code: '/min' });
    expect(amended(level, { consciousness: 'C' }).valueCodeableConcept?.coding?.[0]).toMatchObject({ code: 'C' });
  });

  it('of blood pressure is the one that was told; the other stays', () => {
    expect(valuesOf(amended(BOTH, { value: '130' }))).toEqual([130, 80]);
    expect(valuesOf(amended(BOTH, { diastolic: '75' }))).toEqual([120, 75]);
    expect(valuesOf(amended(BOTH, { value: '130', diastolic: '75' }))).toEqual([130, 75]);
  });

  it('of intake and output is the new amount', () => {
    expect(amended(drunk, { value: '50' }).valueQuantity).toMatchObject({ value: 50, unit: 'mL' });
    expect(codeOf(() => amended(drunk, { value: '0' }))).toBe('care.value-impossible');
    expect(codeOf(() => amended(drunk, { value: '2.5' }))).toBe('care.value-impossible');
  });

  it.each<[string, Observation, object]>([
    ['a number for consciousness', level, { value: '15' }],
    ['consciousness for a pulse', sign('pulse', '80'), { consciousness: 'V' }],
    ['both at once', level, { value: '1', consciousness: 'V' }],
    ['a diastolic value for a pulse', sign('pulse', '80'), { value: '82', diastolic: '70' }],
    ['a diastolic value where none was measured', bloodPressure(part('systolic', '120')), { diastolic: '70' }],
    ['the points of an assessment, which rest on its answers', pain, { value: '5' }],
    ['nothing at all', sign('pulse', '80'), {}],
  ])('is refused, not silently kept, with %s', (_name, one, meant) => {
    expect(codeOf(() => amended(one, meant))).toBe('care.correction-does-not-fit');
  });

  it.each<[SignName, string]>([
    ['temperature', '366'],
    ['spo2', '101'],
    ['pulse', '351'],
    ['pain', '11'],
  ])('is refused where %s of %s is impossible, with the range', (name, text) => {
    expect(() => amended(sign(name, '1'), { value: text })).toThrow(/outside of .* to .*; enter it again/);
  });

  it('is refused where a part of the blood pressure is impossible', () => {
    expect(codeOf(() => amended(BOTH, { diastolic: '251' }))).toBe('care.value-impossible');
  });
});

describe('a correction as it is sent', () => {
  const body = { attempt: 'attempt-1', observation: 'o1', act: 'amend', value: '80', reason: 'typing' };
  const read = (more: object) => codeOf(() => readBody(correction, JSON.stringify({ ...body, ...more })));
  const without = { value: undefined };

  it('tells what was meant where it amends, and only there', () => {
    expect(read({})).toBe('taken');
    expect(read({ value: 80.5 })).toBe('taken');
    expect(read({ ...without, diastolic: '70' })).toBe('taken');
    expect(read({ ...without, consciousness: 'U' })).toBe('taken');
    expect(read({ ...without, act: 'entered-in-error' })).toBe('taken');
    expect(read(without)).toBe('care.body-invalid');
    expect(read({ act: 'entered-in-error' })).toBe('care.body-invalid');
    expect(read({ ...without, act: 'entered-in-error', diastolic: '70' })).toBe('care.body-invalid');
  });

  it.each([
    ['a comma', { value: '36,5' }],
    ['a unit', { value: '80/min' }],
    ['an empty value', { value: '' }],
    ['a sign', { value: '-1' }],
    ['no reason', { reason: undefined }],
    ['a reason in words', { reason: '오타' }],
    ['another act', { act: 'delete' }],
    ['an unknown level', { ...without, consciousness: 'X' }],
  ])('is refused with %s', (_name, more) => {
    expect(read(more)).toBe('care.body-invalid');
  });
});

describe('what a score is made of', () => {
  it('are the values of both parts of the pressure, and the level', () => {
    expect(readingsIn([BOTH, level, sign('spo2', '97')])).toEqual({
      systolic: 120,
      diastolic: 80,
      consciousness: 'A',
      spo2: 97,
    });
  });

  it('whether somebody breathes air is unknown where no flow was charted', () => {
    expect(readingsIn([sign('spo2', '97')])).not.toHaveProperty('oxygen');
    expect(readingsIn([sign('oxygenFlow', '0')]).oxygen).toBe(false);
    expect(readingsIn([sign('oxygenFlow', '0.5')]).oxygen).toBe(true);
    expect(readingsIn([{ ...sign('oxygenFlow', '4'), status: 'entered-in-error' }])).toEqual({});
  });

  it('a level that nobody knows is none', () => {
    expect(readingsIn([{ ...level, valueCodeableConcept: { coding: [{ code: 'LA0-0' }] } }])).toEqual({});
    expect(readingsIn([{ ...level, status: 'entered-in-error' }])).toEqual({});
  });
});
