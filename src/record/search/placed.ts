/**
 * Rows of an answer with what they are ordered by.
 *
 * Proof   paging.int.test.ts
 */
import {
  compareSorted,
  SEARCH_TYPES,
  sortValues,
  type Resource,
  type SearchQuery,
  type SortValue,
} from '../../fhir/index.ts';
import { parseJson, type EpochMs } from '../../kernel/index.ts';
import type { Found } from './api.ts';
import type { Cursor } from './cursor.ts';
import type { OrderKey, OrderValue } from './order.ts';
import type { Scope } from './scope.ts';

/** A page that is asked for. */
export interface PageAsk {
  readonly scope: Scope;
  readonly query: SearchQuery;
  readonly count: number;
  readonly compartment: { readonly type: string; readonly id: string } | undefined;
}

/** A row of the answer with what it is ordered by. */
export interface Placed {
  readonly found: Found;
  readonly order: readonly OrderValue[];
}

/** A row of a page as the database gives it. */
export interface PageRow {
  readonly rid: string;
  readonly fid: string;
  readonly ver: number;
  readonly type: number;
  readonly ts: EpochMs;
  readonly text: string;
  readonly snapshot: string;
  readonly base: string;
  readonly [key: `k${number}`]: string | number | null;
}

/** A number that JSON cannot write travels as text. */
export function carried(value: string | number | null): OrderValue {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

/** A row of the database as an answer shows it. */
export function foundOf({
  rid,
  fid,
  ver,
  type,
  ts,
  text,
}: Pick<PageRow, 'rid' | 'fid' | 'ver' | 'type' | 'ts' | 'text'>): Found {
  return { rid: Number(rid), type: SEARCH_TYPES[type - 1] ?? '', fid, ver, ts, text };
}

/** The order of the answer: by sort values, then by row id. */
export function comparePlaced(a: Placed, b: Placed, sort: SearchQuery['sort']): number {
  const order = compareSorted(comparables(a.order, sort), comparables(b.order, sort), sort);
  return order === 0 ? a.found.rid - b.found.rid : order;
}

const NUMERIC: ReadonlySet<string> = new Set(['date', 'number', 'quantity']);

/** Large whole numbers come from the database as text. */
function comparables(order: readonly OrderValue[], sort: SearchQuery['sort']): SortValue[] {
  return order.map((value, at) => {
    if (value === null) return undefined;
    return NUMERIC.has(sort[at]?.parameter.kind ?? '') ? Number(value) : value;
  });
}

/** Does the row come after the last one shown? */
export function isAfterCursor(one: Placed, cursor: Cursor, { sort }: SearchQuery): boolean {
  const last = { found: { ...one.found, rid: Number(cursor.rid) }, order: cursor.after };
  return comparePlaced(one, last, sort) > 0;
}

/** What a resource is ordered by, read from its text, as the database would give it. */
export function memoryOrder(
  text: string,
  { query, scope }: PageAsk,
  keys: readonly OrderKey[] | undefined,
): OrderValue[] {
  const resource = parseJson(text) as Resource;
  return sortValues(resource, query.sort, scope.context.settings.timeZone).map((value, at) => {
    if (value === undefined) return null;
    return keys?.[at]?.cast === 'bigint' ? String(value) : carried(value);
  });
}
