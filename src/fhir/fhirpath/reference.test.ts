import { describe, expect, it } from 'vitest';
import { containedResource, referredType, textOfReference } from './reference.ts';

const container = { resourceType: 'Observation', contained: [{ resourceType: 'Patient', id: 'p' }, { id: 'x' }] };

describe('the type that a reference names', () => {
  it.each([
    [{ reference: 'Patient/1' }, 'Patient'],
    [{ reference: 'Patient/1/_history/2' }, 'Patient'],
    [{ reference: 'https://example.org/fhir/R4/Patient/1' }, 'Patient'],
    [{ reference: '#p' }, 'Patient'],
    [{ reference: '#' }, 'Observation'],
    [{ reference: '#unknown' }, undefined],
    [{ reference: '#x' }, undefined],
    [{ reference: 'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0' }, undefined],
    [{ reference: 'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0', type: 'Patient' }, 'Patient'],
    [{ type: 'Patient', identifier: { value: '1' } }, 'Patient'],
    [{ reference: 'Nonsense/1' }, undefined],
    [{ reference: 'Patient' }, undefined],
    [{ reference: 'Patient/' }, undefined],
    [{ reference: 'Patient?name=x' }, undefined],
    [{ reference: 'Patient/1/Observation' }, undefined],
    ['Patient/1', 'Patient'],
    ['http://example.org/Questionnaire/q1', 'Questionnaire'],
    [{ display: 'somebody' }, undefined],
    [undefined, undefined],
    [5, undefined],
  ])('%j: %s', (reference, type) => {
    expect(referredType(reference, container)).toBe(type);
  });
});

describe('contained resources', () => {
  it('are found by their id, in resources only', () => {
    expect(containedResource('#p', container)).toBe(container.contained[0]);
    expect(containedResource('#', container)).toBe(container);
    expect(containedResource('#p', { contained: 'none' })).toBeUndefined();
    expect(containedResource('#p', undefined)).toBeUndefined();
  });
});

describe('the text of a reference', () => {
  it('is its own or that of the primitive', () => {
    expect(textOfReference({ reference: 'Patient/1' })).toBe('Patient/1');
    expect(textOfReference('Patient/1')).toBe('Patient/1');
    expect(textOfReference({ reference: 5 })).toBeUndefined();
  });
});
