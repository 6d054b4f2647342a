/**
 * One INSERT of several rows: a column each as an array, joined by `unnest`, so that the statement is prepared once.
 *
 * Proof   insert.test.ts, store.int.test.ts
 */
import { decimalHash, instantOf, type EpochMs, type Hash64 } from '../kernel/index.ts';
import type { ColumnType, ColumnValue, Row, RowShape } from './connection.ts';
import { isHash } from './copy.ts';

type BigintValue = Hash64 | number | bigint | string;

/** Text and parameters of an INSERT of these rows. */
export function insertStatement(shape: RowShape, rows: readonly Row[]): { text: string; values: unknown[] } {
  const names = shape.columns.map(([name]) => `"${name}"`).join(', ');
  return {
    text: `insert into ${shape.table} (${names}) select ${selected(shape)} from ${unnested(shape)}`,
    values: parameters(shape, rows),
  };
}

/** The columns of `unnested`, cast to what the table wants. */
export function selected(shape: RowShape): string {
  return shape.columns
    .map(([name, type]) => (type === 'bigint[]' ? `u."${name}"::bigint[]` : `u."${name}"`))
    .join(', ');
}

/** The rows as a table `u`, one parameter for each column, numbered from `first`. */
export function unnested(shape: RowShape, first = 1): string {
  const arrays = shape.columns.map(([, type], at) => `$${at + first}::${arrayType(type)}`).join(', ');
  return `unnest(${arrays}) as u(${shape.columns.map(([name]) => `"${name}"`).join(', ')})`;
}

/** The parameters that `unnested` takes. */
export function parameters(shape: RowShape, rows: readonly Row[]): unknown[] {
  return shape.columns.map(([, type], at) => rows.map((row) => parameter(type, row[at] ?? null)));
}

/** `unnest` flattens arrays of arrays, so an array travels as its own text. */
function arrayType(type: ColumnType): string {
  return type === 'bigint[]' ? 'text[]' : `${type}[]`;
}

function parameter(type: ColumnType, value: ColumnValue): unknown {
  if (value === null) return null;
  if (type === 'bigint') return bigintText(value as BigintValue);
  if (type === 'bigint[]') return `{${(value as readonly BigintValue[]).map(bigintText).join(',')}}`;
  if (type === 'timestamptz') return timestampText(value as number);
  return value;
}

/** A `bigint` as the text that a parameter takes. */
export function bigintText(value: BigintValue): string {
  return isHash(value) ? decimalHash(value) : String(value);
}

function timestampText(moment: number): string {
  return instantOf(moment as EpochMs);
}
