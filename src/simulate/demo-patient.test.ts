import { beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PEOPLE } from '../access/index.ts';
import { drugCodeOf, simulated, type PatientChart, type Simulated } from './testing.ts';

describe('the demo patient', () => {
  let hospital: Simulated;
  let her: PatientChart;
  beforeAll(() => {
    hospital = simulated(0, 1);
    her = hospital.charts[0] as PatientChart;
  });

  it('comes even where no patient is asked for, under the reference of her account', () => {
    expect(hospital.charts).toHaveLength(1);
    expect(`Patient/${her.patient.id}`).toBe(DEMO_PEOPLE.find(({ role }) => role === 'patient')?.fhirUser);
    expect(her.patient.name?.map(({ text }) => text)).toEqual(['정하늘', 'Jeong Ha-neul']);
  });

  it('has the other demo people as staff, by the references of their accounts', () => {
    for (const { role, fhirUser, name } of DEMO_PEOPLE) {
      if (role === 'patient') continue;
      const person = hospital.house.find(({ resourceType, id }) => `${resourceType}/${id}` === fhirUser);
      expect(person, fhirUser).toMatchObject({ name: [{ text: name.ko }, { text: name.en }] });
    }
  });

  it('has a record in which every part of the chart shows something', () => {
    for (const name of [/고혈압/, /당뇨병/, /갑상선의 악성/, /폐렴/, /골다공증/])
      expect(her.has(name), String(name)).toBe(true);
    for (const type of [
      'Encounter',
      'Condition',
      'Observation',
      'DiagnosticReport',
      'MedicationRequest',
      'Procedure',
      'Immunization',
      'DocumentReference',
      'AllergyIntolerance',
      'Coverage',
    ] as const) {
      expect(her.of(type).length, type).toBeGreaterThan(0);
    }
    expect(her.of('Encounter').some(({ class: { code } }) => code === 'IMP')).toBe(true);
    expect(her.of('Encounter').some(({ class: { code } }) => code === 'EMER')).toBe(true);
  });

  it('has trends worth a plot: years of blood pressure, HbA1c, lipids', () => {
    for (const loinc of ['8480-6', '4548-4', '2093-3']) expect(her.values(loinc).length, loinc).toBeGreaterThan(6);
    const a1c = her.values('4548-4').map(({ value }) => value);
    expect(Math.max(...a1c) - Math.min(...a1c)).toBeGreaterThan(0.2);
  });

  it('takes drugs today, and never penicillin', () => {
    const drugs = her.of('MedicationRequest');
    expect(drugs.filter(({ status }) => status === 'active').length).toBeGreaterThan(2);
    for (const request of drugs) expect(drugCodeOf(request)).not.toMatch(/^J01C/);
    expect(her.of('AllergyIntolerance')[0]?.code?.text).toMatch(/페니실린/);
  });

  it('is the same person for every seed, with other values', () => {
    const other = simulated(0, 2).charts[0];
    expect(other?.patient.birthDate).toBe(her.patient.birthDate);
    expect(other?.values('4548-4').map(({ value }) => value)).not.toEqual(
      her.values('4548-4').map(({ value }) => value),
    );
  });
});
