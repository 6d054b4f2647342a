/**
 * What conditions are compiled in: the row they are about, and the surroundings.
 */
import { sql } from 'kysely';
import type { Criterion } from '../../fhir/index.ts';
import type { EpochMs, Hash64 } from '../../kernel/index.ts';
import type { CodePort, SearchContext } from './api.ts';
import { aliasOf, type Fragment } from './fragment.ts';

/** A code of the main code parameter: its bare key and that of its system (undefined: any, null: none). */
export interface MainCode {
  readonly code: Hash64;
  readonly system: Hash64 | null | undefined;
}

/** Compiles a criterion; part of the scope because chains and reach lead back to criteria. */
export type ConditionOf = (scope: Scope, criterion: Criterion) => Promise<Fragment>;

/** The place of a condition in the query. */
export interface Scope {
  readonly context: SearchContext;
  readonly codes: CodePort | undefined;
  readonly conditionOf: ConditionOf;
  /** The present, for approximate dates. */
  readonly now: EpochMs;
  /** Alias of the row that the condition is about. */
  readonly row: Fragment;
  readonly level: number;
  /** Type of the row, where all rows have one. */
  readonly type: string | undefined;
  /** The row has one of these main codes: its quantities are found under them. */
  readonly codesOfRow?: readonly MainCode[] | undefined;
  /** Nothing else decides about the rows: so many of a search table, the first by row id, are enough. */
  readonly most?: number | undefined;
}

/** The outermost scope. */
export function scopeOf(
  context: SearchContext,
  codes: CodePort | undefined,
  conditionOf: ConditionOf,
  type: string | undefined,
): Scope {
  return { context, codes, conditionOf, now: context.clock.now(), row: aliasOf(0), level: 0, type };
}

/** A scope for rows of another resource. */
export function inside(scope: Scope, type: string): Scope {
  return {
    ...scope,
    row: aliasOf(scope.level + 1),
    level: scope.level + 1,
    type,
    codesOfRow: undefined,
    most: undefined,
  };
}

/** Ends a query for row ids (`s.rid`) where few are enough. */
export function cutRows({ most }: Scope): Fragment {
  return most === undefined ? sql`` : sql` group by s.rid order by s.rid limit ${sql.lit(most)}`;
}
