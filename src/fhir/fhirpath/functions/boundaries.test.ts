import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fails, gives, results } from '../../../../test/conformance/fhirpath-rows.ts';

describe('boundaries of numbers and quantities', () => {
  gives([
    ['1.587.lowBoundary()', '1.58650000'],
    ['1.587.highBoundary()', '1.58750000'],
    ['1.587.lowBoundary(2)', '1.58'],
    ['1.587.highBoundary(2)', '1.59'],
    ['(-1.587).lowBoundary(6)', '-1.587500'],
    ['(-1.587).highBoundary(6)', '-1.586500'],
    ['1.lowBoundary(0)', '0'],
    ['1.highBoundary(0)', '2'],
    ['0.lowBoundary(1)', '-0.5'],
    ["1.5 'mg'.lowBoundary(2)", "1.45 'mg'"],
    ['1.5.lowBoundary(-1)'],
    ['1.5.lowBoundary(29)'],
    ['{}.lowBoundary()'],
  ]);
  fails([
    ["'a'.lowBoundary()", 'fhirpath.wrong-type'],
    ['(1 | 2).lowBoundary()', 'fhirpath.not-single'],
  ]);

  it('enclose the number', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), (hundredths) => {
        const text = `(${(hundredths / 100).toFixed(2)})`;
        expect(results(`${text}.lowBoundary() < ${text} and ${text} < ${text}.highBoundary()`)).toEqual([true]);
      }),
    );
  });
});

describe('boundaries of dates and times', () => {
  gives([
    ['@2014.lowBoundary(6)', '2014-01'],
    ['@2014.highBoundary(6)', '2014-12'],
    ['@2014-02.highBoundary()', '2014-02-28'],
    ['@2016-02.highBoundary()', '2016-02-29'],
    ['@2014-01-01T08:05+08:00.lowBoundary()', '2014-01-01T08:05:00.000+08:00'],
    ['@2014-01-01T08:05+08:00.highBoundary()', '2014-01-01T08:05:59.999+08:00'],
    ['@2014-01-01T08:05.lowBoundary()', '2014-01-01T08:05:00.000+14:00'],
    ['@2014-01-01T08:05.highBoundary()', '2014-01-01T08:05:59.999-12:00'],
    ['@T10:30.lowBoundary()', '10:30:00.000'],
    ['@T10:30.highBoundary()', '10:30:59.999'],
    ['@T10:30:15.5.highBoundary()', '10:30:15.599'],
    ['@2014.lowBoundary(5)'],
    ['@T10:30.lowBoundary(17)'],
  ]);
});

describe('precision', () => {
  gives([
    ['1.58700.precision()', 5],
    ['1.precision()', 0],
    ['@2014.precision()', 4],
    ['@2014-01.precision()', 6],
    ['@2014-01-05.precision()', 8],
    ['@2014-01-05T10:30.precision()', 12],
    ['@2014-01-05T10:30:00.000.precision()', 17],
    ['@T10:30.precision()', 4],
    ['@T10:30:00.000.precision()', 9],
    ["1.50 'mg'.precision()", 2],
    ['{}.precision()'],
  ]);
  fails([["'a'.precision()", 'fhirpath.wrong-type']]);
});

describe('comparable', () => {
  gives([
    ["1 'cm'.comparable(1 '[in_i]')", true],
    ["1 'cm'.comparable(1 's')", false],
    ["1 'cm'.comparable(1 'nonsense')", false],
    ["1 year.comparable(1 'a')", false],
    ["1 week.comparable(1 'd')", true],
    ["1 'cm'.comparable({})"],
    ['1.comparable(2)', false],
  ]);
});
