import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fails, gives, results } from '../../../test/conformance/fhirpath-rows.ts';

const written = fc
  .tuple(fc.integer({ min: -999_999, max: 999_999 }), fc.integer({ min: 0, max: 4 }))
  .map(([unscaled, scale]) => ({ unscaled: BigInt(unscaled), scale, text: text(BigInt(unscaled), scale) }));

function text(unscaled: bigint, scale: number): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const whole = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return unscaled < 0n ? `-${whole}` : whole;
}

type Written = { readonly unscaled: bigint; readonly scale: number; readonly text: string };
/** All numbers as whole ten-thousandths: what is left is arithmetic of whole numbers. */
const tenThousandths = ({ unscaled, scale }: Written): bigint => unscaled * 10n ** BigInt(4 - scale);
const number = (value: unknown): bigint => {
  const [whole = '', fraction = ''] = String(value).split('.');
  return BigInt(whole + fraction.padEnd(8, '0').slice(0, 8));
};

describe('decimals', () => {
  it('add, subtract and multiply without an error of binary fractions', () => {
    fc.assert(
      fc.property(written, written, (a, b) => {
        fc.pre(a.scale > 0 || b.scale > 0);
        const of = (operator: string) => number(results(`(${a.text}) ${operator} (${b.text})`)[0]);
        const [x, y] = [tenThousandths(a), tenThousandths(b)];
        expect(of('+')).toBe((x + y) * 10_000n);
        expect(of('-')).toBe((x - y) * 10_000n);
        expect(of('*')).toBe(x * y);
      }),
    );
  });

  it('div cuts towards zero and mod is what is left, with the sign of the left side', () => {
    fc.assert(
      fc.property(written, written, (a, b) => {
        fc.pre(b.unscaled !== 0n);
        const [x, y] = [tenThousandths(a), tenThousandths(b)];
        const quotient = results(`(${a.text}) div (${b.text})`);
        const whole = x / y;
        expect(quotient).toEqual(whole > 2_147_483_647n || whole < -2_147_483_648n ? [] : [Number(whole)]);
        expect(number(results(`(${a.text}) mod (${b.text})`)[0])).toBe((x % y) * 10_000n);
      }),
    );
  });

  it('a sum keeps the digits of both: 1.10 + 2 is 3.10', () => {
    fc.assert(
      fc.property(written, written, (a, b) => {
        fc.pre(a.scale > 0 || b.scale > 0);
        const [sum = ''] = results(`(${a.text}) + (${b.text})`).map(String);
        expect(sum.split('.')[1] ?? '').toHaveLength(Math.max(a.scale, b.scale));
      }),
    );
  });
});

describe('empty and nought', () => {
  const operators = ['+', '-', '*', '/', 'div', 'mod'];
  gives(
    operators.flatMap((operator) => [
      [`{} ${operator} 1`] as const,
      [`1 ${operator} {}`] as const,
      [`{} ${operator} {}`] as const,
    ]),
  );
  gives(['/', 'div', 'mod'].flatMap((operator) => [[`5 ${operator} 0`] as const, [`5.0 ${operator} 0.0`] as const]));
  gives([
    ["{} & 'a'", 'a'],
    ["'a' & {}", 'a'],
    ['{} & {}', ''],
    ["'a' & 'b'", 'ab'],
  ]);
  fails(operators.map((operator) => [`(1 | 2) ${operator} 1`, 'fhirpath.not-single']));
  fails(operators.map((operator) => [`true ${operator} 1`, 'fhirpath.wrong-type']));
});

describe('quantities', () => {
  gives([
    ["500 'mg' + 0.5 'g'", "1000 'mg'"],
    ["0.5 'g' + 500 'mg'", "1.0 'g'"],
    ["1 'g' - 250 'mg'", "0.75 'g'"],
    ["70 'kg' * 5 'mg/kg'", "350 'kg.mg/kg'"],
    ["1 'L' + 1 'kg'"],
    ["1 'mmol/L' + 1 'mg/dL'"],
    ["10 'mL' / 2 'h'", "5 'mL/h'"],
    ["10 'mg' / 0 'mL'"],
    ["10 'mg' / 4 'mg'", "2.5 '1'"],
    ["3 * 2 'mg'", "6 'mg'"],
    ["1 'foo' * 2 'bar'"],
    ["1 'mg' + {}"],
    ['1 day + 24 hours', '2 day'],
    ["1 'h' + 30 'min'", "1.5 'h'"],
    ['1 year + 6 months', '1.5 year'],
    ["1 year + 1 'd'"],
  ]);
});

const DAY_MS = 86_400_000;
const days = fc.integer({ min: -200_000, max: 200_000 });
const iso = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

describe('dates', () => {
  it('move by days as the calendar of the platform does', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -5000, max: 5000 }), (day, by) => {
        const sign = by < 0 ? '-' : '+';
        expect(results(`@${iso(day)} ${sign} ${Math.abs(by)} days`)).toEqual([iso(day + by)]);
        if (by % 7 === 0) expect(results(`@${iso(day)} ${sign} ${Math.abs(by) / 7} weeks`)).toEqual([iso(day + by)]);
      }),
    );
  });

  it('move by months to the same day, or to the last of a shorter month', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -600, max: 600 }), (day, by) => {
        const [year = 0, month = 0, date = 0] = iso(day).split('-').map(Number);
        const count = year * 12 + month - 1 + by;
        const [newYear, newMonth] = [Math.floor(count / 12), (count % 12) + 1];
        const last = new Date(Date.UTC(newYear, newMonth, 0)).getUTCDate();
        const two = (value: number) => String(value).padStart(2, '0');
        const expected = `${newYear}-${two(newMonth)}-${two(Math.min(date, last))}`;
        expect(results(`@${iso(day)} ${by < 0 ? '-' : '+'} ${Math.abs(by)} months`)).toEqual([expected]);
      }),
    );
  });

  it('move by hours across midnight and keep their zone', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -500, max: 500 }), (day, by) => {
        const start = day * DAY_MS + 9 * 3_600_000;
        const clock = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}+09:00`;
        const sign = by < 0 ? '-' : '+';
        expect(results(`@${clock(start)} ${sign} ${Math.abs(by)} hours`)).toEqual([clock(start + by * 3_600_000)]);
      }),
    );
  });

  gives([
    ['@2024-02-29 + 1 year', '2025-02-28'],
    ['@2024-02-29 + 4 years', '2028-02-29'],
    ['@2026-03-31 - 1 month', '2026-02-28'],
    ['@2026-12-31 + 2 months', '2027-02-28'],
    ['@2026 + 24 months', '2028'],
    ['@2026 + 23 months', '2027'],
    ['@2026-01 + 1 month', '2026-02'],
    ['@2026-11-24 + 25 hours', '2026-11-25'],
    ['@2026-11-24 + 23 hours', '2026-11-24'],
    ["@2026-11-24 + 1 'd'", '2026-11-25'],
    ["@2026-11-24T10:00:00 + 90 'min'", '2026-11-24T11:30:00'],
    ['@2026-11-24T23:59:59.900 + 200 milliseconds', '2026-11-25T00:00:00.100'],
    ['@2026-11-24T10:00:00Z - 10 hours', '2026-11-24T00:00:00Z'],
    ['@T23:30 + 1 hour', '00:30'],
    ['@T00:15 - 30 minutes', '23:45'],
    ['@0001-01-01 - 1 day'],
    ['@9999 + 1 year'],
    ['@2026-11-24 + {}'],
    ['{} + 1 day'],
  ]);
  fails([
    ["@2026-11-24 + 1 'mo'", 'fhirpath.wrong-unit'],
    ["@2026-11-24 + 1 'mg'", 'fhirpath.wrong-unit'],
    ['@2026-11-24 - @2026-11-23', 'fhirpath.wrong-type'],
    ['1 day + @2026-11-24', 'fhirpath.wrong-type'],
    ['@2026-11-24 * 2 days', 'fhirpath.wrong-type'],
  ]);
});
