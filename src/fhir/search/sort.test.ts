import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Resource } from '../generated/types.ts';
import { parseSearch } from './parse.ts';
import { compareSorted, compareValues, sortValues } from './sort.ts';

function values(resource: object, sort: string) {
  const { resourceType } = resource as { resourceType: string };
  return sortValues(resource as Resource, parseSearch(resourceType, `_sort=${sort}`).sort, 'UTC');
}

describe('the order of resources', () => {
  const patient = { resourceType: 'Patient', name: [{ family: 'Beta' }, { family: 'alpha' }], birthDate: '2000-01-01' };

  it('takes the smallest value upwards and the largest downwards', () => {
    expect(values(patient, 'family')).toEqual(['alpha']);
    expect(values(patient, '-family')).toEqual(['beta']);
    expect(values(patient, 'birthdate')).toEqual([Date.UTC(2000, 0, 1)]);
    expect(values(patient, 'identifier,-gender')).toEqual([undefined, undefined]);
  });

  it('knows every kind', () => {
    const observation = {
      resourceType: 'Observation',
      status: 'final',
      subject: { reference: 'Patient/1' },
      valueQuantity: { value: 5, system: 'http://unitsofmeasure.org', code: 'kg' },
    };
    expect(values(observation, 'status,subject,value-quantity')).toEqual(['final', 'Patient/1', 5000]);
  });

  it('is that of code points', () => {
    expect(compareValues('a', 'B')).toBeGreaterThan(0);
    expect(compareValues('\u{ffff}', '\u{1f600}')).toBeLessThan(0);
    expect(compareValues(9, 10)).toBeLessThan(0);
  });

  it('is an order, with nothing last either way', () => {
    const value = fc.option(fc.oneof(fc.integer()), { nil: undefined });
    fc.assert(
      fc.property(value, value, fc.boolean(), (a, b, descending) => {
        const order = compareSorted([a], [b], [{ descending }]);
        expect(Math.sign(order)).toBe(-Math.sign(compareSorted([b], [a], [{ descending }])) + 0);
        if (a !== undefined && b === undefined) expect(order).toBeLessThan(0);
      }),
    );
  });
});
