/**
 * Reference parameters as conditions on the `pat` column and on tokens.
 *
 * Source  https://hl7.org/fhir/R4/search.html#reference, #recurse
 * Proof   property.int.test.ts
 */
import { sql } from 'kysely';
import {
  isLocalReference,
  mainColumns,
  parameterOf,
  storedParts,
  storedReference,
  typeOfReference,
  type Modifier,
  type SearchParameter,
  type SearchValue,
} from '../../fhir/index.ts';
import { OutcomeError } from '../../kernel/index.ts';
import { identifierName, referenceKey, sqlKey, sqlTarget, targetKey } from '../index-rows/keys.ts';
import { allOf, anyOf, hasToken, isKey, key, run, type Fragment } from './fragment.ts';
import { reachCondition } from './reach-condition.ts';
import { inside, type Scope } from './scope.ts';
import { tokenKey } from './token.ts';

/** The stored parameters of a reference parameter: what it narrows, or the parts of its union. */
export function storedReferences(parameter: SearchParameter): readonly SearchParameter[] {
  const stored = storedReference(parameter) ?? parameter;
  return storedParts(stored);
}

/** Is the Patient of this stored parameter the `pat` column? */
export function isPatientColumn(type: string | undefined, stored: SearchParameter): boolean {
  // By name: a parameter narrowed to one target type is a copy.
  const main = type === undefined ? undefined : mainColumns(type).patient;
  return main !== undefined && main.base === stored.base && main.code === stored.code;
}

/** The condition of a reference parameter. */
export function referenceCondition(
  scope: Scope,
  parameter: SearchParameter,
  modifier: Modifier | undefined,
  values: readonly SearchValue[],
): Fragment {
  if (modifier === 'identifier') return identifierCondition(scope, parameter, values);
  return targetsCondition(
    scope,
    parameter,
    values.flatMap((value) => (value.kind === 'reference' ? value.targets : [])),
  );
}

/** It refers to one of the targets. */
export function targetsCondition(scope: Scope, parameter: SearchParameter, targets: readonly string[]): Fragment {
  return anyOf(
    storedReferences(parameter).flatMap((stored) => {
      const isColumn = isPatientColumn(scope.type, stored);
      const patients = isColumn ? targets.filter((one) => one.startsWith('Patient/') && isLocalReference(one)) : [];
      const others = targets.filter((one) => !patients.includes(one));
      return [
        isKey(sql`${scope.row}.pat`, patients.map(targetKey)),
        hasToken(
          scope.row,
          others.map((one) => referenceKey(stored, one)),
        ),
      ];
    }),
  );
}

function identifierCondition(scope: Scope, parameter: SearchParameter, values: readonly SearchValue[]): Fragment {
  const tokens = values.filter((value) => value.kind === 'token');
  const kept = parameter.answer.from === 'narrowed' ? [parameter] : storedReferences(parameter);
  return anyOf(
    kept.map((one) =>
      hasToken(
        scope.row,
        tokens.map((token) => tokenKey(identifierName(one), token)),
      ),
    ),
  );
}

const PARENTS = ['partof', 'part-of'];
const DEEPEST = 32;
const MOST = 10_000;

/** Hierarchies of places, organizations and the like: the target itself and all that it is part of (or that is part of it). */
export async function hierarchyCondition(
  scope: Scope,
  parameter: SearchParameter,
  modifier: 'above' | 'below',
  values: readonly SearchValue[],
): Promise<Fragment> {
  const targets = values.flatMap((value) => (value.kind === 'reference' ? value.targets : [])).filter(isLocalReference);
  const types = [...new Set(targets.map((one) => typeOfReference(one) ?? ''))];
  const parents = types.flatMap(parentOf);
  if (parents.length === 0) throw noHierarchy(modifier, parameter);
  const keys = new Set(targets.map(sqlTarget));
  for (const parent of parents) {
    const start = targets.filter((one) => one.startsWith(`${parent.base}/`)).map(sqlTarget);
    for (const one of await family(inside(scope, parent.base), parent, modifier, start)) keys.add(one);
  }
  return anyOf(storedReferences(parameter).map((stored) => refersToKeys(scope, stored, [...keys])));
}

function noHierarchy(modifier: string, parameter: SearchParameter): OutcomeError {
  const text = `':${modifier}' of '${parameter.code}' needs targets that are part of each other, such as Location or Organization.`;
  return new OutcomeError('not-supported', 'search.no-hierarchy', text);
}

function parentOf(type: string): SearchParameter[] {
  const parent = PARENTS.map((code) => parameterOf(type, code)).find((one) => one?.targets.includes(type) === true);
  return parent === undefined ? [] : [parent];
}

/** The row refers by the stored parameter to a resource with one of the keys (which no `pat` column says). */
export function refersToKeys({ row }: Scope, stored: SearchParameter, keys: readonly string[]): Fragment {
  const mask = BigInt(sqlKey(stored.key));
  return sql`${row}.tok && ${keys.map((one) => (BigInt(one) ^ mask).toString())}::bigint[]`;
}

/** Keys of everything below or above the start, step by step; what the caller may not search leads nowhere. */
async function family(
  here: Scope,
  parent: SearchParameter,
  modifier: 'above' | 'below',
  start: readonly string[],
): Promise<ReadonlySet<string>> {
  const all = new Set(start);
  const visible = allOf([sql`not ${here.row}.del`, await reachCondition(here, parent.base, 'search')]);
  let edge: readonly string[] = start;
  for (let depth = 0; edge.length > 0 && depth < DEEPEST; depth++) {
    const next = modifier === 'below' ? partsOf(here, parent, edge) : wholesOf(here, parent, edge);
    const rows = await run<{ k: string }>(here.context.connection, sql`${next} and ${visible}`);
    edge = [...new Set(rows.map(({ k }) => k))].filter((one) => !all.has(one));
    for (const one of edge) all.add(one);
    if (all.size > MOST)
      throw new OutcomeError(
        'too-costly',
        'search.too-many-below',
        `More than ${MOST} stand below; narrow the search.`,
      );
  }
  return all;
}

function partsOf(here: Scope, parent: SearchParameter, edge: readonly string[]): Fragment {
  const isPart = anyOf(storedReferences(parent).map((stored) => refersToKeys(here, stored, edge)));
  return sql`select ${here.row}.key as k from resource ${here.row} where ${isPart}`;
}

/** What the parts name as their whole, whether it is there or not. */
function wholesOf({ row }: Scope, parent: SearchParameter, edge: readonly string[]): Fragment {
  const named = anyOf(storedReferences(parent).map((stored) => sql`(x.k # ${key(stored.key)}) = any(${row}.tok)`));
  return sql`select distinct x.k from resource ${row}, unnest(${row}.refs) as x(k) where ${row}.key = any(${edge}::bigint[]) and ${named}`;
}
