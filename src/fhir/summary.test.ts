import { describe, expect, it } from 'vitest';
import { SAMPLES } from '../../test/samples/index.ts';
import type { Observation, Patient } from './generated/types.ts';
import { selectElements, summarise } from './summary.ts';
import { validateResource } from './validation/index.ts';

const OBSERVATION: Observation = {
  resourceType: 'Observation',
  id: 'o',
  meta: { versionId: '2', tag: [{ system: 'urn:x', code: 'y' }] },
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">K 4.1</div>' },
  extension: [{ url: 'http://example.org/x', valueString: 'x' }],
  status: 'final',
  category: [{ text: 'laboratory' }],
  code: { text: 'Potassium', extension: [{ url: 'http://example.org/x', valueString: 'x' }] },
  subject: { reference: 'Patient/1' },
  valueQuantity: { value: 4.1, unit: 'mmol/L' },
  note: [{ text: 'haemolysed' }],
  component: [{ code: { text: 'x' }, referenceRange: [{ text: 'y' }] }],
};

const SUBSETTED = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' };
const keysOf = (value: object) => Object.keys(value).toSorted();

describe('_summary', () => {
  it('true: elements of the summary at every level', () => {
    const summary = summarise(OBSERVATION, 'true');
    expect(keysOf(summary)).toEqual([
      'code',
      'component',
      'id',
      'meta',
      'resourceType',
      'status',
      'subject',
      'valueQuantity',
    ]);
    expect(summary.code).toEqual({ text: 'Potassium' });
    expect(summary.component).toEqual([{ code: { text: 'x' } }]);
    expect(validateResource(summary)).toEqual([]);
  });

  it('text: the narrative and what is mandatory', () => {
    expect(keysOf(summarise(OBSERVATION, 'text'))).toEqual(['code', 'id', 'meta', 'resourceType', 'status', 'text']);
  });

  it('data: all but the narrative', () => {
    const { text: _, ...rest } = OBSERVATION;
    expect(keysOf(summarise(OBSERVATION, 'data'))).toEqual(keysOf(rest));
  });

  it('is marked, once, beside the tags that were there', () => {
    const once = summarise(OBSERVATION, 'data');
    expect(once.meta?.tag).toMatchObject([{ system: 'urn:x', code: 'y' }, SUBSETTED]);
    expect(summarise(once, 'true').meta?.tag).toHaveLength(2);
    const bare: Patient = { resourceType: 'Patient' };
    expect(summarise(bare, 'true').meta?.tag).toMatchObject([SUBSETTED]);
  });

  it('leaves the resource as it was', () => {
    const before = JSON.stringify(OBSERVATION);
    summarise(OBSERVATION, 'true');
    expect(JSON.stringify(OBSERVATION)).toBe(before);
  });
});

describe('every sample', () => {
  // A Bundle and Parameters are not summarised themselves: their resources are.
  const samples = SAMPLES.filter(({ resourceType }) => resourceType !== 'Bundle' && resourceType !== 'Parameters');

  it.each(samples.map((sample) => [`${sample.resourceType}/${sample.id}`, sample] as const))(
    '%s stays valid in every mode',
    (_, sample) => {
      const modes = [
        summarise(sample, 'true'),
        summarise(sample, 'text'),
        summarise(sample, 'data'),
        selectElements(sample, ['status']),
      ];
      for (const part of modes) {
        const faults = validateResource(part).filter(({ code }) => !code.startsWith('validation.contained'));
        expect(faults).toEqual([]);
        expect(part.id).toBe(sample.id);
        expect(part.meta?.tag).toContainEqual(expect.objectContaining(SUBSETTED));
      }
    },
  );

  it('gives less in the summary, and nothing that was not there', () => {
    for (const sample of samples) {
      const summary = summarise(sample, 'true');
      const { meta: _, ...rest } = summary;
      for (const key of keysOf(rest)) expect(Object.hasOwn(sample, key), key).toBe(true);
      expect(JSON.stringify(rest).length).toBeLessThanOrEqual(JSON.stringify(sample).length);
    }
  });
});

describe('_elements', () => {
  const patient: Patient = {
    resourceType: 'Patient',
    id: 'p',
    active: true,
    birthDate: '1974',
    _birthDate: { id: 'b' },
    gender: 'male',
    deceasedBoolean: false,
    name: [{ family: 'Kim' }],
  };

  it('gives what is named, with what is needed to understand it', () => {
    const keys = keysOf(selectElements(patient, ['birthDate']));
    expect(keys).toEqual(['_birthDate', 'active', 'birthDate', 'deceasedBoolean', 'id', 'meta', 'resourceType']);
    expect(selectElements(patient, ['birthDate']).meta?.tag).toMatchObject([SUBSETTED]);
  });

  it('takes a choice by either name', () => {
    for (const name of ['value', 'value[x]', 'valueQuantity'])
      expect(keysOf(selectElements(OBSERVATION, [name]))).toEqual([
        'code',
        'id',
        'meta',
        'resourceType',
        'status',
        'valueQuantity',
      ]);
  });

  it('without names gives the needed ones only', () => {
    expect(validateResource(selectElements(OBSERVATION, []))).toEqual([]);
  });
});
