import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SAMPLES } from '../../../test/samples/index.ts';
import { copyJson, isObject, propertiesOf, sameJson } from '../definitions/index.ts';
import type { Resource } from '../generated/types.ts';
import { validateResource } from '../validation/index.ts';
import { fhirPathDifference } from './difference.ts';
import { applyFhirPathPatch } from './fhirpath-patch.ts';

type Json = Record<string, unknown>;

const PATIENT = {
  resourceType: 'Patient',
  id: 'p',
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">Kim</div>' },
  contained: [{ resourceType: 'Organization', id: 'o', name: 'Ward' }],
  identifier: [{ id: 'a', value: '1' }, { id: 'b', value: '2' }, { value: '3' }],
  name: [{ family: 'Kim', given: ['Ji', 'Woo'], _given: [null, { id: 'second' }] }, { text: '김지우' }],
  birthDate: '1974',
  _birthDate: { extension: [{ url: 'http://example.org/x', valueString: 'y' }] },
  deceasedBoolean: false,
  contact: [{ name: { family: 'Lee' }, relationship: [{ text: 'son' }] }],
  managingOrganization: { reference: '#o' },
} as unknown as Resource;

const differenceOf = (before: unknown, after: unknown) => fhirPathDifference(before as Resource, after as Resource);

function typesOf(before: unknown, after: unknown): string[] {
  return (differenceOf(before, after).parameter ?? []).map(({ part = [] }) => {
    const [type, path] = part;
    return `${type?.valueCode} ${path?.valueString}`;
  });
}

describe('the difference of two resources', () => {
  it('is nothing where there is none', () => {
    expect(differenceOf(PATIENT, copyJson(PATIENT))).toEqual({ resourceType: 'Parameters' });
  });

  it.each<[string, object, string[]]>([
    ['a value', { birthDate: '1975' }, ['replace Patient.birthDate']],
    ['an extension of a value', { _birthDate: { id: 'x' } }, ['replace Patient.birthDate']],
    ['the type of a choice', { deceasedBoolean: undefined, deceasedDateTime: '2026' }, ['replace Patient.deceased']],
    ['an element that is gone', { managingOrganization: undefined }, ['delete Patient.managingOrganization']],
    ['a list that is gone', { name: undefined }, ['delete Patient.name[1]', 'delete Patient.name[0]']],
    ['an element that is new', { gender: 'male' }, ['add Patient']],
    [
      'a part of an item',
      { contact: [{ name: { family: 'Lim' }, relationship: [{ text: 'son' }] }] },
      ['replace Patient.contact[0].name.family'],
    ],
    [
      'an order',
      { identifier: [{ value: '3' }, { id: 'b', value: '2' }, { id: 'a', value: '1' }] },
      ['move Patient.identifier', 'move Patient.identifier'],
    ],
    [
      'what is in a contained resource',
      { contained: [{ resourceType: 'Organization', id: 'o', name: 'ICU' }] },
      ['replace Patient.contained[0].name'],
    ],
    [
      'all of an element, added first',
      { name: [{ text: 'Kim' }, { text: '김지우' }] },
      [
        'add Patient.name[0]',
        'delete Patient.name[0].family',
        'delete Patient.name[0].given[1]',
        'delete Patient.name[0].given[0]',
      ],
    ],
  ])('names %s', (_, parts, expected) => {
    const after = Object.fromEntries(
      Object.entries({ ...PATIENT, ...parts }).filter(([, value]) => value !== undefined),
    );
    expect(typesOf(PATIENT, after)).toEqual(expected);
    expect(sameJson(applyFhirPathPatch(PATIENT, differenceOf(PATIENT, after)), after)).toBe(true);
  });

  it('is a valid Parameters resource', () => {
    const after = {
      resourceType: 'Patient',
      contact: [{ name: { family: 'Lee' } }, { gender: 'male' }],
      text: { status: 'empty', div: '<div/>' },
    };
    expect(validateResource(differenceOf(PATIENT, after))).toEqual([]);
    expect(validateResource(differenceOf(after, PATIENT))).toEqual([]);
  });

  it('turns the one into the other when it is applied', () => {
    const steps = fc.array(
      fc.tuple(fc.nat(), fc.constantFrom('drop', 'change', 'turn', 'double'), fc.stringMatching(/^[a-z]{1,3}$/)),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(fc.constantFrom(PATIENT, ...SAMPLES), steps, steps, (sample, one, other) => {
        const [before, after] = [changed(sample, one), changed(sample, other)];
        const patched = applyFhirPathPatch(before, differenceOf(before, after));
        expect(sameJson(patched, after), JSON.stringify(differenceOf(before, after))).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });
});

/** Changes of random elements of a sample, without making any empty. */
function changed(sample: Resource, steps: readonly (readonly [pick: number, kind: string, text: string])[]): Json {
  const resource = copyJson(sample) as Json;
  for (const [pick, kind, text] of steps) {
    const spots = spotsIn(resource, sample.resourceType);
    const spot = spots[pick % spots.length];
    if (spot !== undefined) changeSpot(spot, kind, text);
  }
  return resource;
}

interface Spot {
  readonly holder: Json;
  readonly key: string;
}

function spotsIn(object: Json, type: string): Spot[] {
  return Object.keys(object).flatMap((key) => {
    const property = propertiesOf(type).get(key);
    if (property === undefined || key === 'id' || key === 'url') return [];
    const value = object[key];
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    const below = items.flatMap((item) => {
      if (!isObject(item)) return [];
      return spotsIn(item, typeof item['resourceType'] === 'string' ? item['resourceType'] : property.type);
    });
    return [{ holder: object, key }, ...below];
  });
}

function changeSpot({ holder, key }: Spot, kind: string, text: string): void {
  const value = holder[key];
  const hasOthers = Object.keys(holder).some(
    (other) => other !== key && other !== `_${key}` && other !== 'id' && other !== 'resourceType',
  );
  if (kind === 'drop' && hasOthers) {
    delete holder[key];
    delete holder[`_${key}`];
  } else if (kind === 'change' && typeof value === 'string') holder[key] = text;
  else if (kind === 'turn' && Array.isArray(value) && holder[`_${key}`] === undefined) value.reverse();
  else if (kind === 'double' && Array.isArray(value) && holder[`_${key}`] === undefined) value.push(copyJson(value[0]));
}
