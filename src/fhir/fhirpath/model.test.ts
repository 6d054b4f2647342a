import { describe, expect, it } from 'vitest';
import { r4Model } from './model.ts';

const model = r4Model();

describe('types', () => {
  it.each([
    ['Patient', 'DomainResource', true],
    ['Patient', 'Resource', true],
    ['Patient', 'Patient', true],
    ['Patient', 'Observation', false],
    ['Bundle', 'DomainResource', false],
    ['Age', 'Quantity', true],
    ['code', 'string', true],
    ['uuid', 'uri', true],
    ['string', 'code', false],
    ['Observation.component', 'BackboneElement', true],
    ['Observation.component', 'Element', true],
    ['Nonsense', 'Element', false],
    ['Nonsense', 'Nonsense', true],
  ])('%s is a %s: %s', (type, ancestor, expected) => {
    expect(model.isA(type, ancestor)).toBe(expected);
  });

  it('are of a kind', () => {
    expect([model.isPrimitive('code'), model.isPrimitive('Coding'), model.isPrimitive('Patient')]).toEqual([
      true,
      false,
      false,
    ]);
    expect([model.isResource('Patient'), model.isResource('Resource'), model.isResource('Coding')]).toEqual([
      true,
      true,
      false,
    ]);
    expect([model.isAbstract('Resource'), model.isAbstract('Patient')]).toEqual([true, false]);
    expect([model.has('Patient'), model.has('Nonsense'), model.has('valueSets')]).toEqual([true, false, false]);
    expect([model.base('Patient'), model.base('Nonsense')]).toEqual(['DomainResource', undefined]);
  });

  it('list what is derived from them', () => {
    expect(model.concrete('Quantity')).toEqual(expect.arrayContaining(['Quantity', 'Age', 'Duration']));
    expect(model.concrete('Resource')).toHaveLength(146);
  });
});

describe('elements', () => {
  it('have one place for each type of a choice', () => {
    const value = model.element('Observation', 'value');
    expect(value).toMatchObject({ choice: true, many: false });
    expect(value?.places.map(({ key, type }) => [key, type])).toContainEqual(['valueQuantity', 'Quantity']);
    expect(value?.places.map(({ key, type }) => [key, type])).toContainEqual(['valueDateTime', 'dateTime']);
    expect(model.element('Observation', 'valueQuantity')).toBeUndefined();
  });

  it('are inherited, and have types without profiles and targets', () => {
    expect(model.element('Patient', 'id')?.places).toHaveLength(1);
    expect(model.element('Patient', 'contained')).toMatchObject({ many: true });
    expect(model.element('Patient', 'contained')?.places[0]).toMatchObject({ type: 'Resource', resource: true });
    expect(model.element('Observation', 'subject')?.places.map(({ type }) => type)).toEqual(['Reference']);
    expect(model.element('Observation', 'referenceRange')?.places[0]?.type).toBe('Observation.referenceRange');
    expect(model.element('Questionnaire.item', 'item')?.places[0]?.type).toBe('Questionnaire.item');
    expect(model.element('Nonsense', 'id')).toBeUndefined();
    expect(model.element('Patient', 'constructor')).toBeUndefined();
  });

  it('come with inherited ones first', () => {
    expect([...model.elements('Patient')].map(({ name }) => name).slice(0, 6)).toEqual([
      'id',
      'meta',
      'implicitRules',
      'language',
      'text',
      'contained',
    ]);
  });

  it('of primitives are their id and extensions', () => {
    expect([...model.elements('code')].map(({ name }) => name)).toEqual(['id', 'extension']);
  });
});
