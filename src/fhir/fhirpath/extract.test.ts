import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyResource } from '../../../test/conformance/fhirpath-resources.ts';
import { writeJson } from '../../kernel/index.ts';
import { PARAMETER_ROWS, SEARCH_TYPES } from '../search/source.ts';
import type { TypedValue } from './api.ts';
import { compileFor } from './extract.ts';
import { compilePath } from './path.ts';

const shared = [...(PARAMETER_ROWS['Resource'] ?? []), ...(PARAMETER_ROWS['DomainResource'] ?? [])];

function expressionsOf(type: string): string[] {
  const rows = [...shared, ...(PARAMETER_ROWS[type] ?? [])];
  return rows.map(({ expression }) => expression).filter((one) => one !== undefined);
}

/** A set of values with their types, as text. */
function asSet(values: readonly TypedValue[]): string[] {
  return [...new Set(values.map(({ value, type }) => `${type} ${writeJson(value)}`))].toSorted();
}

const FHIR_NAMES: Readonly<Record<string, string>> = { 'System.Boolean': 'boolean' };

function general(expression: string, resource: object): TypedValue[] {
  return compilePath(expression)
    .evaluate(resource)
    .filter(({ value }) => value !== undefined)
    .map(({ value, type }) => ({ value, type: FHIR_NAMES[type] ?? type }));
}

describe('every search expression of R4', () => {
  it('runs in the fast form', () => {
    const slow = SEARCH_TYPES.flatMap((type) => expressionsOf(type).filter((one) => !compileFor(one, type).direct));
    expect(slow).toEqual([]);
  });

  it('can find something in the types it is for, except where R4 names an element that is not there', () => {
    const empty = SEARCH_TYPES.flatMap((type) =>
      expressionsOf(type).filter((one) => compileFor(one, type).types.length === 0),
    );
    expect(empty).toEqual(['DeviceDefinition.classification.type']);
  });

  it.each(SEARCH_TYPES)('finds in any %s what the general engine finds', (type) => {
    const expressions = [...new Set(expressionsOf(type))].map((text) => [text, compileFor(text, type)] as const);
    fc.assert(
      fc.property(anyResource(type), (resource) => {
        for (const [text, extractor] of expressions) {
          const found = extractor.all(resource);
          expect([text, asSet(found)]).toEqual([text, asSet(general(text, resource))]);
          for (const one of found)
            expect(extractor.types.includes(one.type) || extractor.types.includes('Resource')).toBe(true);
        }
      }),
      { numRuns: 6, seed: 20_261_124 },
    );
  });
});

describe('an extractor', () => {
  const observation = {
    resourceType: 'Observation',
    subject: { reference: 'Patient/1' },
    code: { coding: [{ system: 's', code: 'c' }] },
    valueQuantity: { value: 1, unit: 'g' },
    component: [
      { code: { text: 'a' }, valueString: 'x' },
      { code: { text: 'b' }, valueCodeableConcept: { text: 'y' } },
    ],
  };

  it('gives raw JSON with its type, in order', () => {
    const extractor = compileFor('Observation.component.value', 'Observation');
    expect(extractor.all(observation)).toEqual([
      { value: 'x', type: 'string' },
      { value: observation.component[1]?.valueCodeableConcept, type: 'CodeableConcept' },
    ]);
    expect(compileFor('Observation.code', 'Observation').all(observation)[0]?.value).toBe(observation.code);
  });

  it('says what types it can give', () => {
    expect(compileFor('Observation.subject', 'Observation').types).toEqual(['Reference']);
    expect(
      compileFor('Observation.value.ofType(Quantity) | Observation.value.ofType(string)', 'Observation').types,
    ).toEqual(['Quantity', 'string']);
    expect(compileFor('Patient.name', 'Observation').types).toEqual([]);
    expect(compileFor('Bundle.entry[0].resource', 'Bundle').types).toEqual(['Resource']);
  });

  it('leaves out the parts of a union that are for other types', () => {
    const extractor = compileFor('AllergyIntolerance.code | Condition.code | Observation.code', 'Observation');
    expect(extractor.all(observation)).toHaveLength(1);
  });

  it('takes the type of a reference from its text', () => {
    const patients = compileFor('Observation.subject.where(resolve() is Patient)', 'Observation');
    expect(patients.all(observation)).toHaveLength(1);
    expect(patients.all({ ...observation, subject: { reference: 'Group/1' } })).toEqual([]);
    const contained = [{ resourceType: 'Patient', id: 'p' }];
    expect(patients.all({ ...observation, contained, subject: { reference: '#p' } })).toHaveLength(1);
  });

  it('answers conditions', () => {
    const deceased = compileFor('Patient.deceased.exists() and Patient.deceased != false', 'Patient');
    const answer = (resource: object): unknown => deceased.all({ resourceType: 'Patient', ...resource })[0]?.value;
    expect(deceased.types).toEqual(['boolean']);
    expect(answer({})).toBe(false);
    expect(answer({ deceasedBoolean: true })).toBe(true);
    expect(answer({ deceasedBoolean: false })).toBe(false);
    expect(answer({ deceasedDateTime: '2020' })).toBe(true);
    expect(answer({ _deceasedBoolean: { extension: [] } })).toBe(true);
  });

  it('starts from an element with the resource beside it', () => {
    const extractor = compileFor('%resource.referenceSeq.chromosome', 'MolecularSequence.variant');
    const chromosome = { text: '7' };
    const root = { resourceType: 'MolecularSequence', referenceSeq: { chromosome } };
    expect(extractor.direct).toBe(true);
    expect(extractor.all({ start: 1 }, root)).toEqual([{ value: chromosome, type: 'CodeableConcept' }]);
  });

  it('takes the item at a position of all that are found', () => {
    const bundle = {
      resourceType: 'Bundle',
      entry: [
        { resource: { resourceType: 'Composition', id: 'c' } },
        { resource: { resourceType: 'Patient', id: 'p' } },
      ],
    };
    expect(compileFor('Bundle.entry[1].resource', 'Bundle').all(bundle)).toEqual([
      { value: { resourceType: 'Patient', id: 'p' }, type: 'Patient' },
    ]);
    expect(compileFor('Bundle.entry.resource.id', 'Bundle').all(bundle)).toEqual([
      { value: 'c', type: 'id' },
      { value: 'p', type: 'id' },
    ]);
    expect(compileFor('Bundle.entry.first().resource.id', 'Bundle').all(bundle)).toHaveLength(1);
    expect(compileFor('Bundle.entry[2].resource', 'Bundle').all(bundle)).toEqual([]);
  });

  it('may be asked again while it answers', () => {
    const extractor = compileFor('Observation.component[0].value', 'Observation');
    const found: unknown[] = [];
    extractor.each(observation, (value) => found.push(value, ...extractor.all(observation).map((one) => one.value)));
    expect(found).toEqual(['x', 'x']);
  });

  it('takes resources as they come, malformed ones too', () => {
    const extractor = compileFor('Observation.component.code.coding.code', 'Observation');
    for (const component of [
      null,
      5,
      'text',
      [],
      [null],
      [{ code: null }],
      [{ code: 'x' }],
      { code: { coding: { code: 'c' } } },
    ])
      expect(() => extractor.all({ resourceType: 'Observation', component })).not.toThrow();
    expect(extractor.all({ resourceType: 'Observation', component: { code: { coding: { code: 'c' } } } })).toHaveLength(
      1,
    );
  });

  it('reads R4 where it writes DateTime and means dateTime', () => {
    const extractor = compileFor('value.ofType(DateTime)', 'Observation');
    expect(extractor.all({ resourceType: 'Observation', valueDateTime: '2020' })).toEqual([
      { value: '2020', type: 'dateTime' },
    ]);
  });
});

describe('what the fast form does not cover goes to the general engine', () => {
  const patient = { resourceType: 'Patient', name: [{ given: ['A', 'B'] }], birthDate: '2020-01-01' };

  it.each([
    ['Patient.name.given.count()', { value: 2, type: 'integer' }],
    ["Patient.name.given.first() & '!'", { value: 'A!', type: 'string' }],
    ['Patient.birthDate + 1 day', { value: '2020-01-02', type: 'date' }],
    ["Patient.name.where(given.exists($this = 'B')).given.last()", { value: 'B', type: 'string' }],
    ['Patient.name.given.where($this = %resource.name.given[1])', { value: 'B', type: 'string' }],
    ['(Patient.birthDate as date)', { value: '2020-01-01', type: 'date' }],
  ])('%s', (expression, expected) => {
    expect(compileFor(expression, 'Patient').all(patient)).toEqual([expected]);
  });

  it('and says so', () => {
    const extractor = compileFor('Patient.name.given.count()', 'Patient');
    expect([extractor.direct, extractor.types]).toEqual([false, ['Element']]);
    expect(compileFor('(Patient.birthDate as date)', 'Patient').direct).toBe(true);
  });

  it('with its failures', () => {
    expect(() => compileFor('Patient.name as HumanName', 'Patient').all({ ...patient, name: [{}, {}] })).toThrow(
      'single',
    );
    expect(() => compileFor('Patient.name(', 'Patient')).toThrow('FHIRPath');
    expect(() => compileFor('Patient.name.ofType(Nonsense)', 'Patient')).toThrow('there is no type');
  });
});
