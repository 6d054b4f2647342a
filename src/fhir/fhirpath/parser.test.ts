import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../../kernel/index.ts';
import { MAX_LENGTH, tokensOf } from './lexer.ts';
import { MAX_NESTING, parsePath } from './parser.ts';
import { printPath } from './print.ts';
import type { BinaryOperator, Expression, Literal, TypeName } from './syntax.ts';

/** The text of the tree: parentheses show what binds to what. */
const tree = (text: string): string => printPath(parsePath(text));

function failure(text: string): { code: string; message: string } {
  try {
    parsePath(text);
  } catch (error) {
    if (error instanceof OutcomeError) return { code: error.code, message: error.message };
    throw error;
  }
  return expect.fail(`${text} was read`);
}

describe('tokens', () => {
  it('are cut with their places', () => {
    expect(tokensOf('a.b(1)').map(({ kind, text, at }) => [kind, text, at])).toEqual([
      ['name', 'a', 0],
      ['symbol', '.', 1],
      ['name', 'b', 2],
      ['symbol', '(', 3],
      ['number', '1', 4],
      ['symbol', ')', 5],
      ['end', '', 6],
    ]);
  });

  it.each([
    ["'it\\'s'", 'string', "it's"],
    ["'\\u0041\\n\\t\\r\\f\\\\\\/\\`\\\"'", 'string', 'A\n\t\r\f\\/`"'],
    ["'\\.'", 'string', '\\.'],
    ['`div`', 'delimited', 'div'],
    ['"old"', 'delimited', 'old'],
    ['@2015', 'date', '2015'],
    ['@2015-02', 'date', '2015-02'],
    ['@2015T', 'dateTime', '2015T'],
    ['@2015-02-04T14:34:28.123+10:00', 'dateTime', '2015-02-04T14:34:28.123+10:00'],
    ['@T14:34', 'time', '14:34'],
    ['1.50', 'number', '1.50'],
    ['$this', 'variable', '$this'],
  ])('%s is a %s', (text, kind, content) => {
    const [token] = tokensOf(text);
    expect(token).toMatchObject({ kind, text: content });
  });

  it('leave comments out', () => {
    expect(tree('1 /* one */ + // and\n 2')).toBe('(1) + (2)');
  });
});

describe('precedence', () => {
  it.each([
    ['1 + 2 * 3', '(1) + ((2) * (3))'],
    ['1 * 2 + 3', '((1) * (2)) + (3)'],
    ['1 - 2 - 3', '((1) - (2)) - (3)'],
    ['-a + b', '(-a) + b'],
    ['-a.b', '-a.b'],
    ['a | b + c', 'a | (b + c)'],
    ['a = b | c', 'a = (b | c)'],
    ['a < b = c', '(a < b) = c'],
    ['a in b and c', '(a in b) and c'],
    ['a or b and c', 'a or (b and c)'],
    ['a implies b or c', 'a implies (b or c)'],
    ['a implies b implies c', '(a implies b) implies c'],
    ['a is Patient and b', '(a is Patient) and b'],
    ['1 > 2 is Boolean', '(1) > ((2) is Boolean)'],
    ['a as Quantity | b', '(a as Quantity) | b'],
    ['a & b + c', '(a & b) + c'],
    ['a div b mod c', '(a div b) mod c'],
    ['(a or b) and c', '(a or b) and c'],
    ['a[0].b[1]', 'a[0].b[1]'],
    ['a.where(b = 1)[0]', 'a.where(b = (1))[0]'],
    ['a xor b or c', '(a xor b) or c'],
    ['a ~ b', 'a ~ b'],
    ['a !~ b', 'a !~ b'],
    ['a contains b', 'a contains b'],
  ])('%s', (text, expected) => {
    expect(tree(text)).toBe(expected);
  });
});

describe('terms', () => {
  it.each([
    ['true', 'true'],
    ['{}', '{}'],
    ['4 days', '4 days'],
    ["4 'mg'", "4 'mg'"],
    ['%ucum', '%ucum'],
    ["%'vs-gender'", '%`vs-gender`'],
    ['%`vs-gender`', '%`vs-gender`'],
    ['`given name`', '`given name`'],
    ['Patient.contains', 'Patient.`contains`'],
    ['is', '`is`'],
    ['Patient.text.div', 'Patient.text.`div`'],
    ['FHIR.Patient', 'FHIR.Patient'],
    ['a is FHIR.Patient', 'a is FHIR.Patient'],
    ['a is System.String', 'a is System.String'],
    ['a is FHIR.`Patient`', 'a is FHIR.Patient'],
    ['iif(a, b, c)', 'iif(a, b, c)'],
    ['now()', 'now()'],
    ['$this.a', '$this.a'],
    ['a.$this', '$this'],
    ['x.sort(name desc, age asc)', 'x.sort(-name, age)'],
    ['+1', '+(1)'],
    ['- - 1', '-(-(1))'],
  ])('%s', (text, expected) => {
    expect(tree(text)).toBe(expected);
  });
});

describe('what is no FHIRPath', () => {
  it.each([
    ['', 'position 1'],
    ['1 +', 'position 4'],
    ['a b', "unexpected 'b' at position 3"],
    ['a.', 'position 3'],
    ['(a', "expected ')'"],
    ['a)', "unexpected ')'"],
    ['a[1', "expected ']'"],
    ['{1}', "expected '}'"],
    ['a.1', 'position 3'],
    ["'open", 'unexpected'],
    ['`open', 'unexpected'],
    ['/* open', 'comment without an end'],
    ['a ? b', "unexpected '?' at position 3"],
    ["'\\u12'", 'hexadecimal'],
    ['@T14:34:28Z', "unexpected 'Z'"],
    ['a is', 'ends too early'],
    ['and', "found 'and'"],
    ['div.a', "found 'div'"],
    ['%', 'ends too early'],
    ['f(1,)', 'position 5'],
    ['$that', 'unexpected'],
  ])('%s', (text, message) => {
    const { code, message: said } = failure(text);
    expect(code).toBe('fhirpath.syntax');
    expect(said).toContain(message);
  });
});

describe('size of an expression', () => {
  it('is bounded in length', () => {
    expect(failure(`'${'x'.repeat(MAX_LENGTH)}'`).code).toBe('fhirpath.too-long');
  });

  it.each([
    ['parentheses', (n: number) => `${'('.repeat(n)}1${')'.repeat(n)}`],
    ['arguments', (n: number) => `${'a.where('.repeat(n)}true${')'.repeat(n)}`],
    ['signs', (n: number) => `${'-'.repeat(n)}1`],
    ['indexers', (n: number) => `${'a['.repeat(n)}0${']'.repeat(n)}`],
  ])('is bounded in depth: %s', (_, nested) => {
    expect(() => parsePath(nested(MAX_NESTING - 2))).not.toThrow();
    expect(failure(nested(MAX_NESTING + 2)).code).toBe('fhirpath.too-deep');
    expect(failure(nested(5000)).code).toBe('fhirpath.too-deep');
  });

  it.each([
    ['steps', 'a'.padEnd(20_000, '.a')],
    ['operators', 'a'.padEnd(20_000, '|a')],
  ])('is bounded in breadth: %s', (_, text) => {
    expect(failure(text).code).toBe('fhirpath.too-deep');
  });
});

const name = fc.oneof(
  fc.constantFrom('name', 'given', 'is', 'as', 'contains', 'in', 'div', 'true', 'Patient', 'a b', 'x`y', 'back\\slash'),
  fc.string({ minLength: 1, maxLength: 8 }),
);
const functionName = fc.constantFrom('where', 'select', 'iif', 'foo', 'first');
const digits = fc.constantFrom('0', '7', '1.50', '123456789.000001');
const typeName: fc.Arbitrary<TypeName> = fc.oneof(
  fc.record({
    namespace: fc.constantFrom('FHIR' as const, 'System' as const),
    name: fc.constantFrom('Patient', 'String'),
  }),
  fc.record({ namespace: fc.constant(undefined), name: fc.constantFrom('Patient', 'Quantity', 'string') }),
);
const literal: fc.Arbitrary<Literal> = fc.oneof(
  fc.record({ of: fc.constant('boolean' as const), value: fc.boolean() }),
  fc.record({ of: fc.constant('string' as const), value: fc.string({ unit: 'grapheme' }) }),
  fc.record({ of: fc.constant('number' as const), text: digits }),
  fc.record({ of: fc.constant('date' as const), text: fc.constantFrom('2020', '2020-02', '2020-02-03') }),
  fc.record({ of: fc.constant('dateTime' as const), text: fc.constantFrom('2020T', '2020-02-03T10:00:00.5Z') }),
  fc.record({ of: fc.constant('time' as const), text: fc.constantFrom('10', '10:30', '10:30:15.250') }),
  fc.record({ of: fc.constant('quantity' as const), text: digits, unit: fc.string(), calendar: fc.constant(false) }),
  fc.record({
    of: fc.constant('quantity' as const),
    text: digits,
    unit: fc.constantFrom('day', 'years'),
    calendar: fc.constant(true),
  }),
);
const operator: fc.Arbitrary<BinaryOperator> = fc.constantFrom(
  ...('* / div mod + - & | < <= > >= = != ~ !~ in contains and or xor implies'.split(' ') as BinaryOperator[]),
);

const { expression } = fc.letrec<{ expression: Expression }>((tie) => {
  const inner = tie('expression');
  const at = fc.constant(0);
  return {
    expression: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.record({ kind: fc.constant('literal' as const), literal, at }),
      fc.record({ kind: fc.constant('empty' as const), at }),
      fc.record({
        kind: fc.constant('variable' as const),
        name: fc.constantFrom('$this' as const, '$index' as const),
        at,
      }),
      fc.record({ kind: fc.constant('constant' as const), name, at }),
      fc.record({ kind: fc.constant('member' as const), on: fc.constant(undefined), name, at }),
      fc.record({ kind: fc.constant('member' as const), on: inner, name, at }),
      fc.record({
        kind: fc.constant('call' as const),
        on: inner,
        name: functionName,
        args: fc.array(inner, { maxLength: 3 }),
        at,
      }),
      fc.record({ kind: fc.constant('item' as const), on: inner, index: inner, at }),
      fc.record({
        kind: fc.constant('sign' as const),
        sign: fc.constantFrom('+' as const, '-' as const),
        operand: inner,
        at,
      }),
      fc.record({ kind: fc.constant('binary' as const), operator, left: inner, right: inner, at }),
      fc.record({
        kind: fc.constant('type' as const),
        operator: fc.constantFrom('is' as const, 'as' as const),
        operand: inner,
        type: typeName,
        at,
      }),
    ),
  };
});

/** The tree without the places in the text. */
function placeless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(placeless);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'at')
      .map(([key, one]) => [key, placeless(one)]),
  );
}

describe('printing', () => {
  it('and parsing again gives the same tree', () => {
    fc.assert(
      fc.property(expression, (one) => {
        const text = printPath(one);
        expect(placeless(parsePath(text))).toEqual(placeless(one));
        expect(tree(text)).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  it('never throws anything but a named failure on any text', () => {
    const piece = fc.constantFrom(
      'a',
      '.',
      '(',
      ')',
      "'",
      '`',
      '@2020',
      '1',
      ' ',
      '[',
      ']',
      '%',
      '$this',
      '-',
      '|',
      'is',
      '/*',
      '{',
      '}',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece).map((all) => all.join('')),
        ),
        (text) => {
          try {
            tree(text);
          } catch (error) {
            expect(error).toBeInstanceOf(OutcomeError);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
