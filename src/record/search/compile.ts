/**
 * Conditions of a search as SQL: one function for each kind of criterion, values always bound.
 *
 * Source  https://hl7.org/fhir/R4/search.html
 * Proof   property.int.test.ts (equal to brute force), plans.int.test.ts (the indexes that were meant)
 */
import { sql } from 'kysely';
import {
  storedParts,
  type Criterion,
  type Modifier,
  type SearchParameter,
  type SearchValue,
} from '../../fhir/index.ts';
import { sqlKey } from '../index-rows/keys.ts';
import { compositeCondition } from './composite.ts';
import { allOf, anyOf, notOf, type Fragment } from './fragment.ts';
import { fullTextCondition, isFullText } from './full-text.ts';
import { nearCondition } from './near.ts';
import { dateCondition, numberCondition, quantityCondition } from './ordered.ts';
import { hierarchyCondition, referenceCondition } from './reference.ts';
import { chainCondition, hasCondition, listCondition } from './relation.ts';
import type { Scope } from './scope.ts';
import { stringCondition, uriCondition } from './text.ts';
import { tokenCondition } from './token.ts';

/** The condition of one criterion on the row of the scope. */
export async function criterionCondition(scope: Scope, criterion: Criterion): Promise<Fragment> {
  switch (criterion.of) {
    case 'values':
      return valuesCondition(scope, criterion.parameter, criterion.modifier, criterion.values);
    case 'missing':
      return missingCondition(scope, criterion.parameter, criterion.missing);
    case 'chain':
      return chainCondition(scope, criterion);
    case 'has':
      return hasCondition(scope, criterion);
    default:
      return listCondition(scope, criterion.lists);
  }
}

/** All of them. */
export async function criteriaCondition(scope: Scope, criteria: readonly Criterion[]): Promise<Fragment> {
  const conditions: Fragment[] = [];
  for (const criterion of criteria) conditions.push(await criterionCondition(scope, criterion));
  return allOf(conditions);
}

const NEGATED: ReadonlySet<Modifier | undefined> = new Set<Modifier>(['not', 'not-in']);

async function valuesCondition(
  scope: Scope,
  parameter: SearchParameter,
  modifier: Modifier | undefined,
  values: readonly SearchValue[],
): Promise<Fragment> {
  const parts: Fragment[] = [];
  for (const part of storedParts(parameter)) parts.push(await partCondition(scope, part, modifier, values));
  const condition = anyOf(parts);
  return NEGATED.has(modifier) ? notOf(condition) : condition;
}

async function partCondition(
  scope: Scope,
  parameter: SearchParameter,
  modifier: Modifier | undefined,
  values: readonly SearchValue[],
): Promise<Fragment> {
  switch (parameter.kind) {
    case 'token':
      return tokenCondition(scope, parameter, modifier, values);
    case 'reference':
      return modifier === 'above' || modifier === 'below'
        ? hierarchyCondition(scope, parameter, modifier, values)
        : referenceCondition(scope, parameter, modifier, values);
    case 'string':
      if (isFullText(parameter)) return fullTextCondition(scope, parameter, values);
      return stringCondition(scope, parameter, modifier, values);
    case 'uri':
      return uriCondition(scope, parameter, modifier, values);
    case 'date':
      return dateCondition(scope, parameter, values);
    case 'number':
      return numberCondition(scope, parameter, values);
    case 'quantity':
      return quantityCondition(scope, parameter, values);
    case 'composite':
      return compositeCondition(scope, parameter, values, (part, value) =>
        valuesCondition(scope, part, undefined, [value]),
      );
    default:
      return nearCondition(scope, parameter, values);
  }
}

function missingCondition({ row }: Scope, parameter: SearchParameter, missing: boolean): Fragment {
  const bit = parameter.bit;
  const mask = sqlKey(bit < 32 ? { high: 0, low: (1 << bit) >>> 0 } : { high: (1 << (bit - 32)) >>> 0, low: 0 });
  return missing ? sql`${row}.bits & ${mask}::bigint = 0` : sql`${row}.bits & ${mask}::bigint <> 0`;
}
