import { describe, expect, it } from 'vitest';
import { SAMPLES } from '../../test/samples/index.ts';
import { parseJson, writeJson } from '../kernel/index.ts';
import { isObject } from './definitions/index.ts';
import type { Resource } from './generated/types.ts';
import { mapReferences, type ReferencePlace } from './references.ts';

const NARRATIVE =
  '<div xmlns="http://www.w3.org/1999/xhtml"><a href="urn:uuid:1">Kim &amp; Lee</a> <img src="urn:uuid:1" alt="x"/><a name="y">z</a></div>';

const OBSERVATION = {
  resourceType: 'Observation',
  meta: { profile: ['urn:uuid:1'] },
  text: { status: 'generated', div: NARRATIVE },
  contained: [{ resourceType: 'Device', id: 'd', patient: { reference: 'urn:uuid:1' } }],
  extension: [{ url: 'http://example.org/x', valueReference: { reference: 'urn:uuid:1' } }],
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '1-8' }], text: 'urn:uuid:1' },
  subject: { reference: 'urn:uuid:1', display: 'urn:uuid:1', identifier: { assigner: { reference: 'urn:uuid:1' } } },
  _issued: { extension: [{ url: 'urn:uuid:1', valueUri: 'urn:uuid:1' }] },
  component: [
    { code: { text: 'x' }, valueString: 'urn:uuid:1', extension: [{ url: 'y', valueCanonical: 'urn:uuid:1' }] },
  ],
} as unknown as Resource;

interface Told {
  readonly text: string;
  readonly path: string;
  readonly kind: string;
  readonly targets: readonly string[] | undefined;
}

function toldOf(resource: Resource): Told[] {
  const told: Told[] = [];
  mapReferences(resource, (text, { path, kind, targets }: ReferencePlace) => {
    told.push({ text, path, kind, targets });
    return undefined;
  });
  return told;
}

describe('mapReferences', () => {
  it('tells of every place that may name a resource, and of no other', () => {
    const places = toldOf(OBSERVATION)
      .filter(({ text }) => text === 'urn:uuid:1')
      .map(({ path, kind }) => `${kind} ${path}`);
    expect(places.toSorted()).toEqual([
      'narrative Observation.text.div',
      'narrative Observation.text.div',
      'reference Observation.contained[0].patient.reference',
      'reference Observation.extension[0].valueReference.reference',
      'reference Observation.subject.identifier.assigner.reference',
      'reference Observation.subject.reference',
      'uri Observation.component[0].extension[0].valueCanonical',
      'uri Observation.issued.extension[0].url',
      'uri Observation.issued.extension[0].valueUri',
      'uri Observation.meta.profile[0]',
    ]);
  });

  it('tells which types a reference may have', () => {
    const subject = toldOf(OBSERVATION).find(({ path }) => path === 'Observation.subject.reference');
    expect(subject?.targets).toEqual(['Patient', 'Group', 'Device', 'Location']);
    const free = toldOf(OBSERVATION).find(({ path }) => path.includes('valueReference'));
    expect(free?.targets).toBeUndefined();
  });

  it('gives the same object where nothing changes', () => {
    expect(mapReferences(OBSERVATION, () => undefined)).toBe(OBSERVATION);
    expect(mapReferences(OBSERVATION, (text) => text)).toBe(OBSERVATION);
  });

  it('rewrites all places, leaves the original, and shares what did not change', () => {
    const before = writeJson(OBSERVATION);
    const mapped = mapReferences(OBSERVATION, (text) => (text === 'urn:uuid:1' ? 'Patient/7' : undefined));
    expect(writeJson(OBSERVATION)).toBe(before);
    const text = writeJson(mapped);
    // The two texts and the display are no references.
    expect(text.split('urn:uuid:1')).toHaveLength(4);
    expect(text.split('Patient/7')).toHaveLength(11);
    expect((mapped as { code?: object }).code).toBe((OBSERVATION as { code?: object }).code);
    expect(Object.keys(mapped)).toEqual(Object.keys(OBSERVATION));
  });

  it('quotes what it writes into the narrative', () => {
    const mapped = mapReferences(OBSERVATION, (_, { kind }) => (kind === 'narrative' ? 'a"b&c<d' : undefined));
    expect((mapped as { text?: { div: string } }).text?.div).toBe(
      '<div xmlns="http://www.w3.org/1999/xhtml"><a href="a&quot;b&amp;c&lt;d">Kim &amp; Lee</a> <img src="a&quot;b&amp;c&lt;d" alt="x"/><a name="y">z</a></div>',
    );
  });

  it('goes into the resources of a Bundle', () => {
    const bundle = {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [{ fullUrl: 'urn:uuid:2', resource: OBSERVATION }],
    } as unknown as Resource;
    expect(toldOf(bundle).map(({ path }) => path)).toContain('Bundle.entry[0].resource.subject.reference');
  });

  it('leaves decimals and strange members as they are', () => {
    const resource = parseJson(
      '{"resourceType":"Observation","status":"final","__proto__":{"x":1},"subject":{"reference":"a"},"valueQuantity":{"value":1.00}}',
    ) as Resource;
    const mapped = mapReferences(resource, () => 'b');
    expect(writeJson(mapped)).toBe(writeJson(resource).replace('"a"', '"b"'));
  });

  it('does not stumble over what is not valid', () => {
    const odd = {
      resourceType: 'Patient',
      name: 'x',
      managingOrganization: [null, 1, { reference: 5 }],
      contained: [null, {}],
    };
    expect(mapReferences(odd as unknown as Resource, () => 'x')).toBe(odd);
  });

  it.each(SAMPLES.map((sample) => [`${sample.resourceType}/${sample.id}`, sample] as const))(
    'finds every Reference of %s, and comes back from a rewriting and its reverse',
    (_, sample) => {
      const told = toldOf(sample).filter(({ kind }) => kind === 'reference');
      expect(told.map(({ text }) => text).toSorted()).toEqual(referencesIn(sample).toSorted());
      const there = mapReferences(sample, (text) => `${text}#x`);
      const back = mapReferences(there, (text) => text.replace(/#x$/, ''));
      expect(writeJson(back)).toBe(writeJson(sample));
      if (toldOf(sample).length > 0) expect(there).not.toBe(sample);
    },
  );
});

/** Every text under a property named `reference`, wherever it stands: in the samples nothing else has that name. */
function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  const { reference, ...rest } = value;
  const own = typeof reference === 'string' ? [reference] : referencesIn(reference);
  return [...own, ...Object.values(rest).flatMap(referencesIn)];
}
