import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal, roundedQuotient } from './decimal.ts';

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 12 }))
  .map(([unscaled, scale]) => new Decimal(unscaled, scale));
const nonZero = decimal.filter((value) => value.sign !== 0);

/** A decimal as a fraction: the oracle knows nothing of scales. */
type Fraction = readonly [above: bigint, below: bigint];
const fraction = (value: Decimal): Fraction => [value.unscaled, 10n ** BigInt(value.scale)];
const same = ([a, b]: Fraction, [c, d]: Fraction): boolean => a * d === c * b;
const parse = (text: string): Decimal => Decimal.parse(text) ?? expect.fail(`${text} is a decimal`);

describe('Decimal', () => {
  it('gives its text back, scale and all', () => {
    for (const text of ['0', '1.50', '-0.001', '100', '1234567890987654321.0', '0.00000001'])
      expect(parse(text).toString()).toBe(text);
    fc.assert(
      fc.property(decimal, (value) => {
        const again = parse(value.toString());
        expect([again.unscaled, again.scale]).toEqual([value.unscaled, value.scale]);
      }),
    );
  });

  it('reads exponents and refuses what could fill the memory', () => {
    expect(parse('1E-22').scale).toBe(22);
    expect(parse('1.5e3').toString()).toBe('1500');
    expect(parse('+2').toString()).toBe('2');
    for (const text of [
      '',
      '.5',
      '5.',
      '1e',
      'a',
      '1E401',
      '1E-401',
      '1E99999999',
      `1${'0'.repeat(1000)}`,
      ' 1',
      '1,5',
    ])
      expect(Decimal.parse(text), text).toBeUndefined();
    expect(Decimal.of(Number.NaN)).toBeUndefined();
    expect(Decimal.of(1e21)?.toString()).toBe('1000000000000000000000');
  });

  it('adds, subtracts and multiplies exactly', () => {
    fc.assert(
      fc.property(decimal, decimal, (left, right) => {
        const [[a, b], [c, d]] = [fraction(left), fraction(right)];
        expect(same(fraction(left.plus(right)), [a * d + c * b, b * d])).toBe(true);
        expect(same(fraction(left.minus(right)), [a * d - c * b, b * d])).toBe(true);
        expect(same(fraction(left.times(right)), [a * c, b * d])).toBe(true);
      }),
    );
  });

  it('divides to within half of the last digit, away from zero at the half', () => {
    fc.assert(
      fc.property(decimal, nonZero, fc.integer({ min: 0, max: 20 }), (left, right, scale) => {
        const result = left.dividedBy(right, scale) ?? expect.fail('no quotient');
        const error = left.minus(result.times(right)).absolute();
        const half = right.absolute().times(new Decimal(5n, scale + 1));
        expect(result.scale).toBe(scale);
        expect(error.compare(half)).toBeLessThanOrEqual(0);
      }),
    );
    expect(parse('1').dividedBy(parse('8'), 2)?.toString()).toBe('0.13');
    expect(parse('-1').dividedBy(parse('8'), 2)?.toString()).toBe('-0.13');
    expect(parse('1').dividedBy(parse('0.0'), 2)).toBeUndefined();
  });

  it('takes whole quotient and remainder apart so that they add up again', () => {
    fc.assert(
      fc.property(decimal, nonZero, (left, right) => {
        const whole = left.quotient(right) ?? expect.fail('no quotient');
        const rest = left.remainder(right) ?? expect.fail('no remainder');
        expect(new Decimal(whole).times(right).plus(rest).equals(left)).toBe(true);
        expect(rest.absolute().compare(right.absolute())).toBeLessThan(0);
        expect(rest.sign * left.sign).toBeGreaterThanOrEqual(0);
      }),
    );
    expect(parse('1').quotient(parse('0'))).toBeUndefined();
    expect(parse('1').remainder(parse('0'))).toBeUndefined();
  });

  it('orders as numbers do, whatever the scale', () => {
    fc.assert(
      fc.property(decimal, decimal, (left, right) => {
        const [[a, b], [c, d]] = [fraction(left), fraction(right)];
        const difference = a * d - c * b;
        expect(Math.sign(left.compare(right))).toBe(difference === 0n ? 0 : difference < 0n ? -1 : 1);
        expect(left.compare(right)).toBe(right.compare(left) === 0 ? 0 : -right.compare(left));
      }),
    );
    expect(parse('1.50').equals(parse('1.5'))).toBe(true);
  });

  it('rounds, cuts, floors and ceils', () => {
    expect(parse('3.14159').rounded(3).toString()).toBe('3.142');
    expect(parse('-2.5').rounded(0).toString()).toBe('-3');
    expect(parse('1.5').rounded(3).toString()).toBe('1.500');
    expect(parse('-1.56').truncated().toString()).toBe('-1');
    expect(parse('1.5').truncated(3).toString()).toBe('1.500');
    expect(parse('-2.1').floor().toString()).toBe('-3');
    expect(parse('-2.0').floor().toString()).toBe('-2');
    expect(parse('1.1').ceiling().toString()).toBe('2');
    expect(parse('2.500').normalized().toString()).toBe('2.5');
    expect(parse('100').normalized().toString()).toBe('100');
    fc.assert(
      fc.property(decimal, (value) => {
        expect(value.floor().compare(value)).toBeLessThanOrEqual(0);
        expect(value.ceiling().compare(value)).toBeGreaterThanOrEqual(0);
        expect(value.ceiling().minus(value.floor()).toString()).toBe(value.isWhole() ? '0' : '1');
      }),
    );
  });

  it('becomes the nearest number', () => {
    expect(parse('0.1').toNumber()).toBe(0.1);
    expect(parse('-1234.50').toNumber()).toBe(-1234.5);
  });
});

describe('roundedQuotient', () => {
  it('is symmetric around zero', () => {
    fc.assert(
      fc.property(
        fc.bigInt(),
        fc.bigInt().filter((n) => n !== 0n),
        (above, below) => {
          expect(roundedQuotient(-above, below)).toBe(-roundedQuotient(above, below));
          expect(roundedQuotient(above, below)).toBe(roundedQuotient(-above, -below));
        },
      ),
    );
  });
});
