/**
 * Reads the data tables of this room: text with one row a line, columns parted by `|`, names in the first line.
 *
 * Proof   table.test.ts
 */
import { OutcomeError } from '../kernel/index.ts';

/** A row: its cells by column name, blank ones as empty text. */
export type TableRow<Column extends string> = Readonly<Record<Column, string>>;

/** Reads a table; a row with a different number of cells than columns is refused. */
export function readTable<Column extends string>(text: string): readonly TableRow<Column>[] {
  const [head = [], ...rows] = text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('#'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return rows.map((cells) => rowOf<Column>(head, cells));
}

function rowOf<Column extends string>(head: readonly string[], cells: readonly string[]): TableRow<Column> {
  if (cells.length !== head.length) {
    const message = `The table row '${cells[0]}' has ${cells.length} cells where ${head.length} are named; fix the row.`;
    throw new OutcomeError('exception', 'simulate.broken-table', message);
  }
  return Object.fromEntries(head.map((name, at) => [name, cells[at] ?? ''])) as TableRow<Column>;
}

/** Numbers parted by blanks. */
export function numbers(cell: string): readonly number[] {
  return cell === '' ? [] : cell.split(/\s+/).map(Number);
}

/** Words parted by blanks. */
export function words(cell: string): readonly string[] {
  return cell === '' ? [] : cell.split(/\s+/);
}

/** A number, or undefined where the cell is blank. */
export function numberOrNone(cell: string): number | undefined {
  return cell === '' ? undefined : Number(cell);
}

/** Rows by the text of one column. */
export function byKey<Row extends { readonly key: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.key, row]));
}

/** The row of a key; a key that no row has is a fault of this room. */
export function rowFor<Row>(rows: ReadonlyMap<string, Row>, key: string): Row {
  const row = rows.get(key);
  if (row === undefined) {
    throw new OutcomeError(
      'exception',
      'simulate.unknown-key',
      `No table row is named '${key}'; name one that is there.`,
    );
  }
  return row;
}

/** The value of a curve at x: straight lines between its points, flat outside of them. */
export function along(xs: readonly number[], ys: readonly number[], x: number): number {
  let at = 1;
  while (at < xs.length - 1 && x > (xs[at] ?? 0)) at++;
  const [x0 = 0, x1 = 1, y0 = 0, y1 = 0] = [xs[at - 1], xs[at], ys[at - 1], ys[at]];
  const share = Math.min(1, Math.max(0, (x - x0) / (x1 - x0)));
  return y0 + (y1 - y0) * share;
}
