/**
 * The drug chart as rows of orders and columns of hours: only hours at which something is due have a column.
 *
 * Proof   bedside.test.ts
 */
import type { DueDose } from './api.ts';

/** An order with its doses of the day by hour. */
export interface ChartRow {
  readonly line: DueDose;
  readonly byHour: ReadonlyMap<number, readonly DueDose[]>;
  /** Doses of other days that are shown all the same (none can be left out), and what has no time. */
  readonly others: readonly DueDose[];
}

export interface ChartTable {
  readonly hours: readonly number[];
  readonly rows: readonly ChartRow[];
}

/** The table of one day. */
export function chartTable(doses: readonly DueDose[], day: number, nextDay: number): ChartTable {
  const rows = [...Map.groupBy(doses, ({ order }) => order).values()].flatMap((own) => rowOf(own, day, nextDay));
  const hours = [...new Set(rows.flatMap(({ byHour }) => [...byHour.keys()]))].toSorted((one, other) => one - other);
  return { hours, rows: rows.toSorted((one, other) => one.line.drug.localeCompare(other.line.drug)) };
}

function rowOf(own: readonly DueDose[], day: number, nextDay: number): readonly ChartRow[] {
  const [line] = own;
  if (line === undefined) return [];
  const inDay = own.filter(({ slot }) => slot !== undefined && Date.parse(slot) >= day && Date.parse(slot) < nextDay);
  const byHour = Map.groupBy(inDay, ({ slot = '' }) => new Date(slot).getHours());
  return [{ line, byHour, others: own.filter((one) => !inDay.includes(one)) }];
}
