/**
 * Rules of the FHIRPath N1 specification, section by section, that a clinical rule leans on: what is empty stays empty, what
 * cannot be told is not guessed, precision and units count.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fails, gives, results } from '../../../test/conformance/fhirpath-rows.ts';

describe('empty goes through every function of one value', () => {
  const functions = [
    'abs()', 'ceiling()', 'floor()', 'round()', 'sqrt()', 'truncate()', 'exp()', 'ln()', 'log(10)', 'power(2)',
    'length()', 'upper()', 'lower()', 'toChars()', 'trim()', "indexOf('a')", 'substring(0)', "startsWith('a')",
    "endsWith('a')", "contains('a')", "replace('a', 'b')", "matches('a')", "split(',')", 'toInteger()', 'toDecimal()',
    'toString()', 'toDate()', 'toDateTime()', 'toTime()', 'toQuantity()', 'toBoolean()', 'convertsToInteger()',
    'convertsToDate()', 'convertsToQuantity()', 'first()', 'last()', 'tail()', 'skip(1)', 'take(1)', 'single()',
    'distinct()', 'children()', 'descendants()', 'not()', 'lowBoundary()', 'highBoundary()', 'precision()',
  ]; // prettier-ignore
  gives(functions.map((call) => [`{}.${call}`] as const));
});

describe('questions about nothing', () => {
  gives([
    ['{}.empty()', true],
    ['{}.exists()', false],
    ['{}.count()', 0],
    ['{}.all($this = 1)', true],
    ['{}.allTrue()', true],
    ['{}.anyTrue()', false],
    ['{}.allFalse()', true],
    ['{}.anyFalse()', false],
    ['{}.where($this = 1)'],
    ['{}.select($this)'],
    ['{}.exists($this = 1)', false],
  ]);
});

describe('conversions', () => {
  gives([
    ["'5'.toInteger()", 5],
    ["'+5'.toInteger()", 5],
    ["'-5'.toInteger()", -5],
    ["'5.0'.toInteger()"],
    ["'2147483648'.toInteger()"],
    ["' 5'.toInteger()"],
    ["'five'.toInteger()"],
    ['true.toInteger()', 1],
    ['false.toInteger()', 0],
    ["'5.50'.toDecimal()", '5.50'],
    ["'5,5'.toDecimal()"],
    ["'1e3'.toDecimal()"],
    ['5.toDecimal()', '5'],
    ["'true'.toBoolean()", true],
    ["'T'.toBoolean()", true],
    ["'yes'.toBoolean()", true],
    ["'N'.toBoolean()", false],
    ["'0.0'.toBoolean()", false],
    ["'2'.toBoolean()"],
    ['1.toBoolean()', true],
    ['2.toBoolean()'],
    ['0.0.toBoolean()', false],
    ["'maybe'.convertsToBoolean()", false],
    ["'2026-11-24'.toDate()", '2026-11-24'],
    ["'2026-02-30'.toDate()"],
    ["'2026-11'.toDate()", '2026-11'],
    ["'24.11.2026'.toDate()"],
    ["'2026-11-24T05:00:00+09:00'.toDateTime()", '2026-11-24T05:00:00+09:00'],
    ["'05:30'.toTime()", '05:30'],
    ["'25:00'.toTime()"],
    ["'5 \\'mg\\''.toQuantity()", "5 'mg'"],
    ["'5 days'.toQuantity()", '5 days'],
    ["'5'.toQuantity()", "5 '1'"],
    ["'5 mg'.toQuantity()"],
    ["'mg'.toQuantity()"],
    ["5 'mg'.toString()", "5 'mg'"],
    ['1.50.toString()', '1.50'],
    ['true.toString()', 'true'],
    ['@2026-11.toString()', '2026-11'],
    ['@T05:30.toString()', '05:30'],
    ["1 'g'.toQuantity('mg')", "1000 'mg'"],
    ["1 'g'.toQuantity('mL')"],
    ["1 'g'.convertsToQuantity('mL')", false],
    ["1 'g'.convertsToQuantity('kg')", true],
  ]);
  fails([
    ["('1' | '2').toInteger()", 'fhirpath.not-single'],
    ["'1'.toInteger(1)", 'fhirpath.argument-count'],
  ]);

  it('every whole number of 32 bits survives as a text, and none beyond', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2_147_483_648, max: 2_147_483_647 }), (number) => {
        expect(results(`(${number}).toString().toInteger()`)).toEqual([number]);
      }),
    );
    expect(results("'-2147483648'.toInteger()")).toEqual([-2_147_483_648]);
    expect(results("'-2147483649'.toInteger()")).toEqual([]);
  });
});

describe('what the written precision leaves open is not told', () => {
  gives([
    ['@2026 = @2026', true],
    ['@2026 = @2026-11'],
    ['@2026 = @2027-11', false],
    ['@2026-11-24 = @2026-11-24T00:00:00'],
    ['@2026-11-24 != @2026-11-24T00:00:00'],
    ['@2026 < @2026-11'],
    ['@2026 < @2027-01', true],
    ['@2026-11-24T10 < @2026-11-24T10:30'],
    ['@2026-11-24T10:30:00 = @2026-11-24T10:30:00.000', true],
    ['@2026-11-24T10:30 = @2026-11-24T10:30:00'],
    ['@T10:30 < @T10:30:30'],
    ['@T10:30 < @T10:31:30', true],
    ['@2026-11-24T10:00:00Z = @2026-11-24T19:00:00+09:00', true],
    ['@2026-11-24T10:00:00Z = @2026-11-24T10:00:00'],
    ['@2026-11-24T10:00:00Z < @2026-11-26T10:00:00', true],
    ['@2026-11-24T10:00:00Z < @2026-11-24T12:00:00'],
    ['(@2026 = @2026-11) or true', true],
    ['(@2026 = @2026-11) and false', false],
    ['(@2026 = @2026-11).not()'],
    ['(@2026 = @2026-11).exists()', false],
    ['@2026 ~ @2026-11', false],
    ['@2026-11-24 ~ @2026-11-24T00:00:00', false],
    ['iif(@2026 = @2026-11, 1, 2)', 2],
  ]);
  fails([
    ['@2026 < 5', 'fhirpath.wrong-type'],
    ["@2026 < '2027'", 'fhirpath.wrong-type'],
    ["5 > '4'", 'fhirpath.wrong-type'],
    ['true < false', 'fhirpath.wrong-type'],
    ['(1 | 2) < 3', 'fhirpath.not-single'],
  ]);
});

describe('quantities compare by what they measure', () => {
  gives([
    ["1 'g' = 1000 'mg'", true],
    ["1 'g' > 999 'mg'", true],
    ["1 'g' < 1 'mL'"],
    ["1 'g' = 1 'mL'", false],
    ["37 'Cel' < 98.7 '[degF]'", true],
    ["37 'Cel' = 98.6 '[degF]'", true],
    ['7 days = 1 week', true],
    ['1 day = 24 hours', true],
    ["1 week = 7 'd'", true],
    ["1 year = 1 'a'"],
    ['1 month > 30 days'],
    ['12 months = 1 year', true],
    ["1 year ~ 1 'a'", false],
    ["5 'mg' = 5", false],
    ["5 '1' = 5", true],
    ["4.0 'g' ~ 4 'g'", true],
    ["4.04 'g' ~ 4.0 'g'", true],
    ["4.6 'g' ~ 4.0 'g'", false],
    ["4.04 'g' ~ 4.1 'g'", false],
    ["4040 'mg' ~ 4.04 'g'", true],
    ["100 'mg/dL' = 1 'g/L'", true],
    ["5 'tablet' = 5 'tablet'", true],
    ["5 'tablet' = 5 'capsule'", false],
    ["5 'tablet' < 6 'tablet'", true],
    ["5 'tablet' < 6 'capsule'"],
  ]);
});

describe('one of two answers, and only that one is worked out', () => {
  gives([
    ['iif(true, 1, (1 | 2).single())', 1],
    ['iif(false, (1 | 2).single(), 2)', 2],
    ['iif(false, 1)'],
    ['iif({}, 1, 2)', 2],
  ]);
  fails([
    ["iif('true', 1, 2)", 'fhirpath.not-boolean'],
    ['iif(1, 1, 2)', 'fhirpath.not-boolean'],
    ['iif(true | false, 1, 2)', 'fhirpath.not-single'],
    ['iif(true)', 'fhirpath.argument-count'],
  ]);
});

describe('operators bind in the order of the specification', () => {
  gives([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['-2.abs()', -2],
    ['(-2).abs()', 2],
    ['2 * 3 div 4', 1],
    ['10 - 3 - 2', 5],
    ["'a' & 'b' = 'ab'", true],
    ['1 | 2 = 1 | 2', true],
    ['1 < 2 = true', true],
    ['true or false and false', true],
    ['(true or false) and false', false],
    ['false implies false or true', true],
    ['1 in 1 | 2', true],
    ['5 is Integer', true],
    ['5.0 is Integer', false],
    ["'a' is System.String", true],
    ['5 as Integer', 5],
    ['5 as String'],
  ]);
});
