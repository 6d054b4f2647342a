/**
 * Writes the current rows and search rows of resources: many at a time by COPY, few by one INSERT for each table.
 *
 * Proof   rows.int.test.ts
 */
import { sql, type RawBuilder } from 'kysely';
import { typeNumber, type Resource } from '../../fhir/index.ts';
import { instantOf, type EpochMs, type Hash64 } from '../../kernel/index.ts';
import type { ColumnValue, Row, Transaction } from '../../store/index.ts';
import type { QuantityRow, RowBuilder, TokenText } from './builder.ts';
import { codeRange, sqlKey, targetKey, xor } from './keys.ts';
import { indexPlan } from './plan.ts';
import {
  DATE,
  DELETE_ROWS,
  INSERT_TEXTS,
  MARK_DELETED,
  NUMBER,
  QUANTITY,
  RESOURCE,
  STRING,
  UPSERT_RESOURCE,
} from './shapes.ts';

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

/** What a batch is made with. */
export interface IndexOptions {
  /** Zone in which dates without one are read. */
  readonly timeZone: string;
  /** Texts that are known to be in the database; keep one for each store. */
  readonly texts?: KnownTexts;
  /** Every resource has a current row already, whatever its version. */
  readonly replaces?: boolean;
}

const REMEMBERED = 100_000;

/** Remembers which texts of tokens the database has, so that they are not sent again. */
export class KnownTexts {
  readonly #tokens = new Set<string>();

  has(token: string): boolean {
    return this.#tokens.has(token);
  }

  add(tokens: Iterable<string>): void {
    if (this.#tokens.size > REMEMBERED) this.#tokens.clear();
    for (const token of tokens) this.#tokens.add(token);
  }
}

/** Index rows of some resources, written together. */
export class IndexBatch {
  readonly #options: IndexOptions;
  readonly #created: Row[] = [];
  readonly #replaced: Row[] = [];
  readonly #strings: Row[] = [];
  readonly #dates: Row[] = [];
  readonly #numbers: Row[] = [];
  readonly #quantities: Row[] = [];
  readonly #texts = new Map<string, TokenText>();

  constructor(options: IndexOptions) {
    this.#options = options;
  }

  /** Number of resources. */
  get size(): number {
    return this.#created.length + this.#replaced.length;
  }

  add(entry: IndexedResource): void {
    const { rid, resource } = entry;
    const rows = indexPlan(resource.resourceType, this.#options).rowsOf(resource);
    const pat = rows.patient === undefined ? null : targetKey(rows.patient);
    (entry.ver > 1 || this.#options.replaces === true ? this.#replaced : this.#created).push(
      resourceRow(entry, rows, pat),
    );
    for (const { p, text } of rows.strings) this.#strings.push([p, rid, pat, text]);
    for (const { p, low, high } of rows.dates) this.#dates.push([p, low, high, rid, pat]);
    for (const { p, low, high } of rows.numbers) this.#numbers.push([p, low, high, rid, pat]);
    for (const row of rows.quantities) this.#quantities.push(...quantityRows(row, rows, rid, pat));
    for (const text of rows.texts) this.#text(text);
  }

  #text(text: TokenText): void {
    const key = sqlKey(text.token);
    if (this.#options.texts?.has(key) !== true) this.#texts.set(key, text);
  }

  /** Writes everything; of replaced resources the caller has removed what was in the index. */
  async write(transaction: Transaction): Promise<void> {
    if (this.#replaced.length > 0) {
      await transaction.query(UPSERT_RESOURCE, columnsOf(this.#replaced), 'index_upsert');
    }
    await transaction.insertRows(RESOURCE, this.#created);
    await transaction.insertRows(STRING, this.#strings);
    await transaction.insertRows(DATE, this.#dates);
    await transaction.insertRows(NUMBER, this.#numbers);
    await transaction.insertRows(QUANTITY, this.#quantities);
    await this.#writeTexts(transaction);
  }

  async #writeTexts(transaction: Transaction): Promise<void> {
    if (this.#texts.size === 0) return;
    const rows = [...this.#texts];
    const values = [rows.map(([, { p }]) => sqlKey(p)), rows.map(([token]) => token), rows.map(([, { text }]) => text)];
    await transaction.query(INSERT_TEXTS, values, 'index_texts');
    transaction.afterCommit(() => this.#options.texts?.add(rows.map(([token]) => token)));
  }
}

function resourceRow({ rid, fid, ver, tx, ts, resource }: IndexedResource, rows: RowBuilder, pat: Hash64 | null): Row {
  const type = typeNumber(resource.resourceType);
  return [
    rid,
    targetKey(`${resource.resourceType}/${fid}`),
    pat,
    rows.code ?? codeRange(type).first,
    rows.date?.low ?? null,
    rows.date?.high ?? null,
    tx,
    ts,
    { high: rows.bitsHigh, low: rows.bitsLow },
    ver,
    type,
    fid,
    rows.tokens,
    rows.references,
  ];
}

/** One row for each code that the quantity stands with, so that code and value are one range of the index. */
function quantityRows(row: QuantityRow, { ownCodes }: RowBuilder, rid: number, pat: Hash64 | null): Row[] {
  const { p, low, high, unit, name, label, base, baseLow, baseHigh } = row;
  const rowOf = (c: Hash64 | null, system: Hash64 | null): Row => {
    return [p, low, high, rid, pat, c, system, unit, name, label, base, baseLow, baseHigh];
  };
  if (row.code !== undefined) return [rowOf(row.code === null ? null : xor(row.code, p), row.system)];
  return ownCodes.length === 0 ? [rowOf(null, null)] : ownCodes.map(({ code, system }) => rowOf(xor(code, p), system));
}

/** Versions as rows of the table `resource`, for a query's `from`: what a search would find of them if they were current. */
export function currentRows(entries: readonly IndexedResource[], timeZone: string): RawBuilder<unknown> {
  const rows = entries.map((entry) => {
    const built = indexPlan(entry.resource.resourceType, { timeZone }).rowsOf(entry.resource);
    return resourceRow(entry, built, built.patient === undefined ? null : targetKey(built.patient));
  });
  const columns = sql.raw(
    RESOURCE.columns.map(([name, type]) => (type === 'bigint[]' ? `u.${name}::bigint[]` : `u.${name}`)).join(', '),
  );
  const arrays = columnsOf(rows).map((values, at) => sql`${values}::${sql.raw(arrayType(at))}`);
  const names = sql.raw(RESOURCE.columns.map(([name]) => name).join(', '));
  return sql`(select ${columns}, false as del from unnest(${sql.join(arrays)}) as u(${names}))`;
}

function arrayType(at: number): string {
  const type = RESOURCE.columns[at]?.[1] ?? 'text';
  return type === 'bigint[]' ? 'text[]' : `${type}[]`;
}

/** The rows as one parameter for each column. */
function columnsOf(rows: readonly Row[]): unknown[] {
  return RESOURCE.columns.map(([, type], at) => rows.map((row) => parameterOf(type, row[at] ?? null)));
}

function parameterOf(type: string, value: ColumnValue): unknown {
  if (value === null) return null;
  if (type === 'bigint') return bigintOf(value);
  if (type === 'bigint[]') return `{${(value as readonly ColumnValue[]).map(bigintOf).join(',')}}`;
  return type === 'timestamptz' ? instantOf(value as EpochMs) : value;
}

function bigintOf(value: ColumnValue): string {
  return typeof value === 'object' && value !== null ? sqlKey(value as Hash64) : String(value);
}

/** Takes the search rows of resources away; their current rows are replaced by `IndexBatch.write` or `markDeleted`. */
export async function removeFromIndex(transaction: Transaction, rids: readonly number[]): Promise<void> {
  if (rids.length > 0) await transaction.query(DELETE_ROWS, [rids], 'index_remove');
}

/** A resource that was deleted. */
export interface DeletedResource {
  readonly rid: number;
  readonly ver: number;
  readonly tx: string;
  readonly ts: EpochMs;
}

/** Keeps the current rows of deleted resources, without anything to be found by; their search rows the caller has removed. */
export async function markDeleted(transaction: Transaction, entries: readonly DeletedResource[]): Promise<void> {
  if (entries.length === 0) return;
  const values = [
    entries.map(({ rid }) => rid),
    entries.map(({ ver }) => ver),
    entries.map(({ tx }) => tx),
    entries.map(({ ts }) => instantOf(ts)),
  ];
  await transaction.query(MARK_DELETED, values, 'index_delete');
}
