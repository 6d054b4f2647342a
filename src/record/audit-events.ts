/**
 * AuditEvent: the house's own log as FHIR resources, to be read and searched, never written.
 *
 * A search takes `patient`, `agent`, `date` (with a prefix), `_id`, `_count`, `_sort=-date` and `_cursor`. Who may see only
 * some patients' entries sees of each only what it says about that patient; who may not see all of a patient, neither queries
 * nor which resources they found.
 *
 * Source  https://hl7.org/fhir/R4/auditevent.html
 * Proof   audit.int.test.ts
 */
import { auditPlace, seesAuditDetails, type AuditRecord } from '../access/index.ts';
import { intervalOf, OutcomeError, writeJson } from '../kernel/index.ts';
import type { Answer, Ask } from './ask.ts';
import { noteRead } from './audit-note.ts';
import { bundleText } from './bundle-text.ts';
import type { Context } from './context.ts';
import { readParameters, wholeNumber } from './parameters.ts';
import { demandGrant, hidesNothing, notFound, outOfReach } from './permission.ts';

const PARAMETERS = ['patient', 'agent', 'date', '_id', '_count', '_sort', '_cursor', '_total', '_summary'];

/** `GET AuditEvent/audit-n` */
export async function auditEventById(context: Context, _ask: Ask, id: string): Promise<Answer> {
  demandGrant(context, 'read', 'AuditEvent');
  const seq = auditPlace(id);
  const record = seq === undefined ? undefined : await entryInReach(context, seq);
  if (record === undefined) throw notFound('AuditEvent', id);
  await noteRead(context, { action: 'R', interaction: 'read', entities: [`AuditEvent/${id}`] });
  return { status: 200, text: writeJson(record.resource) };
}

async function entryInReach(context: Context, seq: number): Promise<AuditRecord | undefined> {
  if (hidesNothing(context, 'read', 'AuditEvent'))
    return told(context, await context.audit.get(seq, undefined, isBrief(context)));
  for (const patient of patientsInReach(context, 'read')) {
    const record = await context.audit.get(seq, patient, isBrief(context));
    if (record !== undefined) return told(context, record);
  }
  return undefined;
}

/**
 * What the caller may be told of an entry. Who does not see everything of a patient is not told of refused reads: from one's
 * own one would learn that what was refused is there.
 */
function told(context: Context, record: AuditRecord | undefined): AuditRecord | undefined {
  const { outcome, subtype } = (record?.resource ?? {}) as { outcome?: string; subtype?: readonly { code: string }[] };
  const isRefusedRead = outcome === '4' && subtype?.[0]?.code === 'read';
  return isRefusedRead && isBrief(context) ? undefined : record;
}

function isBrief({ caller }: Context): boolean {
  return !seesAuditDetails(caller);
}

/** Ids of the patients whose entries the caller may see. Grants by criteria give nothing: entries are told by patient only. */
function patientsInReach({ reach }: Context, interaction: 'read' | 'search'): readonly string[] {
  const grants = reach.grants('AuditEvent', interaction);
  return [...new Set(grants.flatMap(({ patients, criteria }) => (criteria === undefined ? (patients ?? []) : [])))];
}

/** `GET AuditEvent?…` */
export async function auditEventSearch(context: Context, ask: Ask): Promise<Answer> {
  demandGrant(context, 'search', 'AuditEvent');
  const parameters = readParameters(ask.query, PARAMETERS);
  const sort = parameters.get('_sort') ?? '-date';
  if (sort !== '-date') throw bad('_sort', sort, 'entries come newest first (-date)');
  if ((parameters.get('_summary') ?? 'false') !== 'false')
    throw bad('_summary', parameters.get('_summary') ?? '', 'entries come whole (false)');
  const count = Math.min(
    wholeNumber('_count', parameters.get('_count') ?? String(context.settings.searchCount)),
    context.settings.maxSearchCount,
  );
  const records = count === 0 ? [] : await recordsOf(context, parameters, count + 1);
  const page = records.slice(0, count);
  const shown = page.filter((record) => told(context, record) !== undefined);
  const patient = patientOf(parameters);
  await noteRead(context, {
    action: 'E',
    interaction: 'search-type',
    query: ask.query,
    patients: patient === undefined ? [] : [patient],
  });
  const next = records.length > count ? page.at(-1)?.seq : undefined;
  return { status: 200, text: pageText(context, parameters, shown, count, next), whole: true };
}

async function recordsOf(
  context: Context,
  parameters: ReadonlyMap<string, string>,
  limit: number,
): Promise<readonly AuditRecord[]> {
  const patient = patientShown(context, patientOf(parameters));
  const id = parameters.get('_id');
  if (id !== undefined) {
    const seq = auditPlace(id);
    const record = seq === undefined ? undefined : await context.audit.get(seq, patient, isBrief(context));
    return record === undefined ? [] : [record];
  }
  const cursor = parameters.get('_cursor');
  const agent = parameters.get('agent');
  return context.audit.list({
    limit,
    brief: isBrief(context),
    ...(patient === undefined ? {} : { patient }),
    ...(agent === undefined ? {} : { agent }),
    ...(cursor === undefined ? {} : { before: wholeNumber('_cursor', cursor) }),
    ...timesOf(parameters.get('date'), context.settings.timeZone),
  });
}

function patientOf(parameters: ReadonlyMap<string, string>): string | undefined {
  return parameters.get('patient')?.replace(/^(?:.*\/)?Patient\//, '');
}

/** The patient whose entries are shown: the one asked for, if in reach; a caller with one patient need not name it. */
function patientShown(context: Context, asked: string | undefined): string | undefined {
  if (hidesNothing(context, 'search', 'AuditEvent')) return asked;
  const allowed = patientsInReach(context, 'search');
  const [only] = allowed;
  if (asked === undefined && allowed.length === 1) return only;
  if (asked !== undefined && allowed.includes(asked)) return asked;
  throw outOfReach('search', 'AuditEvent');
}

function timesOf(date: string | undefined, zone: string): object {
  if (date === undefined) return {};
  const [, prefix = 'eq', text = ''] = /^(eq|ge|gt|le|lt)?(.*)$/.exec(date) ?? [];
  const interval = intervalOf(text.replace(' ', '+'), zone);
  if (interval === undefined) throw bad('date', date, 'write a date or instant, with eq, ge, gt, le or lt before it');
  const { low, high } = interval;
  if (prefix === 'eq') return { since: low, until: high };
  if (prefix === 'ge') return { since: low };
  if (prefix === 'gt') return { since: high };
  return { until: prefix === 'lt' ? low : high };
}

function bad(name: string, value: string, want: string): OutcomeError {
  return new OutcomeError(
    'invalid',
    'record.bad-parameter',
    `'${value.slice(0, 60)}' is not a value of ${name}: ${want}.`,
  );
}

function pageText(
  context: Context,
  parameters: ReadonlyMap<string, string>,
  shown: readonly AuditRecord[],
  count: number,
  next: number | undefined,
): string {
  const link = (cursor: string | undefined): string => {
    const query = new URLSearchParams([...parameters].filter(([name]) => name !== '_cursor' && name !== '_count'));
    query.set('_count', String(count));
    if (cursor !== undefined) query.set('_cursor', cursor);
    return `${context.base}/AuditEvent?${query.toString()}`;
  };
  const links: [string, string][] = [['self', link(parameters.get('_cursor'))]];
  if (next !== undefined) links.push(['next', link(String(next))]);
  const entries = shown.map(({ resource }) => ({
    fullUrl: `${context.base}/AuditEvent/${resource.id}`,
    resource: writeJson(resource),
    search: { mode: 'match' } as const,
  }));
  return bundleText({ type: 'searchset', timestamp: context.clock.now(), links, entries });
}
