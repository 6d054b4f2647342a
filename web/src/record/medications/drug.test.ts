import { describe, expect, it } from 'vitest';
import { concept, prescription } from '../../fhir/testing.ts';
import { drugConcept, drugCourses, drugName, isCurrent } from './drug.ts';

describe('drug lines', () => {
  it.each([
    ['Verapamil Hydrochloride 40 MG', 'verapamil hydrochloride', '40 mg'],
    ['Galantamine 4 MG Oral Tablet', 'galantamine', '4 mg oral tablet'],
    ['1 ML Epoetin Alfa 4000 UNT/ML Injection [Procrit]', 'epoetin alfa', '1 mL 4000 units/mL injection [Procrit]'],
    [
      '24 HR Metformin hydrochloride 500 MG Extended Release Oral Tablet',
      'metformin hydrochloride',
      '24 hour 500 mg extended release oral tablet',
    ],
    ['Levothyroxine 50 MCG', 'levothyroxine', '50 micrograms'],
    ['Digoxin .125 MG', 'digoxin', '0.125 mg'],
    ['Warfarin 5.0 MG', 'warfarin', '5 mg'],
    ['Aspirin', 'aspirin', ''],
  ])('%s', (text, generic, rest) => {
    expect(drugName({ text }, 'en')).toEqual({ generic, rest });
  });

  it('Korean names stay, with units in full', () => {
    expect(drugName({ text: '암로디핀 5 mg' }, 'ko')).toEqual({ generic: '암로디핀', rest: '5 mg' });
    expect(drugName({ text: '레보티록신 100 mcg' }, 'ko').rest).toBe('100마이크로그램');
    expect(drugName({ text: '인슐린 글라진 100 U/mL' }, 'ko').rest).toBe('100단위/mL');
  });

  it('a name in the other language does not lose its strength', () => {
    const amlodipine = { text: '암로디핀 5 mg', coding: [{ code: 'C08CA01', display: 'amlodipine' }] };
    expect(drugName(amlodipine, 'en')).toEqual({ generic: 'amlodipine', rest: '5 mg' });
  });

  it.each([
    ['레보티록신 100 ug', '100 micrograms'],
    ['시타글립틴/메트포르민 50/500 mg', '50/500 mg'],
    ['인슐린 글라진 주사 100 U/mL', '100 units/mL'],
    ['헤파린 25000 [IU]/5 mL', '25000 international units/5 mL'],
    ['염화나트륨 주사 0.9 % 500 mL', '0.9 % 500 mL'],
  ])('nothing of the strength is cut: %s', (text, rest) => {
    expect(drugName({ text, coding: [{ code: 'x', display: 'drug' }] }, 'en').rest).toBe(rest);
  });

  it('a strength in words that it does not know stays as well', () => {
    const { generic, rest } = drugName({ text: '흡입제 2 회분', coding: [{ code: 'x', display: 'inhaler' }] }, 'en');
    expect(`${generic} ${rest}`.trim()).toBe('inhaler 2 회분');
  });

  it('comes from the request, a contained or an included Medication, or the words of the reference', () => {
    const { medicationCodeableConcept: _concept, ...bare } = prescription();
    const medication = { resourceType: 'Medication' as const, id: 'm', code: concept('aspirin') };
    expect(drugConcept(prescription(), [])?.text).toContain('warfarin');
    expect(drugConcept({ ...bare, medicationReference: { reference: '#m' }, contained: [medication] }, [])?.text).toBe(
      'aspirin',
    );
    expect(drugConcept({ ...bare, medicationReference: { reference: 'Medication/m' } }, [medication])?.text).toBe(
      'aspirin',
    );
    expect(drugConcept({ ...bare, medicationReference: { display: 'aspirin 100 mg' } }, [])?.text).toBe(
      'aspirin 100 mg',
    );
  });
});

function of(text: string, authoredOn: string) {
  return prescription({ id: authoredOn, authoredOn, medicationCodeableConcept: concept(text) });
}

describe('courses', () => {
  it('what is stopped or must not be given is not current', () => {
    expect(isCurrent(prescription())).toBe(true);
    expect(isCurrent(prescription({ status: 'stopped' }))).toBe(false);
    expect(isCurrent(prescription({ doNotPerform: true }))).toBe(false);
  });

  it('renewals of one drug are one line, the newest on top; another strength is another drug', () => {
    const courses = drugCourses([of('a 5 mg', '2020'), of('a 5 mg', '2022'), of('a 10 mg', '2021')], []);
    expect(courses.map(({ newest, requests }) => [newest.id, requests.length])).toEqual([
      ['2022', 2],
      ['2021', 1],
    ]);
  });

  it('drugs without words are never thrown together', () => {
    const { medicationCodeableConcept: _concept, ...bare } = prescription();
    expect(
      drugCourses(
        [
          { ...bare, id: '1' },
          { ...bare, id: '2' },
        ],
        [],
      ),
    ).toHaveLength(2);
  });
});
