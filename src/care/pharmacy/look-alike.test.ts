import { describe, expect, it } from 'vitest';
import type { Medication } from './codes.ts';
import { lookAlikes } from './look-alike.ts';

const named = (text: string, more: Partial<Medication> = {}): Medication => ({
  resourceType: 'Medication',
  ingredient: [{ itemCodeableConcept: { text } }],
  ...more,
});
const extension = (valueString: string) => [
  { url: 'https://maru.health/fhir/StructureDefinition/look-alike', valueString },
];

describe('names that are mixed up', () => {
  it('are told both ways, whatever the case', () => {
    expect(lookAlikes(named('Dopamine'))).toEqual(['dobutamine']);
    expect(lookAlikes(named('dobutamine'))).toEqual(['dopamine']);
    expect(lookAlikes(named('vincristine'))).toContain('vinblastine');
  });

  it('come from the product file as well, each once', () => {
    expect(lookAlikes(named('aspirin', { extension: extension('아스트릭스') }))).toEqual(['아스트릭스']);
    expect(lookAlikes(named('dopamine', { extension: extension('dobutamine') }))).toEqual(['dobutamine']);
  });

  it('are none where there are none; a drug is not mixed up with itself', () => {
    expect(lookAlikes(named('paracetamol'))).toEqual([]);
    expect(lookAlikes(undefined)).toEqual([]);
    expect(lookAlikes(named('에녹사파린', { extension: extension('에녹사파린') }))).toEqual([]);
  });
});
