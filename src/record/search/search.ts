/**
 * Answers a search: one page of matches in order, what they include, how many there are, and where the next page starts.
 *
 * Source  https://hl7.org/fhir/R4/search.html
 * Proof   search.int.test.ts, property.int.test.ts, paging.int.test.ts, infer.int.test.ts
 */
import { parseSearch, type SearchQuery } from '../../fhir/index.ts';
import type { SearchContext, SearchOptions, SearchPage } from './api.ts';
import { demandOwner } from './compartment.ts';
import { criterionCondition } from './compile.ts';
import { run } from './fragment.ts';
import { includesOf } from './include.ts';
import { matchesPage } from './page.ts';
import type { PageAsk } from './placed.ts';
import { scopeOf } from './scope.ts';
import { matchStatement, rowArms } from './statement.ts';
import { exactTotal, totalOf } from './total.ts';

/** Answers one page of a search. */
export async function search(
  context: SearchContext,
  query: SearchQuery,
  options: SearchOptions = {},
): Promise<SearchPage> {
  if (options.compartment !== undefined) demandOwner(options.compartment.type);
  const scope = scopeOf(context, options.codes ?? context.codes, criterionCondition, soleType(query));
  const count = pageSize(query, context);
  const ask: PageAsk = { scope, query, count, compartment: options.compartment };
  if (count === 0 || query.summary === 'count') return { matches: [], includes: [], total: await exactTotal(ask) };
  const page = await matchesPage(ask);
  const includes = await includesOf(scope, query.includes, page.matches);
  const total = await totalOf(ask, page);
  return { ...page, includes, ...(total === undefined ? {} : { total }) };
}

/** The one type that is searched, if it is one. */
function soleType({ branches }: SearchQuery): string | undefined {
  const [only, ...others] = branches;
  return others.length === 0 && only?.types?.length === 1 ? only.types[0] : undefined;
}

function pageSize({ count }: SearchQuery, { settings }: SearchContext): number {
  return Math.min(count ?? settings.searchCount, settings.maxSearchCount);
}

/** A resource that matches the criteria of a conditional interaction. */
export interface MatchedRow {
  readonly rid: number;
  readonly fid: string;
  readonly ver: number;
}

/** At most `limit` resources of `type` that match, oldest first: what conditional interactions decide by. */
export async function findMatches(
  context: SearchContext,
  type: string,
  criteria: string,
  limit: number,
  options: SearchOptions = {},
): Promise<MatchedRow[]> {
  const { timeZone } = context.settings;
  const query = parseSearch(type, criteria, { timeZone, bases: [context.base] });
  const scope = scopeOf(context, options.codes ?? context.codes, criterionCondition, type);
  const arms = await rowArms(scope, query.branches, { compartment: undefined, more: [] });
  if (arms.length === 0) return [];
  const rows = await run<{ rid: string; fid: string; ver: number }>(
    context.connection,
    matchStatement(scope.row, arms, limit),
  );
  return rows.map(({ rid, fid, ver }) => ({ rid: Number(rid), fid, ver }));
}
