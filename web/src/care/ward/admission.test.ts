import { describe, expect, it } from 'vitest';
import { bodyOf, bornOn, type Draft } from './admission.ts';
import { RESTRICTED, stayOf } from './testing.ts';

const NOW = new Date(2026, 10, 24, 14).getTime();
const EMPTY: Draft = { from: 'known', name: '', gender: '', born: '', bed: '6101-1', reason: '', expected: false };
const waiting = [stayOf({ kind: 'EMER', encounter: 'er-1' }), { ...RESTRICTED, kind: 'EMER', encounter: 'er-2' }];
const sent = (draft: Partial<Draft>) => bodyOf({ ...EMPTY, ...draft }, { waiting }, NOW);

describe('what is sent of an admission', () => {
  it('is nothing without a bed, whoever it is', () => {
    for (const from of ['emergency', 'known', 'new'] as const)
      expect(
        sent({ from, bed: undefined, patient: 'kim', emergency: 'er-1', name: '김', gender: 'male' }),
      ).toBeUndefined();
  });

  it('goes on from the stay in the emergency room, for the patient of that stay', () => {
    expect(sent({ from: 'emergency', emergency: 'er-1', patient: 'somebody-chosen-before' })).toEqual({
      bed: '6101-1',
      expected: false,
      patient: 'kim',
      emergency: 'er-1',
    });
  });

  it.each([
    ['nobody was chosen', undefined],
    ['whoever was chosen has left meanwhile', 'er-7'],
    ['the record of whoever was chosen is restricted', 'er-2'],
  ])('is nothing where %s', (_, emergency) => {
    expect(sent({ from: 'emergency', ...(emergency === undefined ? {} : { emergency }) })).toBeUndefined();
  });

  it('is for the known patient who was chosen, and not for the stay that was chosen before', () => {
    expect(sent({ patient: 'lee', emergency: 'er-1' })).toEqual({ bed: '6101-1', expected: false, patient: 'lee' });
    expect(sent({})).toBeUndefined();
  });

  it('has a reason only where one was written, and says that the patient comes later', () => {
    expect(sent({ patient: 'lee', reason: '  폐렴 ', expected: true })).toMatchObject({
      reason: '폐렴',
      expected: true,
    });
    expect(sent({ patient: 'lee', reason: '   ' })).not.toHaveProperty('reason');
  });

  it('of somebody new needs a name and a sex; the birth date may be unknown', () => {
    const person = { from: 'new', name: ' 이영희 ', gender: 'female' } as const;
    expect(sent(person)).toMatchObject({ newPatient: { name: '이영희', gender: 'female' } });
    expect(sent({ ...person, name: '  ' })).toBeUndefined();
    expect(sent({ ...person, gender: '' })).toBeUndefined();
    expect(sent({ ...person, gender: 'unknown' })).toMatchObject({ newPatient: { gender: 'unknown' } });
  });

  it('of somebody new has the birth date as it was meant, and is not sent with one that is none', () => {
    const person = { from: 'new', name: '이영희', gender: 'female' } as const;
    expect(sent({ ...person, born: '580305' })).toMatchObject({ newPatient: { birthDate: '1958-03-05' } });
    expect(sent({ ...person, born: '1958년 3월 5일' })).toMatchObject({ newPatient: { birthDate: '1958-03-05' } });
    for (const born of ['1958-13-05', '1958-02-30', '어제', '5/3/58'])
      expect([born, sent({ ...person, born })]).toEqual([born, undefined]);
  });

  it('never has a patient of another way to come', () => {
    expect(sent({ from: 'new', name: '이영희', gender: 'female', patient: 'kim', emergency: 'er-1' })).toEqual({
      bed: '6101-1',
      expected: false,
      newPatient: { name: '이영희', gender: 'female' },
    });
  });
});

describe('a birth date', () => {
  it.each([
    ['2026-11-24', '2026-11-24'],
    ['2026-11-25', undefined],
    ['2062-03-05', undefined],
    ['1899-12-31', '1899-12-31'],
    ['', undefined],
  ])('%s: %s, as nobody is born tomorrow', (typed, date) => expect(bornOn(typed, NOW)).toBe(date));
});
