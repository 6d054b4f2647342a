import { describe } from 'vitest';
import { fails, gives } from '../../../../test/conformance/fhirpath-rows.ts';

describe('toBoolean', () => {
  gives([
    ["'true'.toBoolean()", true],
    ["'T'.toBoolean()", true],
    ["'yes'.toBoolean()", true],
    ["'Y'.toBoolean()", true],
    ["'1'.toBoolean()", true],
    ["'1.0'.toBoolean()", true],
    ["'no'.toBoolean()", false],
    ["'0.0'.toBoolean()", false],
    ["'f'.toBoolean()", false],
    ["'maybe'.toBoolean()"],
    ['1.toBoolean()', true],
    ['0.toBoolean()', false],
    ['2.toBoolean()'],
    ['1.0.toBoolean()', true],
    ['0.00.toBoolean()', false],
    ['1.5.toBoolean()'],
    ['true.toBoolean()', true],
    ['@2020.toBoolean()'],
    ["1 'mg'.toBoolean()"],
    ['{}.toBoolean()'],
    ['{}.convertsToBoolean()'],
    ["'x'.convertsToBoolean()", false],
  ]);
  fails([['(1 | 0).toBoolean()', 'fhirpath.not-single']]);
});

describe('toInteger and toDecimal', () => {
  gives([
    ["'12'.toInteger()", 12],
    ["'+12'.toInteger()", 12],
    ["'-12'.toInteger()", -12],
    ["'12.0'.toInteger()"],
    ["''.toInteger()"],
    ["'2147483647'.toInteger()", 2_147_483_647],
    ["'2147483648'.toInteger()"],
    ["'99999999999999'.convertsToInteger()", false],
    ['true.toInteger()', 1],
    ['false.toInteger()', 0],
    ['1.5.toInteger()'],
    ["'1.50'.toDecimal()", '1.50'],
    ["'-0.5'.toDecimal()", '-0.5'],
    ["'1e3'.toDecimal()"],
    ["'.5'.toDecimal()"],
    ['1.toDecimal()', '1'],
    ['true.toDecimal()', '1.0'],
    ['false.toDecimal()', '0.0'],
    ['@2020.toDecimal()'],
  ]);
});

describe('toString', () => {
  gives([
    ['1.toString()', '1'],
    ['1.50.toString()', '1.50'],
    ['true.toString()', 'true'],
    ["'a'.toString()", 'a'],
    ['@2020-02.toString()', '2020-02'],
    ['@2020-02-03T10:30Z.toString()', '2020-02-03T10:30Z'],
    ['@T10:30.toString()', '10:30'],
    ["5 'mg'.toString()", "5 'mg'"],
    ['5 days.toString()', '5 days'],
    ['{}.toString()'],
    ['{}.convertsToString()'],
  ]);
  fails([['(1 | 2).toString()', 'fhirpath.not-single']]);
});

describe('toDate, toDateTime and toTime', () => {
  gives([
    ["'2015'.toDate()", '2015'],
    ["'2015-02-30'.toDate()"],
    ["'2015-02-04T14:34'.toDate()", '2015-02-04'],
    ["'yesterday'.toDate()"],
    ['@2015-02-04T14:34:28Z.toDate()', '2015-02-04'],
    ['@2015-02-04.toDateTime()', '2015-02-04'],
    ["'2015-02-04T14:34:28+10:00'.toDateTime()", '2015-02-04T14:34:28+10:00'],
    ["'2015-02-04T25:00'.toDateTime()"],
    ["'14:34:28.123'.toTime()", '14:34:28.123'],
    ["'24:00'.toTime()"],
    ["'T14'.toTime()"],
    ['@T10:00.toDate()'],
    ['@2015.toTime()'],
    ['1.toDate()'],
    ['@2015-02-04.convertsToDateTime()', true],
    ["'2015-13'.convertsToDate()", false],
  ]);
});

describe('toQuantity', () => {
  gives([
    ['1.toQuantity()', "1 '1'"],
    ['1.5.toQuantity()', "1.5 '1'"],
    ['true.toQuantity()', "1.0 '1'"],
    ["'5 \\'mg\\''.toQuantity()", "5 'mg'"],
    ["'5 days'.toQuantity()", '5 days'],
    ["'5'.toQuantity()", "5 '1'"],
    ["'5 mg'.toQuantity()"],
    ["'mg'.toQuantity()"],
    ["1 'g'.toQuantity('mg')", "1000 'mg'"],
    ["1 'g'.toQuantity('s')"],
    ["1 'g'.convertsToQuantity('s')", false],
    ["1 'g'.convertsToQuantity('kg')", true],
    ["2 days.toQuantity('h')", "48 'h'"],
    ["1 year.toQuantity('month')", '12 month'],
    ['@2020.convertsToQuantity()', false],
  ]);
});

describe('iif', () => {
  gives([
    ['iif(true, 1, 2)', 1],
    ['iif(false, 1, 2)', 2],
    ['iif({}, 1, 2)', 2],
    ['iif(false, 1)'],
    ['iif(true, 1, 1 / {})', 1],
    ['5.iif($this > 4, $this, 0)', 5],
    ['{}.iif(true, 1, 2)', 1],
    ["iif(true, 1, ('a' | 'b').single())", 1],
  ]);
  fails([
    ["iif('yes', 1, 2)", 'fhirpath.not-boolean'],
    ['iif(true | false, 1, 2)', 'fhirpath.not-single'],
    ['(1 | 2).iif(true, 1, 2)', 'fhirpath.not-single'],
    ['iif(true)', 'fhirpath.argument-count'],
  ]);
});
