/**
 * Token parameters as conditions on `tok` and on the `code` column.
 *
 * Source  https://hl7.org/fhir/R4/search.html#token
 * Proof   property.int.test.ts, plans.int.test.ts
 */
import { sql } from 'kysely';
import {
  comparedText,
  contactText,
  mainColumns,
  SEARCH_TYPES,
  typeNumber,
  valueTypes,
  type Criterion,
  type Modifier,
  type SearchParameter,
  type SearchValue,
  type TokenValue,
} from '../../fhir/index.ts';
import { OutcomeError, type Hash64 } from '../../kernel/index.ts';
import {
  bareKey,
  codeKey,
  fullKey,
  nameOf,
  ofTypeKey,
  otherKey,
  systemKey,
  targetKey,
  textKey,
} from '../index-rows/keys.ts';
import type { PortCode } from './api.ts';
import { anyOf, hasToken, isKey, key, keyArray, type Fragment } from './fragment.ts';
import type { MainCode, Scope } from './scope.ts';

/** The condition of a stored token parameter. */
export async function tokenCondition(
  scope: Scope,
  parameter: SearchParameter,
  modifier: Modifier | undefined,
  values: readonly SearchValue[],
): Promise<Fragment> {
  if (parameter.code === '_id') return idCondition(scope, values);
  const name = nameOf(parameter);
  if (modifier === 'text') return textCondition(scope, parameter, values);
  if (modifier === 'of-type') return hasToken(scope.row, ofTypeTokens(name, values));
  const tokens =
    modifier === undefined || modifier === 'not' ? tokensOf(values) : await codesOf(scope, modifier, values);
  return tokensCondition(scope, parameter, normalised(scope, parameter, tokens));
}

function tokensOf(values: readonly SearchValue[]): readonly TokenValue[] {
  return values.filter((value) => value.kind === 'token');
}

/** `_id`: the key says type and id. */
function idCondition(scope: Scope, values: readonly SearchValue[]): Fragment {
  const ids = tokensOf(values).flatMap(({ system, code }) =>
    code === undefined || (system ?? '') !== '' ? [] : [code],
  );
  const types = scope.type === undefined ? SEARCH_TYPES : [scope.type];
  return isKey(
    sql`${scope.row}.key`,
    types.flatMap((type) => ids.map((id) => targetKey(`${type}/${id}`))),
  );
}

function ofTypeTokens(name: string, values: readonly SearchValue[]): Hash64[] {
  return values.flatMap((value) =>
    value.kind === 'of-type' ? [ofTypeKey(name, value.system, value.code, value.value)] : [],
  );
}

/** Greater than every text that begins with `text`. */
export function afterPrefix(text: string): string {
  return `${text}\u{10ffff}`;
}

function textCondition({ row }: Scope, parameter: SearchParameter, values: readonly SearchValue[]): Fragment {
  return anyOf(
    values.flatMap((value) => {
      if (value.kind !== 'string') return [];
      const text = comparedText(value.text);
      return [
        sql`${row}.tok && array(select t.h from search_text t where t.p = ${key(parameter.key)} and t.v >= ${text} and t.v < ${afterPrefix(text)})`,
      ];
    }),
  );
}

/** The token of a text exactly as it is compared (for tests of the index). */
export function wholeTextToken(parameter: SearchParameter, text: string): Hash64 {
  return textKey(nameOf(parameter), comparedText(text));
}

/** Values of ContactPoints are compared without case and punctuation. */
function normalised(scope: Scope, parameter: SearchParameter, tokens: readonly TokenValue[]): readonly TokenValue[] {
  if (scope.type === undefined || !valueTypes(scope.type, parameter).includes('ContactPoint')) return tokens;
  return tokens.map((token) => (token.code === undefined ? token : { ...token, code: contactText(token.code) }));
}

/** Any of the tokens. */
function tokensCondition(scope: Scope, parameter: SearchParameter, tokens: readonly TokenValue[]): Fragment {
  const name = nameOf(parameter);
  const isMain = scope.type !== undefined && mainColumns(scope.type).code === parameter;
  const inTok = tokens.flatMap((token) => (isMain && isBare(token) ? [] : [tokenKey(name, token)]));
  if (!isMain) return hasToken(scope.row, inTok);
  const bare = tokens.filter(isBare).map(({ code = '' }) => code);
  const others = bare.map((code) => otherKey(name, code));
  const type = typeNumber(scope.type ?? '');
  const columns = bare.map((code) => codeKey(type, name, code));
  return anyOf([isKey(sql`${scope.row}.code`, columns), hasToken(scope.row, [...others, ...inTok])]);
}

function isBare({ system, code }: TokenValue): boolean {
  return system === undefined && code !== undefined;
}

/** The token that a value of the search stands for. */
export function tokenKey(name: string, { system, code }: TokenValue): Hash64 {
  if (code === undefined) return systemKey(name, system ?? '');
  return system === undefined ? bareKey(name, code) : fullKey(name, system, code);
}

/** The codes that `:in`, `:not-in`, `:above` and `:below` mean. */
async function codesOf(
  scope: Scope,
  modifier: Modifier,
  values: readonly SearchValue[],
): Promise<readonly TokenValue[]> {
  const { codes } = scope;
  if (codes === undefined) {
    throw new OutcomeError(
      'not-supported',
      'search.no-terminology',
      `':${modifier}' needs a terminology, and none is loaded.`,
    );
  }
  const found: TokenValue[] = [];
  for (const value of values) {
    const list = value.kind === 'uri' ? await codes.codesIn(value.uri) : await hierarchy(codes, modifier, value);
    if (list === undefined) throw unknownCodes(value);
    for (const { system, code } of list) found.push({ kind: 'token', system, code });
  }
  return found;
}

async function hierarchy(
  codes: NonNullable<Scope['codes']>,
  modifier: Modifier,
  value: SearchValue,
): Promise<readonly PortCode[] | undefined> {
  if (value.kind !== 'token' || value.system === undefined || value.code === undefined) {
    const text = `':${modifier}' needs a code with its system: [system]|[code].`;
    throw new OutcomeError('invalid', 'search.bad-value', text);
  }
  return modifier === 'below' ? codes.below(value.system, value.code) : codes.above(value.system, value.code);
}

function unknownCodes(value: SearchValue): OutcomeError {
  const name = value.kind === 'uri' ? `The value set '${value.uri}'` : 'The code system of the search';
  return new OutcomeError(
    'not-found',
    'search.unknown-codes',
    `${name.slice(0, 200)} is not known here; load it first.`,
  );
}

/** The two ways a row can have one of these codes in its main code parameter, each for an index of its own. */
export interface CodeArms {
  /** The first code is one of them: `code` column. */
  readonly first: Fragment;
  /** A further code is one of them: tokens. */
  readonly other: Fragment;
}

const MOST_ARMS = 50;

/** The arms of a plain condition on the main code parameter; undefined where it is none. */
export function codeArms(
  scope: Scope,
  parameter: SearchParameter,
  values: readonly SearchValue[],
): CodeArms | undefined {
  if (scope.type === undefined || mainColumns(scope.type).code !== parameter || values.length > MOST_ARMS)
    return undefined;
  const tokens = tokensOf(values);
  if (tokens.some(({ code }) => code === undefined)) return undefined;
  const name = nameOf(parameter);
  const codes = [...new Set(tokens.map(({ code = '' }) => code))];
  const type = typeNumber(scope.type);
  const columns = codes.map((code) => codeKey(type, name, code));
  const isFirst = isKey(sql`${scope.row}.code`, columns);
  const others = hasToken(
    scope.row,
    codes.map((code) => otherKey(name, code)),
  );
  // `is true` keeps the planner from asking the token index a second time: few rows are left to look at.
  const exact = sql`(${tokensCondition(scope, parameter, tokens)}) is true`;
  const needsSystem = tokens.some(({ system }) => system !== undefined);
  return {
    first: needsSystem ? sql`(${isFirst} and ${exact})` : isFirst,
    other: sql`(${others} and ${scope.row}.code <> all(${keyArray(columns)})${needsSystem ? sql` and ${exact}` : sql``})`,
  };
}

/** The codes that a plain condition on the main code parameter names; undefined where it is none. */
export function mainCodes(type: string | undefined, criterion: Criterion): readonly MainCode[] | undefined {
  if (criterion.of !== 'values' || criterion.modifier !== undefined || type === undefined) return undefined;
  const { parameter } = criterion;
  if (mainColumns(type).code !== parameter || criterion.values.length > MOST_ARMS) return undefined;
  const tokens = tokensOf(criterion.values);
  if (tokens.some(({ code }) => code === undefined)) return undefined;
  const name = nameOf(parameter);
  return tokens.map(({ system, code = '' }) => ({ code: bareKey(name, code), system: systemOf(name, system) }));
}

function systemOf(name: string, system: string | undefined): Hash64 | null | undefined {
  if (system === undefined) return undefined;
  return system === '' ? null : systemKey(name, system);
}
