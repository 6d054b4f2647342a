/**
 * Results as a table: one row for each code, one column for each time a sample was taken, newest first; the rows grouped by
 * the panel that they were reported in.
 *
 * Proof   result-table.test.ts
 */
import type { CodeableConcept, DiagnosticReport, Observation } from '../../fhir/types.ts';
import { conceptText } from '../../format/code.ts';
import { timeOf } from '../../format/date.ts';

export interface ResultRow {
  /** The code, `system|code`, as a search takes it. */
  readonly code: string;
  readonly concept: CodeableConcept;
  /** The newest value first. */
  readonly results: readonly Observation[];
  readonly byColumn: ReadonlyMap<string, Observation>;
}

export interface ResultGroup {
  readonly panel: CodeableConcept | undefined;
  readonly rows: readonly ResultRow[];
}

export interface ResultTable {
  /** The time of each column, as recorded. */
  readonly columns: readonly string[];
  readonly groups: readonly ResultGroup[];
}

/** When the sample was taken or the value was measured. */
export function takenAt(observation: Observation): string | undefined {
  return (
    observation.effectiveDateTime ??
    observation.effectivePeriod?.start ??
    observation.effectiveInstant ??
    observation.issued
  );
}

/** The code of an Observation as a search takes it. */
export function codeOf({ code }: Pick<Observation, 'code'>): string {
  const coding = code.coding?.find((one) => one.code !== undefined);
  return coding?.code === undefined
    ? conceptText(code, 'en')
    : coding.system === undefined
      ? coding.code
      : `${coding.system}|${coding.code}`;
}

/** Columns are minutes, in whichever time zone they are written: what was reported seconds apart stands in one. */
function minuteOf(text: string): string {
  const time = Date.parse(text);
  return !text.includes('T') || Number.isNaN(time) ? text : String(Math.floor(time / 60_000));
}

function columnOf(observation: Observation): string {
  return minuteOf(takenAt(observation) ?? '');
}

/** When it was taken, for ordering; what has no time comes before all. */
export function orderOf(observation: Observation): number {
  return timeOf(takenAt(observation)) || 0;
}

/** Builds the table from results (newest first) and the reports that name their panels. */
export function resultTable(results: readonly Observation[], reports: readonly DiagnosticReport[]): ResultTable {
  const valid = results.filter(({ status }) => status !== 'entered-in-error' && status !== 'cancelled');
  const times = new Map<string, string>();
  for (const one of valid) if (!times.has(columnOf(one))) times.set(columnOf(one), takenAt(one) ?? '');
  const columns = [...times.values()].toSorted((a, b) => (timeOf(b) || 0) - (timeOf(a) || 0));
  const panels = panelsOf(reports);
  const rows = [...Map.groupBy(valid, codeOf)].map(([code, ofCode]) => rowOf(code, ofCode));
  const groups = Map.groupBy(rows, (row) => panels.get(row.results.find(({ id }) => panels.has(id ?? ''))?.id ?? ''));
  return { columns, groups: merged([...groups].map(([panel, ofPanel]) => ({ panel, rows: ofPanel }))) };
}

function rowOf(code: string, results: readonly Observation[]): ResultRow {
  const sorted = results.toSorted((a, b) => orderOf(b) - orderOf(a));
  const byColumn = new Map<string, Observation>();
  for (const one of sorted) if (!byColumn.has(columnOf(one))) byColumn.set(columnOf(one), one);
  return { code, concept: sorted[0]?.code ?? {}, results: sorted, byColumn };
}

/** The value of a row in a column. */
export function cellOf(row: ResultRow, column: string): Observation | undefined {
  return row.byColumn.get(minuteOf(column));
}

/** Which panel each result was reported in. */
function panelsOf(reports: readonly DiagnosticReport[]): ReadonlyMap<string, CodeableConcept> {
  return new Map(
    reports.flatMap(({ code, result = [] }) =>
      result.map(({ reference }) => [reference?.split('/').at(-1) ?? '', code] as const),
    ),
  );
}

/** The same panel named by several reports is one group; what belongs to no panel goes last. */
function merged(groups: readonly ResultGroup[]): readonly ResultGroup[] {
  const byName = Map.groupBy(groups, ({ panel }) => (panel === undefined ? '' : conceptText(panel, 'en')));
  const all = [...byName].map(([, same]) => ({ panel: same[0]?.panel, rows: same.flatMap(({ rows }) => rows) }));
  return all.toSorted((a, b) => Number(a.panel === undefined) - Number(b.panel === undefined));
}
