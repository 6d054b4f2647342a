import { describe, expect, it } from 'vitest';
import type { CodeSystem, Parameters, ValueSet } from '../fhir/index.ts';
import { OutcomeError, type EpochMs } from '../kernel/index.ts';
import { expand, sourceOf } from './expand.ts';
import { lookup, subsumes } from './lookup.ts';
import { OperationParameters } from './parameters.ts';
import { openTerminology } from './terminology.ts';

const WARDS: CodeSystem = {
  resourceType: 'CodeSystem',
  url: 'urn:wards',
  name: 'Wards',
  status: 'active',
  content: 'complete',
  concept: [
    {
      code: 'all',
      display: 'All wards',
      property: [{ code: 'notSelectable', valueBoolean: true }],
      concept: [
        { code: 'W51', display: '51병동 Internal medicine', definition: 'Fifth floor' },
        { code: 'W52', display: '52병동 Surgery', property: [{ code: 'beds', valueInteger: 0 }] },
        { code: 'ICU', display: '중환자실 Intensive care', property: [{ code: 'inactive', valueBoolean: true }] },
      ],
    },
    { code: 'day', display: 'Day care' },
  ],
};

const SET: ValueSet = {
  resourceType: 'ValueSet',
  id: 'wards',
  url: 'urn:set',
  version: '3',
  name: 'Choice',
  status: 'draft',
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' },
  compose: { include: [{ system: 'urn:wards' }] },
};

const terminology = openTerminology({
  definitions: {
    codeSystem: async (url) => (url === 'urn:wards' ? WARDS : undefined),
    valueSet: async (url, version) => (url === 'urn:set' && (version ?? '3') === '3' ? SET : undefined),
  },
});

const NOON = Date.UTC(2026, 10, 24, 3) as EpochMs;
const clock = { now: () => NOON };
const parametersOf = (values: Readonly<Record<string, unknown>>) =>
  new OperationParameters(new Map(Object.entries(values)));
const expanded = (values: Readonly<Record<string, unknown>>, instance?: ValueSet) =>
  expand(terminology, parametersOf(values), clock, instance);
const codes = ({ expansion }: ValueSet) => expansion?.contains?.map(({ code }) => code) ?? [];

async function codeOf(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
  } catch (error) {
    if (error instanceof OutcomeError) return error.code.replace('terminology.', '');
    throw error;
  }
  return 'answered';
}

describe('the codes of a value set', () => {
  it('are listed with what a chooser needs: display, heading, no longer in use', async () => {
    const { expansion, ...head } = await expanded({ url: 'urn:set' });
    expect(head).toEqual({ resourceType: 'ValueSet', url: 'urn:set', name: 'Choice', status: 'active', version: '3' });
    expect(expansion).toMatchObject({ timestamp: '2026-11-24T03:00:00.000Z', total: 5, offset: 0 });
    expect(expansion?.contains).toEqual([
      { system: 'urn:wards', code: 'all', display: 'All wards', abstract: true },
      { system: 'urn:wards', code: 'W51', display: '51병동 Internal medicine' },
      { system: 'urn:wards', code: 'W52', display: '52병동 Surgery' },
      { system: 'urn:wards', code: 'ICU', display: '중환자실 Intensive care', inactive: true },
      { system: 'urn:wards', code: 'day', display: 'Day care' },
    ]);
  });

  it.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
    ['by a Korean word', { filter: '중환자실' }, ['ICU']],
    ['by any case', { filter: 'SURGERY' }, ['W52']],
    ['by code', { filter: 'w5' }, ['W51', 'W52']],
    ['by several words in any order', { filter: 'medicine 51' }, ['W51']],
    ['by words that do not meet', { filter: 'medicine 52' }, []],
    ['by white space, which is no filter', { filter: '  ' }, ['all', 'W51', 'W52', 'ICU', 'day']],
    ['without those out of use', { activeOnly: true }, ['all', 'W51', 'W52', 'day']],
    ['the second page', { offset: 2, count: 2 }, ['W52', 'ICU']],
    ['beyond the end', { offset: '9' }, []],
    ['none, for the total alone', { count: 0 }, []],
    ['a page of what is filtered', { filter: 'care', offset: 1, count: 5 }, ['day']],
  ])('are narrowed %s', async (_, values, expected) => {
    expect(codes(await expanded({ url: 'urn:set', ...values }))).toEqual(expected);
  });

  it('pages together are the whole, each counted in the same total', async () => {
    const pages = await Promise.all([0, 2, 4].map((offset) => expanded({ url: 'urn:set', offset, count: 2 })));
    expect(pages.flatMap(codes)).toEqual(codes(await expanded({ url: 'urn:set' })));
    expect(pages.map(({ expansion }) => expansion?.total)).toEqual([5, 5, 5]);
  });

  it('of a stored resource keep its head and leave out how it is composed', async () => {
    const whole = await expanded({}, SET);
    expect(whole).toMatchObject({ id: 'wards', version: '3', status: 'draft', name: 'Choice' });
    for (const left of ['compose', 'text']) expect(whole).not.toHaveProperty(left);
  });

  it('are of the version that is asked for', async () => {
    expect(codes(await expanded({ url: 'urn:set', valueSetVersion: '3' }))).toHaveLength(5);
    expect(codes(await expanded({ url: 'urn:set|3' }))).toHaveLength(5);
    expect(await codeOf(expanded({ url: 'urn:set', valueSetVersion: '2' }))).toBe('unknown-value-set');
  });

  it('come from the instance, then the body, then the address', () => {
    const given = { resourceType: 'ValueSet', status: 'draft', url: 'urn:given' };
    expect(sourceOf(parametersOf({ valueSet: given, url: 'urn:set' }), SET)).toBe(SET);
    expect(sourceOf(parametersOf({ valueSet: given, url: 'urn:set' }), undefined)).toEqual(given);
    expect(sourceOf(parametersOf({ url: 'urn:set', valueSetVersion: '2' }), undefined)).toBe('urn:set|2');
    expect(sourceOf(parametersOf({ url: 'urn:set|1', valueSetVersion: '2' }), undefined)).toBe('urn:set|1');
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['nothing named', {}, 'missing-parameter'],
    ['a text for a value set', { valueSet: 'urn:set' }, 'bad-parameter'],
    ['another resource', { valueSet: { resourceType: 'Patient' } }, 'bad-parameter'],
    ['half a page', { url: 'urn:set', count: 1.5 }, 'bad-parameter'],
    ['a negative offset', { url: 'urn:set', offset: '-1' }, 'bad-parameter'],
    ['a flag that is neither', { url: 'urn:set', activeOnly: 'ja' }, 'bad-parameter'],
    ['a filter that is no text', { url: 'urn:set', filter: 5 }, 'bad-parameter'],
  ])('are refused for %s', async (_, values, code) => {
    expect(await codeOf(expanded(values))).toBe(code);
  });
});

const rows = ({ parameter = [] }: Parameters, name: string) => parameter.filter((one) => one.name === name);
const told = (parameters: Parameters) =>
  rows(parameters, 'property').map(({ part = [] }) => [part[0]?.valueCode, Object.values(part[1] ?? {}).at(-1)]);

describe('what a code means', () => {
  const ask = (values: Readonly<Record<string, unknown>>) => lookup(terminology, parametersOf(values));

  it('is told with its place and its properties, noughts and falses as well', async () => {
    const surgery = await ask({ system: 'urn:wards', code: 'W52' });
    expect(told(surgery)).toEqual([
      ['inactive', false],
      ['parent', 'all'],
      ['beds', 0],
    ]);
    expect(told(await ask({ system: 'urn:wards', code: 'all' }))).toContainEqual(['child', 'ICU']);
    expect(told(await ask({ system: 'urn:wards', code: 'ICU' }))[0]).toEqual(['inactive', true]);
  });

  it('is narrowed to one property, and the definition is there where there is one', async () => {
    expect(told(await ask({ system: 'urn:wards', code: 'W52', property: 'beds' }))).toEqual([['beds', 0]]);
    const medicine = await ask({ coding: { system: 'urn:wards', code: 'W51' } });
    expect(rows(medicine, 'definition')[0]?.valueString).toBe('Fifth floor');
    expect(rows(await ask({ system: 'urn:wards', code: 'day' }), 'definition')).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['a code that is not there', { system: 'urn:wards', code: 'w52' }, 'unknown-code'],
    ['a system that is not here', { system: 'urn:x', code: 'a' }, 'unknown-code-system'],
    ['no code', { system: 'urn:wards' }, 'missing-parameter'],
    ['no system', { code: 'W52' }, 'missing-parameter'],
  ])('is not told of %s', async (_, values, code) => {
    expect(await codeOf(ask(values))).toBe(code);
  });
});

describe('how two codes stand to each other', () => {
  const outcome = async (codeA: string, codeB: string) => {
    const answer = await subsumes(terminology, parametersOf({ system: 'urn:wards', codeA, codeB }));
    return answer.parameter?.[0]?.valueCode;
  };

  it('is the same seen from either side', async () => {
    const turned: Readonly<Record<string, string>> = { subsumes: 'subsumed-by', 'subsumed-by': 'subsumes' };
    const all = ['all', 'W51', 'W52', 'ICU', 'day'];
    for (const a of all)
      for (const b of all) {
        const forth = (await outcome(a, b)) ?? '';
        const expected =
          a === b
            ? 'equivalent'
            : a === 'all' && b !== 'day'
              ? 'subsumes'
              : b === 'all' && a !== 'day'
                ? 'subsumed-by'
                : 'not-subsumed';
        expect([forth, await outcome(b, a)]).toEqual([expected, turned[forth] ?? forth]);
      }
  });

  it('is not guessed for what is not known', async () => {
    expect(await codeOf(outcome('all', 'none'))).toBe('unknown-code');
    expect(await codeOf(subsumes(terminology, parametersOf({ codeA: 'all', codeB: 'day' })))).toBe('missing-parameter');
  });
});
