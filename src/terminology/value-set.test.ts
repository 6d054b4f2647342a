import { describe, expect, it } from 'vitest';
import type { ValueSet } from '../fhir/index.ts';
import { canonicalParts, definitionOfResource } from './value-set.ts';

const base: ValueSet = { resourceType: 'ValueSet', url: 'urn:v', version: '2', name: 'Wards', status: 'active' };

describe('a canonical', () => {
  it.each([
    ['http://example.org/a', 'http://example.org/a', undefined],
    ['http://example.org/a|1.0', 'http://example.org/a', '1.0'],
    ['a|1|2', 'a', '1|2'],
    ['|1', '', '1'],
  ])('%s', (canonical, url, version) => {
    expect(canonicalParts(canonical)).toEqual({ url, version });
  });
});

describe('the definition of a stored value set', () => {
  it('has its head', () => {
    expect(definitionOfResource(base)).toEqual({
      url: 'urn:v',
      name: 'Wards',
      version: '2',
      include: [],
      exclude: [],
      inactive: true,
    });
    expect(definitionOfResource({ resourceType: 'ValueSet', status: 'active' })).toMatchObject({ url: '', name: '' });
  });

  it('has its composition', () => {
    const compose: ValueSet['compose'] = {
      inactive: false,
      include: [
        { system: 'urn:s', concept: [{ code: 'a', display: 'A' }] },
        { system: 'urn:s', filter: [{ property: 'concept', op: 'is-a', value: 'a' }], valueSet: ['urn:w'] },
      ],
      exclude: [{ valueSet: ['urn:x'] }],
    };
    const { include, exclude, inactive } = definitionOfResource({ ...base, compose });
    expect(include).toEqual([
      { system: 'urn:s', concepts: [{ code: 'a', display: 'A' }], filters: [], valueSets: [] },
      {
        system: 'urn:s',
        concepts: undefined,
        filters: [{ property: 'concept', op: 'is-a', value: 'a' }],
        valueSets: ['urn:w'],
      },
    ]);
    expect(exclude).toEqual([{ system: undefined, concepts: undefined, filters: [], valueSets: ['urn:x'] }]);
    expect(inactive).toBe(false);
  });

  it('is what its expansion lists where it has no composition, headings without a code left out', () => {
    const expansion: ValueSet['expansion'] = {
      timestamp: '2026-11-24T05:00:00Z',
      contains: [
        {
          system: 'urn:s',
          code: 'a',
          display: 'A',
          contains: [
            { system: 'urn:s', code: 'b' },
            { system: 'urn:t', code: 'c' },
          ],
        },
        { display: 'Heading', contains: [{ system: 'urn:s', code: 'd' }] },
      ],
    };
    const { include } = definitionOfResource({ ...base, expansion });
    expect(include.map(({ system, concepts }) => [system, concepts?.map(({ code }) => code)])).toEqual([
      ['urn:s', ['a', 'b', 'd']],
      ['urn:t', ['c']],
    ]);
  });
});
