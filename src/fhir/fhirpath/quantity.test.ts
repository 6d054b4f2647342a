import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../kernel/index.ts';
import {
  addQuantities,
  areComparable,
  compareQuantities,
  convertQuantity,
  divideQuantities,
  equalQuantities,
  equivalentDecimals,
  equivalentQuantities,
  multiplyQuantities,
  Quantity,
} from './quantity.ts';

const decimal = (text: string): Decimal => Decimal.parse(text) ?? expect.fail(text);
/** `1.5 mg` or, for calendar durations, `~2 days`. */
function quantity(text: string): Quantity {
  const calendar = text.startsWith('~');
  const [value = '', unit = '1'] = text.replace('~', '').split(' ');
  return new Quantity(decimal(value), unit, calendar);
}

describe('comparing', () => {
  it.each([
    ['1 g', '1000 mg', 0],
    ['1 g', '999 mg', 1],
    ['1 g', '1 kg', -1],
    ['4 g', '4 m', undefined],
    ['1 [in_i]', '2.54 cm', 0],
    ['1 nonsense', '2 nonsense', -1],
    ['1 nonsense', '1 rubbish', undefined],
    ['~7 days', '1 wk', 0],
    ['~1 week', '~7 days', 0],
    ['~1 year', '~12 months', 0],
    ['~1 year', '1 a', undefined],
    ['~1 month', '~30 days', undefined],
    ['37 Cel', '310.15 K', 0],
  ])('%s and %s', (left, right, expected) => {
    expect(compareQuantities(quantity(left), quantity(right))).toBe(expected);
    expect(areComparable(quantity(left), quantity(left))).toBe(!left.includes('nonsense'));
  });

  it('is the same whatever the unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: -1e9, max: 1e9 }), (a, b) => {
        const [left, right] = [quantity(`${a} g`), quantity(`${b} g`)];
        const milligrams = convertQuantity(right, 'mg') ?? expect.fail('g is mg');
        expect(compareQuantities(left, milligrams)).toBe(Math.sign(a - b));
      }),
    );
  });
});

describe('equality', () => {
  it.each([
    ['4 g', '4000 mg', true],
    ['4 g', '4 m', false],
    ['~1 year', '1 a', undefined],
    ['~1 month', '1 mo', undefined],
    ['~1 day', '1 d', true],
    ['~2 seconds', '2 s', true],
  ])('%s = %s', (left, right, expected) => {
    expect(equalQuantities(quantity(left), quantity(right))).toBe(expected);
  });

  it.each([
    ['4 g', '4040 mg', true],
    ['4.0 g', '4.04 g', true],
    ['4.1 g', '4.04 g', false],
    ['4 g', '4 m', false],
    ['1 nonsense', '1 nonsense', true],
    ['1 nonsense', '1 rubbish', false],
  ])('%s ~ %s', (left, right, expected) => {
    expect(equivalentQuantities(quantity(left), quantity(right))).toBe(expected);
  });

  it.each([
    ['1.0', '1', true],
    ['0.67', '0.666666', true],
    ['0.67', '0.66', false],
    ['1.2', '1', true],
    ['1.5', '1', false],
    ['100', '100.0', true],
  ])('%s ~ %s as numbers', (left, right, expected) => {
    expect(equivalentDecimals(decimal(left), decimal(right))).toBe(expected);
    expect(equivalentDecimals(decimal(right), decimal(left))).toBe(expected);
  });
});

const shown = (result: Quantity | undefined): string | undefined => result?.toString();

describe('arithmetic', () => {
  it.each([
    ['1 g', '500 mg', "1.5 'g'"],
    ['1.0 g', '1 g', "2.0 'g'"],
    ['1 g', '1 m', undefined],
    ['~1 day', '~12 hours', '1.5 day'],
    ['1 nonsense', '2 nonsense', "3 'nonsense'"],
  ])('%s + %s', (left, right, expected) => {
    expect(shown(addQuantities(quantity(left), quantity(right), 1))).toBe(expected);
  });

  it('takes away', () => {
    expect(shown(addQuantities(quantity('1 g'), quantity('1500 mg'), -1))).toBe("-0.5 'g'");
  });

  it.each([
    ['2 cm', '2 m', "4 'cm.m'"],
    ['2 cm', '3 1', "6 'cm'"],
    ['3 1', '2 cm', "6 'cm'"],
    ['2 nonsense', '2 m', undefined],
    ['~2 days', '3 1', "6 'd'"],
  ])('%s * %s', (left, right, expected) => {
    expect(shown(multiplyQuantities(quantity(left), quantity(right)))).toBe(expected);
  });

  it.each([
    ['4 g', '2 m', "2 'g/m'"],
    ['4 g', '2 g', "2 '1'"],
    ['4 g', '2 1', "2 'g'"],
    ['4 1', '2 s', "2 '/s'"],
    ['4 g', '2 m/s', "2 'g/(m/s)'"],
    ['4 g', '0 m', undefined],
    ['4 g', '2 rubbish', undefined],
  ])('%s / %s', (left, right, expected) => {
    expect(shown(divideQuantities(quantity(left), quantity(right), 8))).toBe(expected);
  });
});

describe('conversion', () => {
  it.each([
    ['1 g', 'mg', "1000 'mg'"],
    ['1 g', 'g', "1 'g'"],
    ['1 g', 's', undefined],
    ['~1 year', 'months', '12 months'],
    ['~1 week', 'd', "7 'd'"],
  ])('%s in %s', (from, unit, expected) => {
    expect(convertQuantity(quantity(from), unit)?.toString()).toBe(expected);
  });
});
