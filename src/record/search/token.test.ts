import { describe, expect, it } from 'vitest';
import { UNLIMITED } from '../../access/index.ts';
import { parseSearch, typeNumber, type Criterion } from '../../fhir/index.ts';
import type { EpochMs, Hash64 } from '../../kernel/index.ts';
import { bareKey, codeKey, fullKey, ofTypeKey, otherKey, sqlKey, systemKey, targetKey } from '../index-rows/keys.ts';
import type { CodePort, SearchContext } from './api.ts';
import { criterionCondition } from './compile.ts';
import { compiled } from './fragment.ts';
import { scopeOf } from './scope.ts';
import { afterPrefix, mainCodes } from './token.ts';
import { silentDb } from './testing.ts';

const context: SearchContext = {
  connection: { db: silentDb, query: () => Promise.reject(new Error('a plain search asks nothing first')) },
  reach: UNLIMITED,
  clock: { now: () => 0 as EpochMs },
  base: 'http://h/fhir/R4',
  settings: { timeZone: 'Asia/Seoul', searchCount: 50, maxSearchCount: 1000 },
};
const LOINC = 'http://loinc.org';

function criterion(type: string, query: string): Criterion {
  const [one] = parseSearch(type, query, { timeZone: 'Asia/Seoul' }).branches[0]?.criteria ?? [];
  if (one === undefined) throw new Error(`no criterion in ${query}`);
  return one;
}

/** The statement's text, and every key that it looks for. */
async function asked(type: string, query: string, codes?: CodePort) {
  const scope = scopeOf(context, codes, criterionCondition, type);
  const { text, parameters } = compiled(context.connection, await criterionCondition(scope, criterion(type, query)));
  const keys = parameters.flat();
  return { text, has: (key: Hash64) => keys.includes(sqlKey(key)), keys };
}

describe('a code is looked for', () => {
  it('in any system, as first code and as further one', async () => {
    const { has, keys } = await asked('Observation', 'code=2160-0');
    expect(has(codeKey(typeNumber('Observation'), 'Observation.code', '2160-0'))).toBe(true);
    expect(has(otherKey('Observation.code', '2160-0'))).toBe(true);
    expect(keys).toHaveLength(2);
  });

  it.each([
    [`code=${LOINC}|2160-0`, fullKey('Observation.code', LOINC, '2160-0')],
    ['code=|2160-0', fullKey('Observation.code', '', '2160-0')],
    [`code=${LOINC}|`, systemKey('Observation.code', LOINC)],
  ])('as it is written: %s', async (query, key) => {
    const { has, keys } = await asked('Observation', query);
    expect(has(key)).toBe(true);
    expect(keys).toHaveLength(1);
  });

  it('any of several, with commas inside of a value escaped', async () => {
    const { has, keys } = await asked('Observation', 'status=final,amended');
    expect([has(bareKey('Observation.status', 'final')), has(bareKey('Observation.status', 'amended'))]).toEqual([
      true,
      true,
    ]);
    expect(keys).toHaveLength(2);
    const escaped = await asked('Patient', String.raw`identifier=a\,b`);
    expect(escaped.has(bareKey('Patient.identifier', 'a,b'))).toBe(true);
  });

  it('not, as the opposite of the same', async () => {
    const [plain, not] = [await asked('Observation', 'status=final'), await asked('Observation', 'status:not=final')];
    expect(not.text).toContain(`not ${plain.text}`);
    expect(not.keys).toEqual(plain.keys);
  });

  it('with the type of an identifier', async () => {
    const { has } = await asked('Patient', 'identifier:of-type=urn:t|MR|0012');
    expect(has(ofTypeKey('Patient.identifier', 'urn:t', 'MR', '0012'))).toBe(true);
    expect(has(ofTypeKey('Patient.identifier', 'urn:t', 'MR', '12'))).toBe(false);
  });

  it('by telephone without punctuation', async () => {
    const [one, other] = [await asked('Patient', 'phone=010-1234-5678'), await asked('Patient', 'phone=01012345678')];
    expect(one.keys).toEqual(other.keys);
  });

  it('by id of its own type alone', async () => {
    const { has, keys } = await asked('Patient', '_id=1,2');
    expect([has(targetKey('Patient/1')), has(targetKey('Patient/2')), keys.length]).toEqual([true, true, 2]);
    expect((await asked('Patient', '_id=urn:x|1')).text).toBe('false');
  });

  it('as words that begin so', async () => {
    const { keys } = await asked('Observation', 'code:text=Creat');
    expect(keys).toContain('creat');
    expect(keys).toContain(afterPrefix('creat'));
    // As the database compares: byte by byte of UTF-8.
    const isBefore = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0;
    for (const text of ['creat', 'creatinine', 'creat\u{ffff}', 'creat\u{1f600}', 'creat검사'])
      expect(isBefore(text, afterPrefix('creat')), text).toBe(true);
    expect(isBefore(afterPrefix('creat'), 'creau')).toBe(true);
  });
});

describe('codes of a terminology', () => {
  const port = (list: Awaited<ReturnType<CodePort['codesIn']>>): CodePort => {
    const give = () => Promise.resolve(list);
    return { codesIn: give, below: give, above: give };
  };

  it('are all looked for, each with its system', async () => {
    const codes = port([
      { system: LOINC, code: 'a' },
      { system: 'urn:other', code: 'b' },
    ]);
    const { has } = await asked('Condition', 'category:in=http://h/ValueSet/v', codes);
    expect(has(fullKey('Condition.category', LOINC, 'a'))).toBe(true);
    expect(has(fullKey('Condition.category', 'urn:other', 'b'))).toBe(true);
    expect(has(fullKey('Condition.category', LOINC, 'b'))).toBe(false);
  });

  it('that are none match nothing, rather than everything', async () => {
    expect((await asked('Condition', 'category:in=http://h/ValueSet/v', port([]))).text).toBe('false');
    expect((await asked('Condition', 'category:not-in=http://h/ValueSet/v', port([]))).text).not.toBe('false');
  });

  it.each([
    ['no terminology is there', 'category:in=http://h/ValueSet/v', undefined, 'search.no-terminology'],
    ['the value set is not known', 'category:in=http://h/ValueSet/v', port(undefined), 'search.unknown-codes'],
    ['the code system is not known', 'category:below=urn:s|a', port(undefined), 'search.unknown-codes'],
    ['no system is named', 'category:below=a', port([]), 'search.bad-value'],
    ['no code is named', 'category:above=urn:s|', port([]), 'search.bad-value'],
  ])('are refused, never guessed, where %s', async (_why, query, codes, code) => {
    await expect(asked('Condition', query, codes)).rejects.toMatchObject({ code });
  });
});

describe('the main code', () => {
  it('is known of plain codes alone', () => {
    const codesOf = (query: string) => mainCodes('Observation', criterion('Observation', query));
    expect(codesOf(`code=${LOINC}|a,b`)?.map(({ system }) => system)).toEqual([
      systemKey('Observation.code', LOINC),
      undefined,
    ]);
    expect(codesOf('code=|a')?.map(({ system }) => system)).toEqual([null]);
    expect(codesOf(`code=${LOINC}|`)).toBeUndefined();
    expect(codesOf('code:text=a')).toBeUndefined();
    expect(codesOf('status=final')).toBeUndefined();
    expect(codesOf(`code=${Array.from({ length: 51 }, (_, at) => `c${at}`).join(',')}`)).toBeUndefined();
    expect(mainCodes(undefined, criterion('Observation', 'code=a'))).toBeUndefined();
  });
});
