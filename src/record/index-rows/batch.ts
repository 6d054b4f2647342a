/**
 * Writes the current rows and search rows of resources: many at a time by COPY, few by one INSERT for each table.
 *
 * Proof   rows.int.test.ts
 */
import { sql, type RawBuilder } from 'kysely';
import { instantOf, type EpochMs, type Hash64 } from '../../kernel/index.ts';
import type { ColumnValue, Row, Transaction } from '../../store/index.ts';
import type { TokenText } from './builder.ts';
import { sqlKey } from './keys.ts';
import { indexPlan } from './plan.ts';
import { indexRows, resourceRow, type IndexedResource } from './rows.ts';
import {
  DELETE_ROWS,
  INDEX_TABLES,
  INSERT_TEXTS,
  MARK_DELETED,
  RESOURCE,
  UPSERT_RESOURCE,
  type IndexTable,
} from './shapes.ts';

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
  readonly #replaced: Row[] = [];
  readonly #rows: Readonly<Record<IndexTable, Row[]>> = {
    resource: [],
    string: [],
    date: [],
    number: [],
    quantity: [],
  };
  readonly #texts = new Map<string, TokenText>();
  #size = 0;

  constructor(options: IndexOptions) {
    this.#options = options;
  }

  /** Number of resources. */
  get size(): number {
    return this.#size;
  }

  add(entry: IndexedResource): void {
    const replaces = entry.ver > 1 || this.#options.replaces === true;
    this.#size++;
    const { texts } = indexRows(entry, this.#options, (table, row) => {
      (table === 'resource' && replaces ? this.#replaced : this.#rows[table]).push(row);
    });
    for (const text of texts) this.#text(text);
  }

  #text(text: TokenText): void {
    if (this.#options.texts?.has(text.token) !== true) this.#texts.set(text.token, text);
  }

  /** Writes everything; of replaced resources the caller has removed what was in the index. */
  async write(transaction: Transaction): Promise<void> {
    if (this.#replaced.length > 0) {
      await transaction.query(UPSERT_RESOURCE, columnsOf(this.#replaced), 'index_upsert');
    }
    for (const [table, shape] of Object.entries(INDEX_TABLES))
      await transaction.insertRows(shape, this.#rows[table as IndexTable]);
    await writeTexts(transaction, [...this.#texts.values()], this.#options.texts);
  }
}

/** Writes the texts of tokens that are not known to be there. */
export async function writeTexts(
  transaction: Transaction,
  texts: readonly TokenText[],
  known: KnownTexts | undefined,
): Promise<void> {
  const rows = texts.filter(({ token }) => known?.has(token) !== true);
  if (rows.length === 0) return;
  const tokens = rows.map(({ token }) => token);
  await transaction.query(INSERT_TEXTS, [rows.map(({ p }) => p), tokens, rows.map(({ text }) => text)], 'index_texts');
  transaction.afterCommit(() => known?.add(tokens));
}

/** Versions as rows of the table `resource`, for a query's `from`: what a search would find of them if they were current. */
export function currentRows(entries: readonly IndexedResource[], timeZone: string): RawBuilder<unknown> {
  const rows = entries.map((entry) => {
    const built = indexPlan(entry.resource.resourceType, { timeZone }).rowsOf(entry.resource);
    return resourceRow(entry, built);
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
