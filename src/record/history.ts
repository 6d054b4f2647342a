/**
 * history of a resource, of a type, of everything: newest first, in pages whose links never lose or repeat a version.
 *
 * Only versions that the caller may read are told: by their own content, a deletion by the content before it, and by the
 * newest content too, so that a label or a correction hides what was there before it. `_since` is
 * inclusive; `_at` gives the versions that were current at some time of that (partial) date. Only the history of a resource
 * has a total: counting a whole record would be slow, and would count what the caller may not see.
 *
 * Source  https://hl7.org/fhir/R4/http.html#history
 * Proof   history.int.test.ts
 */
import { instantOf, intervalOf, OutcomeError, type Interval } from '../kernel/index.ts';
import type { Answer, Ask } from './ask.ts';
import { noteRead, patientsIn } from './audit-note.ts';
import { bundleText, type BundleEntryText } from './bundle-text.ts';
import { etagOf } from './conditions.ts';
import type { Context } from './context.ts';
import { parsedResource } from './current.ts';
import { demandTypeName } from './names.ts';
import { readVersions, typesInReach, type Place, type VersionRow } from './history-rows.ts';
import { readParameters, wholeNumber } from './parameters.ts';
import { demandGrant, isAllowed, notFound } from './permission.ts';
import { referenceOf, type AnyResource } from './resource.ts';
import { isReadable } from './security-context.ts';

/** Most rows that are read for one page: a page may be short where most versions are out of reach; its link goes on. */
const MOST_SCANNED = 20_000;

/** What a history is about. */
export interface HistoryOf {
  readonly type?: string;
  readonly fid?: string;
}

interface Page {
  readonly shown: readonly Version[];
  readonly next: Place | undefined;
}

interface Version {
  readonly row: VersionRow;
  readonly resource: AnyResource;
}

/** `GET [Type[/id]]/_history` */
export async function history(context: Context, ask: Ask, of: HistoryOf): Promise<Answer> {
  const interaction = of.fid === undefined ? 'search' : 'read';
  if (of.type !== undefined) demandGrant(context, interaction, demandTypeName(of.type));
  const parameters = readParameters(ask.query, ['_since', '_at', '_count', '_cursor']);
  const count = countOf(context, parameters.get('_count'));
  const page = await readPage(context, of, interaction, parameters, count);
  if (page.shown.length === 0 && of.type !== undefined && of.fid !== undefined && parameters.size === 0)
    throw notFound(of.type, of.fid);
  await noteHistory(context, ask, of, page.shown);
  return { status: 200, text: pageText(context, of, parameters, page, count), whole: true };
}

function countOf({ settings }: Context, written: string | undefined): number {
  if (written === undefined) return settings.searchCount;
  return Math.min(wholeNumber('_count', written), settings.maxSearchCount);
}

async function readPage(
  context: Context,
  of: HistoryOf,
  interaction: 'read' | 'search',
  parameters: ReadonlyMap<string, string>,
  count: number,
): Promise<Page> {
  const shown: Version[] = [];
  let from = placeOf(parameters.get('_cursor'));
  const types = of.type === undefined ? typesInReach(context, interaction) : [of.type];
  const limits = { ...of, types, ...times(context, parameters) };
  for (let scanned = count === 0 ? MOST_SCANNED : 0; scanned < MOST_SCANNED;) {
    const limit = Math.max(50, count + 1);
    const rows = await readVersions(context.connection, limits, from, limit);
    for (const row of rows) {
      const resource = parsedResource(row.known);
      if (!(await isTold(context, interaction, resource)) || (await isHiddenNow(context, interaction, row))) continue;
      if (shown.length === count) return { shown, next: from };
      shown.push({ row, resource });
      from = row;
    }
    if (rows.length < limit) return { shown, next: undefined };
    from = rows.at(-1);
    scanned += rows.length;
  }
  return { shown, next: count === 0 ? undefined : from };
}

async function isHiddenNow(context: Context, interaction: 'read' | 'search', { newest }: VersionRow): Promise<boolean> {
  return newest !== null && !(await isTold(context, interaction, parsedResource(newest)));
}

/** Only the history of one resource asks what a Binary follows; in the others such a Binary is left out (reach.ts). */
function isTold(context: Context, interaction: 'read' | 'search', resource: AnyResource): Promise<boolean> | boolean {
  return interaction === 'read' ? isReadable(context, resource) : isAllowed(context, interaction, resource);
}

function times({ settings }: Context, parameters: ReadonlyMap<string, string>): { since?: number; at?: Interval } {
  const since = interval('_since', parameters.get('_since'), settings.timeZone);
  const at = interval('_at', parameters.get('_at'), settings.timeZone);
  return { ...(since === undefined ? {} : { since: since.low }), ...(at === undefined ? {} : { at }) };
}

function interval(name: string, text: string | undefined, zone: string): Interval | undefined {
  if (text === undefined) return undefined;
  // A plus sign of an offset that was not percent-encoded arrives as a space.
  const found = intervalOf(text.replace(' ', '+'), zone);
  if (found !== undefined) return found;
  const message = `'${text.slice(0, 40)}' is not a value of ${name}: write a date or an instant.`;
  throw new OutcomeError('invalid', 'record.bad-parameter', message);
}

function placeOf(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const match = /^(-?\d{1,15})\.(\d{1,15})\.(\d{1,9})$/.exec(cursor);
  if (match === null)
    throw new OutcomeError('invalid', 'record.bad-parameter', 'The _cursor is not one of this record.');
  return { ts: Number(match[1]), rid: Number(match[2]), ver: Number(match[3]) };
}

function noteHistory(context: Context, ask: Ask, of: HistoryOf, shown: readonly Version[]): Promise<void> {
  const level = of.fid === undefined ? (of.type === undefined ? 'system' : 'type') : 'instance';
  const own = of.type !== undefined && of.fid !== undefined ? [referenceOf(of.type, of.fid)] : [];
  const entities = own.length > 0 ? own : [...new Set(shown.map(({ row }) => referenceOf(row.type, row.fid)))];
  const patients = patientsIn(shown.map(({ resource }) => resource));
  return noteRead(context, { action: 'R', interaction: `history-${level}`, entities, patients, query: ask.query });
}

function pageText(
  context: Context,
  of: HistoryOf,
  parameters: ReadonlyMap<string, string>,
  { shown, next }: Page,
  count: number,
): string {
  const here = [context.base, of.type, of.fid, '_history'].filter((part) => part !== undefined).join('/');
  const link = (cursor: string | undefined): string => {
    const query = new URLSearchParams([...parameters].filter(([name]) => name !== '_cursor' && name !== '_count'));
    query.set('_count', String(count));
    if (cursor !== undefined) query.set('_cursor', cursor);
    return `${here}?${query.toString()}`;
  };
  const links: [string, string][] = [['self', link(parameters.get('_cursor'))]];
  if (next !== undefined) links.push(['next', link(`${next.ts}.${next.rid}.${next.ver}`)]);
  const entries = shown.map(({ row }) => entryOf(context.base, row));
  const total = of.fid !== undefined && next === undefined && !parameters.has('_cursor') ? shown.length : undefined;
  return bundleText({ type: 'history', timestamp: context.clock.now(), total, links, entries });
}

function entryOf(base: string, row: VersionRow): BundleEntryText {
  const { type, fid, ver, ts, method, text, revived } = row;
  const status = method === 'DELETE' ? '204' : ver === 1 || revived ? '201' : '200';
  return {
    fullUrl: `${base}/${type}/${fid}`,
    resource: text ?? undefined,
    request: { method, url: method === 'POST' ? type : referenceOf(type, fid) },
    response: { status, etag: etagOf(ver), lastModified: instantOf(ts) },
  };
}
