import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hash64 } from '../kernel/index.ts';
import type { ColumnType, Row, RowShape } from './connection.ts';
import { encodeRows, isHash } from './copy.ts';

const HEADER = 19;

function shape(...types: readonly ColumnType[]): RowShape {
  return { table: 'sample', columns: types.map((type, at) => [`c${at}`, type] as const) };
}

/** The fields of an encoded stream as a plain reader of the format sees them: null, or the bytes. */
function fields(bytes: Buffer): (Buffer | null)[][] {
  const rows: (Buffer | null)[][] = [];
  let at = HEADER;
  for (;;) {
    const count = bytes.readInt16BE(at);
    at += 2;
    if (count === -1) break;
    const row: (Buffer | null)[] = [];
    for (let field = 0; field < count; field++) {
      const size = bytes.readInt32BE(at);
      at += 4;
      row.push(size === -1 ? null : bytes.subarray(at, at + size));
      at += Math.max(size, 0);
    }
    rows.push(row);
  }
  expect(at).toBe(bytes.length);
  return rows;
}

function one(type: ColumnType, value: Row[number]): Buffer | null | undefined {
  return fields(encodeRows(shape(type), [[value]]))[0]?.[0];
}

describe('the binary COPY format', () => {
  it('begins with its signature and ends with its trailer, also without rows', () => {
    const bytes = encodeRows(shape('text'), []);
    expect(bytes.subarray(0, 11).toString('latin1')).toBe('PGCOPY\n\u00ff\r\n\0');
    expect(fields(bytes)).toEqual([]);
  });

  it('writes every bigint in two halves, whatever form it has', () => {
    const bigints = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(bigints, (value) => {
        expect(one('bigint', value)?.readBigInt64BE()).toBe(value);
        expect(one('bigint', value.toString())?.readBigInt64BE()).toBe(value);
      }),
    );
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(one('bigint', value)?.readBigInt64BE()).toBe(BigInt(value));
      }),
    );
  });

  it('writes a hash as the same 64 bits', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const hash = hash64(text);
        expect(isHash(hash)).toBe(true);
        expect(one('bigint', hash)?.readUInt32BE(0)).toBe(hash.high >>> 0);
        expect(one('bigint', hash)?.readUInt32BE(4)).toBe(hash.low >>> 0);
      }),
    );
  });

  it('writes text in UTF-8, beyond the size of its first buffer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(one('text', text)?.toString()).toBe(text);
      }),
    );
    const long = '가'.repeat(100_000);
    expect(one('text', long)?.toString()).toBe(long);
  });

  it('writes the fixed types in their sizes', () => {
    expect(one('boolean', true)).toEqual(Buffer.from([1]));
    expect(one('boolean', false)).toEqual(Buffer.from([0]));
    expect(one('smallint', -2)?.readInt16BE()).toBe(-2);
    expect(one('integer', -2_147_483_648)?.readInt32BE()).toBe(-2_147_483_648);
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(one('float8', value)?.readDoubleBE()).toBe(value);
      }),
    );
  });

  it('counts time in microseconds from 2000', () => {
    expect(one('timestamptz', Date.UTC(2000, 0, 1))?.readBigInt64BE()).toBe(0n);
    expect(one('timestamptz', Date.UTC(1999, 11, 31, 23, 59, 59, 999))?.readBigInt64BE()).toBe(-1000n);
    expect(one('timestamptz', Date.UTC(9999, 11, 31))?.readBigInt64BE()).toBe(252_455_529_600_000_000n);
  });

  it('writes lists of bigints with their dimension, and the empty list without one', () => {
    const list = one('bigint[]', [1, -2n, '3']);
    expect(list?.readInt32BE(0)).toBe(1);
    expect(list?.readInt32BE(8)).toBe(20);
    expect(list?.readInt32BE(12)).toBe(3);
    expect([0, 1, 2].map((at) => list?.readBigInt64BE(24 + at * 12))).toEqual([1n, -2n, 3n]);
    expect(one('bigint[]', [])?.readInt32BE(0)).toBe(0);
  });

  it('writes null, and what is missing, as null', () => {
    expect(fields(encodeRows(shape('text', 'bigint', 'bigint[]'), [[null, null], [null]]))).toEqual([
      [null, null, null],
      [null, null, null],
    ]);
  });

  it('keeps rows and columns apart, however many there are', () => {
    const rows = Array.from({ length: 3000 }, (_, at) => [at, `row ${at}`, at % 2 === 0]);
    const read = fields(encodeRows(shape('integer', 'text', 'boolean'), rows));
    expect(read).toHaveLength(3000);
    expect(read.every(([, text], at) => text?.toString() === `row ${at}`)).toBe(true);
  });

  it('refuses a number that would lose digits', () => {
    expect(() => encodeRows(shape('bigint'), [[2 ** 53]])).toThrow(/not an integer/);
    expect(() => encodeRows(shape('bigint'), [[1.5]])).toThrow(/not an integer/);
  });
});
