import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../../kernel/index.ts';
import { readCriterion, SEARCH_LIMITS } from './criteria.ts';
import { parseInclude } from './include.ts';
import type { Criterion } from './query.ts';
import type { ValueOptions } from './values.ts';

const OPTIONS: ValueOptions = { timeZone: 'Asia/Seoul', bases: ['https://maru.kr/fhir/R4'] };
const read = (type: string | undefined, name: string, value: string): Criterion =>
  readCriterion(type, name, value, OPTIONS);

function refused(work: () => unknown): OutcomeError {
  try {
    work();
  } catch (error) {
    if (error instanceof OutcomeError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

const valuesOf = (criterion: Criterion) => (criterion.of === 'values' ? criterion.values : undefined);

describe('one condition', () => {
  it('reads alternatives, escapes of commas, bars and dollars among them', () => {
    expect(valuesOf(read('Patient', 'name', 'Kim\\, Ji-woo,Lee'))).toEqual([
      { kind: 'string', text: 'Kim, Ji-woo' },
      { kind: 'string', text: 'Lee' },
    ]);
    expect(valuesOf(read('Observation', 'code', 'urn:a|b\\|c,|d,urn:e|'))).toEqual([
      { kind: 'token', system: 'urn:a', code: 'b|c' },
      { kind: 'token', system: '', code: 'd' },
      { kind: 'token', system: 'urn:e', code: undefined },
    ]);
  });

  it('knows our own addresses from those of others', () => {
    const targets = (value: string) => valuesOf(read('Observation', 'subject', value));
    expect(targets('https://maru.kr/fhir/R4/Patient/1')).toEqual([{ kind: 'reference', targets: ['Patient/1'] }]);
    expect(targets('https://other.kr/fhir/R4/Patient/1')).toEqual([
      { kind: 'reference', targets: ['https://other.kr/fhir/R4/Patient/1'] },
    ]);
    expect(targets('https://maru.kr/fhir/R4evil/Patient/1')).toEqual([
      { kind: 'reference', targets: ['https://maru.kr/fhir/R4evil/Patient/1'] },
    ]);
  });

  it('an id alone may be of any type that the reference takes, a narrowed one of that type only', () => {
    const [any] = valuesOf(read('Observation', 'subject', 'x')) ?? [];
    expect(any?.kind === 'reference' && any.targets.toSorted()).toEqual([
      'Device/x',
      'Group/x',
      'Location/x',
      'Patient/x',
    ]);
    expect(valuesOf(read('Observation', 'subject:Patient', 'x'))).toEqual([
      { kind: 'reference', targets: ['Patient/x'] },
    ]);
  });

  it('reads a day in the house’s zone', () => {
    const day = Date.UTC(2026, 10, 23, 15);
    expect(valuesOf(read('Observation', 'date', '2026-11-24'))).toEqual([
      { kind: 'date', prefix: 'eq', low: day, high: day + 86_400_000 },
    ]);
  });

  it('reads lists by id, with and without their type', () => {
    expect(read('Patient', '_list', 'a,List/b')).toEqual({ of: 'list', name: '_list', lists: ['a', 'b'] });
  });

  it('keeps to the types of a chain that know the parameter', () => {
    const chain = read('Observation', 'subject.birthdate', '2000');
    expect(chain.of === 'chain' && chain.targets.map(({ type }) => type)).toEqual(['Patient']);
    const narrowed = read('Observation', 'subject:Group.identifier', 'x');
    expect(narrowed.of === 'chain' && narrowed.targets.map(({ type }) => type)).toEqual(['Group']);
  });

  it('ends a chain in missing, and a reverse chain in a chain', () => {
    const chain = read('Observation', 'subject:Patient.birthdate:missing', 'true');
    expect(chain.of === 'chain' && chain.targets[0]?.criterion).toMatchObject({ of: 'missing', missing: true });
    const has = read('Patient', '_has:Observation:patient:encounter.status', 'finished');
    expect(has.of === 'has' && has.criterion).toMatchObject({ of: 'chain', name: 'encounter.status' });
  });
});

describe('what cannot be asked is refused by name, as something of the client', () => {
  it.each<[string | undefined, string, string, string, string]>([
    ['Patient', 'name:exact:contains', 'x', 'unknown-modifier', ':exact:contains'],
    ['Patient', 'name:missing:exact', 'true', 'unknown-modifier', ':missing:exact'],
    ['Patient', 'name:missing', 'TRUE', 'bad-value', "write 'true' or 'false'"],
    ['Patient', 'gender:contains', 'x', 'unknown-modifier', ':of-type'],
    ['Patient', 'phonetic:exact', 'x', 'unknown-modifier', ':exact'],
    ['Patient', '_content:missing', 'true', 'unknown-modifier', ':missing'],
    ['Observation', 'code-value-quantity:missing', 'true', 'unknown-modifier', ':missing'],
    ['Observation', 'date:above', '2020', 'unknown-modifier', ':above'],
    ['Observation', 'value-quantity:exact', '5', 'unknown-modifier', ':exact'],
    ['Observation', 'subject:Practitioner', 'x', 'unknown-modifier', ':Practitioner'],
    ['Observation', 'subject:Patient', 'Device/x', 'bad-value', 'it is not a Patient'],
    ['Observation', 'subject:Practitioner.name', 'x', 'unknown-modifier', ':Practitioner'],
    ['Observation', 'subject:Patient:Group.name', 'x', 'unknown-modifier', 'Patient:Group'],
    ['Observation', 'code.name', 'x', 'not-a-reference', 'nothing can be chained'],
    ['Observation', 'subject.nonsense', 'x', 'unknown-parameter', 'nonsense'],
    ['Observation', '.name', 'x', 'unknown-parameter', '.name'],
    ['Patient', '_has:Observation:subject', 'x', 'bad-has', 'write _has'],
    ['Patient', '_has:Obsrvation:subject:code', 'x', 'bad-has', 'not a resource type'],
    ['Patient', '_has:Observation:nonsense:code', 'x', 'unknown-parameter', 'nonsense'],
    ['Patient', '_has:Observation:code:code', 'x', 'bad-has', 'no reference'],
    ['Medication', '_has:Observation:subject:code', 'x', 'bad-has', 'never refers to a Medication'],
    ['Patient', '_list', '$current-allergies', 'bad-value', 'functional lists'],
    ['Patient', '_list', 'a,', 'bad-value', 'id of a List'],
    ['Patient', 'name', 'a,,b', 'bad-value', 'it is empty'],
    ['Patient', 'identifier', '|', 'bad-value', 'neither a system nor a code'],
    ['Patient', 'identifier', 'a|b|c', 'bad-value', "'\\|' for a bar"],
    ['Patient', 'identifier:of-type', 'a|b', 'bad-value', '[identifier value]'],
    [undefined, 'name', 'x', 'unknown-parameter', 'a search of all types'],
  ])('%s?%s=%s', (type, name, value, code, message) => {
    const error = refused(() => read(type, name, value));
    expect([error.code, error.status]).toEqual([`search.${code}`, 400]);
    expect(error.message).toContain(message);
  });

  it('a chain with too many links, and a list without end', () => {
    const long = `${'part-of.'.repeat(SEARCH_LIMITS.hops + 1)}name`;
    const chain = refused(() => read('Location', long.replaceAll('part-of', 'partof'), 'x'));
    expect([chain.code, chain.status]).toEqual(['search.chain-too-long', 403]);
    const fits = `${'partof.'.repeat(SEARCH_LIMITS.hops)}name`;
    expect(read('Location', fits, 'x').of).toBe('chain');
    const many = Array.from({ length: SEARCH_LIMITS.alternatives + 1 }, () => 'x').join(',');
    expect(refused(() => read('Patient', 'name', many)).code).toBe('search.too-many-values');
    expect(valuesOf(read('Patient', 'name', many.slice(2)))).toHaveLength(SEARCH_LIMITS.alternatives);
  });
});

describe('_include and _revinclude', () => {
  const shown = (name: string, value: string, reverse = false) => {
    const { iterate, source, parameter, target } = parseInclude(name, value, reverse);
    return [iterate, source, parameter?.code, target];
  };

  it.each<[string, string, readonly unknown[]]>([
    ['_include', 'Observation:subject', [false, 'Observation', 'subject', undefined]],
    ['_include', 'Observation:subject:Patient', [false, 'Observation', 'subject', 'Patient']],
    ['_include', 'Observation:*', [false, 'Observation', undefined, undefined]],
    ['_include', '*', [false, undefined, undefined, undefined]],
    ['_include:iterate', 'Patient:general-practitioner', [true, 'Patient', 'general-practitioner', undefined]],
    ['_include:recurse', 'Location:partof', [true, 'Location', 'partof', undefined]],
  ])('%s=%s', (name, value, expected) => {
    expect(shown(name, value)).toEqual(expected);
  });

  it.each<[string, string, boolean, string]>([
    ['_include', 'Obsrvation:subject', false, 'not a resource type'],
    ['_include', 'Observation', false, 'write [type]:[reference parameter]'],
    ['_include', 'Observation:', false, 'write [type]:[reference parameter]'],
    ['_include', 'Observation:subject:Patient:x', false, 'write [type]:[reference parameter]'],
    ['_include', 'Observation:nonsense', false, 'not a search parameter of Observation'],
    ['_include', 'Observation:code', false, 'no reference'],
    ['_include', 'Observation:subject:Patent', false, "'Patent' is not a resource type"],
    ['_include', 'Observation:subject:Medication', false, 'never refers to a Medication'],
    ['_revinclude', '*', true, "'*' is not a resource type"],
  ])('%s=%s is refused', (name, value, reverse, message) => {
    const error = refused(() => parseInclude(name, value, reverse));
    expect([error.code, error.status]).toEqual(['search.bad-include', 400]);
    expect(error.message).toContain(message);
  });

  it('takes no other modifier', () => {
    for (const name of ['_include:exact', '_include:iterate:iterate'])
      expect(refused(() => parseInclude(name, '*', false)).code).toBe('search.unknown-modifier');
  });
});
