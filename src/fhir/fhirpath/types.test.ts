import { describe, expect, it } from 'vitest';
import { fails, gives } from '../../../test/conformance/fhirpath-rows.ts';
import { parsePath } from './parser.ts';
import { typeNameOf } from './types.ts';

const observation = {
  resourceType: 'Observation',
  status: 'final',
  issued: '2020-01-01T00:00:00Z',
  valueQuantity: { value: 1, unit: 'g' },
  extension: [{ url: 'u', valueAge: { value: 3 } }],
  component: [{ code: { text: 'x' } }],
  contained: [{ resourceType: 'Patient', id: 'p' }],
};
const focus = observation;

describe('is', () => {
  gives(
    [
      ['$this is Observation', true],
      ['$this is DomainResource', true],
      ['$this is Resource', true],
      ['$this is FHIR.Observation', true],
      ['$this is System.Observation', false],
      ['$this is Patient', false],
      ['status is code', true],
      ['status is string', true],
      ['status is String', false],
      ['status is System.String', false],
      ['value is Quantity', true],
      ['value is System.Quantity', false],
      ['extension.value is Age', true],
      ['extension.value is Quantity', true],
      ['extension.value is Duration', false],
      ['component is BackboneElement', true],
      ['contained is Patient', true],
      ["1 'mg' is Quantity", true],
      ["1 'mg' is FHIR.Quantity", false],
      ['nothing is Patient'],
      ['1 is Integer', true],
      ['1 is integer', false],
    ],
    { focus },
  );
  fails(
    [
      ['(component | contained) is Patient', 'fhirpath.not-single'],
      ['status is Nonsense', 'fhirpath.unknown-type'],
      ['status is FHIR.Nonsense', 'fhirpath.unknown-type'],
      ['status is Other.code', 'fhirpath.unknown-type'],
    ],
    { focus },
  );
});

describe('as and ofType', () => {
  gives(
    [
      ['(value as Quantity).unit', 'g'],
      ['(value as Period).start'],
      ['value.ofType(Quantity).unit', 'g'],
      ['extension.value.ofType(Quantity).value', 1 + 2],
      ['status.ofType(code)', 'final'],
      ['status.ofType(string)'],
      ['status as string'],
      ['children().ofType(DomainResource).id', 'p'],
      ['component.ofType(Observation.component).code.text', 'x'],
      ['nothing as Quantity'],
    ],
    { focus },
  );
});

describe('as on many items', () => {
  fails([['children().as(DomainResource)', 'fhirpath.not-single']], { focus });
  gives([['children().as(DomainResource).id', 'p'], ['(children() as code)', 'final'], ['children().as(Period)']], {
    focus,
    environment: { asFilters: true },
  });
});

describe('type', () => {
  gives(
    [
      ['type().name', 'Observation'],
      ['type().namespace', 'FHIR'],
      ['status.type().name', 'code'],
      ['component.type().name', 'Observation.component'],
      ['value.value.type()', { namespace: 'FHIR', name: 'decimal' }],
      ['status.value.type()', { namespace: 'System', name: 'String' }],
    ],
    { focus },
  );
});

const nameIn = (text: string): unknown => typeNameOf(parsePath(text));

describe('names of types in arguments', () => {
  it.each([
    ['Patient', undefined, 'Patient'],
    ['FHIR.Patient', 'FHIR', 'Patient'],
    ['System.String', 'System', 'String'],
    ['`Patient`', undefined, 'Patient'],
    ['Observation.component', undefined, 'Observation.component'],
  ])('%s', (text, namespace, name) => {
    expect(nameIn(text)).toEqual({ namespace, name });
  });

  it.each(["'Patient'", '1', 'a.b.c', 'now()', '$this'])('not %s', (text) => {
    expect(() => nameIn(text)).toThrow('a name of a type is needed');
  });
});
