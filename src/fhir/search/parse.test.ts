import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../../kernel/index.ts';
import { SEARCH_LIMITS } from './criteria.ts';
import { parseSearch, readPairs } from './parse.ts';
import type { Criterion } from './query.ts';

function criteria(type: string | undefined, query: string): readonly Criterion[] {
  return parseSearch(type, query).branches[0]?.criteria ?? [];
}

/** Category, code and message of the refusal. */
function refused(type: string | undefined, query: string): OutcomeError {
  try {
    parseSearch(type, query);
  } catch (error) {
    if (error instanceof OutcomeError) return error;
  }
  throw new Error(`${query} was accepted`);
}

describe('a search', () => {
  it('is read with its conditions in order', () => {
    const [first, second] = criteria(
      'Observation',
      'code=http://loinc.org|8480-6,x&value-quantity=gt5.40|http://unitsofmeasure.org|mg',
    );
    expect(first).toMatchObject({ of: 'values', name: 'code', modifier: undefined });
    expect(first?.of === 'values' && first.values).toEqual([
      { kind: 'token', system: 'http://loinc.org', code: '8480-6' },
      { kind: 'token', system: undefined, code: 'x' },
    ]);
    expect(second?.of === 'values' && second.values[0]).toMatchObject({
      kind: 'quantity',
      system: 'http://unitsofmeasure.org',
      code: 'mg',
    });
  });

  it('knows paging, order, totals and what to show', () => {
    const query = parseSearch(
      'Patient',
      '_sort=-birthdate,family&_count=7&_total=accurate&_summary=true&_elements=name,Patient.birthDate',
    );
    expect(query.sort.map(({ parameter, descending }) => [parameter.code, descending])).toEqual([
      ['birthdate', true],
      ['family', false],
    ]);
    expect(query).toMatchObject({ count: 7, total: 'accurate', summary: 'true', elements: ['name', 'birthDate'] });
  });

  it('repeats what it understood, but for the cursor', () => {
    const query = parseSearch('Patient', 'name=kim&_count=5&_cursor=abc');
    expect(query.understood).toEqual([
      ['name', 'kim'],
      ['_count', '5'],
    ]);
    expect(query.cursor).toBe('abc');
  });

  it('reads chains of several links and the types they pass', () => {
    const [chain] = criteria('Observation', 'encounter.subject:Patient.name=kim');
    expect(chain).toMatchObject({
      of: 'chain',
      targets: [{ type: 'Encounter', criterion: { of: 'chain', targets: [{ type: 'Patient' }] } }],
    });
    const [any] = criteria('Observation', 'subject.name=kim');
    expect(any?.of === 'chain' && any.targets.map(({ type }) => type)).toContain('Patient');
  });

  it('reads _has inside of _has', () => {
    const [has] = criteria('Patient', '_has:Observation:subject:_has:Provenance:target:agent=Practitioner/1');
    expect(has).toMatchObject({ of: 'has', type: 'Observation', criterion: { of: 'has', type: 'Provenance' } });
  });

  it('of several types has a branch for each where it has conditions', () => {
    const query = parseSearch(undefined, '_type=Patient,Observation&_tag=x');
    expect(query.branches.map(({ types }) => types)).toEqual([['Patient'], ['Observation']]);
    expect(parseSearch(undefined, '_tag=x').branches).toMatchObject([{ types: undefined }]);
  });

  it('reads includes', () => {
    const { includes } = parseSearch(
      'Observation',
      '_include=Observation:subject:Patient&_include:iterate=Patient:organization&_revinclude=Provenance:target&_include=*',
    );
    expect(includes.map(({ reverse, iterate, source, target }) => [reverse, iterate, source, target])).toEqual([
      [false, false, 'Observation', 'Patient'],
      [false, true, 'Patient', undefined],
      [true, false, 'Provenance', undefined],
      [false, false, undefined, undefined],
    ]);
  });
});

describe('what is not known is refused by its name', () => {
  it.each([
    ['Patient', 'nonsense=1', 'search.unknown-parameter', 'nonsense'],
    ['Patient', 'constructor=1', 'search.unknown-parameter', 'constructor'],
    ['Patient', '__proto__=1', 'search.unknown-parameter', '__proto__'],
    ['Patient', 'toString:exact=1', 'search.unknown-parameter', 'toString'],
    ['Patient', 'name:sounds=kim', 'search.unknown-modifier', ':sounds'],
    ['Patient', 'birthdate:exact=2000', 'search.unknown-modifier', ':exact'],
    ['Patient', '_id:not=1', 'search.unknown-modifier', ':not'],
    ['Patient', 'name:missing=perhaps', 'search.bad-value', 'perhaps'],
    ['Patient', 'birthdate=2000-13', 'search.bad-value', '2000-13'],
    ['Patient', 'birthdate=zz2000', 'search.unknown-prefix', 'zz'],
    ['Patient', 'name=', 'search.bad-value', 'empty'],
    ['Patient', 'general-practitioner.nonsense=1', 'search.unknown-parameter', 'nonsense'],
    ['Patient', 'gender.name=x', 'search.not-a-reference', 'gender'],
    ['Patient', '_has:Observation:code:x=1', 'search.bad-has', 'code'],
    ['Patient', '_has:Nothing:subject:x=1', 'search.bad-has', 'Nothing'],
    ['Patient', '_filter=name eq x', 'search.unsupported-parameter', '_filter'],
    ['Patient', '_query=x', 'search.unsupported-parameter', '_query'],
    ['Patient', '_text:exact=x', 'search.unknown-modifier', ':exact'],
    ['Patient', '_sort=nonsense', 'search.unknown-parameter', 'nonsense'],
    ['Patient', '_count=-1', 'search.bad-value', '-1'],
    ['Patient', '_count=1&_count=2', 'search.given-twice', '_count'],
    ['Patient', '_total=maybe', 'search.bad-value', 'maybe'],
    ['Patient', '_summary=little', 'search.bad-value', 'little'],
    ['Patient', '_elements=a b', 'search.bad-value', 'a b'],
    ['Patient', '_include=Patient:name', 'search.bad-include', 'name'],
    ['Patient', '_include=Patient', 'search.bad-include', 'Patient'],
    ['Patient', '_revinclude=*', 'search.bad-include', '*'],
    ['Patient', '_include:sometimes=Patient:link', 'search.unknown-modifier', 'sometimes'],
    ['Patient', '_list=$current-problems', 'search.bad-value', '$current-problems'],
    ['Observation', 'value-quantity=5|http://unitsofmeasure.org|', 'search.bad-value', 'unit'],
    ['Observation', 'value-quantity=5five', 'search.bad-value', '5five'],
    ['Observation', 'code-value-quantity=x', 'search.bad-value', '$'],
    ['Observation', 'subject:Patient=Group/1', 'search.bad-value', 'Group/1'],
    ['Observation', 'subject=no such thing', 'search.bad-value', 'no such thing'],
    ['Location', 'near=91|0', 'search.bad-value', '91|0'],
    [undefined, 'name=kim', 'search.unknown-parameter', 'name'],
    [undefined, '_type=Patient,Nothing', 'search.unknown-type', 'Nothing'],
    ['Nothing', '', 'search.unknown-type', 'Nothing'],
  ])('%s?%s', (type, query, code, word) => {
    const error = refused(type, query);
    expect(error.code).toBe(code);
    expect(error.message).toContain(word);
    expect(error.status).toBeLessThan(500);
  });

  it('or left out and told, where the client is lenient', () => {
    const query = parseSearch('Patient', 'nonsense=1&name:sounds=kim&name=kim', { handling: 'lenient' });
    expect(query.ignored.map(({ name }) => name)).toEqual(['nonsense', 'name:sounds']);
    expect(query.understood).toEqual([['name', 'kim']]);
    // What is wrong, rather than unknown, is an error all the same.
    expect(() => parseSearch('Patient', 'birthdate=x', { handling: 'lenient' })).toThrow(OutcomeError);
  });
});

describe('limits', () => {
  it('end a search that nobody means', () => {
    const many = Array.from({ length: SEARCH_LIMITS.alternatives + 1 }, (_, at) => at).join(',');
    expect(refused('Patient', `_id=${many}`).code).toBe('search.too-many-values');
    expect(refused('Patient', 'name=a&'.repeat(300)).code).toBe('search.too-many-parameters');
    expect(refused('Patient', `name=${'x'.repeat(SEARCH_LIMITS.length)}`).code).toBe('search.too-long');
    const deep = `${'part-of.'.repeat(10)}status=x`;
    expect(refused('Encounter', deep).code).toBe('search.chain-too-long');
  });

  it('refuse what is no text', () => {
    expect(refused('Patient', 'name=%E0%A4%A').code).toBe('search.bad-encoding');
    expect(refused('Patient', 'name=a%00b').code).toBe('search.bad-encoding');
  });
});

describe('readPairs', () => {
  it('decodes names and values', () => {
    expect(readPairs('name%3Aexact=%EA%B9%80+%EC%B2%A0&flag&x=a%3Db')).toEqual([
      ['name:exact', '김 철'],
      ['flag', ''],
      ['x', 'a=b'],
    ]);
  });
});
