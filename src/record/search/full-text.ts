/**
 * `_text` (the narrative) and `_content` (every text of the resource), read from the bodies: there is no index for them, so
 * they are as slow as the rest of the search leaves rows to read, and the statement's time limit ends what would take long.
 *
 * Every word must be contained; case counts only outside of A to Z.
 *
 * Source  https://hl7.org/fhir/R4/search.html#content
 * Proof   property.int.test.ts
 */
import { sql } from 'kysely';
import { searchedWords, type SearchParameter, type SearchValue } from '../../fhir/index.ts';
import { allOf, anyOf, FALSE, type Fragment } from './fragment.ts';
import type { Scope } from './scope.ts';

/** Is this a parameter over whole texts? */
export function isFullText({ code }: SearchParameter): boolean {
  return code === '_text' || code === '_content';
}

/** The condition of `_text` or `_content`. */
export function fullTextCondition({ row }: Scope, { code }: SearchParameter, values: readonly SearchValue[]): Fragment {
  const texts = code === '_text' ? NARRATIVE : EVERY_TEXT;
  const alternatives = values.map((value) => {
    const words = value.kind === 'string' ? searchedWords(value.text) : [];
    return words.length === 0 ? FALSE : allOf(words.map((word) => sql`strpos(w.t, ${word}) > 0`));
  });
  return sql`exists (select 1 from body fb cross join lateral ${texts} w where fb.rid = ${row}.rid and fb.ver = ${row}.ver and ${anyOf(alternatives)})`;
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const lowered = (text: Fragment): Fragment =>
  sql`translate(${text}, ${sql.lit(UPPER)}, ${sql.lit(UPPER.toLowerCase())})`;

const NARRATIVE = sql`(select ${lowered(sql`regexp_replace(fb.text::jsonb #>> '{text,div}', '<[^>]*>', ' ', 'g')`)} as t)`;

const EVERY_TEXT = sql`(select string_agg(${lowered(sql`v.s #>> '{}'`)}, ' ') as t
  from jsonb_path_query(fb.text::jsonb, '$.** ? (@.type() == "string")') as v(s))`;
