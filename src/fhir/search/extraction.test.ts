import { describe, expect, it } from 'vitest';
import { compositeExtractors, extractorOf, impliedValueSet, valueTypes } from './extraction.ts';
import { parameterOf, type SearchParameter } from './parameters.ts';

function parameter(type: string, code: string): SearchParameter {
  const found = parameterOf(type, code);
  if (found === undefined) throw new Error(`no ${type}.${code}`);
  return found;
}

describe('extraction', () => {
  it('compiles each parameter once for a type', () => {
    const code = parameter('Observation', 'code');
    expect(extractorOf('Observation', code)).toBe(extractorOf('Observation', code));
  });

  it('knows the types of what it finds', () => {
    expect(valueTypes('Patient', parameter('Patient', 'email'))).toEqual(['ContactPoint']);
    expect(valueTypes('Patient', parameter('Patient', 'name'))).toEqual(['HumanName']);
  });

  it('finds the value set that gives codes their system', () => {
    expect(impliedValueSet(parameter('Patient', 'gender'))).toContain('administrative-gender');
    expect(impliedValueSet(parameter('Observation', 'code'))).toBeUndefined();
  });

  it('takes the parts of a composite from one element', () => {
    const [composite] = compositeExtractors('Observation', parameter('Observation', 'component-code-value-quantity'));
    const observation = {
      resourceType: 'Observation',
      component: [{ code: { text: 'a' }, valueQuantity: { value: 1 } }, { code: { text: 'b' } }],
    };
    const elements = composite?.context.all(observation) ?? [];
    expect(elements.length).toBe(2);
    expect(composite?.components.map(({ extractor }) => extractor.all(elements[0]?.value as object).length)).toEqual([
      1, 1,
    ]);
    expect(composite?.components.map(({ extractor }) => extractor.all(elements[1]?.value as object).length)).toEqual([
      1, 0,
    ]);
  });

  it('reads a relationship of documents the right way round', () => {
    const [composite] = compositeExtractors('DocumentReference', parameter('DocumentReference', 'relationship'));
    const element = { code: 'replaces', target: { reference: 'DocumentReference/1' } };
    expect(composite?.components.map(({ extractor }) => extractor.all(element)[0]?.value)).toEqual([
      { reference: 'DocumentReference/1' },
      'replaces',
    ]);
  });

  it('reads what a composite takes from the resource', () => {
    const [composite] = compositeExtractors(
      'MolecularSequence',
      parameter('MolecularSequence', 'chromosome-variant-coordinate'),
    );
    expect(composite?.components.map(({ ofResource }) => ofResource)).toEqual([true, false, false]);
  });
});
