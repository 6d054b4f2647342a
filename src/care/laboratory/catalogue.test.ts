import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { unitOf, type EpochMs } from '../../kernel/index.ts';
import { ORDERABLES } from '../orders/catalogue.ts';
import { ANALYTES, limitsFor, TESTS, testOf } from './catalogue.ts';
import { interpret } from './interpret.ts';

const analyte = (code: string) => {
  const found = ANALYTES.get(code);
  if (found === undefined) throw new Error(code);
  return found;
};
const DAY = 86_400_000;
const AT = 1_782_864_000_000 as EpochMs;
const days = (count: number) => (AT - count * DAY) as EpochMs;
const flagOf = (code: string, value: string, person = { sex: 'female', age: 40 }) =>
  interpret(analyte(code), value, person, AT, undefined).flag;

const delta = (code: string, value: string, before: string, ago: number) =>
  interpret(analyte(code), value, { sex: 'male', age: 50 }, AT, { value: before, at: days(ago) }).delta;

describe('the catalogue', () => {
  it('has units that UCUM knows, limits in order, and LOINC codes with their check digit', () => {
    for (const { loinc, unit, limits, children } of ANALYTES.values()) {
      if (unit !== undefined) expect(unitOf(unit), `${loinc} ${unit}`).toBeDefined();
      expect(loinc).toMatch(/^\d{3,5}-\d$/);
      for (const one of [limits.male, limits.female, ...children]) {
        const numbers = [one.criticalLow, one.low, one.high, one.criticalHigh].flatMap((text) =>
          text === undefined ? [] : Number(text),
        );
        expect(numbers, loinc).toEqual(numbers.toSorted((a, b) => a - b));
      }
    }
    expect(ANALYTES.size).toBeGreaterThan(60);
  });

  it('has a tube and known analytes for each test', () => {
    for (const test of TESTS.values()) {
      expect(test.tube, test.loinc).not.toBe('');
      expect(test.analytes.length, test.loinc).toBeGreaterThan(0);
      expect(test.maxTransportMinutes).toBeGreaterThan(0);
    }
    expect(TESTS.get('34532-2')?.secondIdentifier).toBe(true);
    expect(testOf({ coding: [{ system: 'http://loinc.org', code: '58410-2' }] })?.tube).toBe('EDTA-3');
    expect(testOf({ coding: [{ system: 'http://example.org', code: '58410-2' }] })).toBeUndefined();
  });

  it('has every test that order entry offers with a LOINC code, in the same tube', () => {
    const offered = [...ORDERABLES.values()].filter(({ kind, loinc }) => kind === 'laboratory' && loinc !== undefined);
    expect(offered.length).toBeGreaterThan(50);
    const exceptions = new Set(['newborn-bilirubin']);
    for (const { code, loinc = '', tube, second = false, fasting } of offered.filter(
      (one) => !exceptions.has(one.code),
    )) {
      const test = TESTS.get(loinc);
      expect(test, `${code} ${loinc}`).toBeDefined();
      expect([test?.tube, test?.secondIdentifier, test?.fastingHours], code).toEqual([tube, second, fasting]);
    }
  });

  it('has limits by sex and age, and none where one of them is not known', () => {
    expect(limitsFor(analyte('718-7'), { sex: 'male', age: 40 }).low).toBe('13.0');
    expect(limitsFor(analyte('718-7'), { sex: 'female', age: 40 }).low).toBe('12.0');
    expect(limitsFor(analyte('718-7'), { sex: 'female', age: 0.01 }).high).toBe('18.0');
    expect(limitsFor(analyte('718-7'), { sex: 'female', age: 18 }).low).toBe('12.0');
    for (const someone of [{ sex: 'male' }, { age: 40 }, {}]) {
      const { low, high } = limitsFor(analyte('718-7'), someone);
      expect([low, high]).toEqual([undefined, undefined]);
    }
    expect(limitsFor(analyte('2951-2'), { sex: 'other', age: 40 }).low).toBe('135');
  });
});

describe('interpretation', () => {
  it('takes a limit as inside and a critical limit as reached', () => {
    expect(['3.4', '3.5', '5.1', '5.10', '5.2', '6.0', '2.8', '2.9'].map((value) => flagOf('2823-3', value))).toEqual([
      'L',
      'N',
      'N',
      'N',
      'H',
      'HH',
      'LL',
      'L',
    ]);
    expect(flagOf('1920-8', '40')).toBe('N');
    expect(flagOf('1920-8', '41')).toBe('H');
  });

  it('reads words, and flags none that has no limit', () => {
    expect(flagOf('600-7', 'gram-negative-rods')).toBe('AA');
    expect(flagOf('600-7', 'no-growth')).toBe('N');
    expect(flagOf('20454-5', 'positive')).toBe('A');
    expect(flagOf('883-9', 'AB')).toBeUndefined();
    expect(flagOf('883-9', 'blue')).toBeUndefined();
  });

  it('looks again at a value that differs by more than usual within the days, and at any other blood group', () => {
    expect([
      delta('718-7', '10.0', '14.0', 2),
      delta('718-7', '10.6', '14.0', 2),
      delta('718-7', '10.0', '14.0', 4),
    ]).toEqual([true, false, false]);
    expect([delta('2823-3', '5.0', '4.0', 1), delta('2823-3', '5.01', '4.0', 1)]).toEqual([false, true]);
    expect([delta('883-9', 'A', 'A', 900), delta('883-9', 'B', 'A', 900)]).toEqual([false, true]);
    expect(delta('600-7', 'no-growth', 'yeast', 1)).toBe(false);
  });

  it('is critical exactly where a value is at or beyond a critical limit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), (tenths) => {
        const value = (tenths / 10).toFixed(1);
        const found = interpret(analyte('2823-3'), value, { sex: 'female', age: 30 }, AT, undefined);
        expect(found.critical).toBe(tenths <= 28 || tenths >= 60);
      }),
    );
  });
});
