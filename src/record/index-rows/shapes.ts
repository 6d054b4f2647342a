/**
 * The tables of the index as bulk rows take them. What is known last stands first: the row id, then transaction, time and
 * version, so that it can be filled into rows that are encoded already.
 *
 * Proof   rows.int.test.ts
 */
import type { RowShape } from '../../store/index.ts';

export const RESOURCE: RowShape = {
  table: 'resource',
  columns: [
    ['rid', 'bigint'],
    ['tx', 'bigint'],
    ['ts', 'timestamptz'],
    ['ver', 'integer'],
    ['type', 'smallint'],
    ['key', 'bigint'],
    ['pat', 'bigint'],
    ['code', 'bigint'],
    ['d', 'bigint'],
    ['dh', 'bigint'],
    ['bits', 'bigint'],
    ['fid', 'text'],
    ['tok', 'bigint[]'],
    ['refs', 'bigint[]'],
  ],
};

export const STRING: RowShape = {
  table: 'search_string',
  columns: [
    ['rid', 'bigint'],
    ['p', 'bigint'],
    ['pat', 'bigint'],
    ['v', 'text'],
  ],
};

export const DATE: RowShape = {
  table: 'search_date',
  columns: [
    ['rid', 'bigint'],
    ['p', 'bigint'],
    ['lo', 'bigint'],
    ['hi', 'bigint'],
    ['pat', 'bigint'],
  ],
};

export const NUMBER: RowShape = {
  table: 'search_number',
  columns: [
    ['rid', 'bigint'],
    ['p', 'bigint'],
    ['lo', 'float8'],
    ['hi', 'float8'],
    ['pat', 'bigint'],
  ],
};

export const QUANTITY: RowShape = {
  table: 'search_quantity',
  columns: [
    ['rid', 'bigint'],
    ['p', 'bigint'],
    ['lo', 'float8'],
    ['hi', 'float8'],
    ['pat', 'bigint'],
    ['c', 'bigint'],
    ['sys', 'bigint'],
    ['unit', 'bigint'],
    ['name', 'bigint'],
    ['label', 'bigint'],
    ['base', 'bigint'],
    ['base_lo', 'float8'],
    ['base_hi', 'float8'],
  ],
};

/** Every table that a resource has rows in, the current row first. */
export const INDEX_TABLES = {
  resource: RESOURCE,
  string: STRING,
  date: DATE,
  number: NUMBER,
  quantity: QUANTITY,
} as const;

export type IndexTable = keyof typeof INDEX_TABLES;

const UPSERTED = RESOURCE.columns
  .map(([name]) => name)
  .filter((name) => name !== 'rid' && name !== 'key' && name !== 'fid');

/** Parameters: one array for each column of `RESOURCE`, tokens as text. */
export const UPSERT_RESOURCE = `insert into resource (${RESOURCE.columns.map(([name]) => name).join(', ')})
  select ${RESOURCE.columns.map(([name, type]) => (type === 'bigint[]' ? `u.${name}::bigint[]` : `u.${name}`)).join(', ')}
  from unnest(${RESOURCE.columns.map(([, type], at) => `$${at + 1}::${type === 'bigint[]' ? 'text' : type}[]`).join(', ')})
    as u(${RESOURCE.columns.map(([name]) => name).join(', ')})
  on conflict (rid) do update set del = false, ${UPSERTED.map((name) => `${name} = excluded.${name}`).join(', ')}`;

/** Parameters: p, h, v. A text that is there already is not written again. */
export const INSERT_TEXTS = `insert into search_text (p, h, v)
  select u.p, u.h, u.v from unnest($1::bigint[], $2::bigint[], $3::text[]) as u(p, h, v)
  where not exists (select 1 from search_text t where t.h = u.h)`;

/** Parameter: the row ids. */
export const DELETE_ROWS = `with s as (delete from search_string where rid = any($1::bigint[])),
  d as (delete from search_date where rid = any($1::bigint[])),
  n as (delete from search_number where rid = any($1::bigint[]))
  delete from search_quantity where rid = any($1::bigint[])`;

/** Parameters: rid, ver, tx, ts (text) as arrays. */
export const MARK_DELETED = `update resource r
  set del = true, ver = u.ver, tx = u.tx, ts = u.ts, code = null, d = null, dh = null, bits = 0, tok = '{}', refs = '{}'
  from unnest($1::bigint[], $2::integer[], $3::bigint[], $4::timestamptz[]) as u(rid, ver, tx, ts) where r.rid = u.rid`;
