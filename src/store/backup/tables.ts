/**
 * What of the database is backed up: every table and sequence of Maru's schema.
 *
 * Proof   backup.int.test.ts
 */
import type { Connection } from '../connection.ts';

/** A table with the columns that a COPY carries. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
}

/** The store keeps these itself: they are made by migrating and restoring, not copied. */
const OWN = ['store_migration', 'store_change_base'];

/** Tables in the order of their names, generated columns left out. */
export async function tablesOf(connection: Connection): Promise<readonly TableShape[]> {
  const text = `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname <> all($1)
    group by c.relname order by c.relname`;
  return connection.query<TableShape>(text, [OWN]);
}

/** Sequences and the last number that each gave. */
export async function sequencesOf(connection: Connection): Promise<{ name: string; last: string }[]> {
  const text = `select sequencename as name, coalesce(last_value, 0)::text as last from pg_sequences
    where schemaname = current_schema() order by sequencename`;
  return connection.query(text);
}

/** Is there any row in any of these tables? */
export async function anyRows(connection: Connection, tables: readonly TableShape[]): Promise<boolean> {
  for (const { name } of tables) {
    const [row] = await connection.query<{ found: boolean }>(`select exists (select from "${name}") as found`);
    if (row?.found === true) return true;
  }
  return false;
}

/** An index that no constraint needs, with the statement that makes it. */
export interface PlainIndex {
  readonly name: string;
  readonly definition: string;
}

/** Indexes that are quicker made after loading. */
export async function plainIndexes(connection: Connection): Promise<readonly PlainIndex[]> {
  const text = `select c.relname as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where c.relnamespace = current_schema()::regnamespace
      and not exists (select from pg_constraint k where k.conindid = i.indexrelid) order by c.relname`;
  return connection.query<PlainIndex>(text);
}

/** A foreign key, which would want tables in one order. */
export interface ForeignKey {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/** Foreign keys are checked once, after loading. */
export async function foreignKeys(connection: Connection): Promise<readonly ForeignKey[]> {
  const text = `select c.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid
    where k.contype = 'f' and c.relnamespace = current_schema()::regnamespace order by 1, 2`;
  return connection.query<ForeignKey>(text);
}

export function quotedColumns({ columns }: Pick<TableShape, 'columns'>): string {
  return columns.map((column) => `"${column}"`).join(', ');
}
