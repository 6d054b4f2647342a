import { describe, expect, it } from 'vitest';
import { fromDosage, strengthIn, type Dosage } from './from-dosage.ts';

const dosage = (more: object): Dosage => more;
const repeat = (more: object) => fromDosage(dosage({ timing: { repeat: more } }));
const dose = (value: number, unit: string, words = '', more: object = {}) =>
  fromDosage(dosage({ doseAndRate: [{ doseQuantity: { value, code: unit } }], ...more }), words).dose;

describe('the schedule of an order that is read back', () => {
  it.each([
    ['once a day', { frequency: 1, period: 1, periodUnit: 'd' }, { kind: 'daily', times: ['09:00'] }],
    [
      'three times a day',
      { frequency: 3, period: 1, periodUnit: 'd' },
      { kind: 'daily', times: ['09:00', '13:00', '18:00'] },
    ],
    ['six times a day', { frequency: 6, period: 1, periodUnit: 'd' }, { kind: 'every', hours: 4 }],
    ['every eight hours', { frequency: 1, period: 8, periodUnit: 'h' }, { kind: 'every', hours: 8 }],
    ['twice in 24 hours', { frequency: 2, period: 24, periodUnit: 'h' }, { kind: 'every', hours: 12 }],
    ['every half hour', { frequency: 1, period: 30, periodUnit: 'min' }, { kind: 'every', hours: 0.5 }],
    ['once a week', { frequency: 1, period: 1, periodUnit: 'wk' }, { kind: 'every', hours: 168 }],
    ['every second day', { frequency: 1, period: 2, periodUnit: 'd' }, { kind: 'every', hours: 48 }],
    ['at its times', { timeOfDay: ['06:30:00', '21:00:00'] }, { kind: 'daily', times: ['06:30', '21:00'] }],
    [
      'at its times each day',
      { timeOfDay: ['09:00:00'], frequency: 1, period: 1, periodUnit: 'd' },
      { kind: 'daily', times: ['09:00'] },
    ],
    ['a single dose', { count: 1, frequency: 1, period: 1, periodUnit: 'd' }, { kind: 'once' }],
  ])('%s', (_name, asked, timing) => expect(repeat(asked)).toEqual({ timing }));

  // A weekly drug that is read as daily kills: methotrexate.
  it('is never daily where the drug is taken on a day of the week or every second day', () => {
    const weekly = { dayOfWeek: ['mon'], timeOfDay: ['09:00:00'], frequency: 1, period: 1, periodUnit: 'wk' };
    expect(repeat(weekly)).toEqual({ timing: { kind: 'every', hours: 168 } });
    expect(repeat({ timeOfDay: ['09:00:00'], frequency: 1, period: 2, periodUnit: 'd' })).toEqual({
      timing: { kind: 'every', hours: 48 },
    });
    for (const unsaid of [
      { ...weekly, dayOfWeek: ['mon', 'thu'], frequency: 2 },
      { dayOfWeek: ['mon'], timeOfDay: ['09:00:00'] },
      { dayOfWeek: ['mon'], frequency: 1, period: 1, periodUnit: 'd' },
      { timeOfDay: ['09:00:00', '21:00:00'], frequency: 2, period: 2, periodUnit: 'd' },
    ])
      expect(repeat(unsaid), JSON.stringify(unsaid)).toEqual({});
  });

  it.each([
    ['nothing told', {}],
    ['a unit of months', { frequency: 1, period: 1, periodUnit: 'mo' }],
    ['once a year', { frequency: 1, period: 52, periodUnit: 'wk' }],
    ['every minute', { frequency: 1, period: 1, periodUnit: 'min' }],
  ])('is left out, to be chosen again: %s', (_name, asked) => expect(repeat(asked)).toEqual({}));

  it('is one dose where one moment is told, and unknown where there are several', () => {
    expect(fromDosage(dosage({ timing: { event: ['2026-07-01T09:00:00+09:00'] } }))).toEqual({
      timing: { kind: 'once' },
    });
    expect(fromDosage(dosage({ timing: { event: ['2026-07-01', '2026-07-02'] } }))).toEqual({});
    expect(fromDosage(undefined)).toEqual({});
  });

  it('is when needed with its reason and the most of a day, never a schedule', () => {
    const asked = {
      asNeededCodeableConcept: { coding: [{ code: 'pain' }] },
      timing: { repeat: { frequency: 1, period: 4, periodUnit: 'h' } },
      maxDosePerPeriod: { numerator: { value: 4000, code: 'mg' }, denominator: { value: 1, code: 'd' } },
    };
    expect(fromDosage(dosage(asked))).toEqual({ prn: { hours: 4, reason: 'pain', perDay: 4000 } });
    const daily = { frequency: 2, period: 1, periodUnit: 'd' };
    expect(fromDosage(dosage({ asNeededBoolean: true, timing: { repeat: daily } }))).toEqual({ prn: { hours: 12 } });
    expect(fromDosage(dosage({ asNeededBoolean: true }))).toEqual({ prn: { hours: 6 } });
    const odd = { asNeededCodeableConcept: { coding: [{ code: 'constructor' }, { code: 'bored' }] } };
    expect(fromDosage(dosage(odd))).toEqual({ prn: { hours: 6 } });
    expect(fromDosage(dosage({ asNeededBoolean: false, timing: { repeat: daily } }))).toEqual({
      timing: { kind: 'daily', times: ['09:00', '18:00'] },
    });
  });

  it('lasts as many days as it says, in days alone', () => {
    const bounds = (boundsDuration: object) => repeat({ boundsDuration }).days;
    expect(bounds({ value: 5, code: 'd' })).toBe(5);
    expect(bounds({ value: 5, code: 'h' })).toBeUndefined();
  });
});

describe('the dose of an order that is read back', () => {
  it.each([
    ['an amount', 650, 'mg', '', { value: 650, unit: 'mg' }],
    ['for each kg', 15, 'mg/kg', '', { value: 15, unit: 'mg', per: 'kg' }],
    ['for each m2', 85, 'mg/m2', '', { value: 85, unit: 'mg', per: 'm2' }],
    ['two tablets of 20 mg', 2, '{tbl}', 'simvastatin 20 mg', { value: 40, unit: 'mg' }],
    ['half a tablet', 0.5, '{tbl}', '와파린 2 mg', { value: 1, unit: 'mg' }],
    ['a capsule of a product in capitals', 1, '{cap}', 'Omeprazole 20 MG Oral Capsule', { value: 20, unit: 'mg' }],
    ['tablets of micrograms', 1, 'TAB', 'levothyroxine 50 mcg', { value: 50, unit: 'ug' }],
    ['tablets of unknown strength', 1, '{tbl}', 'a white one', { value: 1, unit: '{tbl}' }],
  ])('%s', (_name, value, unit, words, expected) => expect(dose(value, unit, words)).toEqual(expected));

  it('keeps the most of one dose', () =>
    expect(dose(1, 'mg/kg', '', { maxDosePerAdministration: { value: 60, code: 'mg' } })).toEqual({
      value: 1,
      unit: 'mg',
      per: 'kg',
      max: 60,
    }));

  it('is none where it is nothing, less than nothing, or without unit', () => {
    expect([dose(0, 'mg'), dose(-5, 'mg'), dose(5, '')]).toEqual([undefined, undefined, undefined]);
    expect(fromDosage(dosage({ doseAndRate: [{}] })).dose).toBeUndefined();
  });

  it('has the speed of an infusion, also for each kg', () => {
    const speed = (value: number, code: string) =>
      fromDosage(dosage({ doseAndRate: [{ rateQuantity: { value, code } }] })).rate;
    expect(speed(100, 'mL/h')).toEqual({ value: 100, unit: 'mL/h' });
    expect(speed(0.1, 'ug/kg/min')).toEqual({ value: 0.1, unit: 'ug/min', per: 'kg' });
  });

  it('keeps a route that only the code names', () => {
    const route = { coding: [{ system: 'http://snomed.info/sct', code: '26643006' }] };
    expect(fromDosage(dosage({ route }))).toEqual({ route: '26643006' });
    expect(fromDosage(dosage({ route: { text: 'by mouth' } }))).toEqual({});
  });
});

describe('the strength in the words of a product', () => {
  it.each([
    ['simvastatin 20 mg', 20, 'mg'],
    ['Simvastatin 10 MG Oral Tablet', 10, 'mg'],
    ['세프트리악손 주사 2 g', 2, 'g'],
    ['levothyroxine 12.5 MCG', 12.5, 'ug'],
    ['metformin 1,000 mg', 1000, 'mg'],
    ['Acetaminophen 325 MG / Hydrocodone 7.5 MG', 325, 'mg'],
  ])('%s', (words, value, unit) => expect(strengthIn(words)).toEqual({ value, unit }));

  it.each([
    'a white one',
    '',
    'amoxicillin 125 mg/5 mL',
    'fentanyl 0.025 MG/HR patch',
    'insulin 100 units',
    'vitamin B12',
  ])('is not guessed: %s', (words) => expect(strengthIn(words)).toBeUndefined());
});
