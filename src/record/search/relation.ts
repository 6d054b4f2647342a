/**
 * Conditions on other resources: chains, `_has`, `_list`. What the caller may not search there does not count here.
 *
 * Where few resources fulfil the inner condition their keys are fetched first and the outer search goes on from them; where
 * there are many, each outer row looks at its own relations instead. Either way the answer is whole, nothing is cut off.
 *
 * Source  https://hl7.org/fhir/R4/search.html#chaining, #has, https://hl7.org/fhir/R4/lifecycle.html (_list)
 * Proof   property.int.test.ts, infer.int.test.ts
 */
import { sql } from 'kysely';
import { parameterOf, typeNumber, type Criterion, type SearchParameter } from '../../fhir/index.ts';
import { targetKey } from '../index-rows/keys.ts';
import { allOf, anyOf, FALSE, isKey, key, run, type Fragment } from './fragment.ts';
import { reachCondition } from './reach-condition.ts';
import { isPatientColumn, refersToKeys, storedReferences } from './reference.ts';
import { inside, type Scope } from './scope.ts';

/** Up to this many keys are fetched first. */
const FEW = 2000;

interface KeyRow {
  readonly k: string;
}

/** Live rows of `type` that the caller may search and that fulfil the criterion, as a condition on the row of `here`. */
async function innerCondition(here: Scope, type: string, criterion: Criterion): Promise<Fragment> {
  return allOf([
    sql`${here.row}.type = ${sql.lit(typeNumber(type))}`,
    sql`not ${here.row}.del`,
    await here.conditionOf(here, criterion),
    await reachCondition(here, type, 'search'),
  ]);
}

/** `subject:Patient.name=kim`: a target fulfils the criterion. */
export async function chainCondition(scope: Scope, criterion: Extract<Criterion, { of: 'chain' }>): Promise<Fragment> {
  const stored = storedReferences(criterion.parameter);
  const ways: Fragment[] = [];
  for (const target of criterion.targets) {
    const here = inside(scope, target.type);
    const inner = await innerCondition(here, target.type, target.criterion);
    if (inner !== FALSE) ways.push(await chainTo(scope, here, stored, inner));
  }
  return anyOf(ways);
}

async function chainTo(
  scope: Scope,
  here: Scope,
  stored: readonly SearchParameter[],
  inner: Fragment,
): Promise<Fragment> {
  const few = sql`select ${here.row}.key as k from resource ${here.row} where ${inner} limit ${sql.lit(FEW + 1)}`;
  const rows = await run<KeyRow>(scope.context.connection, few);
  if (rows.length === 0) return FALSE;
  if (rows.length > FEW) return anyOf(stored.map((parameter) => chainByRow(scope, here, parameter, inner)));
  const keys = rows.map(({ k }) => k);
  return anyOf(stored.map((parameter) => refersTo(scope, parameter, here.type, keys)));
}

/** The row refers by the stored parameter to a resource with one of the keys. */
function refersTo(
  scope: Scope,
  stored: SearchParameter,
  targetType: string | undefined,
  keys: readonly string[],
): Fragment {
  if (targetType === 'Patient' && isPatientColumn(scope.type, stored))
    return sql`${scope.row}.pat = any(${keys}::bigint[])`;
  return refersToKeys(scope, stored, keys);
}

function chainByRow(scope: Scope, here: Scope, stored: SearchParameter, inner: Fragment): Fragment {
  if (here.type === 'Patient' && isPatientColumn(scope.type, stored)) {
    return sql`${scope.row}.pat in (select ${here.row}.key from resource ${here.row} where ${inner})`;
  }
  return sql`exists (select 1 from unnest(${scope.row}.refs) as x(k) join resource ${here.row} on ${here.row}.key = x.k
    where (x.k # ${key(stored.key)}) = any(${scope.row}.tok) and ${inner})`;
}

/** `_has:Observation:patient:code=x`: a resource that refers to the row fulfils the criterion. */
export async function hasCondition(scope: Scope, criterion: Extract<Criterion, { of: 'has' }>): Promise<Fragment> {
  const here = inside(scope, criterion.type);
  const inner = await innerCondition(here, criterion.type, criterion.criterion);
  if (inner === FALSE) return FALSE;
  const ways: Fragment[] = [];
  for (const stored of storedReferences(criterion.parameter)) {
    if (isPatientColumn(criterion.type, stored) && scope.type !== 'Patient' && scope.type !== undefined) {
      ways.push(await referredByToken(scope, here, stored, inner));
    } else if (isPatientColumn(criterion.type, stored)) {
      ways.push(await referredByPatient(scope, here, inner));
      if (scope.type === undefined) ways.push(await referredByToken(scope, here, stored, inner));
    } else ways.push(await referredByToken(scope, here, stored, inner));
  }
  return anyOf(ways);
}

async function referredByPatient(scope: Scope, here: Scope, inner: Fragment): Promise<Fragment> {
  const few = sql`select distinct ${here.row}.pat as k from resource ${here.row}
    where ${inner} and ${here.row}.pat is not null limit ${sql.lit(FEW + 1)}`;
  const rows = await run<KeyRow>(scope.context.connection, few);
  if (rows.length <= FEW) return keysCondition(scope, rows);
  return sql`exists (select 1 from resource ${here.row} where ${here.row}.pat = ${scope.row}.key and ${inner})`;
}

async function referredByToken(scope: Scope, here: Scope, stored: SearchParameter, inner: Fragment): Promise<Fragment> {
  const p = key(stored.key);
  const few = sql`select distinct x.k from resource ${here.row}, unnest(${here.row}.refs) as x(k)
    where ${inner} and (x.k # ${p}) = any(${here.row}.tok) limit ${sql.lit(FEW + 1)}`;
  const rows = await run<KeyRow>(scope.context.connection, few);
  if (rows.length <= FEW) return keysCondition(scope, rows);
  return sql`exists (select 1 from resource ${here.row} where ${here.row}.tok @> array[${scope.row}.key # ${p}] and ${inner})`;
}

function keysCondition(scope: Scope, rows: readonly KeyRow[]): Fragment {
  return rows.length === 0 ? FALSE : sql`${scope.row}.key = any(${rows.map(({ k }) => k)}::bigint[])`;
}

/** `_list=1`: an entry of the List refers to the row. */
export async function listCondition(scope: Scope, lists: readonly string[]): Promise<Fragment> {
  const item = parameterOf('List', 'item');
  if (item === undefined) return FALSE;
  const here = inside(scope, 'List');
  const inner = allOf([
    isKey(
      sql`${here.row}.key`,
      lists.map((id) => targetKey(`List/${id}`)),
    ),
    sql`not ${here.row}.del`,
    await reachCondition(here, 'List', 'search'),
  ]);
  const members = storedReferences(item).map((stored) => sql`(x.k # ${key(stored.key)}) = any(${here.row}.tok)`);
  return sql`${scope.row}.key in (select x.k from resource ${here.row}, unnest(${here.row}.refs) as x(k)
    where ${inner} and ${anyOf(members)})`;
}
