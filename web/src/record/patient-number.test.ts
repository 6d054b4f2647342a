import { describe, expect, it } from 'vitest';
import type { Identifier, Patient } from '../fhir/types.ts';
import { patientNumber } from './patient-number.ts';

function patient(...identifier: readonly Identifier[]): Patient {
  return { resourceType: 'Patient', identifier: [...identifier] };
}

const typed = (code: string, value: string): Identifier => ({ type: { coding: [{ code }] }, value });

describe('the patient number', () => {
  it('is the medical record number', () => {
    expect(patientNumber(patient({ value: 'other' }, typed('MR', '00012345')))).toBe('00012345');
  });

  it('is never a resident, social security, licence or passport number', () => {
    for (const code of ['SS', 'NI', 'DL', 'PPN'])
      expect(patientNumber(patient(typed(code, '580305-1234567')))).toBeUndefined();
    expect(patientNumber(patient({ system: 'http://hl7.org/fhir/sid/us-ssn', value: '999-12-3456' }))).toBeUndefined();
  });

  it('is not an old one, and any other rather than none', () => {
    expect(patientNumber(patient({ ...typed('MR', 'old'), use: 'old' }, { value: 'x1' }))).toBe('x1');
    expect(patientNumber(patient())).toBeUndefined();
  });
});
