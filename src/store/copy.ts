/**
 * Encodes rows for PostgreSQL's binary COPY, straight into one growing buffer.
 *
 * Source  https://www.postgresql.org/docs/18/sql-copy.html (File Formats, Binary Format)
 * Proof   copy.test.ts (bytes), store.int.test.ts (what the server reads back)
 */
import type { Hash64 } from '../kernel/index.ts';
import type { ColumnType, ColumnValue, Row, RowShape } from './connection.ts';

const SIGNATURE = Buffer.from([0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
const INT8_OID = 20;
/** Microseconds from 1970-01-01 to PostgreSQL's epoch, 2000-01-01. */
const EPOCH_2000_MS = 946_684_800_000;

/** A buffer that grows; positions are bytes. */
class Sink {
  bytes = Buffer.allocUnsafe(64 * 1024);
  at = 0;

  room(size: number): void {
    if (this.at + size <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.at + size));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
  }

  int16(value: number): void {
    this.at = this.bytes.writeInt16BE(value, this.at);
  }

  int32(value: number): void {
    this.at = this.bytes.writeInt32BE(value, this.at);
  }

  bigint(value: ColumnValue): void {
    if (typeof value === 'number') this.safeInteger(value);
    else if (isHash(value)) this.halves(value.high, value.low);
    else this.at = this.bytes.writeBigInt64BE(BigInt(value as string), this.at);
  }

  halves(high: number, low: number): void {
    this.at = this.bytes.writeUInt32BE(high, this.at);
    this.at = this.bytes.writeUInt32BE(low, this.at);
  }

  /** From the year 2285 on, microseconds are no safe integer any more. */
  microseconds(ms: number): void {
    if (Number.isSafeInteger(ms * 1000)) this.safeInteger(ms * 1000);
    else this.at = this.bytes.writeBigInt64BE(BigInt(ms) * 1000n, this.at);
  }

  safeInteger(value: number): void {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not an integer that a bigint column takes`);
    const high = Math.floor(value / 0x1_00_00_00_00);
    this.halves(high >>> 0, (value - high * 0x1_00_00_00_00) >>> 0);
  }
}

/** Is this value a hash in two halves? */
export function isHash(value: unknown): value is Hash64 {
  return typeof value === 'object' && value !== null && 'high' in value;
}

type Encode = (sink: Sink, value: Exclude<ColumnValue, null>) => void;

function fixed(size: number, write: Encode): Encode {
  return (sink, value) => {
    sink.room(size + 4);
    sink.int32(size);
    write(sink, value);
  };
}

const ENCODERS: Readonly<Record<ColumnType, Encode>> = {
  bigint: fixed(8, (sink, value) => sink.bigint(value)),
  integer: fixed(4, (sink, value) => sink.int32(value as number)),
  smallint: fixed(2, (sink, value) => sink.int16(value as number)),
  boolean: fixed(1, (sink, value) => {
    sink.bytes[sink.at++] = value === true ? 1 : 0;
  }),
  float8: fixed(8, (sink, value) => {
    sink.at = sink.bytes.writeDoubleBE(value as number, sink.at);
  }),
  timestamptz: fixed(8, (sink, value) => sink.microseconds((value as number) - EPOCH_2000_MS)),
  text: encodeText,
  'bigint[]': encodeBigints,
};

function encodeText(sink: Sink, value: Exclude<ColumnValue, null>): void {
  const text = value as string;
  sink.room(text.length * 3 + 4);
  const size = sink.bytes.write(text, sink.at + 4, 'utf8');
  sink.int32(size);
  sink.at += size;
}

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

/** The binary COPY stream of some rows, header and trailer included. */
export function encodeRows(shape: RowShape, rows: readonly Row[]): Buffer {
  const sink = new Sink();
  sink.at = SIGNATURE.copy(sink.bytes);
  const encoders = shape.columns.map(([, type]) => ENCODERS[type]);
  for (const row of rows) encodeRow(sink, encoders, row);
  sink.room(2);
  sink.int16(-1);
  return sink.bytes.subarray(0, sink.at);
}

function encodeRow(sink: Sink, encoders: readonly Encode[], row: Row): void {
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
