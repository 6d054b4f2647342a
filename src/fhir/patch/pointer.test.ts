import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../../kernel/index.ts';
import { indexOf, pointerTokens, targetOf, valueAt } from './pointer.ts';

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof OutcomeError) return error.code.replace('patch.', '');
    throw error;
  }
  return 'done';
}

const written = (tokens: readonly string[]): string =>
  tokens.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

// The document of RFC 6901, section 5, and its table of pointers.
const RFC = {
  foo: ['bar', 'baz'],
  '': 0,
  'a/b': 1,
  'c%d': 2,
  'e^f': 3,
  'g|h': 4,
  'i\\j': 5,
  'k"l': 6,
  ' ': 7,
  'm~n': 8,
};

describe('JSON Pointer', () => {
  it.each<[string, unknown]>([
    ['', RFC],
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/e^f', 3],
    ['/g|h', 4],
    ['/i\\j', 5],
    ['/k"l', 6],
    ['/ ', 7],
    ['/m~0n', 8],
  ])("'%s' leads to its value", (pointer, value) => {
    expect(valueAt(RFC, pointer)).toEqual(value);
  });

  it.each([
    ['no slash at the start', 'foo', 'bad-pointer'],
    ['a tilde by itself', '/m~n', 'bad-pointer'],
    ['a tilde at the end', '/m~', 'bad-pointer'],
    ['an unknown escape', '/m~2', 'bad-pointer'],
    ['the prototype', '/__proto__', 'bad-pointer'],
    ['the prototype further down', '/foo/__proto__/x', 'bad-pointer'],
    ['a name that every object inherits', '/constructor', 'no-target'],
    ['a method of lists', '/foo/length', 'bad-pointer'],
    ['a name where a list is', '/foo/bar', 'bad-pointer'],
    ['a position with a zero before it', '/foo/00', 'bad-pointer'],
    ['a negative position', '/foo/-1', 'bad-pointer'],
    ['the place after the last', '/foo/-', 'bad-pointer'],
    ['a position in exponents', '/foo/1e0', 'bad-pointer'],
    ['a position beyond the end', '/foo/2', 'no-target'],
    ['a position beyond any list', '/foo/9999999999', 'bad-pointer'],
    ['a name that is not there', '/bar', 'no-target'],
    ['something below a text', '/foo/0/x', 'no-target'],
    ['something below a number', '/a~1b/x', 'no-target'],
  ])('refuses %s: %s', (_, pointer, code) => {
    expect(codeOf(() => valueAt(RFC, pointer))).toBe(code);
  });

  it('reads back what RFC 6901 writes, whatever the names', () => {
    const token = fc.oneof(fc.string(), fc.constantFrom('~', '/', '~1', '~0', '~01', '', '환자', 'a/~b'));
    fc.assert(
      fc.property(fc.array(token), (tokens) => {
        fc.pre(!tokens.includes('__proto__'));
        expect(pointerTokens(written(tokens))).toEqual(tokens);
      }),
    );
  });

  it('finds every value of any document', () => {
    const places = (value: unknown, path: readonly string[]): [readonly string[], unknown][] => {
      const own: [readonly string[], unknown][] = [[path, value]];
      if (typeof value !== 'object' || value === null) return own;
      return [...own, ...Object.entries(value).flatMap(([name, inner]) => places(inner, [...path, name]))];
    };
    fc.assert(
      fc.property(fc.jsonValue(), (document) => {
        for (const [path, value] of places(document, []))
          if (!path.includes('__proto__')) expect(valueAt(document, written(path))).toBe(value);
      }),
    );
  });

  it('gives the holder and the last token, also of what is not there yet', () => {
    expect(targetOf(RFC, '/new')).toEqual({ pointer: '/new', parent: RFC, token: 'new' });
    expect(targetOf(RFC, '/foo/-')).toEqual({ pointer: '/foo/-', parent: RFC.foo, token: '-' });
    expect(codeOf(() => targetOf(RFC, ''))).toBe('bad-pointer');
    expect(codeOf(() => targetOf(RFC, '/none/new'))).toBe('no-target');
    expect(codeOf(() => targetOf(RFC, '/foo/0/new'))).toBe('no-target');
  });

  it('counts positions up to the last and no further', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), fc.integer({ min: -3, max: 25 }), (last, asked) => {
        const answer = codeOf(() => expect(indexOf(last, String(asked), '/x')).toBe(asked));
        expect(answer).toBe(asked < 0 ? 'bad-pointer' : asked > last ? 'no-target' : 'done');
      }),
    );
  });

  it('keeps its messages short and says that nothing was changed', () => {
    const long = `/${'x'.repeat(10_000)}`;
    expect(() => valueAt(RFC, long)).toThrow(/nothing was changed/);
    try {
      valueAt(RFC, long);
    } catch (error) {
      expect((error as Error).message.length).toBeLessThan(200);
    }
  });
});
