import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../kernel/index.ts';
import { CodeSystemIndex, type Content } from './code-system.ts';
import { expandValueSet, isInValueSet } from './evaluate.ts';
import type { Library } from './library.ts';
import type { Include, ValueSetDefinition } from './value-set.ts';

/** a > b > c, a > d; e alone and retired. */
const PARENTS: Readonly<Record<string, string[]>> = { a: [], b: ['a'], c: ['b'], d: ['a'], e: [] };
const CODES = Object.keys(PARENTS);

function system(url: string, content: Content = 'complete'): CodeSystemIndex {
  const head = { url, name: url, version: undefined, content, caseSensitive: true };
  const nodes = CODES.map((code) => ({
    system: url,
    code,
    display: code.toUpperCase(),
    abstract: false,
    inactive: code === 'e',
    parents: PARENTS[code] ?? [],
    properties: new Map([['size', [code === 'a' ? 'big' : 'small']]]),
  }));
  return new CodeSystemIndex(head, nodes);
}

const SYSTEMS = new Map(
  [system('urn:s'), system('urn:t'), system('urn:part', 'fragment')].map((one) => [one.head.url, one]),
);

const complete = (part: Partial<Include>): Include => ({ filters: [], valueSets: [], ...part });

function definition(
  url: string,
  include: readonly Partial<Include>[],
  exclude: readonly Partial<Include>[] = [],
  inactive = true,
): ValueSetDefinition {
  return {
    url,
    name: url,
    version: undefined,
    include: include.map(complete),
    exclude: exclude.map(complete),
    inactive,
  };
}

function library(...definitions: readonly ValueSetDefinition[]): Library {
  return {
    codeSystem: (url) => SYSTEMS.get(url),
    valueSet: (url) => definitions.find((one) => one.url === url),
  };
}

const filter = (property: string, op: string, value: string): Partial<Include> => ({
  system: 'urn:s',
  filters: [{ property, op, value }],
});
const expandOne = (include: Partial<Include>, exclude: readonly Partial<Include>[] = []) =>
  expandValueSet(definition('urn:v', [include], exclude), library()).concepts.map(({ code }) => code);

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof OutcomeError) return error.code.replace('terminology.', '');
    throw error;
  }
  return 'answered';
}

describe('a value set', () => {
  it.each<[string, Partial<Include>, string]>([
    ['a whole system', { system: 'urn:s' }, 'abcde'],
    ['a system with a version', { system: 'urn:s|1' }, 'abcde'],
    ['a list', { system: 'urn:s', concepts: [{ code: 'b' }, { code: 'z' }] }, 'bz'],
    ['is-a', filter('concept', 'is-a', 'b'), 'bc'],
    ['descendent-of', filter('concept', 'descendent-of', 'a'), 'bcd'],
    ['is-not-a', filter('concept', 'is-not-a', 'b'), 'ade'],
    ['generalizes', filter('concept', 'generalizes', 'c'), 'abc'],
    ['in', filter('code', 'in', 'a, c'), 'ac'],
    ['not-in', filter('code', 'not-in', 'a,c'), 'bde'],
    ['= of a property', filter('size', '=', 'big'), 'a'],
    ['= of the display', filter('display', '=', 'D'), 'd'],
    ['= of the parent', filter('parent', '=', 'a'), 'bd'],
    ['exists', filter('parent', 'exists', 'true'), 'bcd'],
    ['not exists', filter('parent', 'exists', 'false'), 'ae'],
    ['nothing', {}, ''],
  ])('holds %s', (_, include, codes) => {
    expect(expandOne(include).join('')).toBe(codes);
  });

  it('holds what is in all of several value sets, and not what is excluded', () => {
    const inner = [
      definition('urn:1', [filter('concept', 'is-a', 'a')]),
      definition('urn:2', [filter('concept', 'generalizes', 'c')]),
    ];
    const both = definition(
      'urn:v',
      [{ valueSets: ['urn:1', 'urn:2'] }],
      [{ system: 'urn:s', concepts: [{ code: 'b' }] }],
    );
    expect(expandValueSet(both, library(...inner)).concepts.map(({ code }) => code)).toEqual(['a', 'c']);
    const narrowed = definition('urn:v', [{ system: 'urn:s', valueSets: ['urn:2'] }]);
    expect(expandValueSet(narrowed, library(...inner)).concepts.map(({ code }) => code)).toEqual(['a', 'b', 'c']);
  });

  it('leaves out what is no longer in use where it says so', () => {
    const active = definition('urn:v', [{ system: 'urn:s' }], [], false);
    expect(expandValueSet(active, library()).concepts.map(({ code }) => code)).toEqual(['a', 'b', 'c', 'd']);
    expect(isInValueSet(active, { system: 'urn:s', code: 'e' }, library())).toBe(false);
  });

  it('says what it does not know', () => {
    const ask = (include: Partial<Include>) => codeOf(() => expandOne(include));
    expect(ask({ system: 'urn:unknown' })).toBe('unknown-code-system');
    expect(ask({ valueSets: ['urn:unknown'] })).toBe('unknown-value-set');
    expect(ask(filter('code', 'regex', '(a+)+$'))).toBe('unknown-filter');
    const circular = definition('urn:v', [{ valueSets: ['urn:v'] }]);
    expect(codeOf(() => expandValueSet(circular, library(circular)))).toBe('circular-value-set');
    expect(codeOf(() => isInValueSet(circular, { code: 'a' }, library(circular)))).toBe('circular-value-set');
  });

  it('says when there may be more', () => {
    const part = definition('urn:v', [{ system: 'urn:part' }]);
    expect(expandValueSet(part, library()).limited).toBe(true);
    expect(isInValueSet(part, { system: 'urn:part', code: 'a' }, library())).toBe(true);
    expect(codeOf(() => isInValueSet(part, { system: 'urn:part', code: 'z' }, library()))).toBe('partial-code-system');
  });

  it('answers about one code where an unknown part does not matter', () => {
    const mixed = definition('urn:v', [{ system: 'urn:unknown' }, { system: 'urn:s', concepts: [{ code: 'a' }] }]);
    expect(isInValueSet(mixed, { system: 'urn:s', code: 'a' }, library())).toBe(true);
    expect(isInValueSet(mixed, { system: 'urn:s', code: 'b' }, library())).toBe(false);
    expect(codeOf(() => isInValueSet(mixed, { system: 'urn:unknown', code: 'b' }, library()))).toBe(
      'unknown-code-system',
    );
    expect(isInValueSet(mixed, { code: 'a' }, library())).toBe(true);
  });

  it('refuses to list without bound', () => {
    const concepts = Array.from({ length: 20_001 }, (_, at) => ({ code: String(at) }));
    const huge = definition('urn:v', [{ system: 'urn:s', concepts }]);
    expect(codeOf(() => expandValueSet(huge, library()))).toBe('too-many-codes');
    expect(isInValueSet(huge, { system: 'urn:s', code: '20000' }, library())).toBe(true);
  });

  it('has a code in its expansion if and only if it says that the code is in it', () => {
    const op = fc.constantFrom('is-a', 'descendent-of', 'is-not-a', 'generalizes', 'in', 'not-in', '=');
    const code = fc.constantFrom(...CODES);
    const part = fc.record({
      system: fc.option(fc.constantFrom('urn:s', 'urn:t'), { nil: undefined }),
      concepts: fc.option(fc.array(code.map((one) => ({ code: one }))), { nil: undefined, freq: 1 }),
      filters: fc.array(fc.record({ property: fc.constant('concept'), op, value: code }), { maxLength: 2 }),
      valueSets: fc.array(fc.constantFrom('urn:1', 'urn:2'), { maxLength: 2 }),
    });
    const leaf = part.map((one) => ({ ...one, system: one.system ?? 'urn:s', valueSets: [] }));
    const cases = fc.record({
      inner: fc.tuple(leaf, leaf),
      include: fc.array(part, { maxLength: 3 }),
      exclude: fc.array(part, { maxLength: 2 }),
      inactive: fc.boolean(),
    });
    fc.assert(
      fc.property(cases, ({ inner, include, exclude, inactive }) => {
        const shelf = library(definition('urn:1', [inner[0]]), definition('urn:2', [inner[1]]));
        const whole = definition('urn:v', include, exclude, inactive);
        const listed = new Set(expandValueSet(whole, shelf).concepts.map((one) => `${one.system}|${one.code}`));
        for (const url of ['urn:s', 'urn:t'])
          for (const one of CODES)
            expect(isInValueSet(whole, { system: url, code: one }, shelf)).toBe(listed.has(`${url}|${one}`));
      }),
      { numRuns: 1000 },
    );
  });
});
