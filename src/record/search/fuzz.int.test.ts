import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arbitraryData, TYPES } from '../../../test/search/arbitrary-resources.ts';
import { CODE_PORT } from '../../../test/search/brute-force.ts';
import { ask } from '../../../test/search/context.ts';
import { recordTables, TestRecord } from '../../../test/search/loader.ts';
import { parametersOf } from '../../fhir/index.ts';
import { OutcomeError } from '../../kernel/index.ts';
import { embeddedTestStore, type TestedStore } from '../../store/index.ts';

let store: TestedStore;
let record: TestRecord;
beforeAll(async () => {
  store = await embeddedTestStore().open([recordTables]);
  record = new TestRecord(store);
  await record.put(...(fc.sample(arbitraryData(), { numRuns: 1, seed: 1 })[0] ?? []));
});
afterAll(() => store.close());

/** Answers, or refuses with a reason that is the client's. */
async function answersOrRefuses(text: string): Promise<void> {
  try {
    await ask(record, text, { codes: CODE_PORT });
  } catch (error) {
    expect(error, text).toBeInstanceOf(OutcomeError);
    expect((error as OutcomeError).status, text).toBeLessThan(500);
  }
}

const pieces = fc.constantFrom(
  "'",
  '"',
  ';',
  '--',
  '\\',
  '$',
  '|',
  ',',
  ':',
  '.',
  '%',
  '_',
  '*',
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  '\n',
  '\u{1f600}',
  '\ud800',

  'gt',
  'ap',
  'ne',
  '-',
  '+',
  '1e308',
  '-1e400',
  '99999999999999999999',
  '9999',
  '0001',
  '2020-02-30',
  '9999-12-31T23:59:60Z',

  'Patient/1',
  'http://',
  'urn:',
  '#',
  'null',
  'NaN',
  'Infinity',
  'true',
  'drop table resource',
  'pg_sleep(9)',
  '$1',
);
const nasty = fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 6 }).map((parts) => parts.join(''));

const names = TYPES.flatMap((type) => [...parametersOf(type).keys()].map((code) => [type, code] as const));
const modifiers = fc.constantFrom(
  '',
  '',
  ':not',
  ':exact',
  ':contains',
  ':text',
  ':in',
  ':below',
  ':above',
  ':missing',
  ':identifier',
  ':of-type',
  ':Patient',
  ':x',
);
const controls = fc.constantFrom(
  '_sort',
  '_count',
  '_include',
  '_revinclude',
  '_cursor',
  '_total',
  '_list',
  '_id',
  '_has:Observation:subject:code',
  '_elements',
  '_summary',
);

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** A list of made values. */
function many(count: number, make: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => make(at)).join(',');
}

describe('whatever is asked', () => {
  it('is answered, or refused by name: never an error of the server', async () => {
    const known = fc
      .tuple(fc.constantFrom(...names), modifiers, nasty)
      .map(([[type, code], modifier, value]) => `${type}?${encoded(code + modifier)}=${encoded(value)}`);
    const controlled = fc
      .tuple(fc.constantFrom(...TYPES), controls, nasty)
      .map(([type, name, value]) => `${type}?${name}=${encoded(value)}`);
    const unknown = fc
      .tuple(fc.constantFrom(...TYPES, ''), nasty, nasty)
      .map(([type, name, value]) => `${type}?${encoded(name)}=${encoded(value)}`);
    const any = fc.oneof({ arbitrary: known, weight: 6 }, { arbitrary: controlled, weight: 2 }, unknown);
    await fc.assert(fc.asyncProperty(any, answersOrRefuses), { numRuns: 400 });
    expect(await store.query('select 1 from resource limit 1')).toHaveLength(1);
  });

  it('may be as long as the limits allow', async () => {
    await answersOrRefuses(`Observation?code=${many(2048, (at) => `http://loinc.org|${at}`)}`);
    await answersOrRefuses(`Observation?value-quantity=${many(500, (at) => `gt${at}|http://unitsofmeasure.org|mg`)}`);
    await answersOrRefuses(`Observation?component-code-value-quantity=${many(500, (at) => `a$gt${at}`)}`);
    await answersOrRefuses(`Observation?date=${many(500, (at) => `gt${1500 + at}`)}`);
    await answersOrRefuses(`Patient?name:contains=${many(1000, (at) => `n${at}`)}`);
    await answersOrRefuses(`Patient?${'name=a&'.repeat(200)}`);
    await answersOrRefuses(`Patient?_id=${many(2048, String)}`);
    await answersOrRefuses(`Patient?_sort=${many(100, () => 'family')}&_count=2`);
    const conditions = Array.from({ length: 40 }, () => `value-quantity=${many(1600, (at) => `${at % 9}`)}`);
    await expect(ask(record, `Observation?${conditions.join('&')}`)).rejects.toThrow(
      /too many values|several searches/,
    );
  });
});
