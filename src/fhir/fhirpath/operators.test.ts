import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fails, gives, results } from '../../../test/conformance/fhirpath-rows.ts';

describe('plus and minus', () => {
  gives([
    ['1 + 2', 3],
    ['1 + 2.50', '3.50'],
    ['1.1 + 2.2', '3.3'],
    ['1 - 2', -1],
    ['2147483647 + 1'],
    ['-2147483648', -2_147_483_648],
    ['-2147483648 - 1'],
    ["'a' + 'b'", 'ab'],
    ["'a' + {}"],
    ['{} + {}'],
    ["1 'g' + 1 'mg'", "1.001 'g'"],
    ["1 'g' - 1 'm'"],
    ["1 'cm' + 1"],
    ['@2020-01-31 + 1 month', '2020-02-29'],
    ['@2020-01-31 - 1 day', '2020-01-30'],
    ['@2020-01-31 + 1.9 days', '2020-02-01'],
    ['@T10:30 + 45 minutes', '11:15'],
    ['@9999-12-31 + 1 day'],
  ]);
  fails([
    ["1 + 'a'", 'fhirpath.wrong-type'],
    ["'a' - 'b'", 'fhirpath.wrong-type'],
    ['true + 1', 'fhirpath.wrong-type'],
    ['@2020 + 1', 'fhirpath.wrong-type'],
    ["@2020 + 1 'cm'", 'fhirpath.wrong-unit'],
    ["@2020 + 1 'a'", 'fhirpath.wrong-unit'],
    ['@2020 * 2 days', 'fhirpath.wrong-type'],
    ['(1 | 2) + 1', 'fhirpath.not-single'],
  ]);
});

describe('times and divided by', () => {
  gives([
    ['2 * 3', 6],
    ['1.5 * 2', '3.0'],
    ['100000 * 100000'],
    ['1 / 2', '0.5'],
    ['4 / 2', '2'],
    ['1 / 3', '0.3333333333333333333333333333'],
    ['1 / 0'],
    ["4 'g' / 2 'm'", "2 'g/m'"],
    ["2 'cm' * 3", "6 'cm'"],
    ["6 'cm' / 3", "2 'cm'"],
    ['{} * 2'],
  ]);
  fails([
    ["'a' * 2", 'fhirpath.wrong-type'],
    ["1 'g' div 2 'g'", 'fhirpath.wrong-type'],
  ]);
});

describe('div and mod', () => {
  gives([
    ['7 div 2', 3],
    ['-7 div 2', -3],
    ['7 mod 2', 1],
    ['-7 mod 2', -1],
    ['5.5 div 0.7', 7],
    ['5.5 mod 0.7', '0.6'],
    ['1 div 0'],
    ['1 mod 0'],
    ['1.0 div 0'],
    ['1.0 mod 0'],
    ['0 div 5', 0],
    ['-1 div 5', 0],
  ]);

  it('belong together: (a div b) * b + (a mod b) is a', () => {
    const integer = fc.integer({ min: -10_000, max: 10_000 });
    fc.assert(
      fc.property(
        integer,
        integer.filter((b) => b !== 0),
        (a, b) => {
          expect(results(`(${a} div (${b})) * (${b}) + (${a} mod (${b}))`)).toEqual([a]);
        },
      ),
    );
  });
});

describe('signs', () => {
  gives([['-(1)', -1], ['+(1.5)', '1.5'], ["-(1 'g')", "-1 'g'"], ['-{}'], ['-0', 0], ['- - 1', 1]]);
  fails([
    ["-'a'", 'fhirpath.wrong-type'],
    ['-(1 | 2)', 'fhirpath.not-single'],
    ['-true', 'fhirpath.wrong-type'],
  ]);
});

describe('joining', () => {
  gives([
    ["'a' & 'b'", 'ab'],
    ["'a' & {}", 'a'],
    ['{} & {}', ''],
  ]);
  fails([
    ["1 & 'b'", 'fhirpath.wrong-type'],
    ["('a' | 'c') & 'b'", 'fhirpath.not-single'],
  ]);
});

describe('comparison', () => {
  gives([
    ['1 < 2', true],
    ['1 <= 1.0', true],
    ['2 > 1.5', true],
    ["'a' < 'b'", true],
    ["'a' >= 'b'", false],
    ['@2020 < @2021', true],
    ['@2020 < @2020-05'],
    ["1 'g' < 1 'kg'", true],
    ["1 'g' < 1 'm'"],
    ['1 < {}'],
    ["1 < 2 '1'", true],
  ]);
  fails([
    ["1 < 'a'", 'fhirpath.wrong-type'],
    ['true < false', 'fhirpath.wrong-type'],
    ['@2020 < @T10:00', 'fhirpath.wrong-type'],
    ['(1 | 2) < 3', 'fhirpath.not-single'],
  ]);
});

describe('equality', () => {
  gives([
    ['1 = 1.0', true],
    ["1 = '1'", false],
    ['(1 | 2) = (1 | 2)', true],
    ['(1 | 2) = (2 | 1)', false],
    ['(1 | 2) ~ (2 | 1)', true],
    ['1 = {}'],
    ['{} = {}'],
    ['{} ~ {}', true],
    ['1 ~ {}', false],
    ['1 != 2', true],
    ['1 != {}'],
    ["'Ab  c' ~ 'aB C'", true],
    ["'Ab' !~ 'aC'", true],
    ['@2020 ~ @2020-01', false],
    ['@2020 = @2020-01'],
    ["1 '1' = 1", true],
  ]);
});

describe('membership', () => {
  gives([
    ['1 in (1 | 2)', true],
    ['3 in (1 | 2)', false],
    ['{} in (1 | 2)'],
    ['1 in {}', false],
    ['(1 | 2) contains 2', true],
    ['(1 | 2) contains {}'],
    ['{} contains 1', false],
  ]);
  fails([['(1 | 2) in (1 | 2)', 'fhirpath.not-single']]);
});

/** Three-valued logic, written out. */
const TRUTHS = ['true', 'false', '{}'] as const;
const TABLES: Readonly<Record<string, readonly (boolean | undefined)[]>> = {
  and: [true, false, undefined, false, false, false, undefined, false, undefined],
  or: [true, true, true, true, false, undefined, true, undefined, undefined],
  xor: [false, true, undefined, true, false, undefined, undefined, undefined, undefined],
  implies: [true, false, undefined, true, true, true, true, undefined, undefined],
};

describe.each(Object.entries(TABLES))('%s', (operator, table) => {
  gives(
    TRUTHS.flatMap((left, row) =>
      TRUTHS.map((right, column): readonly [string, ...unknown[]] => {
        const expected = table[row * TRUTHS.length + column];
        const expression = `${left} ${operator} ${right}`;
        return expected === undefined ? [expression] : [expression, expected];
      }),
    ),
  );
  fails([[`(true | false) ${operator} true`, 'fhirpath.not-single']]);
});

describe('what the left side decides', () => {
  gives([
    ['false and (1 | 2).single()', false],
    ['true or (1 | 2).single()', true],
    ['false implies (1 | 2).single()', true],
    ["'any single item' and true", true],
  ]);
});
