import { describe, expect, it } from 'vitest';
import { r4Model } from './model.ts';
import { childrenOf, descendantsOf, pushMember, rootNode } from './navigate.ts';
import { isObject, PathNode } from './node.ts';

const model = r4Model();

function members(value: unknown, name: string, type?: string): PathNode[] {
  const node = rootNode(value, type);
  const out: PathNode[] = [];
  pushMember(node, name, model.element(node.type, name), model, out);
  return out;
}

const shape = (nodes: readonly PathNode[]): unknown[] =>
  nodes.map(({ value, type, key, index }) => [value, type, key, index]);

describe('the type of a focus', () => {
  it.each([
    [{ resourceType: 'Patient' }, undefined, 'Patient'],
    [{ resourceType: 'Patient' }, 'Observation', 'Patient'],
    [{ family: 'Kim' }, 'HumanName', 'HumanName'],
    [{ a: 1 }, undefined, ''],
    ['x', undefined, 'string'],
    ['x', 'code', 'code'],
    [1, undefined, 'integer'],
    [1.5, undefined, 'decimal'],
    [true, undefined, 'boolean'],
    [null, undefined, ''],
  ])('%j as %s is %s', (value, given, type) => {
    expect(rootNode(value, given).type).toBe(type);
  });

  it('is that of a node that comes in', () => {
    const node = new PathNode('x', 'code');
    expect(rootNode(node, 'string')).toBe(node);
  });
});

describe('members', () => {
  it('of lists have an index, others have none', () => {
    const patient = { resourceType: 'Patient', name: [{}, {}], birthDate: '2020' };
    expect(shape(members(patient, 'name'))).toEqual([
      [{}, 'HumanName', 'name', 0],
      [{}, 'HumanName', 'name', 1],
    ]);
    expect(shape(members(patient, 'birthDate'))).toEqual([['2020', 'date', 'birthDate', undefined]]);
  });

  it('of a choice have the type of their property', () => {
    expect(shape(members({ resourceType: 'Observation', valueCodeableConcept: {} }, 'value'))).toEqual([
      [{}, 'CodeableConcept', 'valueCodeableConcept', undefined],
    ]);
  });

  it('of resources inside have the type that they say', () => {
    const bundle = { resourceType: 'Bundle', entry: [{ resource: { resourceType: 'Group' } }] };
    const [entry = expect.fail()] = members(bundle, 'entry');
    const out: PathNode[] = [];
    pushMember(entry, 'resource', model.element('Bundle.entry', 'resource'), model, out);
    expect(out[0]?.type).toBe('Group');
  });

  it('with extensions only are there without a value', () => {
    const extra = { id: 'x' };
    expect(members({ _birthDate: extra, resourceType: 'Patient' }, 'birthDate')[0]).toMatchObject({
      value: undefined,
      element: extra,
    });
    expect(shape(members({ given: [null, 'A'], _given: [extra, null] }, 'given', 'HumanName'))).toEqual([
      [undefined, 'string', 'given', 0],
      ['A', 'string', 'given', 1],
    ]);
    expect(shape(members({ _given: [extra] }, 'given', 'HumanName'))).toEqual([[undefined, 'string', 'given', 0]]);
  });

  it('that are null are not there', () => {
    expect(members({ birthDate: null, resourceType: 'Patient' }, 'birthDate')).toEqual([]);
    expect(members({ given: [null, null] }, 'given', 'HumanName')).toEqual([]);
  });

  it('of plain JSON are its own properties only', () => {
    expect(shape(members({ a: [1, null, 'x'] }, 'a'))).toEqual([
      [1, 'integer', 'a', 0],
      ['x', 'string', 'a', 2],
    ]);
    for (const name of ['toString', '__proto__', 'constructor']) expect(members({ a: 1 }, name)).toEqual([]);
  });
});

describe('children and descendants', () => {
  const patient = { resourceType: 'Patient', id: 'p', name: [{ given: ['A'] }], _birthDate: { id: 'x' } };

  it('come in the order of the definition, whatever the order of properties', () => {
    const children = childrenOf(rootNode({ birthDate: '2020', id: 'p', resourceType: 'Patient' }), model);
    expect(children.map(({ key }) => key)).toEqual(['id', 'birthDate']);
  });

  it('know their parents up to the root', () => {
    const root = rootNode(patient);
    for (const node of descendantsOf([root], model, () => {})) {
      let top: PathNode = node;
      while (top.parent !== undefined) top = top.parent;
      expect(top).toBe(root);
    }
  });

  it('cost steps', () => {
    let steps = 0;
    const nodes = descendantsOf([rootNode(patient)], model, (more) => (steps += more));
    expect(nodes).toHaveLength(5);
    expect(steps).toBeGreaterThanOrEqual(5);
  });
});

describe('JSON objects', () => {
  it('are told from lists, decimals and null', () => {
    const raw = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON('1.0');
    expect([{}, [], null, raw, 'x', 1].map(isObject)).toEqual([true, false, false, false, false, false]);
  });
});
