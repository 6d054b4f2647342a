import { describe, expect, it } from 'vitest';
import { ownersIn, patientsOf } from './compartment.ts';

const condition = (reference: string) => ({ resourceType: 'Condition', subject: { reference } });

describe('the compartment of a patient', () => {
  it('holds the patient', () => {
    expect(
      patientsOf('Patient', { resourceType: 'Patient', id: '1', link: [{ other: { reference: 'Patient/2' } }] }),
    ).toEqual(['1', '2']);
  });

  it('holds what names the patient in a role of the compartment, several times too', () => {
    const observation = {
      resourceType: 'Observation',
      subject: { reference: 'Patient/1' },
      performer: [{ reference: 'Patient/2' }, { reference: 'Practitioner/3' }, { reference: 'Patient/1' }],
      focus: [{ reference: 'Patient/9' }],
    };
    expect(patientsOf('Observation', observation)).toEqual(['1', '2']);
  });

  it('takes versions for the patient, and strangers for nobody', () => {
    expect(patientsOf('Condition', condition('Patient/1/_history/2'))).toEqual(['1']);
    expect(patientsOf('Condition', condition('http://elsewhere.org/Patient/1'))).toEqual([]);
    expect(patientsOf('Condition', condition('Group/1'))).toEqual([]);
    expect(patientsOf('Organization', { resourceType: 'Organization' })).toEqual([]);
  });

  it('has siblings for encounters and staff', () => {
    const observation = {
      resourceType: 'Observation',
      encounter: { reference: 'Encounter/e' },
      performer: [{ reference: 'Practitioner/p' }],
    };
    expect(ownersIn('Encounter', 'Observation', observation)).toEqual(['e']);
    expect(ownersIn('Practitioner', 'Observation', observation)).toEqual(['p']);
  });
});
