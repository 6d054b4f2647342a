/**
 * Nothing that can be sent makes this room fall over: any JSON in any place of a resource is judged, walked and cut without an
 * exception, and a patch of it is applied or refused by name.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SAMPLES } from '../../test/samples/index.ts';
import { OutcomeError, parseJson, writeJson } from '../kernel/index.ts';
import { copyJson, isObject, propertiesOf, RESOURCE_TYPES } from './definitions/index.ts';
import type { Resource } from './generated/types.ts';
import { applyFhirPathPatch, applyJsonPatch, fhirPathDifference } from './patch/index.ts';
import { mapReferences } from './references.ts';
import { selectElements, summarise } from './summary.ts';
import { validateResource } from './validation/index.ts';

type Json = Record<string, unknown>;

const anything = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(null, '', [], {}, [null], [[]], -1, true, parseJson('1.00'), '#', 'urn:uuid:x', '<div>'),
);

/** Every object inside of a value, itself included. */
function objectsIn(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  return isObject(value) ? [value, ...Object.values(value).flatMap(objectsIn)] : [];
}

/** A sample with other values in some places, under known names, their siblings, or unknown names. */
const spoiled = fc
  .record({
    sample: fc.constantFrom(...SAMPLES),
    spots: fc.array(fc.record({ pick: fc.nat(), key: fc.nat(), value: anything }), { minLength: 1, maxLength: 4 }),
  })
  .map(({ sample, spots }) => {
    const resource = copyJson(sample) as Json;
    for (const { pick, key, value } of spots) {
      const objects = objectsIn(resource);
      const object = objects[pick % objects.length];
      if (object === undefined) continue;
      const known = [...propertiesOf(sample.resourceType).keys()];
      const names = [...Object.keys(object), ...known, ...known.map((name) => `_${name}`), 'nonsense'].filter(
        (name) => name !== 'resourceType',
      );
      object[names[key % names.length] ?? 'nonsense'] = copyJson(value);
    }
    return resource;
  });

/** Runs what may be refused by name, and nothing else. */
function refusedOrDone(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof OutcomeError)) throw error;
  }
}

describe('any JSON in any place of a resource', () => {
  it('is judged, walked and cut', () => {
    fc.assert(
      fc.property(spoiled, (resource) => {
        const before = writeJson(resource);
        const given = resource as unknown as Resource;
        for (const { code, severity } of validateResource(resource))
          expect([code.startsWith('validation.'), severity]).not.toContain(false);
        mapReferences(given, (text) => `${text}x`);
        for (const mode of ['true', 'text', 'data'] as const) summarise(given, mode);
        selectElements(given, ['id', 'name', 'value']);
        expect(writeJson(resource)).toBe(before);
      }),
      { numRuns: 1500 },
    );
  });

  it('is patched or refused by name', () => {
    const patches = fc.array(
      fc.record({
        op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test'),
        path: fc.constantFrom('', '/id', '/name/0', '/name/-', '/name/0/given/0', '/status', '/x/y', '/code/coding/0'),
        from: fc.constantFrom('/id', '/name', '/name/0', '/status', '/code'),
        value: anything,
      }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(spoiled, patches, (resource, patch) => {
        const before = writeJson(resource);
        refusedOrDone(() => applyJsonPatch(resource, patch));
        expect(writeJson(resource)).toBe(before);
      }),
      { numRuns: 1000 },
    );
  });

  it('is patched by FHIRPath or refused by name, whatever the Parameters hold', () => {
    const part = fc.oneof(
      anything,
      fc.record({
        name: fc.constantFrom('type', 'path', 'value', 'name', 'index'),
        valueString: fc.string(),
        valueCode: anything,
      }),
    );
    const parameters = fc.array(
      fc.oneof(anything, fc.record({ name: fc.constant('operation'), part: fc.oneof(anything, fc.array(part)) })),
    );
    const sound = fc.record({
      type: fc.constantFrom('add', 'insert', 'delete', 'replace', 'move'),
      path: fc.constantFrom(
        'Patient',
        'Patient.name',
        'Patient.name[0]',
        'Patient.name.given',
        'Patient.birthDate.extension',
        'Patient.deceased',
        'Patient.contact[0].name',
      ),
      value: anything,
    });
    fc.assert(
      fc.property(spoiled, parameters, fc.array(sound), (resource, list, operations) => {
        const before = writeJson(resource);
        refusedOrDone(() => applyFhirPathPatch(resource, { resourceType: 'Parameters', parameter: list }));
        const parameter = operations.map(({ type, path, value }) => {
          const index = ['index', 'source', 'destination'].map((name) => ({ name, valueInteger: 0 }));
          const named = [
            { name: 'name', valueString: 'given' },
            { name: 'value', valueString: value },
          ];
          return {
            name: 'operation',
            part: [{ name: 'type', valueCode: type }, { name: 'path', valueString: path }, ...index, ...named],
          };
        });
        refusedOrDone(() => applyFhirPathPatch(resource, { resourceType: 'Parameters', parameter }));
        expect(writeJson(resource)).toBe(before);
      }),
      { numRuns: 1000 },
    );
  });

  it('has a difference to any other, or is refused by name', () => {
    fc.assert(
      fc.property(spoiled, spoiled, (before, after) => {
        refusedOrDone(() => fhirPathDifference(before as unknown as Resource, after as unknown as Resource));
      }),
      { numRuns: 500 },
    );
  });
});

describe('every resource type', () => {
  it.each(RESOURCE_TYPES)('%s says what it needs when it is empty, and nothing else', (resourceType) => {
    const needed = [...propertiesOf(resourceType).values()]
      .filter(({ element }) => element.min > 0)
      .map(({ element }) => element.name);
    const faults = validateResource({ resourceType });
    expect(faults.map(({ code }) => code)).toEqual([...new Set(needed)].map(() => 'validation.missing-element'));
    for (const name of needed)
      expect(
        faults.some(({ message }) => message.includes(name)),
        name,
      ).toBe(true);
  });
});
