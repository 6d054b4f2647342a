/**
 * Encodes rows for PostgreSQL's binary COPY, straight into one growing buffer. What is not known yet when a row
 * is encoded (its row id, transaction and time) can be filled in later: such columns stand first in their tables' shapes.
 *
 * Source  https://www.postgresql.org/docs/18/sql-copy.html (File Formats, Binary Format)
 * Proof   copy.test.ts (bytes), store.int.test.ts (what the server reads back)
 */
import type { Hash64 } from '../kernel/index.ts';
import type { ColumnType, ColumnValue, EncodedRows, Row, RowShape } from './connection.ts';

const SIGNATURE = Buffer.from([0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
const INT8_OID = 20;
/** Milliseconds from 1970-01-01 to PostgreSQL's epoch, 2000-01-01. */
const EPOCH_2000_MS = 946_684_800_000;
const FIRST_SIZE = 64 * 1024;

/** A buffer that grows; positions are bytes. */
class Sink {
  bytes = Buffer.from(new ArrayBuffer(FIRST_SIZE));
  view = new DataView(this.bytes.buffer);
  at = 0;

  room(size: number): void {
    if (this.at + size <= this.bytes.length) return;
    const larger = Buffer.from(new ArrayBuffer(Math.max(this.bytes.length * 2, this.at + size)));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }

  int16(value: number): void {
    this.view.setInt16(this.at, value);
    this.at += 2;
  }

  int32(value: number): void {
    this.view.setInt32(this.at, value);
    this.at += 4;
  }

  float8(value: number): void {
    this.view.setFloat64(this.at, value);
    this.at += 8;
  }

  bigint(value: ColumnValue): void {
    putBigint(this.view, this.at, value);
    this.at += 8;
  }

  /** Room, size and value of a text. */
  text(text: string): void {
    this.room(text.length * 3 + 4);
    const size = this.bytes.write(text, this.at + 4);
    this.int32(size);
    this.at += size;
  }
}

function putBigint(view: DataView, at: number, value: ColumnValue): void {
  if (typeof value === 'number') putSafeInteger(view, at, value);
  else if (isHash(value)) putHalves(view, at, value.high, value.low);
  else view.setBigInt64(at, BigInt(value as string));
}

function putHalves(view: DataView, at: number, high: number, low: number): void {
  view.setInt32(at, high | 0);
  view.setInt32(at + 4, low | 0);
}

/** From the year 2285 on, microseconds are no safe integer any more. */
function putMoment(view: DataView, at: number, moment: number): void {
  const ms = moment - EPOCH_2000_MS;
  if (Number.isSafeInteger(ms * 1000)) putSafeInteger(view, at, ms * 1000);
  else view.setBigInt64(at, BigInt(ms) * 1000n);
}

function putSafeInteger(view: DataView, at: number, value: number): void {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not an integer that a bigint column takes`);
  const high = Math.floor(value / 0x1_00_00_00_00);
  putHalves(view, at, high, value - high * 0x1_00_00_00_00);
}

/** Is this value a hash in two halves? */
export function isHash(value: unknown): value is Hash64 {
  return typeof value === 'object' && value !== null && 'high' in value;
}

type Encode = (sink: Sink, value: Exclude<ColumnValue, null>) => void;

/** Sizes of the types that have one. */
const SIZES = { bigint: 8, integer: 4, smallint: 2, boolean: 1, float8: 8, timestamptz: 8 } as const;
type FixedType = keyof typeof SIZES;

function fixed(size: number, write: Encode): Encode {
  return (sink, value) => {
    sink.room(size + 4);
    sink.int32(size);
    write(sink, value);
  };
}

const ENCODERS: Readonly<Record<ColumnType, Encode>> = {
  bigint: fixed(SIZES.bigint, (sink, value) => sink.bigint(value)),
  integer: fixed(SIZES.integer, (sink, value) => sink.int32(value as number)),
  smallint: fixed(SIZES.smallint, (sink, value) => sink.int16(value as number)),
  boolean: fixed(SIZES.boolean, (sink, value) => {
    sink.bytes[sink.at++] = value === true ? 1 : 0;
  }),
  float8: fixed(SIZES.float8, (sink, value) => sink.float8(value as number)),
  timestamptz: fixed(SIZES.timestamptz, (sink, value) => {
    putMoment(sink.view, sink.at, value as number);
    sink.at += SIZES.timestamptz;
  }),
  text: (sink, value) => sink.text(value as string),
  'bigint[]': encodeBigints,
};

function encodeBigints(sink: Sink, value: Exclude<ColumnValue, null>): void {
  const items = value as readonly ColumnValue[];
  const size = items.length === 0 ? 12 : 20 + items.length * 12;
  sink.room(size + 4);
  sink.int32(size);
  sink.int32(items.length === 0 ? 0 : 1);
  sink.int32(0);
  sink.int32(INT8_OID);
  if (items.length === 0) return;
  sink.int32(items.length);
  sink.int32(1);
  for (const item of items) {
    sink.int32(8);
    sink.bigint(item);
  }
}

/** Encodes row after row of one table. */
export class CopyEncoder {
  readonly #encoders: readonly Encode[];
  readonly #sink = new Sink();
  readonly #starts: number[] = [];
  readonly #owners: number[] = [];

  constructor(shape: RowShape) {
    this.#encoders = shape.columns.map(([, type]) => ENCODERS[type]);
    this.#sink.at = SIGNATURE.copy(this.#sink.bytes);
  }

  add(row: Row, owner = 0): void {
    const [sink, encoders] = [this.#sink, this.#encoders];
    this.#starts.push(sink.at);
    this.#owners.push(owner);
    sink.room(encoders.length * 4 + 2);
    sink.int16(encoders.length);
    for (let at = 0; at < encoders.length; at++) {
      const value = row[at];
      if (value === null || value === undefined) {
        sink.room(4);
        sink.int32(-1);
      } else encoders[at]?.(sink, value);
    }
  }

  /** The stream; nothing can be added after it. */
  end(): EncodedRows {
    const sink = this.#sink;
    const end = sink.at;
    sink.room(2);
    sink.int16(-1);
    return {
      bytes: new Uint8Array(sink.bytes.buffer, 0, sink.at),
      starts: Uint32Array.from([...this.#starts, end]),
      owners: Uint32Array.from(this.#owners),
    };
  }
}

/** The binary COPY stream of some rows, header and trailer included. */
export function encodeRows(shape: RowShape, rows: readonly Row[]): Buffer {
  const encoder = new CopyEncoder(shape);
  for (const row of rows) encoder.add(row);
  const { bytes } = encoder.end();
  return Buffer.from(bytes.buffer, 0, bytes.length);
}

/** Offset in a row of the value of a column before which only columns of fixed sizes stand, none of them null. */
export function offsetOf({ columns }: RowShape, column: string): number {
  let offset = 2;
  for (const [name, type] of columns) {
    if (name === column) return offset + 4;
    if (!isFixed(type)) break;
    offset += 4 + SIZES[type];
  }
  throw new Error(`column ${column} does not stand at a fixed place`);
}

function isFixed(type: ColumnType): type is FixedType {
  return type in SIZES;
}

/** Puts a value into a column of every row: what is known only after the rows were encoded. It must not be null there. */
export function fillColumn(
  rows: EncodedRows,
  shape: RowShape,
  column: string,
  valueOf: (owner: number) => number | string,
): void {
  const offset = offsetOf(shape, column);
  const type = shape.columns.find(([name]) => name === column)?.[1];
  const view = new DataView(rows.bytes.buffer, rows.bytes.byteOffset, rows.bytes.length);
  for (let at = 0; at < rows.owners.length; at++) {
    const [place, value] = [(rows.starts[at] ?? 0) + offset, valueOf(rows.owners[at] ?? 0)];
    if (type === 'timestamptz') putMoment(view, place, value as number);
    else if (type === 'bigint') putBigint(view, place, value);
    else throw new Error(`column ${column} cannot be filled`);
  }
}

/** The rows of some owners only. */
export function rowsOfOwners(rows: EncodedRows, isKept: (owner: number) => boolean): EncodedRows {
  const kept = [...rows.owners.keys()].filter((at) => isKept(rows.owners[at] ?? 0));
  if (kept.length === rows.owners.length) return rows;
  const end = rows.starts.at(-1) ?? 0;
  const parts = kept.map((at) => rows.bytes.subarray(rows.starts[at], rows.starts[at + 1]));
  const whole = [rows.bytes.subarray(0, SIGNATURE.length), ...parts, rows.bytes.subarray(end)];
  const bytes = new Uint8Array(whole.reduce((sum, { length }) => sum + length, 0));
  const starts = new Uint32Array(kept.length + 1);
  let at = 0;
  for (const [number, part] of whole.entries()) {
    if (number > 0) starts[number - 1] = at;
    bytes.set(part, at);
    at += part.length;
  }
  return { bytes, starts, owners: Uint32Array.from(kept, (row) => rows.owners[row] ?? 0) };
}
