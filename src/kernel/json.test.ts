import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_DEPTH, decimalOf, decimalText, isRawDecimal, parseJson, parseWritten, writeJson } from './json.ts';
import { OutcomeError } from './outcome.ts';

const digits = fc.stringMatching(/^[0-9]{1,22}$/);
const exponent = fc.stringMatching(/^[eE][-+]?[0-9]{1,3}$/);

/** Every number text that JSON allows. */
const numberText = fc
  .tuple(fc.boolean(), digits, fc.option(digits), fc.option(exponent))
  .map(([minus, whole, fraction, power]) => {
    const integer = whole.replace(/^0+(?=\d)/, '');
    return `${minus ? '-' : ''}${integer}${fraction === null ? '' : `.${fraction}`}${power ?? ''}`;
  });

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof OutcomeError) return error.code;
    throw error;
  }
  return 'nothing thrown';
}

/** JSON text without the white space between its tokens. */
const tokens = (text: string) => text.match(/"(?:[^"\\]|\\.)*"|[^\s"]+/g)?.join('');

const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('parseJson and writeJson', () => {
  it('give every number back as it was written, wherever it stands', () => {
    fc.assert(
      fc.property(fc.array(numberText, { minLength: 1, maxLength: 6 }), (texts) => {
        const inArray = `[${texts.join(',')}]`;
        const inObject = `{${texts.map((text, at) => `"k${at}":${text}`).join(',')}}`;
        expect(writeJson(parseJson(inArray))).toBe(inArray);
        expect(writeJson(parseWritten(inArray))).toBe(inArray);
        expect(writeJson(parseJson(inObject))).toBe(inObject);
      }),
      { numRuns: 2000 },
    );
  });

  it('give numbers back at any depth, among any names, with any white space', () => {
    const names = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'a"b', 'back\\\\slash', '\\u00e9', 'value'));
    const tree = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        numberText,
        fc.constantFrom('"1.00"', 'true', 'null', '"[{,:"'),
        fc.array(tie('node'), { maxLength: 4 }).map((items) => `[${items.join(' ,\n')}]`),
        fc
          .uniqueArray(fc.tuple(names, tie('node')), { maxLength: 4, selector: ([name]) => name })
          .map((members) => `{${members.map(([name, text]) => `${JSON.stringify(name)} : ${text}`).join(',')}}`),
      ),
    })).node;
    fc.assert(
      fc.property(tree, (text) => {
        // An object orders names that are whole numbers first, so those are left out of this comparison.
        fc.pre(!/"\d+"/.test(text));
        expect(tokens(writeJson(parseJson(text)))).toBe(tokens(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('refuse a property that stands twice, wherever and however it is written: one of two doses would be lost', () => {
    const twice = [
      '{"a":1.00,"a":2.50}',
      '[{"b":{"a":1,"c":2,"a":1}}]',
      '{"a":null,"\\u0061":null}',
      '{"a":{"b":1.00},"a":[7]}',
    ];
    for (const text of twice)
      expect(
        codeOf(() => parseJson(text)),
        text,
      ).toBe('json.property-twice');
    expect(parseJson('{"a":{"a":1},"b":[{"a":"a:b,{"},{"a":2}]}')).toEqual({
      a: { a: 1 },
      b: [{ a: 'a:b,{' }, { a: 2 }],
    });
  });

  it('agree with the platform on any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        expect(writeJson(parseJson(text))).toBe(text);
        expect(writeJson(parseWritten(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('keep the decimals of medicine', () => {
    const text = '{"value":1.00,"low":0.10,"tiny":1E-22,"long":1.000000000000000000,"count":1000000000000000000}';
    const tree = parseJson(text) as Record<string, number>;
    expect(isRawDecimal(tree['value'])).toBe(true);
    expect(decimalText(tree['low'] ?? 0)).toBe('0.10');
    expect(writeJson(tree)).toBe(text);
  });

  it('keep plain numbers plain, so that nobody pays for what is not needed', () => {
    expect(parseJson('[1,2.5,-7.25,100]')).toEqual([1, 2.5, -7.25, 100]);
    expect(decimalOf('2.5')).toBe(2.5);
    expect(isRawDecimal(decimalOf('2.50'))).toBe(true);
  });

  it('accept a byte order mark, as files from Windows carry it', () => {
    expect(parseJson('\uFEFF{"a":1}')).toEqual({ a: 1 });
  });

  it('refuse what is no JSON, naming the place and not the content', () => {
    expect(codeOf(() => parseJson('{"a":'))).toBe('json.malformed');
    expect(codeOf(() => parseJson(''))).toBe('json.malformed');
    expect(codeOf(() => parseJson('{"a":01}'))).toBe('json.malformed');
  });

  it('refuse nesting that would break a recursive walk, and do not count braces in strings', () => {
    expect(codeOf(() => parseJson(deep(MAX_DEPTH + 1)))).toBe('json.too-deep');
    expect(() => parseJson(deep(MAX_DEPTH))).not.toThrow();
    expect(() => parseJson(`{"a":"${'[{'.repeat(5000)}\\"[[["}`)).not.toThrow();
    expect(codeOf(() => parseJson('['.repeat(1_000_000)))).toBe('json.too-deep');
  });

  it('do not let a document reach the prototype of objects', () => {
    const tree = parseJson('{"__proto__":{"polluted":1}}') as object;
    expect(Object.hasOwn(tree, '__proto__')).toBe(true);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('indent on demand', () => {
    expect(writeJson({ a: decimalOf('1.0') }, true)).toBe('{\n  "a": 1.0\n}');
  });
});
