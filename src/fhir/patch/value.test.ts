import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../../kernel/index.ts';
import { propertiesOf, type Property } from '../definitions/index.ts';
import type { ValuePart } from './operation.ts';
import { partOf } from './part.ts';
import { newValue, propertyFor, putInto } from './value.ts';

function refused(work: () => unknown): OutcomeError {
  try {
    work();
  } catch (error) {
    if (error instanceof OutcomeError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

const property = (type: string, key: string): Property => propertiesOf(type).get(key) ?? expect.fail(`${type}.${key}`);
const simple = (typeSuffix: string, value: unknown, name = 'value'): ValuePart => ({ name, typeSuffix, value });

describe('the property that a patch means', () => {
  it.each([
    ['Patient', 'birthDate', 'Date', 'birthDate'],
    ['Patient', 'deceased', 'Boolean', 'deceasedBoolean'],
    ['Patient', 'deceased', 'DateTime', 'deceasedDateTime'],
    ['Patient', 'deceasedBoolean', 'Boolean', 'deceasedBoolean'],
    ['Observation', 'value', 'Quantity', 'valueQuantity'],
    ['Observation', 'value', 'String', 'valueString'],
    ['Observation', 'value', 'CodeableConcept', 'valueCodeableConcept'],
    ['MedicationRequest', 'medication', 'Reference', 'medicationReference'],
    ['Patient.contact', 'name', 'HumanName', 'name'],
  ])('%s.%s with a %s is %s', (type, name, suffix, key) => {
    expect(propertyFor(type, name, simple(suffix, 'x')).key).toBe(key);
  });

  it.each([
    [
      'a choice that has not the type',
      'Patient',
      'deceased',
      'Quantity',
      'wrong-type',
      'deceasedBoolean, deceasedDateTime',
    ],
    ['a dose as a text', 'MedicationRequest', 'medication', 'String', 'wrong-type', 'not a String'],
    ['an element that is not there', 'Patient', 'brithDate', 'Date', 'unknown-element', "Did you mean 'birthDate'?"],
    ['an element of another type', 'Patient', 'valueQuantity', 'Quantity', 'unknown-element', 'Patient has no element'],
    ['the prototype', 'Patient', '__proto__', 'String', 'unknown-element', '__proto__'],
    ['an inherited name', 'Patient', 'constructor', 'String', 'unknown-element', 'constructor'],
  ])('refuses %s', (_, type, name, suffix, code, message) => {
    const error = refused(() => propertyFor(type, name, simple(suffix, 'x')));
    expect([error.code, error.status]).toEqual([`patch.${code}`, 422]);
    expect(error.message).toContain(message);
  });

  it('says what a choice may be where parts are given', () => {
    const error = refused(() => propertyFor('Patient', 'multipleBirth', { name: 'value', parts: [] }));
    expect(error.message).toContain('not a list of parts');
  });
});

describe('the value of a patch', () => {
  it('is a copy: what the client sent stays apart from what is stored', () => {
    const family = { family: 'Kim', given: ['Ji-woo'] };
    const { value } = newValue(property('Patient', 'name'), simple('HumanName', family));
    expect(value).toEqual(family);
    family.given.push('changed');
    expect(value).toEqual({ family: 'Kim', given: ['Ji-woo'] });
  });

  it('of a backbone element is made of its parts, lists in their order', () => {
    const parts: ValuePart[] = [
      { name: 'relationship', typeSuffix: 'CodeableConcept', value: { text: 'son' } },
      { name: 'telecom', typeSuffix: 'ContactPoint', value: { value: '1' } },
      { name: 'telecom', typeSuffix: 'ContactPoint', value: { value: '2' } },
      { name: 'gender', typeSuffix: 'Code', value: 'male' },
    ];
    expect(newValue(property('Patient', 'contact'), { name: 'value', parts }).value).toEqual({
      relationship: [{ text: 'son' }],
      telecom: [{ value: '1' }, { value: '2' }],
      gender: 'male',
    });
  });

  it('of a primitive cannot be made of parts, and a part cannot stand twice where one may', () => {
    const parts: ValuePart[] = [simple('Code', 'male', 'gender'), simple('Code', 'female', 'gender')];
    expect(refused(() => newValue(property('Patient', 'birthDate'), { name: 'value', parts })).message).toContain(
      'give a value, not parts',
    );
    expect(refused(() => newValue(property('Patient', 'contact'), { name: 'value', parts })).code).toBe(
      'patch.exists-already',
    );
  });

  it('is never put over one that is there', () => {
    const patient = { birthDate: '1974-12-25' };
    const value = newValue(property('Patient', 'birthDate'), simple('Date', '1975'));
    const error = refused(() => putInto(patient, value));
    expect([error.code, error.message]).toEqual(['patch.exists-already', expect.stringContaining('replace it')]);
    expect(patient).toEqual({ birthDate: '1974-12-25' });
    const onlyReason = { _birthDate: { id: 'x' } };
    expect(refused(() => putInto(onlyReason, value)).code).toBe('patch.exists-already');
  });

  it('goes to the end of a list, with its extensions opposite to it', () => {
    const name: Record<string, unknown> = { given: ['a'] };
    const given = property('HumanName', 'given');
    putInto(name, { property: given, value: 'b', element: { id: 'second' } });
    putInto(name, { property: given, value: 'c', element: undefined });
    expect(name['given']).toEqual(['a', 'b', 'c']);
    expect((name['_given'] as unknown[])[1]).toEqual({ id: 'second' });
    expect((name['_given'] as unknown[])[0]).toBeNull();
  });
});

describe('a value written as a part of Parameters', () => {
  const back = (type: string, key: string, value: unknown): unknown => {
    const one = property(type, key);
    const part = partOf('value', one, value, undefined) as unknown as Record<string, unknown>;
    const read = (written: Record<string, unknown>): ValuePart => {
      const inner = written['part'] as Record<string, unknown>[] | undefined;
      const name = String(written['name']);
      if (inner !== undefined) return { name, parts: inner.map(read) };
      const typed = Object.keys(written).find((own) => own.startsWith('value'));
      return typed === undefined
        ? { name, typeSuffix: 'Resource', value: written['resource'] }
        : { name, typeSuffix: typed.slice(5), value: written[typed] };
    };
    return newValue(one, read(part)).value;
  };

  it.each<[string, string, unknown]>([
    ['Patient', 'birthDate', '1974-12-25'],
    ['Patient', 'active', false],
    ['Patient', 'name', { family: 'Kim', given: ['Ji-woo', 'A'] }],
    ['Observation', 'valueQuantity', { value: 5.4, unit: 'mmol/L' }],
    ['Observation', 'component', { code: { text: 'a' }, valueQuantity: { value: 0 } }],
    ['Patient', 'contact', { telecom: [{ value: '1' }, { value: '2' }], gender: 'male' }],
    [
      'Bundle',
      'entry',
      { fullUrl: 'urn:uuid:1', resource: { resourceType: 'Patient' }, request: { method: 'PUT', url: 'Patient/1' } },
    ],
    ['Questionnaire', 'item', { linkId: '1', type: 'group', item: [{ linkId: '1.1', type: 'display' }] }],
  ])('%s.%s is read back as it was', (type, key, value) => {
    expect(back(type, key, value)).toEqual(value);
  });

  it('keeps the reason why a value is absent', () => {
    const element = { extension: [{ url: 'urn:x', valueCode: 'unknown' }] };
    expect(partOf('value', property('Patient', 'birthDate'), undefined, element)).toEqual({
      name: 'value',
      _valueDate: element,
    });
  });
});
