import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutcomeError, parseJson, writeJson } from '../../kernel/index.ts';
import { copyJson } from '../definitions/index.ts';
import { applyJsonPatch } from './json-patch.ts';
import { MOST_OPERATIONS } from './limits.ts';

const DOCUMENT = { a: { 'x/y': 1, 'm~n': 2 }, list: [1, 2, 3], '': 0, value: 'v' };

function codeOf(patch: unknown, document: unknown = DOCUMENT): string {
  try {
    applyJsonPatch(document, patch);
  } catch (error) {
    if (error instanceof OutcomeError) return error.code.replace('patch.', '');
    throw error;
  }
  return 'applied';
}

describe('JSON Patch', () => {
  it.each<[string, object, unknown]>([
    ['adds a member', { op: 'add', path: '/b', value: 1 }, { ...DOCUMENT, b: 1 }],
    ['adds over a member', { op: 'add', path: '/value', value: 1 }, { ...DOCUMENT, value: 1 }],
    ['adds at the end', { op: 'add', path: '/list/-', value: 4 }, { ...DOCUMENT, list: [1, 2, 3, 4] }],
    [
      'adds at the position after the last',
      { op: 'add', path: '/list/3', value: 4 },
      { ...DOCUMENT, list: [1, 2, 3, 4] },
    ],
    ['adds null', { op: 'add', path: '/b', value: null }, { ...DOCUMENT, b: null }],
    ['takes the whole document', { op: 'replace', path: '', value: [1] }, [1]],
    ['reads ~1 and ~0', { op: 'remove', path: '/a/x~1y' }, { ...DOCUMENT, a: { 'm~n': 2 } }],
    ['reads the empty name', { op: 'remove', path: '/' }, { a: DOCUMENT.a, list: DOCUMENT.list, value: 'v' }],
    ['copies', { op: 'copy', from: '/list', path: '/b' }, { ...DOCUMENT, b: [1, 2, 3] }],
    ['moves to itself', { op: 'move', from: '/value', path: '/value' }, DOCUMENT],
    ['moves within a list', { op: 'move', from: '/list/0', path: '/list/2' }, { ...DOCUMENT, list: [2, 3, 1] }],
    ['tests objects whatever their order', { op: 'test', path: '/a', value: { 'm~n': 2, 'x/y': 1 } }, DOCUMENT],
  ])('%s', (_, operation, expected) => {
    expect(applyJsonPatch(DOCUMENT, [operation])).toEqual(expected);
  });

  it.each<[string, unknown, string]>([
    ['what is no list', { op: 'add' }, 'malformed'],
    ['an operation that is none', [null], 'malformed'],
    ['an unknown op', [{ op: 'ad', path: '/x', value: 1 }], 'malformed'],
    ['no path', [{ op: 'remove' }], 'malformed'],
    ['no value', [{ op: 'add', path: '/x' }], 'malformed'],
    ['no from', [{ op: 'move', path: '/x' }], 'malformed'],
    ['a move into itself', [{ op: 'move', from: '/a', path: '/a/b' }], 'malformed'],
    ['a pointer without /', [{ op: 'remove', path: 'a' }], 'bad-pointer'],
    ['a bad escape', [{ op: 'remove', path: '/a~2' }], 'bad-pointer'],
    ['a position with zeros', [{ op: 'remove', path: '/list/01' }], 'bad-pointer'],
    ['a negative position', [{ op: 'remove', path: '/list/-1' }], 'bad-pointer'],
    ['the end of a list where one must be', [{ op: 'remove', path: '/list/-' }], 'bad-pointer'],
    ['the whole document taken out', [{ op: 'remove', path: '' }], 'bad-pointer'],
    ['a position beyond the list', [{ op: 'add', path: '/list/4', value: 1 }], 'no-target'],
    ['a member that is not there', [{ op: 'remove', path: '/b' }], 'no-target'],
    ['a replace of nothing', [{ op: 'replace', path: '/b', value: 1 }], 'no-target'],
    ['a place inside of a text', [{ op: 'add', path: '/value/x', value: 1 }], 'no-target'],
    ['an inherited member', [{ op: 'test', path: '/toString', value: 1 }], 'no-target'],
    ['the prototype', [{ op: 'add', path: '/__proto__/polluted', value: 1 }], 'bad-pointer'],
    ['the constructor', [{ op: 'add', path: '/constructor/prototype/polluted', value: 1 }], 'no-target'],
    ['the prototype as a source', [{ op: 'copy', from: '/__proto__', path: '/x' }], 'bad-pointer'],
    ['a failing test', [{ op: 'test', path: '/value', value: 'w' }], 'test-failed'],
    [
      'too many operations',
      Array.from({ length: MOST_OPERATIONS + 1 }, () => ({ op: 'test', path: '/value', value: 'v' })),
      'too-many',
    ],
  ])('refuses %s', (_, patch, code) => {
    expect(codeOf(patch)).toBe(code);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('says which op was meant', () => {
    expect(() => applyJsonPatch({}, [{ op: 'repalce', path: '/x', value: 1 }])).toThrow('did you mean replace?');
  });

  it('does all or nothing', () => {
    const before = writeJson(DOCUMENT);
    expect(
      codeOf([
        { op: 'remove', path: '/a' },
        { op: 'add', path: '/list/0', value: 9 },
        { op: 'remove', path: '/nothing' },
      ]),
    ).toBe('no-target');
    expect(writeJson(DOCUMENT)).toBe(before);
  });

  it('does not change the patch, and shares nothing with it', () => {
    const patch = [
      { op: 'add', path: '/b', value: { c: [1] } },
      { op: 'add', path: '/b/c/-', value: 2 },
      { op: 'copy', from: '/b', path: '/d' },
      { op: 'add', path: '/d/c/-', value: 3 },
    ];
    expect(applyJsonPatch({}, patch)).toEqual({ b: { c: [1, 2] }, d: { c: [1, 2, 3] } });
    expect(patch[0]?.value).toEqual({ c: [1] });
  });

  it('compares decimals with every digit, and keeps them', () => {
    const document = parseJson('{"value":1.00,"long":0.10000000000000000001}');
    const patch = parseJson(
      '[{"op":"test","path":"/value","value":1.0},{"op":"copy","from":"/value","path":"/other"}]',
    );
    expect(writeJson(applyJsonPatch(document, patch))).toBe(
      '{"value":1.00,"long":0.10000000000000000001,"other":1.00}',
    );
    expect(codeOf(parseJson('[{"op":"test","path":"/long","value":0.1}]'), document)).toBe('test-failed');
  });

  it('refuses to copy a document into itself without end', () => {
    const patch = Array.from({ length: 60 }, (_, at) => ({ op: 'copy', from: '', path: `/x${at}` }));
    expect(codeOf(patch)).toBe('too-large');
  });

  it('undoes what it did', () => {
    const member = fc.stringMatching(/^[a-z/~]{1,4}$/);
    const cases = fc.record({
      document: fc.dictionary(member, fc.jsonValue(), { maxKeys: 5 }),
      name: member,
      value: fc.jsonValue(),
    });
    fc.assert(
      fc.property(cases, ({ document, name, value }) => {
        const path = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        const undo = Object.hasOwn(document, name)
          ? { op: 'replace', path, value: document[name] }
          : { op: 'remove', path };
        const forth = applyJsonPatch(document, [
          { op: 'add', path, value },
          { op: 'test', path, value },
        ]);
        expect(applyJsonPatch(forth, [undo])).toEqual(copyJson(document));
      }),
    );
  });
});
