import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { hashText } from '../../kernel/index.ts';
import type { Connection } from '../../store/index.ts';
import { targetKey } from '../index-rows/keys.ts';
import { allOf, anyOf, compiled, FALSE, hasToken, isKey, notOf, timestampOf, TRUE, type Fragment } from './fragment.ts';
import { silentDb } from './testing.ts';

const connection: Connection = { db: silentDb, query: () => Promise.reject(new Error('nothing is asked here')) };
const written = (fragment: Fragment) => compiled(connection, fragment);

/** A condition as a tree, to be told by hand and by the fragments. */
type Tree =
  | boolean
  | string
  | { readonly all: readonly Tree[] }
  | { readonly any: readonly Tree[] }
  | { readonly no: Tree };

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.boolean(),
    fc.constantFrom('a', 'b', 'c'),
    fc.record({ all: fc.array(tie('tree'), { maxLength: 4 }) }),
    fc.record({ any: fc.array(tie('tree'), { maxLength: 4 }) }),
    fc.record({ no: tie('tree') }),
  ),
}));

function fragmentOf(one: Tree): Fragment {
  if (typeof one === 'boolean') return one ? TRUE : FALSE;
  if (typeof one === 'string') return sql.raw(one);
  if ('all' in one) return allOf(one.all.map(fragmentOf));
  return 'any' in one ? anyOf(one.any.map(fragmentOf)) : notOf(fragmentOf(one.no));
}

function truthOf(one: Tree, world: Readonly<Record<string, boolean>>): boolean {
  if (typeof one === 'boolean') return one;
  if (typeof one === 'string') return world[one] === true;
  if ('all' in one) return one.all.every((part) => truthOf(part, world));
  return 'any' in one ? one.any.some((part) => truthOf(part, world)) : !truthOf(one.no, world);
}

/** Reads the SQL of the fragments: words, and, or, not, brackets, with the precedence of SQL. */
function readSql(text: string, world: Readonly<Record<string, boolean>>): boolean {
  const words = text.match(/\(|\)|\w+/g) ?? [];
  const either = (): boolean => {
    let value = both();
    while (words[0] === 'or') {
      words.shift();
      const other = both();
      value = value || other;
    }
    return value;
  };
  const both = (): boolean => {
    let value = one();
    while (words[0] === 'and') {
      words.shift();
      const other = one();
      value = value && other;
    }
    return value;
  };
  const one = (): boolean => {
    const word = words.shift() ?? '';
    if (word === 'not') return !one();
    if (word !== '(') return word === 'true' || world[word] === true;
    const value = either();
    words.shift();
    return value;
  };
  return either();
}

describe('conditions put together', () => {
  it('mean what their parts mean, in whatever nesting', () => {
    fc.assert(
      fc.property(tree, fc.record({ a: fc.boolean(), b: fc.boolean(), c: fc.boolean() }), (one, world) => {
        expect(readSql(written(fragmentOf(one)).text, world)).toBe(truthOf(one, world));
      }),
      { numRuns: 500 },
    );
  });

  it('of nothing: all hold, none of them holds', () => {
    expect(allOf([])).toBe(TRUE);
    expect(anyOf([])).toBe(FALSE);
    expect(notOf(TRUE)).toBe(FALSE);
    expect(notOf(FALSE)).toBe(TRUE);
  });

  it('know at once that nothing can match, so that nothing is asked', () => {
    expect(allOf([sql`a`, FALSE, sql`b`])).toBe(FALSE);
    expect(anyOf([sql`a`, TRUE])).toBe(TRUE);
    expect(isKey(sql`r.key`, [])).toBe(FALSE);
    expect(hasToken(sql`r`, [])).toBe(FALSE);
  });
});

describe('values', () => {
  it('are bound, never text of the statement', () => {
    const key = targetKey("Patient/x'; drop table resource; --");
    const { text, parameters } = written(isKey(sql`r.key`, [key]));
    expect(text).not.toContain('drop');
    expect(JSON.stringify(parameters)).toContain(hashText("Patient/x'; drop table resource; --"));
  });

  it('that are too many are refused with what to do', () => {
    const many = sql.join(Array.from({ length: 60_001 }, (_, at) => sql`${at}`));
    expect(() => written(sql`select ${many}`)).toThrow(
      expect.objectContaining({
        code: 'search.too-many-values',
        message: expect.stringContaining('several') as unknown,
      }),
    );
    const most = sql.join(Array.from({ length: 60_000 }, (_, at) => sql`${at}`));
    expect(written(sql`select ${most}`).parameters).toHaveLength(60_000);
  });

  it.each([
    [0, '1970-01-01T00:00:00.000Z'],
    [-1e18, '0001-01-01T00:00:00.000Z'],
    [Number.NEGATIVE_INFINITY, '0001-01-01T00:00:00.000Z'],
    [Number.POSITIVE_INFINITY, '9999-12-31T23:59:59.999Z'],
  ])('the moment %d is written as %s', (moment, instant) => {
    expect(written(timestampOf(moment)).parameters).toEqual([instant]);
  });
});
