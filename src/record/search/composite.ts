/**
 * Composite parameters: their parts hold in one and the same element.
 *
 * Source  https://hl7.org/fhir/R4/search.html#composite
 * Proof   property.int.test.ts
 */
import { sql } from 'kysely';
import type { SearchParameter, SearchValue } from '../../fhir/index.ts';
import { hash64, type Hash64 } from '../../kernel/index.ts';
import { compositeShape } from '../index-rows/composites.ts';
import { bareKey, nameOf, partsKey, systemKey, xor } from '../index-rows/keys.ts';
import { allOf, anyOf, hasToken, key, type Fragment } from './fragment.ts';
import { numbersCondition, quantityCondition, type QuantityPlace } from './ordered.ts';
import type { MainCode, Scope } from './scope.ts';
import { mainCodes, tokenKey } from './token.ts';

type PartCondition = (parameter: SearchParameter, value: SearchValue) => Promise<Fragment>;

/** The condition of a composite; `part` gives that of a component by itself. */
export async function compositeCondition(
  scope: Scope,
  parameter: SearchParameter,
  values: readonly SearchValue[],
  part: PartCondition,
): Promise<Fragment> {
  const conditions: Fragment[] = [];
  for (const value of values) {
    if (value.kind === 'composite')
      conditions.push(await SHAPES[compositeShape(parameter)](scope, parameter, value.parts, part));
  }
  return anyOf(conditions);
}

type Shape = (
  scope: Scope,
  parameter: SearchParameter,
  values: readonly SearchValue[],
  part: PartCondition,
) => Promise<Fragment>;

const SHAPES: Readonly<Record<ReturnType<typeof compositeShape>, Shape>> = {
  parts: wholeResource,
  tokens: (scope, parameter, [first, second]) => {
    const name = nameOf(parameter);
    const seconds = partKeys(second);
    const keys = partKeys(first).flatMap((one) => seconds.map((other) => partsKey(name, one, other)));
    return Promise.resolve(hasToken(scope.row, keys));
  },
  quantity: (scope, parameter, [coded, measured]) => {
    if (coded?.kind !== 'token' || measured === undefined) return Promise.resolve(sql`false`);
    return Promise.resolve(
      quantityCondition(scope, parameter, [measured], besideCode(parameter, coded.system, coded.code)),
    );
  },
  numbers: async (scope, parameter, [coded, start, end], part) => {
    const [first] = parameter.components;
    if (first === undefined || coded === undefined || start?.kind !== 'number' || end?.kind !== 'number')
      return sql`false`;
    const both = allOf([numbersCondition(sql`s.lo`, sql`s.lo`, start), numbersCondition(sql`s.hi`, sql`s.hi`, end)]);
    const rows = sql`${scope.row}.rid in (select s.rid from search_number s where s.p = ${key(parameter.key)} and ${both})`;
    return allOf([await part(first.parameter, coded), rows]);
  },
};

/** The parts are conditions on the resource; a quantity is looked for under the code, where that is the main one. */
async function wholeResource(
  scope: Scope,
  parameter: SearchParameter,
  values: readonly SearchValue[],
  part: PartCondition,
): Promise<Fragment> {
  const codesOfRow = codesOfComposite(scope.type, parameter, values);
  const [, second] = parameter.components;
  const [, measured] = values;
  if (codesOfRow !== undefined && second !== undefined && measured !== undefined) {
    return quantityCondition({ ...scope, codesOfRow }, second.parameter, [measured]);
  }
  const conditions: Fragment[] = [];
  for (const [at, component] of parameter.components.entries()) {
    const value = values[at];
    if (value !== undefined) conditions.push(await part(component.parameter, value));
  }
  return allOf(conditions);
}

/** The main codes that a composite of code and quantity names: its rows of search_quantity say all of it. */
export function codesOfComposite(
  type: string | undefined,
  parameter: SearchParameter,
  [coded]: readonly SearchValue[],
): readonly MainCode[] | undefined {
  const [first, second] = parameter.components;
  if (!parameter.wholeResource || first === undefined || second?.parameter.kind !== 'quantity' || coded === undefined)
    return undefined;
  return mainCodes(type, { of: 'values', name: '', parameter: first.parameter, modifier: undefined, values: [coded] });
}

function besideCode(parameter: SearchParameter, system: string | undefined, code: string | undefined): QuantityPlace {
  const name = nameOf(parameter);
  const rows =
    code === undefined ? sql`s.p = ${key(parameter.key)}` : sql`s.c = ${key(xor(bareKey(name, code), parameter.key))}`;
  const { key: p } = parameter;
  if (system === undefined) return { p, rows };
  return { p, rows, and: system === '' ? sql`s.sys is null` : sql`s.sys = ${key(systemKey(name, system))}` };
}

/** What a part of a token composite is kept under. */
function partKeys(value: SearchValue | undefined): Hash64[] {
  if (value?.kind === 'token') return [tokenKey('part', value)];
  return value?.kind === 'reference' ? value.targets.map(hash64) : [];
}
