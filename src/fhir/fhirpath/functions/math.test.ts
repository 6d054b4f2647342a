import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fails, gives, results } from '../../../../test/conformance/fhirpath-rows.ts';

describe('abs, ceiling, floor, truncate', () => {
  gives([
    ['(-5).abs()', 5],
    ['(-5.50).abs()', '5.50'],
    ["(-5 'mg').abs()", "5 'mg'"],
    ['1.1.ceiling()', 2],
    ['(-1.1).ceiling()', -1],
    ['2.ceiling()', 2],
    ['1.9.floor()', 1],
    ['(-1.1).floor()', -2],
    ['1.9.truncate()', 1],
    ['(-1.9).truncate()', -1],
    ['{}.abs()'],
    ['99999999999.5.floor()'],
  ]);
  fails([
    ["'1'.abs()", 'fhirpath.wrong-type'],
    ['(1 | 2).floor()', 'fhirpath.not-single'],
  ]);

  it('floor and ceiling are less than one away and whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), (thousandths) => {
        const text = (thousandths / 1000).toFixed(3);
        expect(results(`(${text}).floor()`)).toEqual([Math.floor(thousandths / 1000)]);
        expect(results(`(${text}).ceiling()`)).toEqual([Math.ceil(thousandths / 1000) + 0]);
      }),
    );
  });
});

describe('exp, ln, log, sqrt', () => {
  gives([
    ['0.exp()', '1'],
    ['1.ln()', '0'],
    ['0.ln()'],
    ['(-1).ln()'],
    ['16.log(2)', '4'],
    ['100.log(10)', '2'],
    ['10.log({})'],
    ['81.sqrt()', '9'],
    ['2.sqrt()', '1.4142135623731'],
    ['(-1).sqrt()'],
    ['1000.exp()'],
  ]);
});

describe('power', () => {
  gives([
    ['2.power(10)', 1024],
    ['2.5.power(2)', '6.25'],
    ['2.power(0)', 1],
    ['0.power(0)', 1],
    ['2.power(-1)', '0.5'],
    ['4.power(0.5)', '2'],
    ['(-1).power(0.5)'],
    ['10.power(20)'],
    ['10.0.power(500)'],
    ['2.power({})'],
    ['{}.power(2)'],
    ['10.0.power(999999999)'],
  ]);
});

describe('round', () => {
  gives([
    ['1.5.round()', 2],
    ['(-1.5).round()', -2],
    ['1.4.round()', 1],
    ['3.14159.round(3)', '3.142'],
    ['1.round(2)', '1.00'],
    ['{}.round()'],
  ]);
  fails([
    ['1.5.round(-1)', 'fhirpath.out-of-range'],
    ['1.5.round(1000)', 'fhirpath.out-of-range'],
  ]);
});
