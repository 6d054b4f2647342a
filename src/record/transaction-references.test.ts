import { describe, expect, it } from 'vitest';
import type { AnyResource } from './resource.ts';
import { conditionalReference, conditionalReferences, rewritten } from './transaction-references.ts';

const links = new Map([
  ['urn:uuid:00000000-0000-4000-8000-000000000001', 'Patient/1'],
  ['http://other.example/fhir/Patient/9', 'Patient/new'],
]);
const observation = (reference: string): AnyResource => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'x' },
  subject: { reference },
});
const subjectOf = (resource: AnyResource): unknown => (resource['subject'] as { reference: unknown }).reference;

describe('references of a transaction', () => {
  it('become the Type/id of the entry with that fullUrl', () => {
    expect(subjectOf(rewritten(observation('urn:uuid:00000000-0000-4000-8000-000000000001'), undefined, links))).toBe(
      'Patient/1',
    );
    expect(subjectOf(rewritten(observation('http://other.example/fhir/Patient/9'), undefined, links))).toBe(
      'Patient/new',
    );
  });

  it('that are relative are read beside the fullUrl of their own entry', () => {
    const own = 'http://other.example/fhir/Observation/3';
    expect(subjectOf(rewritten(observation('Patient/9'), own, links))).toBe('Patient/new');
    expect(subjectOf(rewritten(observation('Patient/9'), 'http://third.example/fhir/Observation/3', links))).toBe(
      'Patient/9',
    );
    expect(subjectOf(rewritten(observation('Patient/9'), undefined, links))).toBe('Patient/9');
  });

  it('to other places stay, and the resource stays the same object', () => {
    for (const reference of ['Patient/5', '#p', 'http://elsewhere.example/fhir/Patient/5', 'Patient?identifier=5']) {
      const resource = observation(reference);
      expect(rewritten(resource, undefined, links)).toBe(resource);
    }
  });

  it('by urn that no entry explains are refused, with their place', () => {
    try {
      rewritten(observation('urn:uuid:00000000-0000-4000-8000-00000000000f'), undefined, links);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'record.reference-unresolved' });
      expect((error as { issues: { expression: string }[] }).issues[0]?.expression).toBe(
        'Observation.subject.reference',
      );
    }
  });

  it('by criteria are found wherever they stand', () => {
    expect(conditionalReference('Patient?identifier=a|b')).toEqual({ type: 'Patient', criteria: 'identifier=a|b' });
    for (const text of ['Patient/1', 'Pacient?x=1', 'http://x/Patient?y=1', 'Patient?', '?x=1'])
      expect(conditionalReference(text)).toBeUndefined();
    const resource = {
      ...observation('Patient?identifier=1'),
      performer: [{ reference: 'Practitioner?identifier=2' }],
    };
    expect([...conditionalReferences(resource)].toSorted()).toEqual([
      'Patient?identifier=1',
      'Practitioner?identifier=2',
    ]);
  });
});
