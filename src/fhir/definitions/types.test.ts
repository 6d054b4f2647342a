import { expect, it } from 'vitest';
import { decimalOf } from '../../kernel/index.ts';
import type { Observation, Patient, Resource, ResourceOfType, ResourceType } from '../generated/types.ts';

it('the types take what FHIR takes; the compiler is the proof', () => {
  const patient: Patient = {
    resourceType: 'Patient',
    gender: 'female',
    birthDate: '1974-12',
    _birthDate: { extension: [{ url: 'http://example.org/time', valueDateTime: '1974-12-25T14:35:45-05:00' }] },
    name: [{ given: ['Ji-woo', '지우'], _given: [null, { id: 'hangul' }] }],
    contained: [{ resourceType: 'Organization', id: 'o' }],
  };
  const observation: Observation = {
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'Potassium' },
    valueQuantity: { value: decimalOf('4.10'), unit: 'mmol/L' },
    component: [{ code: { text: 'x' }, valueInteger: 3 }],
  };
  const all: readonly Resource[] = [patient, observation];
  const named: ResourceOfType['Patient'] = patient;
  const type: ResourceType = all[1]?.resourceType ?? 'Patient';
  expect(named.resourceType).toBe('Patient');
  expect(type).toBe('Observation');
});

it('the types refuse what FHIR refuses', () => {
  // @ts-expect-error a status outside of its value set
  const wrongCode: Observation = { resourceType: 'Observation', status: 'done', code: {} };
  // @ts-expect-error an element that Patient has not
  const unknown: Patient = { resourceType: 'Patient', brithDate: '1974' };
  // @ts-expect-error a mandatory element is missing
  const missing: Observation = { resourceType: 'Observation', status: 'final' };
  expect([wrongCode, unknown, missing]).toHaveLength(3);
});
