/**
 * Breaks valid resources at random places in random ways: the fault must be named, and at the place where it was made. The
 * places are found by a walk of its own, slow and plain, over the definitions.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyJson, isObject, propertiesOf, type Property } from '../definitions/index.ts';
import { validateResource } from './validate.ts';

type Json = Record<string, unknown>;

const SAMPLES: readonly Json[] = [
  {
    resourceType: 'Patient',
    id: 'p1',
    meta: { profile: ['http://example.org/p'], lastUpdated: '2026-11-24T05:00:00Z' },
    text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">Kim</div>' },
    identifier: [{ use: 'official', system: 'urn:oid:1.2', value: '7', period: { start: '2020' } }],
    name: [{ family: 'Kim', given: ['Ji-woo', 'Min'], period: { end: '2026-11' } }, { text: '김지우' }],
    birthDate: '1974-12-25',
    deceasedDateTime: '2026-11-24T14:05:00+09:00',
    address: [{ line: ['1', '2'], city: 'Seoul' }],
    communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'ko' }] }, preferred: true }],
    managingOrganization: { reference: 'Organization/1', display: 'Maru' },
    extension: [{ url: 'http://example.org/x', valueCodeableConcept: { coding: [{ code: 'a' }] } }],
  },
  {
    resourceType: 'Observation',
    status: 'final',
    category: [{ coding: [{ system: 'urn:c', code: 'laboratory' }] }],
    code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }], text: 'Blood pressure' },
    subject: { reference: 'Patient/1' },
    effectivePeriod: { start: '2026-11-24T14:05:00Z' },
    component: [
      { code: { text: 'systolic' }, valueQuantity: { value: 120, unit: 'mmHg', code: 'mm[Hg]' } },
      { code: { text: 'diastolic' }, valueRange: { low: { value: 70 }, high: { value: 80 } } },
    ],
    referenceRange: [{ low: { value: 90 }, appliesTo: [{ text: 'adult' }] }],
  },
  {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      {
        fullUrl: 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520',
        resource: { resourceType: 'Encounter', status: 'planned', class: { code: 'AMB' }, length: { value: 3 } },
        request: { method: 'POST', url: 'Encounter' },
      },
    ],
  },
  {
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    subject: { reference: 'Patient/1' },
    medicationReference: { reference: '#m' },
    contained: [
      { resourceType: 'Medication', id: 'm', code: { text: 'aspirin' }, amount: { numerator: { value: 1 } } },
    ],
    dosageInstruction: [
      { sequence: 1, timing: { repeat: { frequency: 2, period: 1, periodUnit: 'd' } }, asNeededBoolean: false },
    ],
  },
];

/** One value of a resource: where it is, what it stands in, and what the definitions say of it. */
interface Spot {
  readonly path: string;
  readonly holder: Json;
  readonly property: Property;
}

function spotsIn(object: Json, type: string, path: string): Spot[] {
  return [...propertiesOf(type)].flatMap(([key, property]) => {
    const value = object[key];
    if (value === undefined) return [];
    const own = { path: `${path}.${key}`, holder: object, property };
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    const below = items.flatMap((item, at) => {
      if (!isObject(item)) return [];
      const place = Array.isArray(value) ? `${own.path}[${at}]` : own.path;
      return spotsIn(item, typeof item['resourceType'] === 'string' ? item['resourceType'] : property.type, place);
    });
    return [own, ...below];
  });
}

interface Mutation {
  readonly name: string;
  readonly fits: (spot: Spot) => boolean;
  /** Breaks the resource; gives the code and path that must be named. */
  readonly break: (spot: Spot) => [code: string, path: string];
}

const isMany = ({ property }: Spot) => property.element.max !== 1;
const item = (spot: Spot): unknown =>
  isMany(spot) ? (spot.holder[spot.property.key] as unknown[])[0] : spot.holder[spot.property.key];
const itemPath = (spot: Spot) => (isMany(spot) ? `${spot.path}[0]` : spot.path);
const setItem = (spot: Spot, value: unknown) => {
  if (isMany(spot)) (spot.holder[spot.property.key] as unknown[])[0] = value;
  else spot.holder[spot.property.key] = value;
};
const textual = (spot: Spot) => spot.property.primitive && typeof item(spot) === 'string';

const MUTATIONS: readonly Mutation[] = [
  {
    name: 'an unknown element',
    fits: (spot) => isObject(item(spot)),
    break: (spot) => {
      (item(spot) as Json)['qqqqqqqq'] = 1;
      return ['unknown-element', `${itemPath(spot)}.qqqqqqqq`];
    },
  },
  {
    name: 'null',
    fits: () => true,
    break: (spot) => {
      setItem(spot, null);
      return ['null', itemPath(spot)];
    },
  },
  {
    name: 'one for a list, a list for one',
    fits: () => true,
    break: (spot) => {
      spot.holder[spot.property.key] = isMany(spot) ? item(spot) : [item(spot)];
      return [isMany(spot) ? 'not-a-list' : 'not-repeating', spot.path];
    },
  },
  {
    name: 'nothing in it',
    fits: () => true,
    break: (spot) => {
      if (isMany(spot)) spot.holder[spot.property.key] = [];
      else if (spot.property.primitive) spot.holder[spot.property.key] = textual(spot) ? '' : {};
      else spot.holder[spot.property.key] = spot.property.type === 'Resource' ? 'x' : {};
      const wrong =
        !isMany(spot) &&
        (spot.property.primitive
          ? !textual(spot) || spot.property.type === 'xhtml'
          : spot.property.type === 'Resource');
      return [wrong ? (spot.property.type === 'xhtml' ? 'narrative' : 'wrong-type') : 'empty', spot.path];
    },
  },
  {
    name: 'an object for a primitive, a text for an object',
    fits: () => true,
    break: (spot) => {
      setItem(spot, spot.property.primitive ? { value: 1 } : 'x');
      return ['wrong-type', itemPath(spot)];
    },
  },
  {
    name: 'a mandatory element taken out',
    fits: ({ property }) => property.element.min > 0,
    break: (spot) => {
      delete spot.holder[spot.property.key];
      return ['missing-element', spot.path.slice(0, spot.path.lastIndexOf('.'))];
    },
  },
];

describe('a valid resource that was broken', () => {
  it('was valid before', () => {
    for (const sample of SAMPLES) expect(validateResource(sample)).toEqual([]);
  });

  it('has its fault named at the right place', () => {
    const cases = fc.record({
      sample: fc.constantFrom(...SAMPLES),
      mutation: fc.constantFrom(...MUTATIONS),
      pick: fc.nat(),
    });
    fc.assert(
      fc.property(cases, ({ sample, mutation, pick }) => {
        const resource = copyJson(sample) as Json;
        const type = resource['resourceType'] as string;
        const spots = spotsIn(resource, type, type).filter(mutation.fits);
        const spot = spots[pick % spots.length];
        if (spot === undefined) return;
        const [code, path] = mutation.break(spot);
        const named = validateResource(resource).map((issue) => `${issue.code} ${issue.expression}`);
        expect(named, mutation.name).toContain(`validation.${code} ${path}`);
      }),
      { numRuns: 3000 },
    );
  });
});
