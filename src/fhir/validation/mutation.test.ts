/**
 * Breaks valid resources at random places in random ways: the fault must be named, and at the place where it was made. The
 * places are found by a walk of its own, slow and plain, over the definitions.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SAMPLES } from '../../../test/samples/index.ts';
import { compilePath } from '../fhirpath/index.ts';
import { copyJson, isObject, propertiesOf, type Property } from '../definitions/index.ts';
import { validateResource } from './validate.ts';

type Json = Record<string, unknown>;

/** One value of a resource: where it is, what it stands in, and what the definitions say of it. */
interface Spot {
  readonly path: string;
  readonly parent: string;
  readonly holder: Json;
  readonly property: Property;
}

function spotsIn(object: Json, type: string, path: string): Spot[] {
  return [...propertiesOf(type)].flatMap(([key, property]) => {
    const value = object[key];
    if (value === undefined) return [];
    const { name, choice } = property.element;
    const step = choice ? `${name}.ofType(${property.type})` : key;
    const own = { path: `${path}.${step}`, parent: path, holder: object, property };
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
    // Where a sibling stands beside it, null says that the element has no value: that is right.
    fits: (spot) => spot.holder[`_${spot.property.key}`] === undefined,
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
      return ['missing-element', spot.parent];
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
      { numRuns: 5000 },
    );
  });

  it('has places that FHIRPath finds', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SAMPLES), fc.nat(), (sample, pick) => {
        const type = sample.resourceType;
        const spots = spotsIn(copyJson(sample) as Json, type, type).filter(({ path }) => !path.includes('contained'));
        const spot = spots[pick % spots.length];
        if (spot === undefined) return;
        const [found] = compilePath(itemPath(spot)).values(sample);
        expect(found).toEqual(item(spot));
      }),
      { numRuns: 2000 },
    );
  });
});
