/**
 * What search asks of its surroundings, and what it gives back.
 *
 * Source  https://hl7.org/fhir/R4/search.html
 */
import type { Reach } from '../../access/index.ts';
import type { Clock, EpochMs } from '../../kernel/index.ts';
import type { Connection } from '../../store/index.ts';

/** Codes of value sets and of hierarchies; the terminology implements it. */
export interface CodePort {
  /** Every code of a value set; undefined: the value set is not known. */
  codesIn(valueSet: string): Promise<readonly PortCode[] | undefined>;
  /** The code itself and what is below it; undefined: the code system is not known. */
  below(system: string, code: string): Promise<readonly PortCode[] | undefined>;
  /** The code itself and what is above it; undefined: the code system is not known. */
  above(system: string, code: string): Promise<readonly PortCode[] | undefined>;
}

/** A code in its system. */
export interface PortCode {
  readonly system: string;
  readonly code: string;
}

/** What a search works with: the slice of the record's context that it needs. */
export interface SearchContext {
  readonly connection: Connection;
  readonly reach: Reach;
  readonly clock: Clock;
  /** Base URL that the client used: absolute references below it are the house's own. */
  readonly base: string;
  /** Answers `:in`, `:not-in`, `:below`, `:above`; without it they are refused. */
  readonly codes?: CodePort | undefined;
  readonly settings: { readonly timeZone: string; readonly searchCount: number; readonly maxSearchCount: number };
}

/** What one search may be given beyond its query. */
export interface SearchOptions {
  /** Instead of those of the context. */
  readonly codes?: CodePort | undefined;
  /** Search inside a compartment: `{ type: 'Patient', id: '1' }`. */
  readonly compartment?: { readonly type: string; readonly id: string } | undefined;
}

/** One resource of an answer. */
export interface Found {
  readonly rid: number;
  readonly type: string;
  readonly fid: string;
  readonly ver: number;
  readonly ts: EpochMs;
  readonly text: string;
}

/** One page of an answer. */
export interface SearchPage {
  readonly matches: readonly Found[];
  readonly includes: readonly Found[];
  /** Number of all matches, where it is known. */
  readonly total?: number;
  /** `_cursor` of the next page; absent on the last one. */
  readonly next?: string;
}
