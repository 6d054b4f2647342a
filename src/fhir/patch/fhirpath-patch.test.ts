import { describe, expect, it } from 'vitest';
import { decimalOf, OutcomeError, writeJson } from '../../kernel/index.ts';
import { validateResource } from '../validation/index.ts';
import { applyFhirPathPatch } from './fhirpath-patch.ts';
import { MOST_PATH_OPERATIONS } from './limits.ts';

interface Part {
  readonly name: string;
  readonly [value: string]: unknown;
}

const PATIENT = {
  resourceType: 'Patient',
  id: 'p',
  active: true,
  name: [
    { family: 'Kim', given: ['Ji-woo', 'Min'], _given: [null, { id: 'second' }] },
    { use: 'usual', given: ['Ji'] },
  ],
  birthDate: '1974-12-25',
  deceasedBoolean: false,
  contact: [{ name: { family: 'Lee' } }],
};

function operation(type: string, path: string, ...parts: readonly Part[]) {
  return {
    name: 'operation',
    part: [{ name: 'type', valueCode: type }, { name: 'path', valueString: path }, ...parts],
  };
}

const parameters = (...operations: readonly unknown[]) => ({ resourceType: 'Parameters', parameter: operations });
const named = (name: string): Part => ({ name: 'name', valueString: name });
const value = (parts: object): Part => ({ name: 'value', ...parts });
const at = (name: string, index: number): Part => ({ name, valueInteger: index });

function patched(...operations: readonly unknown[]): Record<string, unknown> {
  const result = applyFhirPathPatch(PATIENT, parameters(...operations)) as Record<string, unknown>;
  expect(validateResource(result)).toEqual([]);
  return result;
}

function codeOf(...operations: readonly unknown[]): string {
  try {
    applyFhirPathPatch(PATIENT, parameters(...operations));
  } catch (error) {
    if (error instanceof OutcomeError) return error.code.replace('patch.', '');
    throw error;
  }
  return 'applied';
}

/** The given names of the first name after a patch, and what stands beside them. */
const given = (...operations: readonly unknown[]) => {
  const [{ given: values, _given: elements }] = patched(...operations)['name'] as [Record<string, unknown>];
  return [values, elements];
};

describe('FHIRPath Patch', () => {
  it('finds its place by a condition', () => {
    const { name } = patched(
      operation('replace', "Patient.name.where(use = 'usual').given", value({ valueString: 'Woo' })),
    );
    expect(name).toMatchObject([{ family: 'Kim' }, { given: ['Woo'] }]);
  });

  it('keeps values and their ids side by side in lists of primitives', () => {
    const path = 'Patient.name[0].given';
    expect(given(operation('insert', path, at('index', 0), value({ valueString: 'A' })))).toEqual([
      ['A', 'Ji-woo', 'Min'],
      [null, null, { id: 'second' }],
    ]);
    expect(given(operation('move', path, at('source', 1), at('destination', 0)))).toEqual([
      ['Min', 'Ji-woo'],
      [{ id: 'second' }, null],
    ]);
    expect(given(operation('delete', `${path}[1]`))).toEqual([['Ji-woo'], undefined]);
    expect(given(operation('delete', `${path}[0]`))).toEqual([['Min'], [{ id: 'second' }]]);
  });

  it('takes the ids and extensions of a primitive with it', () => {
    const extension = [{ url: 'http://example.org/time', valueTime: '14:05:00' }];
    const result = patched(
      operation('replace', 'Patient.birthDate', value({ valueDate: '1975', _valueDate: { extension } })),
    );
    expect(result).toMatchObject({ birthDate: '1975', _birthDate: { extension } });
  });

  it('reaches the extensions of a primitive', () => {
    const add = operation(
      'add',
      'Patient.birthDate',
      named('extension'),
      value({ valueExtension: { url: 'http://x', valueString: 'y' } }),
    );
    const result = patched(add);
    expect(result['_birthDate']).toEqual({ extension: [{ url: 'http://x', valueString: 'y' }] });
    const path = "Patient.birthDate.extension.where(url = 'http://x')";
    expect(patched(add, operation('replace', `${path}.value`, value({ valueCode: 'z' })))['_birthDate']).toEqual({
      extension: [{ url: 'http://x', valueCode: 'z' }],
    });
    const gone = patched(add, operation('delete', path));
    expect(gone).toMatchObject({ birthDate: '1974-12-25' });
    expect(gone).not.toHaveProperty('_birthDate');
    const inList = patched(operation('add', 'Patient.name[0].given[0]', named('id'), value({ valueString: 'first' })));
    expect(inList['name']).toMatchObject([{ _given: [{ id: 'first' }, { id: 'second' }] }, {}]);
  });

  it('changes the type of a choice', () => {
    const result = patched(operation('replace', 'Patient.deceased', value({ valueDateTime: '2026-11-24' })));
    expect(result).toMatchObject({ deceasedDateTime: '2026-11-24' });
    expect(result).not.toHaveProperty('deceasedBoolean');
  });

  it('adds a choice by its name and the type of the value', () => {
    const result = patched(
      operation('delete', 'Patient.deceased'),
      operation('add', 'Patient', named('deceased'), value({ valueBoolean: true })),
    );
    expect(result).toMatchObject({ deceasedBoolean: true });
  });

  it('makes a backbone element of parts, lists and parts inside included', () => {
    const parts = [
      { name: 'relationship', valueCodeableConcept: { text: 'son' } },
      { name: 'relationship', valueCodeableConcept: { text: 'guardian' } },
      {
        name: 'name',
        part: [
          { name: 'given', valueString: 'A' },
          { name: 'given', valueString: 'B' },
        ],
      },
    ];
    expect(patched(operation('add', 'Patient', named('contact'), value({ part: parts })))['contact']).toMatchObject([
      {},
      { relationship: [{ text: 'son' }, { text: 'guardian' }], name: { given: ['A', 'B'] } },
    ]);
  });

  it('inserts into a list that is not there yet', () => {
    const result = patched(
      operation('insert', 'Patient.address', at('index', 0), value({ valueAddress: { city: 'Seoul' } })),
    );
    expect(result['address']).toEqual([{ city: 'Seoul' }]);
  });

  it('takes away what became empty', () => {
    expect(patched(operation('delete', 'Patient.contact[0].name.family'))).not.toHaveProperty('contact');
  });

  it('does nothing where there is nothing to delete', () => {
    expect(patched(operation('delete', 'Patient.gender'))).toEqual(PATIENT);
  });

  it('keeps decimals', () => {
    const observation = {
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'K' },
      valueQuantity: { value: decimalOf('4.10') },
    };
    const patch = parameters(operation('add', 'Observation.value', named('unit'), value({ valueString: 'mmol/L' })));
    expect(writeJson(applyFhirPathPatch(observation, patch))).toContain('"value":4.10');
  });

  it.each<[string, unknown, string]>([
    ['another parameter', { name: 'x' }, 'malformed'],
    ['no parts', { name: 'operation' }, 'malformed'],
    ['an unknown type', operation('ad', 'Patient'), 'malformed'],
    ['no value', operation('replace', 'Patient.active'), 'malformed'],
    [
      'two values',
      operation('replace', 'Patient.active', value({ valueBoolean: true, valueString: 'x' })),
      'malformed',
    ],
    ['an empty value', operation('replace', 'Patient.active', value({})), 'malformed'],
    ['no name', operation('add', 'Patient', value({ valueBoolean: true })), 'malformed'],
    [
      'a negative index',
      operation('insert', 'Patient.name', at('index', -1), value({ valueHumanName: {} })),
      'malformed',
    ],
    ['a path that is none', operation('delete', 'Patient..name'), 'fhirpath.syntax'],
    ['a path that leads nowhere', operation('replace', 'Patient.gender', value({ valueCode: 'male' })), 'no-element'],
    ['a path to many', operation('delete', 'Patient.name'), 'many-elements'],
    ['a computed place', operation('replace', 'Patient.name.count()', value({ valueInteger: 1 })), 'no-element'],
    ['the resource itself', operation('delete', 'Patient'), 'no-element'],
    ['an unknown name', operation('add', 'Patient', named('gendr'), value({ valueCode: 'male' })), 'unknown-element'],
    ['the prototype', operation('add', 'Patient', named('__proto__'), value({ valueString: 'x' })), 'unknown-element'],
    [
      'a second one of what is single',
      operation('add', 'Patient', named('active'), value({ valueBoolean: true })),
      'exists-already',
    ],
    [
      'a second type of a choice',
      operation('add', 'Patient', named('deceased'), value({ valueDateTime: '2026' })),
      'exists-already',
    ],
    [
      'a type that a choice has not',
      operation('replace', 'Patient.deceased', value({ valueString: 'x' })),
      'wrong-type',
    ],
    ['parts for a primitive', operation('add', 'Patient', named('gender'), value({ part: [] })), 'wrong-type'],
    [
      'an index beyond the list',
      operation('insert', 'Patient.name', at('index', 3), value({ valueHumanName: {} })),
      'out-of-range',
    ],
    [
      'a source beyond the list',
      operation('move', 'Patient.name', at('source', 2), at('destination', 0)),
      'out-of-range',
    ],
    [
      'a list operation on what is single',
      operation('move', 'Patient.active', at('source', 0), at('destination', 0)),
      'not-a-list',
    ],
    [
      'a list operation on several lists',
      operation('insert', 'Patient.name.given', at('index', 0), value({ valueString: 'x' })),
      'many-elements',
    ],
  ])('refuses %s', (_, broken, code) => {
    expect(codeOf(broken)).toBe(code);
  });

  it('refuses what is no Parameters, no resource, or too long', () => {
    expect(() => applyFhirPathPatch(PATIENT, { resourceType: 'Patient' })).toThrow('Parameters');
    expect(() => applyFhirPathPatch({ a: 1 }, parameters())).toThrow('Only a resource');
    expect(
      codeOf(...Array.from({ length: MOST_PATH_OPERATIONS + 1 }, () => operation('delete', 'Patient.gender'))),
    ).toBe('too-many');
  });

  it('does all or nothing, and says which operation failed', () => {
    const before = writeJson(PATIENT);
    const good = operation('delete', 'Patient.active');
    expect(codeOf(good, operation('delete', 'Patient.name'))).toBe('many-elements');
    expect(() => applyFhirPathPatch(PATIENT, parameters(good, operation('delete', 'Patient.name')))).toThrow(
      /^Operation 2 \(delete at Patient.name\)/,
    );
    expect(writeJson(PATIENT)).toBe(before);
  });
});
