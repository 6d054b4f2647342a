import { describe, expect, it } from 'vitest';
import type { CodeSystem } from '../fhir/index.ts';
import { indexOfResource } from './code-system.ts';

const SYSTEM: CodeSystem = {
  resourceType: 'CodeSystem',
  url: 'urn:wards',
  name: 'Wards',
  status: 'active',
  content: 'complete',
  concept: [
    {
      code: 'ward',
      display: 'Ward',
      property: [{ code: 'notSelectable', valueBoolean: true }],
      concept: [
        { code: 'icu', display: 'Intensive care', concept: [{ code: 'nicu' }, { code: 'picu' }] },
        { code: 'child', display: "Children's ward", property: [{ code: 'child', valueCode: 'picu' }] },
      ],
    },
    {
      code: 'old',
      property: [
        { code: 'status', valueCode: 'retired' },
        { code: 'beds', valueInteger: 12 },
      ],
    },
    { code: 'annex', property: [{ code: 'parent', valueCode: 'ward' }] },
  ],
};

const codes = (concepts: readonly { code: string }[]) => concepts.map(({ code }) => code).toSorted();

describe('the index of a code system', () => {
  const index = indexOfResource(SYSTEM);

  it('finds concepts with what is said of them', () => {
    expect(index.size).toBe(7);
    expect(index.find('icu')).toMatchObject({ system: 'urn:wards', display: 'Intensive care', parents: ['ward'] });
    expect(index.find('ward')?.abstract).toBe(true);
    expect(index.find('old')).toMatchObject({ inactive: true, parents: [] });
    expect(index.find('ICU')).toBeUndefined();
    expect(index.find('__proto__')).toBeUndefined();
  });

  it('knows what is below and above, by nesting and by either property', () => {
    expect(codes(index.below('ward'))).toEqual(['annex', 'child', 'icu', 'nicu', 'picu', 'ward']);
    expect(codes(index.above('picu'))).toEqual(['child', 'icu', 'picu', 'ward']);
    expect(index.below('nothing')).toEqual([]);
    expect(index.subsumes('child', 'picu')).toBe(true);
    expect(index.subsumes('picu', 'child')).toBe(false);
  });

  it('walks a circle once', () => {
    const concept = [
      { code: 'a', property: [{ code: 'parent', valueCode: 'b' }] },
      { code: 'b', property: [{ code: 'parent', valueCode: 'a' }] },
    ];
    const circular = indexOfResource({ ...SYSTEM, concept });
    expect(codes(circular.below('a'))).toEqual(['a', 'b']);
    expect(circular.subsumes('a', 'b')).toBe(true);
  });

  it('disregards case where the code system does', () => {
    const lax = indexOfResource({ ...SYSTEM, caseSensitive: false });
    expect(lax.find('ICU')?.code).toBe('icu');
    expect(lax.subsumes('WARD', 'Picu')).toBe(true);
  });
});
