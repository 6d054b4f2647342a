import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../../kernel/index.ts';
import { copyBudget, demandFewOperations, MOST_PATH_OPERATIONS } from './limits.ts';
import { readOperations } from './operation.ts';

const text = (name: string, valueString: string) => ({ name, valueString });
const code = (valueCode: string) => ({ name: 'type', valueCode });
const whole = (name: string, valueInteger: unknown) => ({ name, valueInteger });
const path = text('path', 'Patient.name');
const value = { name: 'value', valueHumanName: { family: 'Kim' } };
const operation = (...part: readonly unknown[]) => ({ name: 'operation', part });
const read = (...parameter: readonly unknown[]) => readOperations({ resourceType: 'Parameters', parameter });

function refused(work: () => unknown): OutcomeError {
  try {
    work();
  } catch (error) {
    if (error instanceof OutcomeError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('operations of a FHIRPath Patch', () => {
  it('are read with what each needs', () => {
    const given = { name: 'value', typeSuffix: 'HumanName', value: { family: 'Kim' }, element: undefined };
    expect(
      read(
        operation(code('add'), text('path', 'Patient'), text('name', 'name'), value),
        operation(code('insert'), path, whole('index', 0), value),
        operation(code('delete'), path),
        operation(code('replace'), path, value),
        operation(code('move'), path, whole('source', 2), whole('destination', 0)),
      ),
    ).toEqual([
      { type: 'add', path: 'Patient', name: 'name', value: given },
      { type: 'insert', path: 'Patient.name', index: 0, value: given },
      { type: 'delete', path: 'Patient.name' },
      { type: 'replace', path: 'Patient.name', value: given },
      { type: 'move', path: 'Patient.name', source: 2, destination: 0 },
    ]);
  });

  it('may be none at all', () => {
    expect(read()).toEqual([]);
    expect(readOperations({ resourceType: 'Parameters' })).toEqual([]);
  });

  it('take values that are false, nought or only an extension', () => {
    const element = { extension: [{ url: 'urn:x', valueCode: 'unknown' }] };
    const values = [
      { name: 'value', valueBoolean: false },
      { name: 'value', valueInteger: 0 },
      { name: 'value', _valueDate: element },
      { name: 'value', valueDate: '2026', _valueDate: element },
      { name: 'value', resource: { resourceType: 'Patient' } },
      { name: 'value', part: [{ name: 'text', valueString: 'x' }] },
    ];
    const found = values.map((one) => {
      const [first] = read(operation(code('replace'), path, one));
      return first?.type === 'replace' ? first.value : undefined;
    });
    expect(found).toMatchObject([
      { typeSuffix: 'Boolean', value: false },
      { typeSuffix: 'Integer', value: 0 },
      { typeSuffix: 'Date', element },
      { typeSuffix: 'Date', value: '2026', element },
      { typeSuffix: 'Resource', value: { resourceType: 'Patient' } },
      { name: 'value', parts: [{ name: 'text', value: 'x' }] },
    ]);
    expect(found[2]?.value).toBeUndefined();
  });

  it.each<[string, readonly unknown[], string]>([
    ['an operation of another name', [{ name: 'operatoin', part: [] }], "parameter 1 is not named 'operation'"],
    ['what is no object', ['delete'], "parameter 1 is not named 'operation'"],
    ['no parts', [{ name: 'operation' }], 'operation 1 has no parts'],
    ['a part without a name', [operation({ valueCode: 'add' })], 'a part of operation 1 has no name'],
    ['no type', [operation(path)], 'operation 1 needs one part named type'],
    ['two types', [operation(code('add'), code('delete'), path)], 'operation 1 needs one part named type'],
    ['an unknown type', [operation(code('remvoe'), path)], 'add, insert, delete, replace, move'],
    ['a type nearly right', [operation(code('delte'), path)], 'did you mean delete?'],
    ['no path', [operation(code('delete'))], 'one part named path'],
    [
      'a path that is a number',
      [operation(code('delete'), whole('path', 1))],
      'the part path of operation 1 needs a text',
    ],
    ['an addition without a name', [operation(code('add'), path, value)], 'one part named name'],
    ['an addition without a value', [operation(code('add'), path, text('name', 'x'))], 'one part named value'],
    ['a replacement without a value', [operation(code('replace'), path)], 'one part named value'],
    ['an insertion without an index', [operation(code('insert'), path, value)], 'one part named index'],
    ['an index below nought', [operation(code('insert'), path, value, whole('index', -1))], 'a whole number from 0'],
    ['a broken index', [operation(code('insert'), path, value, whole('index', 1.5))], 'a whole number from 0'],
    ['an index as a text', [operation(code('insert'), path, value, text('index', '1'))], 'a whole number from 0'],
    ['a move without an aim', [operation(code('move'), path, whole('source', 1))], 'one part named destination'],
    ['a value without a value', [operation(code('replace'), path, { name: 'value' })], 'needs one value'],
    [
      'two values in one part',
      [operation(code('replace'), path, { name: 'value', valueCode: 'a', valueString: 'b' })],
      'needs one value',
    ],
    [
      'parts that are no list',
      [operation(code('replace'), path, { name: 'value', part: {} })],
      'operation 1 has no parts',
    ],
    [
      'a fault of the second',
      [operation(code('delete'), path), operation(code('delete'))],
      'operation 2 needs one part named path',
    ],
  ])('refuse %s', (_, parameter, message) => {
    const error = refused(() => read(...parameter));
    expect([error.code, error.status]).toEqual(['patch.malformed', 400]);
    expect(error.message).toContain(message);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a list', []],
    ['a text', 'Parameters'],
    ['another resource', { resourceType: 'Patient' }],
    ['parameters that are no list', { resourceType: 'Parameters', parameter: { name: 'operation' } }],
  ])('are not found in %s', (_, body) => {
    expect(refused(() => readOperations(body)).code).toBe('patch.malformed');
  });
});

describe('the limits of a patch', () => {
  it('let as many operations through as they say, and not one more', () => {
    expect(() => demandFewOperations(MOST_PATH_OPERATIONS, MOST_PATH_OPERATIONS)).not.toThrow();
    const error = refused(() => demandFewOperations(MOST_PATH_OPERATIONS + 1, MOST_PATH_OPERATIONS));
    expect([error.code, error.status]).toEqual(['patch.too-many', 403]);
    expect(error.message).toContain('not 1001');
    const many = Array.from({ length: MOST_PATH_OPERATIONS + 1 }, () => operation(code('delete'), path));
    expect(refused(() => read(...many)).code).toBe('patch.too-many');
  });

  it('end copying before the memory is full, each patch for itself', () => {
    const spend = copyBudget();
    const until = (steps: number) => {
      for (let step = 0; step < steps; step++) spend();
    };
    expect(() => until(2_000_000)).not.toThrow();
    expect(refused(spend).code).toBe('patch.too-large');
    expect(copyBudget()).not.toThrow();
  });
});
