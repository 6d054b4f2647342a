import { describe, expect, it } from 'vitest';
import { decimalOf, parseJson } from '../../kernel/index.ts';
import {
  copyJson,
  elementsOf,
  isA,
  isObject,
  isPrimitiveType,
  isResourceType,
  isScalar,
  listedValueSet,
  listedValueSets,
  propertiesOf,
  RESOURCE_TYPES,
  sameJson,
  typeDefinition,
} from './index.ts';

const element = (type: string, name: string) => elementsOf(type).find((one) => one.name === name);

describe('the types of R4', () => {
  it('are the 146 resources of the specification, and none of the package that brings them', () => {
    expect(RESOURCE_TYPES).toHaveLength(146);
    expect(RESOURCE_TYPES).toContain('Patient');
    for (const foreign of ['Bot', 'Project', 'ClientApplication', 'AccessPolicy', 'SubscriptionStatus'])
      expect(isResourceType(foreign), foreign).toBe(false);
    expect(isResourceType('DomainResource')).toBe(false);
    expect(isResourceType(undefined)).toBe(false);
  });

  it('have no element that R4 has not', () => {
    expect(element('Meta', 'project')).toBeUndefined();
    expect(element('HealthcareService', 'offeredIn')).toBeUndefined();
    expect(element('Patient', 'account')).toBeUndefined();
  });

  it('have the elements that the package swapped for later ones', () => {
    expect(element('DetectedIssue', 'status')?.min).toBe(1);
    expect(element('EvidenceVariable.characteristic', 'definition')?.types.map(({ name }) => name)).toEqual([
      'Reference',
      'canonical',
      'CodeableConcept',
      'Expression',
      'DataRequirement',
      'TriggerDefinition',
    ]);
  });

  it('know who is derived from whom', () => {
    expect(isA('Observation', 'DomainResource')).toBe(true);
    expect(isA('Bundle', 'DomainResource')).toBe(false);
    expect(isA('Age', 'Quantity')).toBe(true);
    expect(isA('positiveInt', 'integer')).toBe(true);
    expect(isPrimitiveType('xhtml')).toBe(true);
    expect(typeDefinition('Element')?.abstract).toBe(true);
    expect(typeDefinition('Nothing')).toBeUndefined();
  });

  it('say cardinality, flags, targets and bindings of an element', () => {
    expect(element('Observation', 'status')).toMatchObject({
      min: 1,
      max: 1,
      summary: true,
      modifier: true,
      binding: { strength: 'required', valueSet: 'http://hl7.org/fhir/ValueSet/observation-status' },
    });
    expect(element('Observation', 'component')?.max).toBe(Number.POSITIVE_INFINITY);
    expect(element('Observation', 'encounter')?.types).toEqual([{ name: 'Reference', targets: ['Encounter'] }]);
    expect(element('Observation', 'focus')?.types).toEqual([{ name: 'Reference' }]);
  });

  it('inherit elements, base first', () => {
    const names = elementsOf('Observation').map(({ name }) => name);
    expect(names.slice(0, 5)).toEqual(['id', 'meta', 'implicitRules', 'language', 'text']);
    expect(elementsOf('nothing')).toEqual([]);
  });

  it('give a choice one property for each of its types', () => {
    const properties = propertiesOf('Observation');
    expect(properties.get('valueQuantity')).toMatchObject({ type: 'Quantity', primitive: false });
    expect(properties.get('valueDateTime')).toMatchObject({ type: 'dateTime', primitive: true });
    expect(properties.has('value')).toBe(false);
    expect(propertiesOf('Questionnaire.item').get('item')?.type).toBe('Questionnaire.item');
  });

  it('list the codes of small required value sets by system', () => {
    const gender = listedValueSet('http://hl7.org/fhir/ValueSet/administrative-gender');
    expect(gender).toEqual({ 'http://hl7.org/fhir/administrative-gender': ['female', 'male', 'other', 'unknown'] });
    expect(listedValueSet('http://hl7.org/fhir/ValueSet/mimetypes')).toBeUndefined();
    expect(listedValueSets().length).toBeGreaterThan(200);
  });
});

describe('JSON values', () => {
  it('are objects, scalars or lists, and a kept decimal is a scalar', () => {
    const decimal = decimalOf('1.00');
    expect([isObject({}), isObject([]), isObject(null), isObject(decimal)]).toEqual([true, false, false, false]);
    expect([isScalar('x'), isScalar(null), isScalar(decimal), isScalar([])]).toEqual([true, true, true, false]);
  });

  it('are copied whole, and a member named __proto__ stays a member', () => {
    const value = parseJson('{"__proto__":{"a":1},"list":[{"b":1.00}]}') as { list: unknown[] };
    const copy = copyJson(value) as { list: unknown[] };
    expect(copy).toEqual(value);
    expect(copy.list[0]).not.toBe(value.list[0]);
    expect(Object.keys(copy)).toContain('__proto__');
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  });

  it('are equal by value, with every digit', () => {
    expect(sameJson({ a: [1, 'x'], b: null }, { b: null, a: [1, 'x'] })).toBe(true);
    expect(sameJson(decimalOf('1.00'), 1)).toBe(true);
    expect(sameJson(decimalOf('0.10000000000000000001'), 0.1)).toBe(false);
    expect(sameJson(1, '1')).toBe(false);
    expect(sameJson([1, 2], [2, 1])).toBe(false);
    expect(sameJson({ a: undefined }, { b: undefined })).toBe(false);
    expect(sameJson({}, [])).toBe(false);
  });
});
