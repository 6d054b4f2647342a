/**
 * search: by type, over everything, in a compartment; by GET or POST. What is found and how is the room search/; here the
 * answer becomes a Bundle with links, and what was seen goes to the audit log.
 *
 * Source  https://hl7.org/fhir/R4/http.html#search, https://hl7.org/fhir/R4/search.html
 * Proof   search-interaction.int.test.ts
 */
import { parseSearch, type SearchQuery } from '../fhir/index.ts';
import { operationOutcome, OutcomeError, writeJson } from '../kernel/index.ts';
import type { Answer, Ask } from './ask.ts';
import { noteRead, patientsIn } from './audit-note.ts';
import { bundleText, type BundleEntryText } from './bundle-text.ts';
import type { Context } from './context.ts';
import { parsedResource } from './current.ts';
import { demandTypeName } from './names.ts';
import { demandGrant } from './permission.ts';
import { referenceOf } from './resource.ts';
import { search, type Found, type SearchOptions, type SearchPage } from './search/index.ts';
import { selectedText, type Selection } from './selection.ts';

/** `GET Type?…`, `POST Type/_search` */
export async function searchType(context: Context, ask: Ask, type: string): Promise<Answer> {
  demandGrant(context, 'search', type);
  const query = readQuery(context, ask, type);
  return answerSearch(context, ask, query, { place: type, interaction: 'search-type' });
}

/** `GET [base]?…`, `POST _search` */
export async function searchAll(context: Context, ask: Ask): Promise<Answer> {
  return answerSearch(context, ask, readQuery(context, ask, undefined), { place: '', interaction: 'search-system' });
}

const COMPARTMENTS = new Set(['Patient', 'Encounter', 'Practitioner', 'RelatedPerson', 'Device']);

/** `GET Patient/1/Observation?…`; `*` means every type. */
export async function compartmentSearch(
  context: Context,
  ask: Ask,
  owner: string,
  id: string,
  inner: string,
): Promise<Answer> {
  if (!COMPARTMENTS.has(owner)) {
    const text = `${owner} has no compartment; compartments are ${[...COMPARTMENTS].join(', ')}.`;
    throw new OutcomeError('not-found', 'record.no-compartment', text);
  }
  const type = inner === '*' ? undefined : demandTypeName(inner);
  if (type !== undefined) demandGrant(context, 'search', type);
  const query = readQuery(context, ask, type);
  const place = `${owner}/${id}/${inner}`;
  return answerSearch(context, ask, query, { place, interaction: 'search-type' }, { compartment: { type: owner, id } });
}

function readQuery(context: Context, ask: Ask, type: string | undefined): SearchQuery {
  return parseSearch(type, ask.query, {
    timeZone: context.settings.timeZone,
    bases: [context.base],
    handling: ask.handling ?? 'strict',
  });
}

/** Where a search was asked, for its links and the log. */
export interface SearchedPlace {
  readonly place: string;
  readonly interaction: string;
  /** Types of what is included; all where absent. */
  readonly includes?: readonly string[] | undefined;
}

/** Searches, notes what was seen, and answers with a Bundle. */
export async function answerSearch(
  context: Context,
  ask: Ask,
  query: SearchQuery,
  where: SearchedPlace,
  options: SearchOptions = {},
): Promise<Answer> {
  const page = shownPage(await search(context, query, options), where);
  const seen = [...page.matches, ...page.includes];
  const compartment = options.compartment;
  const owner = compartment?.type === 'Patient' ? [compartment.id] : [];
  await noteRead(context, {
    action: 'E',
    interaction: where.interaction,
    query: ask.query,
    entities: seen.map(({ type, fid }) => referenceOf(type, fid)),
    patients: [...new Set([...owner, ...patientsIn(seen.map(({ text }) => parsedResource(text)))])],
  });
  return { status: 200, text: pageText(context, query, page, where.place), whole: true };
}

function shownPage(page: SearchPage, { includes }: SearchedPlace): SearchPage {
  return includes === undefined
    ? page
    : { ...page, includes: page.includes.filter(({ type }) => includes.includes(type)) };
}

function pageText(context: Context, query: SearchQuery, page: SearchPage, place: string): string {
  const here = place === '' ? context.base : `${context.base}/${place}`;
  const asked = query.understood.map(([name, value]): [string, string] => [name, value]);
  const link = (pairs: readonly [string, string][]): string => {
    const text = new URLSearchParams([...pairs]).toString();
    return text === '' ? here : `${here}?${text}`;
  };
  const links: [string, string][] = [['self', link(asked)]];
  if (page.next !== undefined) links.push(['next', link([...asked, ['_cursor', page.next]])]);
  const selection: Selection = {
    summary: query.summary === 'count' || query.summary === 'false' ? undefined : query.summary,
    elements: query.elements,
  };
  const entries = [
    ...page.matches.map((found) => entryOf(context.base, found, 'match', selection)),
    ...page.includes.map((found) => entryOf(context.base, found, 'include', selection)),
    ...ignoredEntries(query),
  ];
  return bundleText({ type: 'searchset', timestamp: context.clock.now(), total: page.total, links, entries });
}

function entryOf(
  base: string,
  { type, fid, text }: Found,
  mode: 'match' | 'include',
  selection: Selection,
): BundleEntryText {
  return {
    fullUrl: `${base}/${referenceOf(type, fid)}`,
    resource: selectedText(text, undefined, selection),
    search: { mode },
  };
}

/** What `handling=lenient` left out is told in the answer. */
function ignoredEntries({ ignored }: SearchQuery): readonly BundleEntryText[] {
  if (ignored.length === 0) return [];
  const issues = ignored.flatMap(({ error }) =>
    error.issues.map((issue) => ({ ...issue, severity: 'warning' as const })),
  );
  return [{ resource: writeJson(operationOutcome(issues)), search: { mode: 'outcome' } }];
}
