/**
 * What the caller may reach, as a condition on rows: part of every query over resources, so that nothing can be inferred
 * from what is found, counted, sorted, chained to or included.
 *
 * Source  src/access/caller.ts (Grant): alternatives, each of patients and criteria that must all hold
 * Proof   infer.int.test.ts
 */
import { sql } from 'kysely';
import type { Grant, Interaction } from '../../access/index.ts';
import { SEARCH_TYPES, typeNumber } from '../../fhir/index.ts';
import { grantCriteria } from '../grant-criteria.ts';
import { isBlind, isUnlimited } from '../reach.ts';
import { compartmentKey, targetKey } from '../index-rows/keys.ts';
import { allOf, anyOf, FALSE, hasToken, isKey, TRUE, type Fragment } from './fragment.ts';
import type { Scope } from './scope.ts';

/** What the caller may do with rows of `type`. */
export async function reachCondition(scope: Scope, type: string, interaction: Interaction): Promise<Fragment> {
  const grants = scope.context.reach.grants(type, interaction);
  // Included ones as well: here nobody can ask what a Binary follows.
  if (isBlind(type, 'search')) return grants.some(isUnlimited) ? TRUE : FALSE;
  const conditions: Fragment[] = [];
  for (const grant of grants) conditions.push(await grantCondition({ ...scope, type }, grant));
  return anyOf(conditions);
}

/** The same over rows that are of several types (all where undefined): each type by its own grants. */
export async function reachOverTypes(
  scope: Scope,
  types: readonly string[] | undefined,
  interaction: Interaction,
): Promise<Fragment> {
  const free: string[] = [];
  const bound: Fragment[] = [];
  const searched = types ?? SEARCH_TYPES;
  for (const type of searched) {
    const condition = await reachCondition(scope, type, interaction);
    if (condition === TRUE) free.push(type);
    else if (condition !== FALSE) bound.push(allOf([ofTypes(scope, [type]), condition]));
  }
  if (free.length === searched.length) return TRUE;
  return anyOf(free.length === 0 ? bound : [ofTypes(scope, free), ...bound]);
}

/** The row is of one of the types. */
export function ofTypes({ row }: Scope, types: readonly string[]): Fragment {
  const [first, ...rest] = types.map(typeNumber);
  if (first === undefined) return FALSE;
  if (rest.length === 0) return sql`${row}.type = ${sql.lit(first)}`;
  return sql`${row}.type = any(${[first, ...rest]}::smallint[])`;
}

async function grantCondition(scope: Scope, { patients, criteria }: Grant): Promise<Fragment> {
  const conditions: Fragment[] = patients === undefined ? [] : [inCompartment(scope, patients)];
  for (const text of criteria ?? []) {
    const parsed = grantCriteria(scope.type ?? '', text, scope.context.settings.timeZone);
    if (parsed === undefined) return FALSE;
    for (const criterion of parsed) conditions.push(await scope.conditionOf(scope, criterion));
  }
  return allOf(conditions);
}

/** The row belongs to the compartment of one of the Patients. */
export function inCompartment({ row }: Scope, patients: readonly string[]): Fragment {
  const keys = patients.map((id) => targetKey(`Patient/${id}`));
  return anyOf([isKey(sql`${row}.pat`, keys), hasToken(row, patients.map(compartmentKey))]);
}
