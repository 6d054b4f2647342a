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
import { auditEventSearch } from './audit-events.ts';
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
  if (type === 'AuditEvent' && owner === 'Patient')
    return auditEventSearch(context, { ...ask, query: `patient=${id}${ask.query === '' ? '' : `&${ask.query}`}` });
  if (type !== undefined) demandGrant(context, 'search', type);
  const query = readQuery(context, ask, type);
  const place = `${owner}/${id}/${inner}`;
  return answerSearch(context, ask, query, { place, interaction: 'search-type' }, { compartment: { type: owner, id } });
}

function readQuery(context: Context, ask: Ask, type: string | undefined): SearchQuery {
  const query = parseSearch(type, ask.query, {
    timeZone: context.settings.timeZone,
    bases: [context.base],
    handling: ask.handling ?? 'strict',
  });
  refuseAuditEvents(query);
  return query;
}

/** The audit log is searched by itself: an answer without its entries would say that nobody looked. */
function refuseAuditEvents({ branches, includes, understood }: SearchQuery): void {
  const isAsked =
    branches.some(({ types }) => types?.includes('AuditEvent')) ||
    includes.some(({ source }) => source === 'AuditEvent') ||
    understood.some(([name]) => /(?:^|[.:])_has:AuditEvent:|:AuditEvent\./.test(name));
  if (!isAsked) return;
  const text = 'AuditEvents are searched by themselves: AuditEvent?patient=…, also with agent and date.';
  throw new OutcomeError('not-supported', 'record.audit-apart', text);
}

interface SearchedPlace {
  readonly place: string;
  readonly interaction: string;
}

/** Searches, notes what was seen, and answers with a Bundle. */
async function answerSearch(
  context: Context,
  ask: Ask,
  query: SearchQuery,
  { place, interaction }: SearchedPlace,
  options: SearchOptions = {},
): Promise<Answer> {
  const page = await search(context, query, options);
  const { compartment } = options;
  const owner = compartment?.type === 'Patient' ? compartment.id : undefined;
  await notedPage(context, page, { interaction, query: ask.query, owner });
  const { summary, elements, understood } = query;
  const selection = { summary: summary === 'count' || summary === 'false' ? undefined : summary, elements };
  const told = { place, asked: understood, selection, ignored: ignoredEntries(query) };
  return { status: 200, text: searchsetText(context, page, told), whole: true };
}

/** How a page is noted: `owner` is the patient whose compartment was searched. */
export interface PageNote {
  readonly interaction: string;
  readonly query: string;
  readonly owner?: string | undefined;
}

/** Notes what a page shows, and to whose data it belongs. */
export function notedPage(context: Context, page: SearchPage, { interaction, query, owner }: PageNote): Promise<void> {
  const seen = [...page.matches, ...page.includes];
  const patients = patientsIn(seen.map(({ text }) => parsedResource(text)));
  return noteRead(context, {
    action: 'E',
    interaction,
    query,
    entities: seen.map(({ type, fid }) => referenceOf(type, fid)),
    patients: owner === undefined ? patients : [...new Set([owner, ...patients])],
  });
}

/** How a page is told: where it was asked, what for, which parts are sent, and what was left out. */
export interface PageTold {
  readonly place: string;
  readonly asked: readonly (readonly [name: string, value: string])[];
  readonly selection?: Selection;
  readonly ignored?: readonly BundleEntryText[];
}

/** The Bundle of a page. */
export function searchsetText(context: Context, page: SearchPage, told: PageTold): string {
  const { place, asked, selection = {}, ignored = [] } = told;
  const here = place === '' ? context.base : `${context.base}/${place}`;
  const link = (more: readonly (readonly [string, string])[]): string => {
    const pairs = [...asked, ...more].map(([name, value]): [string, string] => [name, value]);
    const text = new URLSearchParams(pairs).toString();
    return text === '' ? here : `${here}?${text}`;
  };
  const links: [string, string][] = [['self', link([])]];
  if (page.next !== undefined) links.push(['next', link([['_cursor', page.next]])]);
  const entries = [
    ...page.matches.map((found) => entryOf(context.base, found, 'match', selection)),
    ...page.includes.map((found) => entryOf(context.base, found, 'include', selection)),
    ...ignored,
  ];
  return bundleText({ type: 'searchset', timestamp: context.clock.now(), total: page.total, links, entries });
}

function entryOf(base: string, found: Found, mode: 'match' | 'include', selection: Selection): BundleEntryText {
  const { type, fid, text } = found;
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
