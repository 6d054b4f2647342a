/**
 * The rows of one version of a resource, table by table.
 *
 * Proof   rows.int.test.ts
 */
import { typeNumber, type Resource } from '../../fhir/index.ts';
import type { EpochMs, Hash64 } from '../../kernel/index.ts';
import type { Row } from '../../store/index.ts';
import type { QuantityRow, RowBuilder } from './builder.ts';
import { codeRange, targetKey, xor } from './keys.ts';
import { indexPlan } from './plan.ts';
import type { IndexTable } from './shapes.ts';
import type { WriterOptions } from './writers.ts';

/** A version of a resource that becomes the current one. */
export interface IndexedResource {
  /** Row id: given once for each resource, kept over its versions. */
  readonly rid: number;
  readonly fid: string;
  /** From 1; a version above 1 replaces the row that is there. */
  readonly ver: number;
  readonly tx: string;
  readonly ts: EpochMs;
  /** With its id and meta. */
  readonly resource: Resource;
}

/** Gives every row to `take`; the answer is what they were made of. */
export function indexRows(
  entry: IndexedResource,
  options: WriterOptions,
  take: (table: IndexTable, row: Row) => void,
): RowBuilder {
  const { rid, resource } = entry;
  const rows = indexPlan(resource.resourceType, options).rowsOf(resource);
  const pat = patientKey(rows);
  take('resource', resourceRow(entry, rows, pat));
  for (const { p, text } of rows.strings) take('string', [rid, p, pat, text]);
  for (const { p, low, high } of rows.dates) take('date', [rid, p, low, high, pat]);
  for (const { p, low, high } of rows.numbers) take('number', [rid, p, low, high, pat]);
  for (const one of rows.quantities) for (const row of quantityRows(one, rows, rid, pat)) take('quantity', row);
  return rows;
}

function patientKey({ patient }: RowBuilder): Hash64 | null {
  return patient === undefined ? null : targetKey(patient);
}

/** The current row. */
export function resourceRow(
  { rid, fid, ver, tx, ts, resource }: IndexedResource,
  rows: RowBuilder,
  pat: Hash64 | null = patientKey(rows),
): Row {
  const type = typeNumber(resource.resourceType);
  return [
    rid,
    tx,
    ts,
    ver,
    type,
    targetKey(`${resource.resourceType}/${fid}`),
    pat,
    rows.code ?? codeRange(type).first,
    rows.date?.low ?? null,
    rows.date?.high ?? null,
    { high: rows.bitsHigh, low: rows.bitsLow },
    fid,
    rows.tokens,
    rows.references,
  ];
}

/** One row for each code that the quantity stands with, so that code and value are one range of the index. */
function quantityRows(row: QuantityRow, { ownCodes }: RowBuilder, rid: number, pat: Hash64 | null): Row[] {
  const { p, low, high, unit, name, label, base, baseLow, baseHigh } = row;
  const rowOf = (c: Hash64 | null, system: Hash64 | null): Row => {
    return [rid, p, low, high, pat, c, system, unit, name, label, base, baseLow, baseHigh];
  };
  if (row.code !== undefined) return [rowOf(row.code === null ? null : xor(row.code, p), row.system)];
  return ownCodes.length === 0 ? [rowOf(null, null)] : ownCodes.map(({ code, system }) => rowOf(xor(code, p), system));
}
