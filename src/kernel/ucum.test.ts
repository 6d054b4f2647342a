import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from './decimal.ts';
import { decimalOf } from './json.ts';
import { canonicalQuantity, compareRatios, convertValue, toCanonical, unitOf, type Unit } from './ucum.ts';
import { ARBITRARY_UNITS, DEFINED_UNITS } from './ucum-atoms.ts';

const unit = (code: string): Unit => unitOf(code) ?? expect.fail(`${code} is a unit`);
const decimal = (text: string): Decimal => Decimal.parse(text) ?? expect.fail(text);
const same = (left: string, leftUnit: string, right: string, rightUnit: string): boolean =>
  unit(leftUnit).dimension === unit(rightUnit).dimension &&
  compareRatios(toCanonical(decimal(left), unit(leftUnit)), toCanonical(decimal(right), unit(rightUnit))) === 0;

describe('unitOf', () => {
  it('knows every unit of its table', () => {
    const defined = DEFINED_UNITS.trim()
      .split('\n')
      .map((line) => line.split(' ')[0] ?? '');
    for (const entry of [...defined, ...ARBITRARY_UNITS.split(' ')]) {
      const code = entry === '10*' ? entry : entry.replace(/\*$/, '');
      expect(unitOf(code), code).toBeDefined();
    }
  });

  it('reads the codes that laboratories and wards write', () => {
    const dimensions = {
      'mm[Hg]': 'g.m-1.s-2',
      'mg/dL': 'g.m-3',
      'mmol/L': 'm-3',
      '10*3/uL': 'm-3',
      '10^3/uL': 'm-3',
      '%': '1',
      '{score}': '1',
      'kg/m2': 'g.m-2',
      '/min': 's-1',
      'mL/min/{1.73_m2}': 'm3.s-1',
      'm[IU]/L': '[iU].m-3',
      '[iU]/mL': '[iU].m-3',
      Cel: 'K',
      '[degF]': 'K',
      'U/L': 'm-3.s-1',
      meq: '1',
      'meq/L': 'm-3',
      'mosm/kg': 'g-1',
      'ng/mL{FEU}': 'g.m-3',
      'g.m/(s2.A)': 'C-1.g.m.s-1',
      '{RBC}/uL': 'm-3',
      'L/min': 'm3.s-1',
      'dyn.s/cm5': 'g.m-4.s-1',
      '[in_i]': 'm',
      '[lb_av]': 'g',
      fL: 'm3',
      pg: 'g',
      mCi: 's-1',
      'umol/(8.h)': 's-1',
      '10*-6': '1',
      '[pH]': 'm-3',
      dB: '1',
      'ug/kg/min': 's-1',
      kPa: 'g.m-1.s-2',
      KiBy: '1',
    };
    for (const [code, dimension] of Object.entries(dimensions)) expect(unit(code).dimension, code).toBe(dimension);
  });

  it('refuses what is no unit, so that nothing is converted by mistake', () => {
    const wrong = [
      '',
      'foo',
      'MG/DL',
      '[s]',
      'k%',
      'mg//dL',
      'mg.',
      '(mg',
      'mg)',
      '{open',
      'm g',
      '/',
      '__proto__',
      'constructor',
      'm61',
      'kk',
      'k[in_i]',
      'm(',
      '.m',
    ];
    for (const code of wrong) expect(unitOf(code), code).toBeUndefined();
    expect(unitOf('('.repeat(100))).toBeUndefined();
    expect(unitOf('m'.repeat(10_000))).toBeUndefined();
  });
});

describe('canonicalQuantity', () => {
  it('brings equal quantities together, exactly', () => {
    expect(same('4.0000', 'g', '4000.0', 'mg')).toBe(true);
    expect(same('1', '[lb_av]', '453.59237', 'g')).toBe(true);
    expect(same('1', '[in_i]', '25.4', 'mm')).toBe(true);
    expect(same('1', 'wk', '168', 'h')).toBe(true);
    expect(same('37', 'Cel', '98.6', '[degF]')).toBe(true);
    expect(same('1', 'dL', '100', 'mL')).toBe(true);
    expect(same('1', 'U/L', '1', 'umol/min/L')).toBe(true);
    expect(same('1', 'm[iU]/L', '1', 'u[IU]/mL')).toBe(true);
    expect(same('1', 'atm', '101325', 'Pa')).toBe(true);
    expect(same('1', 'bar', '750.0637554192', 'mm[Hg]')).toBe(false);
  });

  it('keeps apart what cannot be converted', () => {
    expect(unit('[iU]').dimension).not.toBe(unit('[CFU]').dimension);
    expect(unit('[iU]').dimension).not.toBe(unit('g').dimension);
    expect(unit('a').dimension).toBe(unit('s').dimension);
    expect(convertValue(decimal('1'), unit('mg'), unit('mL'))).toBeUndefined();
  });

  it('takes numbers as JSON has them', () => {
    expect(canonicalQuantity(decimalOf('1.50'), 'g/L')).toEqual({ value: 1500, unit: 'g.m-3' });
    expect(canonicalQuantity(7.4, '[pH]')?.value).toBeCloseTo(10 ** -7.4 * 6.02214076e26, -14);
    expect(canonicalQuantity(1, 'no unit')).toBeUndefined();
    expect(canonicalQuantity(30, 'dB')).toEqual({ value: 1000, unit: '1' });
  });

  it('converts there and back to the same value', () => {
    const groups = [
      ['kg', '[lb_av]', '[oz_av]', 'mg'],
      ['Cel', '[degF]', 'K', '[degRe]'],
      ['mm[Hg]', 'kPa', '[psi]', 'cm[H2O]'],
      ['L', '[foz_us]', 'uL'],
    ];
    const pair = fc
      .constantFrom(...groups)
      .chain((group) => fc.tuple(fc.constantFrom(...group), fc.constantFrom(...group)));
    const value = fc.tuple(fc.bigInt({ min: -100_000n, max: 100_000n }), fc.integer({ min: 0, max: 4 }));
    fc.assert(
      fc.property(pair, value, ([from, to], [unscaled, scale]) => {
        const start = new Decimal(unscaled, scale);
        const there = convertValue(start, unit(from), unit(to)) ?? expect.fail('one dimension');
        const back = convertValue(there, unit(to), unit(from)) ?? expect.fail('one dimension');
        expect(back.minus(start).absolute().compare(new Decimal(1n, 15))).toBeLessThan(0);
      }),
    );
  });

  it('keeps the order of quantities of one dimension', () => {
    const value = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(value, value, fc.constantFrom('mg/dL', 'Cel', '[degF]', '[lb_av]'), (a, b, code) => {
        const [left, right] = [canonicalQuantity(a, code)?.value ?? 0, canonicalQuantity(b, code)?.value ?? 0];
        expect(Math.sign(left - right)).toBe(Math.sign(a - b));
      }),
    );
  });
});
