import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureCode, fails, gives, results } from '../../../test/conformance/fhirpath-rows.ts';
import { parseJson, writeJson } from '../../kernel/index.ts';
import { compilePath, PathNode } from './index.ts';

const timeOfBirth = { extension: [{ url: 'http://example.org/time', valueDateTime: '1980-02-03T10:00:00Z' }] };
const patient = {
  resourceType: 'Patient',
  id: 'p1',
  active: true,
  name: [
    { use: 'official', family: 'Kim', given: ['Min', 'Ji'] },
    { use: 'usual', given: ['Minnie'] },
  ],
  birthDate: '1980-02-03',
  _birthDate: timeOfBirth,
  deceasedBoolean: false,
  contained: [{ resourceType: 'Organization', id: 'o1', name: 'House' }],
  managingOrganization: { reference: '#o1' },
  generalPractitioner: [{ reference: 'Practitioner/d1' }],
};
const observation = parseJson(
  '{"resourceType":"Observation","status":"final","valueQuantity":{"value":1.50,"unit":"g","system":"http://unitsofmeasure.org","code":"g"},' +
    '"component":[{"code":{"text":"a"},"valueString":"x"},{"code":{"text":"b"},"valueInteger":3}]}',
);

describe('paths', () => {
  gives(
    [
      ['Patient.name.given', 'Min', 'Ji', 'Minnie'],
      ['name.given', 'Min', 'Ji', 'Minnie'],
      ['name[1].given', 'Minnie'],
      ['Patient.deceased', false],
      ['Patient.deceasedBoolean'],
      ['Encounter.name'],
      ['DomainResource.id', 'p1'],
      ['Resource.id', 'p1'],
      ['birthDate', '1980-02-03'],
      ['birthDate.extension.value', '1980-02-03T10:00:00Z'],
      ['contained.name', 'House'],
      ["name.where(use = 'official').given[0]", 'Min'],
      ['name.nothing.at.all'],
      ['$this.id', 'p1'],
      ['%context.id', 'p1'],
      ['%resource.id', 'p1'],
      ['%rootResource.id', 'p1'],
    ],
    { focus: patient },
  );
  gives(
    [
      ['Observation.value.unit', 'g'],
      ['Observation.value.value.toString()', '1.50'],
      ['Observation.value.value = 1.5', true],
      ["Observation.value = 1500 'mg'", true],
      ["Observation.value > 1 'g'", true],
      ['component.value.ofType(string)', 'x'],
      ['component.value.ofType(integer) + 1', 4],
      ['(component.value.ofType(integer) as integer)', 3],
      ['component.code.text', 'a', 'b'],
    ],
    { focus: observation },
  );
  gives([['name.given'], ['Patient.name'], ['$this'], ['%resource'], ['1 + 1', 2]]);
});

const nodesOf = (expression: string): readonly PathNode[] => compilePath(expression).evaluate(patient);

describe('nodes', () => {
  it('know their type and where they stand', () => {
    const [node] = nodesOf('name.given[1]');
    expect(node).toMatchObject({ value: 'Ji', type: 'string', key: 'given', index: 1 });
    expect(node?.parent).toMatchObject({ type: 'HumanName', key: 'name', index: 0 });
    expect(node?.parent?.parent).toMatchObject({ type: 'Patient', key: undefined, value: patient });
  });

  it('name the JSON property of a choice, and have no index where it is no list', () => {
    expect(nodesOf('deceased')[0]).toMatchObject({ type: 'boolean', key: 'deceasedBoolean', index: undefined });
  });

  it('carry the extensions of a primitive', () => {
    expect(nodesOf('birthDate')[0]).toMatchObject({ type: 'date', element: timeOfBirth });
  });

  it('are raw JSON, not copies', () => {
    expect(nodesOf('name[0]')[0]?.value).toBe(patient.name[0]);
  });

  it('can be the focus of another expression', () => {
    const [name = expect.fail()] = nodesOf('name[0]');
    expect(compilePath('given.first()').values(name)).toEqual(['Min']);
  });

  it('of computed values stand nowhere', () => {
    expect(nodesOf('1 + 1')[0]).toMatchObject({ type: 'System.Integer', parent: undefined, key: undefined });
  });
});

describe('values and test', () => {
  it('values are plain JSON, decimals digit by digit', () => {
    expect(writeJson(compilePath('value.value').values(observation))).toBe('[1.50]');
    expect(writeJson(compilePath('1.50 + 1').values(undefined))).toBe('[2.50]');
    expect(compilePath('@2020-01-01 + 1 day').values(undefined)).toEqual(['2020-01-02']);
    expect(compilePath("1 'mg'").values(undefined)).toEqual([
      { value: 1, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' },
    ]);
    expect(compilePath('4 days').values(undefined)).toEqual([{ value: 4, unit: 'days' }]);
  });

  it('test is true only for one true', () => {
    expect(compilePath('active').test(patient)).toBe(true);
    expect(compilePath('deceased').test(patient)).toBe(false);
    expect(compilePath('nothing').test(patient)).toBe(false);
    expect(() => compilePath('birthDate').test(patient)).toThrow('not true or false');
    expect(() => compilePath('name.given').test(patient)).toThrow('single');
  });
});

describe('elements as focus', () => {
  it('are read by the type that was given', () => {
    expect(compilePath('given', { type: 'HumanName' }).values(patient.name[0])).toEqual(['Min', 'Ji']);
    expect(compilePath('value', { type: 'Observation.component' }).values({ valueInteger: 3 })).toEqual([3]);
    expect(compilePath('$this + 1 day', { type: 'date' }).values('2020-01-01')).toEqual(['2020-01-02']);
  });

  it('without a type are read as plain JSON', () => {
    expect(compilePath('a.b').values({ a: [{ b: 1 }, { b: 2.5 }, { c: null }] })).toEqual([1, 2.5]);
    expect(compilePath('children().count()').values({ a: [1, 2], b: 'x' })).toEqual([3]);
    expect(compilePath('toString').values({ a: 1 })).toEqual([]);
    expect(compilePath('constructor.name').values({ a: 1 })).toEqual([]);
    expect(compilePath('__proto__').values({ a: 1 })).toEqual([]);
  });
});

describe('variables', () => {
  const environment = { variables: { n: 5, words: ['a', 'b'], who: patient, none: undefined } };
  gives(
    [
      ['%n + 1', 6],
      ['%words.count()', 2],
      ['%who.name.family', 'Kim'],
      ['%none'],
      ["%'n'", 5],
      ['%`n`', 5],
      ['%ucum', 'http://unitsofmeasure.org'],
      ['%sct', 'http://snomed.info/sct'],
      ['%loinc', 'http://loinc.org'],
      ['%`vs-x`', 'http://hl7.org/fhir/ValueSet/x'],
      ['%`ext-x`', 'http://hl7.org/fhir/StructureDefinition/x'],
    ],
    { environment },
  );
  fails(
    [
      ['%unknown', 'fhirpath.unknown-variable'],
      ['%constructor', 'fhirpath.unknown-variable'],
      ['%`__proto__`', 'fhirpath.unknown-variable'],
      ['%toString', 'fhirpath.unknown-variable'],
    ],
    { environment },
  );

  it('%resource and %rootResource are given for elements inside of resources', () => {
    const inner = { environment: { resource: patient.contained[0], rootResource: patient }, focus: 'x' };
    expect(results('%resource.id | %rootResource.id | %context', inner)).toEqual(['o1', 'p1', 'x']);
    expect(results('%rootResource.id', { environment: { resource: patient }, focus: 'x' })).toEqual(['p1']);
  });

  it('take nodes of an earlier evaluation', () => {
    const [node] = compilePath('name[0]').evaluate(patient);
    expect(compilePath('%name.given').values(undefined, { variables: { name: node } })).toEqual(['Min', 'Ji']);
  });
});

describe('faults seen before anything runs', () => {
  it.each([
    ['name.nonsense()', 'fhirpath.unknown-function'],
    ['name.constructor()', 'fhirpath.unknown-function'],
    ['name.toString(1)', 'fhirpath.argument-count'],
    ['name.where()', 'fhirpath.argument-count'],
    ['name is Nonsense', 'fhirpath.unknown-type'],
    ['name as Nonsense', 'fhirpath.unknown-type'],
    ['name.ofType(Nonsense)', 'fhirpath.unknown-type'],
    ['@2020-13-01', 'fhirpath.bad-literal'],
    ['@T25:00', 'fhirpath.bad-literal'],
    ['@2020-01-01T10:00+20:00', 'fhirpath.bad-literal'],
    ['name..given', 'fhirpath.syntax'],
  ])('%s: %s', (expression, code) => {
    expect(() => compilePath(expression)).toThrow(expect.objectContaining({ code }) as Error);
  });
});

describe('budget', () => {
  const wide = { resourceType: 'Patient', name: Array.from({ length: 300 }, (_, at) => ({ given: [`n${at}`] })) };
  const limited = { focus: wide, environment: { budget: 20_000 } };

  it.each([
    'repeat($this)',
    'name.repeatAll($this)',
    '1.repeat($this + 1)',
    'name.where(%context.name.where(%context.name.exists(given = $this)).exists()).count()',
    'name.select(%context.name.select(%context.name)).count()',
    '(1 | 2 | 3 | 4).aggregate($total.combine($total).combine(%context.name), %context.name).aggregate($total.combine($total), 1)',
    "('x' | 'y').repeat($this + 'x')",
    "name.aggregate($total & $total, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')",
    'descendants().select(%context.descendants().select(%context.descendants()))',
    'name.sort(%context.name.sort(given.first()).first().given.first())',
    "name.select(given.first().matches('(a|b|c|d|e|f|g|h|i|n)*') and %context.name.all($this.given.first().matches('.*.*.*')))",
  ])('ends %s', (expression) => {
    const start = performance.now();
    expect(['fhirpath.too-costly', undefined]).toContain(failureCode(expression, limited));
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  it.each([
    'name.repeatAll($this)',
    'name.select(%context.name.select(%context.name)).count()',
    'name.where(%context.name.where(%context.name.exists(given = $this)).exists()).count()',
  ])('of the default size ends %s', (expression) => {
    const start = performance.now();
    expect(failureCode(expression, { focus: wide })).toBe('fhirpath.too-costly');
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  it('is enough for plain work on large resources', () => {
    const large = { resourceType: 'Bundle', entry: Array.from({ length: 3000 }, () => ({ resource: patient })) };
    expect(results('entry.resource.name.given.count()', { focus: large })).toEqual([9000]);
    expect(results('entry.resource.distinct().count()', { focus: large })).toEqual([1]);
    expect(results('descendants().ofType(HumanName).count()', { focus: large })).toEqual([6000]);
  });
});

describe('an expression cannot reach outside of its data', () => {
  it.each([
    'constructor',
    'constructor.constructor',
    '__proto__.polluted',
    "name.where(constructor('return process')())",
    'process.exit()',
    'globalThis',
    "require('fs')",
    'name.toString().constructor',
    "'${process.exit()}'.matches('x')",
    '%constructor.prototype',
  ])('%s', (expression) => {
    const before = JSON.stringify(patient);
    try {
      const found = compilePath(expression).values(patient);
      expect(found.every((one) => typeof one === 'boolean')).toBe(true);
    } catch (error) {
      expect((error as { code?: string }).code).toMatch(/^fhirpath\./);
    }
    expect(JSON.stringify(patient)).toBe(before);
  });

  it('and any text ends in values or a named failure', () => {
    const words = fc.constantFrom(
      ...'name given . where ( ) = | and or 1 2.5 $this "x" [ ] 0 first() count() is Patient as + - * div > contains not() %context children() descendants()'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), (pieces) => {
        try {
          compilePath(pieces.join(' ')).values(patient, { budget: 50_000 });
        } catch (error) {
          expect((error as { code?: string }).code).toMatch(/^fhirpath\./);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
