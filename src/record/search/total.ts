/**
 * How many resources match: counted exactly, or estimated beyond what is cheap to count.
 *
 * An estimate comes from the database's statistics, which know of rows that the caller may not see; so it is given only to
 * those from whom nothing of the type is hidden. Everybody else gets an exact count of what they may search.
 *
 * Source  https://hl7.org/fhir/R4/search.html#total
 * Proof   search.int.test.ts, infer.int.test.ts
 */
import { sql } from 'kysely';
import { SEARCH_TYPES } from '../../fhir/index.ts';
import { run } from './fragment.ts';
import type { MatchPage } from './page.ts';
import type { PageAsk } from './placed.ts';
import { anyArm, countStatement, rowArms, type RowArms } from './statement.ts';

/** Up to here an estimate is a count. */
const COUNTED = 10_000;
const ALL = 2_147_483_647;

/** The total where it was asked for, or where the page shows it anyway. */
export async function totalOf(ask: PageAsk, page: MatchPage): Promise<number | undefined> {
  const { query } = ask;
  if (query.total === 'none') return undefined;
  if (query.cursor === undefined && page.next === undefined) return page.matches.length;
  if (query.total === undefined) return undefined;
  return query.total === 'accurate' ? exactTotal(ask) : estimatedTotal(ask);
}

/** Counts every match. */
export async function exactTotal(ask: PageAsk): Promise<number> {
  return counted(ask, await armsOf(ask), ALL);
}

async function estimatedTotal(ask: PageAsk): Promise<number> {
  const arms = await armsOf(ask);
  const few = await counted(ask, arms, COUNTED + 1);
  if (few <= COUNTED) return few;
  if (!seesEverything(ask)) return counted(ask, arms, ALL);
  return Math.max(few, await planned(ask, arms));
}

function armsOf({ scope, query, compartment }: PageAsk): Promise<RowArms> {
  return rowArms(scope, query.branches, { compartment, more: [] });
}

async function counted({ scope }: PageAsk, arms: RowArms, most: number): Promise<number> {
  if (arms.length === 0) return 0;
  const [row] = await run<{ n: number }>(scope.context.connection, countStatement(scope.row, arms, most));
  return row?.n ?? 0;
}

function seesEverything({ scope, query }: PageAsk): boolean {
  const types = query.branches.flatMap((branch) => branch.types ?? SEARCH_TYPES);
  return types.every((type) =>
    scope.context.reach
      .grants(type, 'search')
      .some(({ patients, criteria }) => patients === undefined && criteria === undefined),
  );
}

interface Plan {
  readonly 'QUERY PLAN': readonly { readonly Plan: { readonly 'Plan Rows': number } }[];
}

/** What the planner expects. */
async function planned({ scope }: PageAsk, arms: RowArms): Promise<number> {
  const [plan] = await run<Plan>(
    scope.context.connection,
    sql`explain (format json) select 1 from resource ${scope.row} where ${anyArm(arms)}`,
  );
  return Math.round(plan?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0);
}
