import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../kernel/index.ts';
import { readParameters, type OperationParameters } from './parameters.ts';

const KNOWN = ['url', 'count', 'activeOnly', 'coding', 'valueSet'];

function ofQuery(query: string): OperationParameters {
  return readParameters({ method: 'GET', query, body: '' }, KNOWN);
}

function ofBody(body: unknown, query = ''): OperationParameters {
  const text = typeof body === 'string' ? body : JSON.stringify({ resourceType: 'Parameters', parameter: body });
  return readParameters({ method: 'POST', query, body: text }, KNOWN);
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof OutcomeError) return error.code;
    throw error;
  }
  return 'read';
}

describe('parameters of an operation', () => {
  it('come from the query', () => {
    const parameters = ofQuery(
      'url=http%3A%2F%2Fexample.org%2Fa%7C1&count=10&activeOnly=true&_format=json&_pretty=true',
    );
    expect(parameters.text('url')).toBe('http://example.org/a|1');
    expect(parameters.count('count')).toBe(10);
    expect(parameters.flag('activeOnly')).toBe(true);
    expect(parameters.object('coding')).toBeUndefined();
  });

  it('come from the body, beside the query', () => {
    const parameters = ofBody(
      [
        { name: 'count', valueInteger: 0 },
        { name: 'activeOnly', valueBoolean: false },
        { name: 'coding', valueCoding: { code: 'a' } },
        { name: 'valueSet', resource: { resourceType: 'ValueSet' } },
      ],
      'url=x',
    );
    expect(parameters.need('url')).toBe('x');
    expect(parameters.count('count')).toBe(0);
    expect(parameters.flag('activeOnly')).toBe(false);
    expect(parameters.object('coding')).toEqual({ code: 'a' });
    expect(parameters.object('valueSet')).toEqual({ resourceType: 'ValueSet' });
  });

  it('are none where nothing is sent', () => {
    for (const parameters of [ofQuery(''), ofBody(''), ofBody([])]) {
      expect(parameters.text('url')).toBeUndefined();
      expect(parameters.flag('activeOnly')).toBe(false);
      expect(parameters.count('count')).toBeUndefined();
    }
  });

  it.each<[string, () => unknown, string]>([
    ['a missing one', () => ofQuery('').need('url'), 'missing-parameter'],
    ['an unknown one in the query', () => ofQuery('urll=x'), 'unknown-parameter'],
    ['an unknown one in the body', () => ofBody([{ name: 'x', valueString: 'y' }]), 'unknown-parameter'],
    ['one in both places', () => ofBody([{ name: 'url', valueUri: 'x' }], 'url=y'), 'bad-parameter'],
    ['an object as text', () => ofBody([{ name: 'url', valueCoding: {} }]).text('url'), 'bad-parameter'],
    ['a text as object', () => ofQuery('coding=x').object('coding'), 'bad-parameter'],
    ['a fraction as count', () => ofQuery('count=1.5').count('count'), 'bad-parameter'],
    ['nothing as count', () => ofQuery('count=').count('count'), 'bad-parameter'],
    ['a huge count', () => ofQuery('count=99999999999').count('count'), 'bad-parameter'],
    ['another word as flag', () => ofQuery('activeOnly=yes').flag('activeOnly'), 'bad-parameter'],
    ['another resource as body', () => ofBody('{"resourceType":"Patient"}'), 'not-parameters'],
    ['null as body', () => ofBody('null'), 'not-parameters'],
    ['parameters that are no list', () => ofBody({}), 'bad-parameter'],
    ['a parameter that is no object', () => ofBody([null]), 'bad-parameter'],
    ['a parameter without name', () => ofBody([{ valueString: 'x' }]), 'bad-parameter'],
  ])('refuse %s', (_, work, code) => {
    expect(codeOf(work)).toBe(`terminology.${code}`);
  });

  it('refuse a body that is no JSON', () => {
    expect(codeOf(() => ofBody('{'))).toBe('json.malformed');
  });

  it('say which one was meant', () => {
    expect(() => ofQuery('activOnly=true')).toThrow("Did you mean 'activeOnly'?");
    expect(() => ofQuery('zzzzzzzzzz=true')).toThrow('Known are url, count');
  });
});
