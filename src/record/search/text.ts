/**
 * String and uri parameters as conditions on texts and tokens.
 *
 * Source  https://hl7.org/fhir/R4/search.html#string, #uri
 * Proof   property.int.test.ts
 */
import { sql } from 'kysely';
import {
  comparedText,
  soundsOf,
  urisAbove,
  valueTypes,
  type Modifier,
  type SearchParameter,
  type SearchValue,
} from '../../fhir/index.ts';
import { derivedKey, exactKey, nameOf, uriKey } from '../index-rows/keys.ts';
import { anyOf, FALSE, hasToken, isKey, key, keyArray, type Fragment } from './fragment.ts';
import { cutRows, type Scope } from './scope.ts';
import { afterPrefix } from './token.ts';

/** The condition of a stored string parameter. */
export function stringCondition(
  scope: Scope,
  parameter: SearchParameter,
  modifier: Modifier | undefined,
  values: readonly SearchValue[],
): Fragment {
  const { row, type } = scope;
  if (parameter.code === 'phonetic') return soundCondition(row, parameter, values);
  const texts = values.flatMap((value) => (value.kind === 'string' ? [value.text] : []));
  if (modifier === 'exact')
    return hasToken(
      row,
      texts.map((text) => exactKey(nameOf(parameter), text)),
    );
  const compared = texts.map(comparedText);
  const isName = type !== undefined && valueTypes(type, parameter).includes('HumanName');
  const keys = isName ? [parameter.key, derivedKey(parameter)] : [parameter.key];
  const condition = modifier === 'contains' ? containing(compared) : beginning(compared);
  return sql`${row}.rid in (select s.rid from search_string s ${condition.join} where ${isKey(sql`s.p`, keys)} and ${condition.where}${cutRows(scope)})`;
}

/** The names have the sound of every word. */
function soundCondition(row: Fragment, parameter: SearchParameter, values: readonly SearchValue[]): Fragment {
  return anyOf(
    values.map((value) => {
      const sounds = value.kind === 'string' ? soundsOf(value.text) : [];
      const tokens = sounds.map((sound) => exactKey(nameOf(parameter), sound));
      return tokens.length === 0 ? FALSE : sql`${row}.tok @> ${keyArray(tokens)}`;
    }),
  );
}

interface Joined {
  readonly join: Fragment;
  readonly where: Fragment;
}

/** One range of the index for each text; a list of them is joined, so that a thousand names are a thousand ranges. */
function beginning(texts: readonly string[]): Joined {
  const [first = '', ...rest] = texts;
  if (rest.length === 0) return { join: sql``, where: sql`s.v >= ${first} and s.v < ${afterPrefix(first)}` };
  const join = sql`join unnest(${texts}::text[], ${texts.map(afterPrefix)}::text[]) as q(low, high)
    on s.v >= q.low collate "C" and s.v < q.high collate "C"`;
  return { join, where: sql`true` };
}

function containing(texts: readonly string[]): Joined {
  return { join: sql``, where: anyOf(texts.map((text) => sql`strpos(s.v, ${text}) > 0`)) };
}

/** The condition of a stored uri parameter. */
export function uriCondition(
  { row }: Scope,
  parameter: SearchParameter,
  modifier: Modifier | undefined,
  values: readonly SearchValue[],
): Fragment {
  const name = nameOf(parameter);
  const uris = values.flatMap((value) => (value.kind === 'uri' ? [value.uri] : []));
  if (modifier === 'below') return anyOf(uris.map((uri) => below(row, parameter, uri)));
  const asked = modifier === 'above' ? uris.flatMap(urisAbove) : uris;
  return hasToken(
    row,
    asked.map((uri) => uriKey(name, uri)),
  );
}

/** The uri itself and those that go on after its path. */
function below(row: Fragment, parameter: SearchParameter, uri: string): Fragment {
  const folder = uri.endsWith('/') ? uri : `${uri}/`;
  const within = sql`(t.v = ${uri} or (t.v >= ${folder} and t.v < ${afterPrefix(folder)}))`;
  return sql`${row}.tok && array(select t.h from search_text t where t.p = ${key(parameter.key)} and ${within})`;
}
