/**
 * Reads a search: every name is known or refused by name; with `Prefer: handling=lenient` unknown ones are left out and told.
 *
 * Source  https://hl7.org/fhir/R4/search.html, https://hl7.org/fhir/R4/search.html#errors
 * Proof   parse.test.ts
 */
import { OutcomeError } from '../../kernel/index.ts';
import { parametersFor, readCriterion, SEARCH_LIMITS } from './criteria.ts';
import { parseInclude } from './include.ts';
import type { Branch, Criterion, IgnoredParameter, Include, SearchQuery, SortKey } from './query.ts';
import { isResourceType } from './source.ts';
import type { ValueOptions } from './values.ts';

/** How a search is read. */
export interface ParseOptions extends Partial<ValueOptions> {
  /** `strict` (default) refuses what is unknown, `lenient` leaves it out. */
  readonly handling?: 'strict' | 'lenient';
}

type Pair = readonly [name: string, value: string];

interface Draft {
  readonly types: readonly string[] | undefined;
  readonly criteria: Pair[];
  readonly includes: Include[];
  readonly sort: SortKey[];
  readonly ignored: IgnoredParameter[];
  readonly understood: Pair[];
  readonly seen: Set<string>;
  count?: number;
  total?: SearchQuery['total'];
  summary?: SearchQuery['summary'];
  elements?: readonly string[];
  cursor?: string;
}

/** Parameters of every interaction, which the HTTP layer reads. */
const ELSEWHERE = new Set(['_format', '_pretty', '_type']);

const REFUSED: Readonly<Record<string, string>> = {
  _filter: 'use search parameters, chains and _has',
  _contained: 'contained resources are found through the resource that contains them',
  _containedType: 'contained resources are found through the resource that contains them',
  _query: 'Maru has no named queries',
};

/** Reads the search `rawQuery` (as in a URL, or the body of a form) of one type, or of all where `type` is undefined. */
export function parseSearch(type: string | undefined, rawQuery: string, options: ParseOptions = {}): SearchQuery {
  const pairs = readPairs(rawQuery);
  const types = type === undefined ? searchedTypes(pairs) : [type];
  if (type !== undefined) parametersFor(type);
  const draft: Draft = { types, criteria: [], includes: [], sort: [], ignored: [], understood: [], seen: new Set() };
  const valueOptions = { timeZone: options.timeZone ?? 'UTC', bases: options.bases ?? [] };
  const criteria = types?.map((): Criterion[] => []) ?? [[]];
  for (const pair of pairs) {
    try {
      readPair(draft, pair, criteria, valueOptions);
      if (pair[0] !== '_cursor') draft.understood.push(pair);
    } catch (error) {
      if (options.handling !== 'lenient' || !isUnknown(error)) throw error;
      draft.ignored.push({ name: pair[0], error });
    }
  }
  return finish(draft, criteria);
}

function isUnknown(error: unknown): error is OutcomeError {
  return error instanceof OutcomeError && error.category === 'not-supported';
}

function finish(draft: Draft, criteria: readonly Criterion[][]): SearchQuery {
  const { types, includes, sort, ignored, understood, count, total, summary, elements, cursor } = draft;
  const asked = criteria.some((list) => list.length > 0);
  const branches: Branch[] =
    types === undefined || (!asked && types.length > 1)
      ? [{ types, criteria: criteria[0] ?? [] }]
      : types.map((one, at) => ({ types: [one], criteria: criteria[at] ?? [] }));
  return { branches, includes, sort, count, total, summary, elements, cursor, ignored, understood };
}

/** Splits and decodes a query string. */
export function readPairs(rawQuery: string): Pair[] {
  if (rawQuery.length > SEARCH_LIMITS.length) throw tooLong();
  const pieces = rawQuery.split('&').filter((piece) => piece !== '');
  if (pieces.length > SEARCH_LIMITS.parameters) {
    const text = `The search has ${pieces.length} parameters; at most ${SEARCH_LIMITS.parameters} are allowed.`;
    throw new OutcomeError('too-costly', 'search.too-many-parameters', text);
  }
  return pieces.map((piece) => {
    const at = piece.indexOf('=');
    return at < 0 ? [decoded(piece), ''] : [decoded(piece.slice(0, at)), decoded(piece.slice(at + 1))];
  });
}

function tooLong(): OutcomeError {
  const text = `The search is longer than ${SEARCH_LIMITS.length} characters; ask in several searches.`;
  return new OutcomeError('too-large', 'search.too-long', text);
}

function decoded(text: string): string {
  try {
    const read = decodeURIComponent(text.replaceAll('+', ' '));
    if (!read.includes('\u0000')) return read;
  } catch {
    // Falls through to the refusal: a lone percent sign, or bytes that are no UTF-8.
  }
  throw new OutcomeError('invalid', 'search.bad-encoding', `'${text.slice(0, 80)}' is not percent-encoded UTF-8 text.`);
}

function searchedTypes(pairs: readonly Pair[]): readonly string[] | undefined {
  const named = pairs.filter(([name]) => name === '_type').flatMap(([, value]) => value.split(','));
  const unknown = named.find((name) => !isResourceType(name));
  if (unknown !== undefined) {
    throw new OutcomeError(
      'invalid',
      'search.unknown-type',
      `'${unknown.slice(0, 80)}' in _type is not a resource type of FHIR R4.`,
    );
  }
  return named.length === 0 ? undefined : [...new Set(named)];
}

function readPair(draft: Draft, [name, value]: Pair, criteria: readonly Criterion[][], options: ValueOptions): void {
  const control = ownEntry(CONTROLS, name);
  if (control !== undefined) return control(draft, name, value);
  const reason = ownEntry(REFUSED, name);
  if (reason !== undefined && !(name === '_contained' && value === 'false')) {
    throw new OutcomeError('not-supported', 'search.unsupported-parameter', `'${name}' is not supported: ${reason}.`);
  }
  if (ELSEWHERE.has(name) || reason !== undefined) return;
  const read = (draft.types ?? [undefined]).map((type) => readCriterion(type, name, value, options));
  for (const [at, criterion] of read.entries()) criteria[at]?.push(criterion);
}

/** What stands under a name without its modifier; names that every object has, such as `constructor`, are none. */
function ownEntry<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  const [plainName = ''] = name.split(':');
  return Object.hasOwn(table, plainName) ? table[plainName] : undefined;
}

type Control = (draft: Draft, name: string, value: string) => void;

const CONTROLS: Readonly<Record<string, Control>> = {
  _sort: (draft, name, value) => {
    plain(name);
    for (const piece of value.split(',')) draft.sort.push(sortKey(draft, piece));
  },
  _count: (draft, name, value) => {
    once(draft, name);
    if (!/^\d{1,9}$/.test(value)) throw bad(name, value, 'write a number of 0 or more');
    draft.count = Number(value);
  },
  _total: (draft, name, value) => {
    once(draft, name);
    draft.total = oneOf(name, value, ['none', 'estimate', 'accurate']);
  },
  _summary: (draft, name, value) => {
    once(draft, name);
    draft.summary = oneOf(name, value, ['true', 'text', 'data', 'count', 'false']);
  },
  _elements: (draft, name, value) => {
    once(draft, name);
    const elements = value.split(',').map((element) => element.trim().replace(/^[A-Z]\w*\./, ''));
    const wrong = elements.find((element) => !/^[a-z]\w*$/.test(element));
    if (wrong !== undefined) throw bad(name, wrong, 'write names of top elements, joined by commas');
    draft.elements = elements;
  },
  _include: (draft, name, value) => void draft.includes.push(parseInclude(name, value, false)),
  _revinclude: (draft, name, value) => void draft.includes.push(parseInclude(name, value, true)),
  _cursor: (draft, name, value) => {
    once(draft, name);
    draft.cursor = value;
  },
};

function plain(name: string): void {
  if (!name.includes(':')) return;
  throw new OutcomeError('not-supported', 'search.unknown-modifier', `'${name}' takes no modifier.`);
}

function once(draft: Draft, name: string): void {
  plain(name);
  if (draft.seen.has(name))
    throw new OutcomeError('invalid', 'search.given-twice', `'${name}' is given twice; give it once.`);
  draft.seen.add(name);
}

function bad(name: string, value: string, want: string): OutcomeError {
  return new OutcomeError(
    'invalid',
    'search.bad-value',
    `'${value.slice(0, 80)}' is not a value of '${name}': ${want}.`,
  );
}

function oneOf<const Value extends string>(name: string, value: string, allowed: readonly Value[]): Value {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw bad(name, value, `write one of ${allowed.join(', ')}`);
  return found;
}

/** What has no value to sort by. */
const UNSORTED: ReadonlySet<string> = new Set(['_text', '_content', 'phonetic']);

function sortKey(draft: Draft, piece: string): SortKey {
  const descending = piece.startsWith('-');
  const code = descending ? piece.slice(1) : piece;
  const type = draft.types?.length === 1 ? draft.types[0] : undefined;
  const parameter = parametersFor(type).get(code);
  if (parameter === undefined) {
    const where = type ?? 'several types at once';
    throw new OutcomeError(
      'not-supported',
      'search.unknown-parameter',
      `'${code.slice(0, 80)}' in _sort is not a search parameter of ${where}.`,
    );
  }
  if (parameter.answer.from === 'nothing' || UNSORTED.has(parameter.code)) {
    throw new OutcomeError('not-supported', 'search.unsupported-sort', `'${code}' cannot be sorted by.`);
  }
  return { parameter, descending };
}
