import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hash64 } from '../kernel/index.ts';
import type { ColumnType, EncodedRows, Row, RowShape } from './connection.ts';
import { CopyEncoder, encodeRows, fillColumn, isHash, offsetOf, rowsOfOwners } from './copy.ts';

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

const read = (rows: EncodedRows): unknown[] =>
  fields(Buffer.from(rows.bytes)).map(([rid, ts, text]) => [
    Number(rid?.readBigInt64BE()),
    Number(ts?.readBigInt64BE()),
    text?.toString(),
  ]);

describe('encoded rows', () => {
  const SHAPE: RowShape = {
    table: 'sample',
    columns: [
      ['rid', 'bigint'],
      ['ts', 'timestamptz'],
      ['text', 'text'],
      ['more', 'bigint'],
    ],
  };
  const encoded = (owners: readonly number[]): EncodedRows => {
    const encoder = new CopyEncoder(SHAPE);
    for (const owner of owners) encoder.add([0, 0, `of ${owner}`, null], owner);
    return encoder.end();
  };
  it('take what is known only later, as often as it changes', () => {
    const rows = encoded([3, 3, 5]);
    for (const more of [10, 1000]) {
      fillColumn(rows, SHAPE, 'rid', (owner) => owner + more);
      fillColumn(rows, SHAPE, 'ts', () => Date.UTC(2000, 0, 1) + more);
      expect(read(rows)).toEqual([
        [3 + more, more * 1000, 'of 3'],
        [3 + more, more * 1000, 'of 3'],
        [5 + more, more * 1000, 'of 5'],
      ]);
    }
    fillColumn(rows, SHAPE, 'rid', () => '-1');
    expect(read(rows).map((row) => (row as unknown[])[0])).toEqual([-1, -1, -1]);
  });

  it('can be left out by their owners, and what is left is a stream again', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { maxLength: 20 }), fc.nat(6), (owners, most) => {
        const kept = rowsOfOwners(encoded(owners), (owner) => owner < most);
        fillColumn(kept, SHAPE, 'rid', (owner) => owner);
        const expected = owners.filter((owner) => owner < most);
        expect([...kept.owners]).toEqual(expected);
        expect(fields(Buffer.from(kept.bytes)).map(([rid]) => Number(rid?.readBigInt64BE()))).toEqual(expected);
      }),
    );
  });

  it('know where a column stands, and where it has no place of its own', () => {
    expect(offsetOf(SHAPE, 'rid')).toBe(6);
    expect(offsetOf(SHAPE, 'text')).toBe(2 + 12 + 12 + 4);
    expect(() => offsetOf(SHAPE, 'more')).toThrow('fixed place');
    expect(() => fillColumn(encoded([1]), SHAPE, 'text', () => 'x')).toThrow('cannot be filled');
  });
});
