/**
 * Where a page ended: the sort values and the row id of its last row, and what the first page could see.
 *
 * It is bound to its search by a hash, and everything in it is checked: a changed cursor can start elsewhere, it cannot
 * show what the caller may not see, because every page applies the caller's reach anew.
 *
 * Proof   cursor.test.ts, paging.int.test.ts
 */
import { hash64, OutcomeError } from '../../kernel/index.ts';
import type { SearchQuery } from '../../fhir/index.ts';
import type { OrderValue } from './order.ts';

/** The place between two pages. */
export interface Cursor {
  readonly after: readonly OrderValue[];
  /** Row id of the last row shown. */
  readonly rid: string;
  /** What the first page saw, as the database writes snapshots (`xmin:xmax:xip,…`), and the base of its numbers. */
  readonly snapshot: string;
  readonly base: string;
}

/** What a search is, without the page: a cursor serves no other. */
export function fingerprint(query: SearchQuery, place: string): string {
  const asked = query.understood.filter(([name]) => name !== '_count' && name !== '_total');
  const { high, low } = hash64(JSON.stringify([place, asked, query.branches.map(({ types }) => types)]));
  return `${high.toString(36)}${low.toString(36)}`;
}

export function writeCursor(cursor: Cursor, print: string): string {
  return Buffer.from(JSON.stringify([1, print, cursor.after, cursor.rid, cursor.snapshot, cursor.base])).toString(
    'base64url',
  );
}

const DIGITS = /^\d{1,18}$/;
const SNAPSHOT = /^\d{1,18}:\d{1,18}:(?:\d{1,18}(?:,\d{1,18}){0,5000})?$/;

/** Reads a cursor that belongs to the search; throws `search.bad-cursor`. */
export function readCursor(text: string, print: string, keys: number): Cursor {
  const parts = decoded(text);
  const [version, own, after, rid, snapshot, base] = parts;
  const sound =
    version === 1 &&
    own === print &&
    isValues(after, keys) &&
    matches(DIGITS, rid) &&
    matches(SNAPSHOT, snapshot) &&
    matches(/^-?\d{1,18}$/, base);
  if (!sound) throw badCursor();
  return { after: after as OrderValue[], rid: rid as string, snapshot: snapshot as string, base: base as string };
}

function decoded(text: string): readonly unknown[] {
  if (text.length > 100_000 || !/^[A-Za-z0-9_-]+$/.test(text)) throw badCursor();
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(parsed)) return parsed;
  } catch {
    // Falls through: whatever is wrong with it, the client can only start again.
  }
  throw badCursor();
}

function matches(pattern: RegExp, value: unknown): boolean {
  return typeof value === 'string' && pattern.test(value);
}

function isValues(value: unknown, keys: number): boolean {
  return Array.isArray(value) && value.length === keys && value.every(isValue);
}

function isValue(value: unknown): boolean {
  if (typeof value === 'string') return value.length < 2000 && !value.includes('\u0000');
  return value === null || (typeof value === 'number' && Number.isFinite(value));
}

/** The refusal of a cursor that does not fit. */
export function badCursor(): OutcomeError {
  const text =
    "'_cursor' does not belong to this search; follow the links of the answer as they are, or start again without it.";
  return new OutcomeError('invalid', 'search.bad-cursor', text);
}
