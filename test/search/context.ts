/**
 * A search as the record would ask it, for tests.
 */
import type { Grant, Reach } from '../../src/access/index.ts';
import { UNLIMITED } from '../../src/access/index.ts';
import { parseSearch } from '../../src/fhir/index.ts';
import type { EpochMs } from '../../src/kernel/index.ts';
import { search, type SearchContext, type SearchOptions, type SearchPage } from '../../src/record/search/index.ts';
import type { TestRecord } from './loader.ts';

export const BASE = 'http://127.0.0.1:8080/fhir/R4';
/** The present of every search in tests. */
export const NOW = Date.UTC(2026, 10, 24) as EpochMs;

/** What a search of a test works with. */
export function contextOf(record: TestRecord, reach: Reach = UNLIMITED): SearchContext {
  return {
    connection: record.store,
    reach,
    clock: { now: () => NOW },
    base: BASE,
    settings: { timeZone: record.timeZone, searchCount: 1000, maxSearchCount: 5000 },
  };
}

/** A reach that is the same for every interaction: grants by type, `*` for all others. */
export function reachOf(grants: Readonly<Record<string, readonly Grant[]>>): Reach {
  return { grants: (type) => grants[type] ?? grants['*'] ?? [] };
}

/** Splits `Observation?code=x` (or `?code=x` for all types). */
export function asked(text: string): { readonly type: string | undefined; readonly query: string } {
  const at = text.indexOf('?');
  const type = at < 0 ? text : text.slice(0, at);
  return { type: type === '' ? undefined : type, query: at < 0 ? '' : text.slice(at + 1) };
}

/** Runs a search as it is written in a URL. */
export async function ask(
  record: TestRecord,
  text: string,
  options: SearchOptions & { readonly reach?: Reach } = {},
): Promise<SearchPage> {
  const { type, query } = asked(text);
  const parsed = parseSearch(type, query, { timeZone: record.timeZone, bases: [BASE] });
  return search(contextOf(record, options.reach), parsed, options);
}

/** References of what a search finds, in order. */
export async function found(
  record: TestRecord,
  text: string,
  options: SearchOptions & { readonly reach?: Reach } = {},
): Promise<string[]> {
  return references((await ask(record, text, options)).matches);
}

/** `Type/id` of each. */
export function references(resources: readonly { readonly type: string; readonly fid: string }[]): string[] {
  return resources.map(({ type, fid }) => `${type}/${fid}`);
}
