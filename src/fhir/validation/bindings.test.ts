import { describe, expect, it } from 'vitest';
import { validateResource } from './validate.ts';

const faults = (resource: unknown) => validateResource(resource).map(({ code, expression }) => [code, expression]);
const CLINICAL = 'http://terminology.hl7.org/CodeSystem/condition-clinical';
const condition = (clinicalStatus: unknown) => ({
  resourceType: 'Condition',
  subject: { reference: 'Patient/1' },
  clinicalStatus,
});

describe('required bindings', () => {
  it('hold for codes', () => {
    expect(faults({ resourceType: 'Patient', gender: 'female' })).toEqual([]);
    const [issue] = validateResource({ resourceType: 'Patient', gender: 'femal' });
    expect(issue).toMatchObject({ code: 'validation.unknown-code', expression: 'Patient.gender', severity: 'error' });
    expect(issue?.message).toContain("Did you mean 'female'?");
  });

  it('hold for CodeableConcepts: one coding must be of the value set, with its system', () => {
    expect(faults(condition({ coding: [{ system: CLINICAL, code: 'active' }] }))).toEqual([]);
    expect(
      faults(
        condition({
          coding: [
            { system: 'urn:own', code: 'x' },
            { system: CLINICAL, code: 'active' },
          ],
        }),
      ),
    ).toEqual([]);
    const place = [['validation.unknown-code', 'Condition.clinicalStatus']];
    expect(faults(condition({ coding: [{ code: 'active' }] }))).toEqual(place);
    expect(faults(condition({ coding: [{ system: CLINICAL, code: 'actve' }] }))).toEqual(place);
    expect(faults(condition({ text: 'active' }))).toEqual(place);
  });

  it('do not hold where a reason stands instead of a code', () => {
    const absent = { url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' };
    expect(faults(condition({ extension: [absent] }))).toEqual([]);
    expect(faults({ resourceType: 'Patient', _gender: { extension: [absent] } })).toEqual([]);
  });

  it('are not checked where the value set cannot be listed', () => {
    const data = { contentType: 'application/x-anything', data: 'AAAA' };
    expect(faults({ resourceType: 'Patient', photo: [data], language: 'tlh' })).toEqual([]);
  });

  it('list the codes of a short value set', () => {
    const [issue] = validateResource({ resourceType: 'Patient', gender: 'zzzzzz' });
    expect(issue?.message).toContain('It has female, male, other, unknown.');
  });
});
