import { describe, expect, it } from 'vitest';
import { validateResource } from './validate.ts';

const encounter = (subject: unknown, more: object = {}) => ({
  resourceType: 'Encounter',
  status: 'finished',
  class: { code: 'AMB' },
  subject,
  ...more,
});

const faults = (subject: unknown) =>
  validateResource(encounter(subject)).map(({ code, expression }) => [code, expression]);

describe('a reference', () => {
  it.each([
    'Patient/1',
    'Patient/1/_history/2',
    'Group/a-b.c',
    'http://example.org/fhir/Patient/1',
    'https://example.org/fhir/Patient/1/_history/3',
    'urn:uuid:c757873d-ec9a-4326-a141-556f43239520',
    'urn:oid:1.2.3',
    'Patient?identifier=http://example.org|1',
    'http://example.org/not/fhir/at/all.html',
  ])('may be %s', (reference) => {
    expect(faults({ reference })).toEqual([]);
  });

  it.each(['Observation/1', 'http://example.org/fhir/Observation/1', 'Observation?code=1', 'Observation/1/_history/1'])(
    'to a type that is not allowed is refused: %s',
    (reference) => {
      expect(faults({ reference })).toEqual([['validation.reference-target', 'Encounter.subject.reference']]);
    },
  );

  it.each([
    'Patient',
    'patient/1',
    'Person1/1',
    'Patient/',
    '/Patient/',
    '1',
    'Patient/a b',
    '?identifier=1',
    'Patients?x=1',
  ])('that leads nowhere is refused: %s', (reference) => {
    expect(faults({ reference })).toEqual([['validation.bad-reference', 'Encounter.subject.reference']]);
  });

  it('says what was probably meant', () => {
    const [issue] = validateResource(encounter({ reference: 'Pateint/1' }));
    expect(issue?.message).toContain('Did you mean Patient?');
  });

  it('may name its type, which must be allowed and the same', () => {
    expect(faults({ type: 'Patient', identifier: { value: '1' } })).toEqual([]);
    expect(faults({ type: 'Patient', reference: 'Patient/1' })).toEqual([]);
    expect(faults({ type: 'http://hl7.org/fhir/StructureDefinition/Patient', reference: 'Patient/1' })).toEqual([]);
    const place = 'Encounter.subject.type';
    expect(faults({ type: 'Medication', display: 'x' })).toEqual([['validation.reference-target', place]]);
    expect(faults({ type: 'Group', reference: 'Patient/1' })).toEqual([['validation.reference-target', place]]);
    expect(faults({ type: 'Medication', reference: 'urn:uuid:x' })).toEqual([['validation.reference-target', place]]);
  });

  it('without a target type may point to anything', () => {
    const observation = { resourceType: 'Observation', status: 'final', code: { text: 'x' } };
    expect(validateResource({ ...observation, focus: [{ reference: 'Slot/1' }] })).toEqual([]);
  });

  it('is checked quickly, whatever it holds', () => {
    const start = performance.now();
    for (const part of ['A', 'A/', '/_history/', '?', 'Aa'])
      for (const end of ['', '/', '?', ' ']) faults({ reference: part.repeat(200_000) + end });
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});
