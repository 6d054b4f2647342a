/**
 * Is the database as it should be? What the store can say of any database: tables, indexes, damaged pages.
 *
 * Proof   check.int.test.ts
 */
import type { Connection } from './connection.ts';
import { pendingMigrations, type MigrationSet } from './migrate.ts';

/** One thing that was looked at. */
export interface Finding {
  readonly check: string;
  readonly well: boolean;
  readonly detail: string;
}

/** Looks at the database; it changes nothing. */
export async function checkStore(connection: Connection, sets: readonly MigrationSet[]): Promise<readonly Finding[]> {
  return [
    await guarded('tables are those of this version', () => tablesAreCurrent(connection, sets)),
    await guarded('indexes are whole', () => indexesAreWhole(connection)),
    await guarded('no damaged page was met', () => pagesAreWhole(connection)),
  ];
}

/** A check that cannot be made is a finding too. */
export async function guarded(check: string, look: () => Promise<Omit<Finding, 'check'>>): Promise<Finding> {
  try {
    return { check, ...(await look()) };
  } catch (error) {
    return { check, well: false, detail: (error as Error).message };
  }
}

async function tablesAreCurrent(
  connection: Connection,
  sets: readonly MigrationSet[],
): Promise<Omit<Finding, 'check'>> {
  const pending = await pendingMigrations(connection, sets);
  const names = pending.map(({ room, name }) => `${room}/${name}`).join(', ');
  return { well: pending.length === 0, detail: pending.length === 0 ? 'all migrations ran' : `not run yet: ${names}` };
}

async function indexesAreWhole(connection: Connection): Promise<Omit<Finding, 'check'>> {
  const text = `select count(*)::int as all, coalesce(string_agg(c.relname, ', ') filter (where not i.indisvalid or not i.indisready), '') as bad
    from pg_index i join pg_class c on c.oid = i.indexrelid where c.relnamespace = current_schema()::regnamespace`;
  const [row] = await connection.query<{ all: number; bad: string }>(text);
  const bad = row?.bad ?? '';
  return { well: bad === '', detail: bad === '' ? `${row?.all ?? 0} indexes` : `not valid: ${bad}; reindex them` };
}

async function pagesAreWhole(connection: Connection): Promise<Omit<Finding, 'check'>> {
  const text = `select coalesce(checksum_failures, 0)::int as failures, current_setting('data_checksums') as checksums
    from pg_stat_database where datname = current_database()`;
  const [row] = await connection.query<{ failures: number; checksums: string }>(text);
  const failures = row?.failures ?? 0;
  const kept = row?.checksums === 'on' ? 'pages have checksums' : 'this server keeps no checksums of pages';
  return { well: failures === 0, detail: failures === 0 ? kept : `${failures} damaged pages; restore a backup` };
}
