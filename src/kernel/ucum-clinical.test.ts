import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from './decimal.ts';
import { canonicalQuantity, compareRatios, convertValue, numberOf, toCanonical, unitOf, type Unit } from './ucum.ts';

const unit = (code: string): Unit => unitOf(code) ?? expect.fail(`${code} is a unit`);
const decimal = (text: string): Decimal => Decimal.parse(text) ?? expect.fail(text);
const converted = (value: string, from: string, to: string) =>
  convertValue(decimal(value), unit(from), unit(to))?.toString();

describe('conversions that a dose depends on', () => {
  it.each([
    ['1', 'g', 'mg', '1000'],
    ['1', 'mg', 'ug', '1000'],
    ['1', 'ug', 'ng', '1000'],
    ['0.5', 'mg', 'ug', '500'],
    ['250', 'ug', 'mg', '0.25'],
    ['1', 'L', 'mL', '1000'],
    ['1', 'dL', 'mL', '100'],
    ['1', 'mL', 'uL', '1000'],
    ['1', 'cm3', 'mL', '1'],
    ['1', 'kg', 'g', '1000'],
    ['1', 'mg/mL', 'g/L', '1'],
    ['1', 'mg/dL', 'mg/L', '10'],
    ['5', 'ug/kg/min', 'mg/kg/h', '0.3'],
    ['60', 'mL/h', 'mL/min', '1'],
    ['100', 'mL/h', 'L/d', '2.4'],
    ['2', 'mg/kg', 'ug/g', '2'],
    ['1', '%', '10*-2', '1'],
    ['1000', 'm[IU]', '[IU]', '1'],
    ['1', '[IU]/mL', 'k[IU]/L', '1'],
    ['1', 'mmol', 'umol', '1000'],
    ['140', 'mmol/L', 'umol/mL', '140'],
    ['1', 'meq/L', 'mmol/L', '1'],
  ])('%s %s is %4$s %3$s', (value, from, to, expected) => {
    expect(converted(value, from, to)).toBe(expected);
  });

  it.each([
    ['37', 'Cel', '[degF]', '98.6'],
    ['0', 'Cel', 'K', '273.15'],
    ['-40', 'Cel', '[degF]', '-40'],
    ['212', '[degF]', 'Cel', '100'],
    ['38.5', 'Cel', '[degF]', '101.3'],
    ['1', '[in_i]', 'cm', '2.54'],
    ['6', '[ft_i]', 'cm', '182.88'],
    ['1', '[lb_av]', 'kg', '0.45359237'],
    ['1', 'd', 'h', '24'],
    ['1', 'wk', 'd', '7'],
    ['1', 'a', 'd', '365.25'],
    ['90', 'min', 'h', '1.5'],
    ['1', 'kPa', 'Pa', '1000'],
    ['1', 'mm[Hg]', 'Pa', '133.322'],
    ['1', 'kcal', 'cal', '1000'],
  ])('%s %s is %4$s %3$s', (value, from, to, expected) => {
    expect(converted(value, from, to)).toBe(expected);
  });

  it('what measures something else is never converted', () => {
    const pairs = [
      ['mg', 'mL'],
      ['mg/dL', 'mmol/L'],
      ['[IU]', 'mg'],
      ['[IU]', 'mmol'],
      ['mg', 'mg/kg'],
      ['mL/h', 'mL'],
      ['Cel', 'mm[Hg]'],
      ['{tbl}', 'mg'],
      ['U/L', '[IU]/L'],
      ['kg/m2', 'kg'],
    ] as const;
    for (const [from, to] of pairs) expect(converted('1', from, to), `${from} to ${to}`).toBeUndefined();
  });

  it('what people write that is no UCUM is no unit, so that it is shown and not worked with', () => {
    for (const code of ['mcg', 'cc', 'Mg/Dl', 'gtt', 'units', 'tablet', '정', 'µg', 'mg / mL', ' mg', 'IU/L'])
      expect(unitOf(code), code).toBeUndefined();
    // Large letters are other units: megalitres and megagauss, no spelling of millilitres and milligrams.
    expect([converted('1', 'ML', 'mL'), converted('1', 'MG', 'mg')]).toEqual(['1000000000', undefined]);
  });
});

const AMOUNTS = ['kg', 'g', 'mg', 'ug', 'ng', 'pg'];
const VOLUMES = ['L', 'dL', 'mL', 'uL', 'nL'];
const POWER: Readonly<Record<string, number>> = {
  kg: 3,
  g: 0,
  mg: -3,
  ug: -6,
  ng: -9,
  pg: -12,
  L: 0,
  dL: -1,
  mL: -3,
  uL: -6,
  nL: -9,
};

const value = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.integer({ min: 0, max: 5 }))
  .map(([a, b]) => new Decimal(a, b));

describe('powers of ten', () => {
  it('a concentration moves the point by the difference of its prefixes, and loses no digit', () => {
    const some = fc.tuple(fc.constantFrom(...AMOUNTS), fc.constantFrom(...VOLUMES));
    fc.assert(
      fc.property(value, some, some, (start, [a, b], [c, d]) => {
        const shift = (POWER[a] ?? 0) - (POWER[b] ?? 0) - (POWER[c] ?? 0) + (POWER[d] ?? 0);
        fc.pre(shift > -18);
        const there = convertValue(start, unit(`${a}/${b}`), unit(`${c}/${d}`)) ?? expect.fail('one dimension');
        const [up, down] = [10n ** BigInt(Math.max(0, shift)), 10n ** BigInt(Math.max(0, -shift))];
        expect(there.times(new Decimal(down)).equals(start.times(new Decimal(up)))).toBe(true);
      }),
    );
  });

  it('the order of factors does not matter, nor do brackets around them', () => {
    const atom = fc.constantFrom('mg', 'mL', 'kg', 'h', 'm2', '[IU]', 'mmol', '10*3', '2');
    fc.assert(
      fc.property(fc.array(atom, { minLength: 1, maxLength: 4 }), atom, (factors, divisor) => {
        const one = unit(`${factors.join('.')}/${divisor}`);
        const other = unit(`(${factors.toReversed().join('.')})/(${divisor})`);
        expect(other.dimension).toBe(one.dimension);
        expect(compareRatios(other.factor, one.factor)).toBe(0);
      }),
    );
  });

  it('an annotation changes nothing', () => {
    for (const code of ['mg/dL', 'mL/min', '10*3/uL', '[IU]/L', '%'])
      for (const noted of [`${code}{note}`, code.replace('/', '{a}/')])
        expect([unit(noted).dimension, compareRatios(unit(noted).factor, unit(code).factor)]).toEqual([
          unit(code).dimension,
          0,
        ]);
  });

  it('what is canonical sorts as the exact value does', () => {
    const code = fc.constantFrom('g/L', 'mg/dL', 'ug/mL', 'ng/uL', 'kg/L');
    fc.assert(
      fc.property(value, code, value, code, (a, from, b, to) => {
        const exact = compareRatios(toCanonical(a, unit(from)), toCanonical(b, unit(to)));
        const [left, right] = [canonicalQuantity(a, from)?.value ?? 0, canonicalQuantity(b, to)?.value ?? 0];
        // Numbers that differ in their sixteenth digit may fall together, and never the other way round.
        expect(exact * Math.sign(left - right)).toBeGreaterThanOrEqual(0);
        if (exact === 0) expect(left).toBe(right);
      }),
    );
  });

  it('the nearest number of a fraction is that of the division', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 1, max: 1_000_000 }), (a, b) => {
        expect(numberOf({ above: BigInt(a), below: BigInt(b) })).toBeCloseTo(a / b, 12);
      }),
    );
    expect(numberOf({ above: 1n, below: 10n ** 300n })).toBe(1e-300);
    expect(numberOf({ above: 10n ** 300n, below: 1n })).toBe(1e300);
  });
});
