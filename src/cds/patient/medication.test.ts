import { describe, expect, it } from 'vitest';
import type { Resource } from '../../fhir/index.ts';
import { decimalOf, intervalOf } from '../../kernel/index.ts';
import type { DrugOrder } from '../drug.ts';
import { KNOWLEDGE } from '../testing.ts';
import { drugOrderOf, type MedicationRequest } from './medication.ts';

const ATC = 'http://www.whocc.no/atc';
const UCUM = 'http://unitsofmeasure.org';
const SNOMED = 'http://snomed.info/sct';
const medications = new Map<string, Resource>([
  ['Medication/m1', { resourceType: 'Medication', id: 'm1', code: { coding: [{ system: ATC, code: 'B01AA03' }] } }],
]);

function order(more: object): DrugOrder {
  const request = { resourceType: 'MedicationRequest', status: 'active', intent: 'order', subject: {}, ...more };
  const reader = { catalogue: KNOWLEDGE.catalogue, zone: 'Asia/Seoul', medications };
  return drugOrderOf(reader, request as MedicationRequest, 'MedicationRequest/1');
}
const amlodipine = { medicationCodeableConcept: { coding: [{ system: ATC, code: 'C08CA01' }], text: '암로디핀 5 mg' } };
const dosed = (value: number, unit: string, timing: object, more: object = {}): object => ({
  ...amlodipine,
  dosageInstruction: [{ timing, doseAndRate: [{ doseQuantity: { value, system: UCUM, code: unit } }], ...more }],
});
const daily = (frequency: number, period = 1, periodUnit = 'd'): object => ({
  repeat: { frequency, period, periodUnit },
});

const step = (value: number, sequence: number): object => ({
  sequence,
  timing: daily(1),
  doseAndRate: [{ doseQuantity: { value, code: 'mg' } }],
});

const routed = (code: string): Pick<DrugOrder, 'route' | 'topical'> => {
  const { route: way, topical } = order({
    ...amlodipine,
    dosageInstruction: [{ route: { coding: [{ system: SNOMED, code }] } }],
  });
  return { ...(way === undefined ? {} : { route: way }), ...(topical === undefined ? {} : { topical }) };
};

describe('which drug', () => {
  it('is told by the concept, a contained Medication, or one that was read along', () => {
    expect(order(amlodipine)).toMatchObject({
      ingredients: ['amlodipine'],
      label: '암로디핀 5 mg',
      names: ['암로디핀', '암로디핀'],
    });
    expect(order({ medicationReference: { reference: 'Medication/m1' } }).ingredients).toEqual(['warfarin']);
    const contained = [{ resourceType: 'Medication', id: 'x', code: { text: 'Warfarin 2 mg' } }];
    expect(order({ contained, medicationReference: { reference: '#x' } }).ingredients).toEqual(['warfarin']);
  });

  it('is unknown where the reference leads nowhere, and keeps its display', () => {
    const lost = order({ medicationReference: { reference: 'Medication/gone', display: 'Something' } });
    expect(lost).toMatchObject({ ingredients: [], label: 'Something' });
  });

  it('carries the ingredient number of HIRA', () => {
    expect(order({ medicationCodeableConcept: { coding: [{ system: 'hira', code: '107601ATB' }] } }).hira).toEqual([
      '1076',
    ]);
  });
});

describe('how much', () => {
  it('is a mass in mg, whatever the mass was written in', () => {
    expect(order(dosed(0.5, 'g', daily(2))).dose).toEqual({ amount: 500, unit: 'mg', perDay: 2 });
    expect(order(dosed(125, 'ug', daily(1))).dose).toEqual({ amount: 0.125, unit: 'mg', perDay: 1 });
  });

  it('of tablets is a mass where the words name one strength, and tablets where they name two', () => {
    expect(order(dosed(2, '{tbl}', daily(1))).dose).toEqual({ amount: 10, unit: 'mg', perDay: 1 });
    const two = { text: 'amlodipine 5 mg / valsartan 80 mg' };
    const request = { ...dosed(2, '{tbl}', daily(1)), medicationCodeableConcept: two };
    expect(order(request).dose).toEqual({ amount: 2, unit: '{tbl}', perDay: 1 });
    const liquid = { ...dosed(2, '{tbl}', daily(1)), medicationCodeableConcept: { text: 'x 40 mg/0.4 mL' } };
    expect(order(liquid).dose?.unit).toBe('{tbl}');
  });

  it.each([
    [daily(1, 7), 1 / 7],
    [daily(1, 8, 'h'), 3],
    [{ repeat: { frequency: 1, frequencyMax: 2, period: 6, periodUnit: 'h' } }, 8],
    [{ repeat: { count: 1 } }, 1],
    [{ repeat: { timeOfDay: ['08:00:00', '20:00:00'] } }, 2],
    [{ code: { coding: [{ code: 'TID' }] } }, 3],
    [{ code: { text: 'now and then' } }, undefined],
    [{ repeat: { frequency: 1, period: decimalOf('0.50'), periodUnit: 'd' } }, 2],
  ])('%j is %s times in 24 h', (timing, expected) => {
    expect(order(dosed(5, 'mg', timing)).dose?.perDay).toBe(expected);
  });

  it('as needed is bounded by the most in a period', () => {
    const most = { numerator: { value: 4, code: 'g' }, denominator: { value: 1, code: 'd' } };
    const request = dosed(1000, 'mg', {}, { asNeededBoolean: true, maxDosePerPeriod: most });
    expect(order(request)).toMatchObject({ prn: true, dose: { amount: 1000, perDay: 4 } });
  });

  it('adds up what is given together, and takes the largest of several steps', () => {
    expect(order({ ...amlodipine, dosageInstruction: [step(20, 1), step(10, 1)] }).dose).toEqual({
      amount: 20,
      unit: 'mg',
      perDay: 1.5,
    });
    expect(order({ ...amlodipine, dosageInstruction: [step(40, 1), step(20, 2)] }).dose).toEqual({
      amount: 40,
      unit: 'mg',
      perDay: 1,
    });
  });

  it('is not made up', () => {
    expect(order(amlodipine)).not.toHaveProperty('dose');
    expect(order({ ...amlodipine, dosageInstruction: [{ text: 'as told' }] })).not.toHaveProperty('dose');
  });
});

describe('how, when and with what', () => {
  it('knows routes by SNOMED CT', () => {
    expect(routed('26643006')).toEqual({ route: 'oral', topical: false });
    expect(routed('47625008')).toEqual({ route: 'iv', topical: false });
    expect(routed('54485002')).toEqual({ route: 'other', topical: true });
    expect(order(amlodipine)).not.toHaveProperty('topical');
  });

  it('runs from when it was written, for as many days as it says, or without end', () => {
    const start = intervalOf('2026-11-01', 'Asia/Seoul')?.low ?? 0;
    const bound = { repeat: { boundsDuration: { value: 7, code: 'd' } } };
    const { period } = order({ ...amlodipine, authoredOn: '2026-11-01', dosageInstruction: [{ timing: bound }] });
    expect(period).toEqual({ low: start, high: start + 7 * 86_400_000 });
    expect(order({ ...amlodipine, authoredOn: '2026-11-01' }).period?.high).toBeGreaterThan(start * 10);
    expect(order(amlodipine)).not.toHaveProperty('period');
  });

  it('knows who wrote it, with what, and what it takes the place of', () => {
    const more = {
      requester: { reference: 'Practitioner/1' },
      groupIdentifier: { value: 'set-1' },
      priorPrescription: { reference: 'MedicationRequest/0' },
      dosageInstruction: [{ timing: { repeat: { count: 1 } } }],
    };
    const expected = { prescriber: 'Practitioner/1', orderSet: 'set-1', replaces: 'MedicationRequest/0', once: true };
    expect(order({ ...amlodipine, ...more })).toMatchObject(expected);
  });
});
