/**
 * Results that wait to be looked at: those of the caller's patients and orders, critical ones on top, then abnormal ones.
 *
 * A result that was corrected after somebody had looked at it waits again. What is critical is acknowledged by reading its values
 * back (laboratory), never in bulk.
 *
 * Proof   inbox.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { instantOf, intervalOf, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findAmong, findResources, idIn, readResource } from '../bedside/chart.ts';
import { inSession, lockResources, type Session } from '../bedside/session.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import { codesIn } from '../systems.ts';
import type { AcknowledgeBody } from './body.ts';
import { noteAct, writingOf, type Documents } from './context.ts';
import { factOf, flagOf, type Fact } from './fact.ts';
import { testName, type Language } from './names.ts';
import { signVersion } from './provenance.ts';
import { graveness } from './pull.ts';
import { make, replace, signatoryOf, type Signatory } from './resources.ts';
import { isOpen } from './severity.ts';
import { namesOf, patientsOfWard, type NamedPatient } from './ward.ts';

type Report = ResourceOfType['DiagnosticReport'];
type Task = ResourceOfType['Task'];
type Observation = ResourceOfType['Observation'];

const DAY_MS = 86_400_000;
/** How far back results are looked for. */
const DAYS = 7;
const MOST_LINES = 300;

export type Grade = 'critical' | 'abnormal' | 'normal';

/** A result in the list. */
export interface InboxLine {
  readonly report: string;
  readonly patient: NamedPatient;
  readonly title: string;
  readonly grade: Grade;
  readonly issued: string;
  /** It was changed after somebody had looked at it. */
  readonly corrected: boolean;
  /** Ordered by the caller. */
  readonly own: boolean;
  readonly values: readonly Fact[];
  readonly conclusion?: string;
  /** The open call of a critical result, which is acknowledged by reading back. */
  readonly call?: { readonly task: string; readonly due?: string; readonly values: readonly CallValue[] };
}

interface CallValue {
  readonly code: string;
  readonly name: string;
}

/** The list with its counts. */
export interface Inbox {
  readonly at: string;
  readonly counts: Readonly<Record<Grade, number>>;
  readonly lines: readonly InboxLine[];
  /** There is more than is shown. */
  readonly more: boolean;
}

/** What waits for the caller; with a ward, what waits for its patients. */
export async function readInbox(
  context: Context,
  documents: Documents,
  ask: { readonly ward?: string | undefined; readonly language: Language },
): Promise<Inbox> {
  const now = context.clock.now();
  const reports = await reportsFor(context, ask.ward, now);
  const tasks = await tasksOf(
    context,
    reports.map(({ report }) => report),
  );
  const waiting = reports.filter(({ report }) => !isSeen(report, tasks.get(report.id ?? '') ?? []));
  const ordered = waiting.toSorted((a, b) => issuedOf(b.report) - issuedOf(a.report)).slice(0, MOST_LINES);
  const lines = await linesOf(context, documents, ordered, tasks, ask.language);
  const sorted = lines.toSorted((a, b) => RANK[a.grade] - RANK[b.grade] || b.issued.localeCompare(a.issued));
  const count = (grade: Grade) => lines.filter((line) => line.grade === grade).length;
  return {
    at: instantOf(now),
    counts: { critical: count('critical'), abnormal: count('abnormal'), normal: count('normal') },
    lines: sorted,
    more: waiting.length > ordered.length,
  };
}

const RANK: Readonly<Record<Grade, number>> = { critical: 0, abnormal: 1, normal: 2 };

interface Waiting {
  readonly report: Report;
  readonly own: boolean;
}

async function reportsFor(context: Context, ward: string | undefined, now: EpochMs): Promise<readonly Waiting[]> {
  const since = `ge${instantOf((now - DAYS * DAY_MS) as EpochMs)}`;
  const patients = ward === undefined ? await ownPatients(context) : await patientsOfWard(context, ward);
  const found = new Map<string, Waiting>();
  if (ward === undefined) {
    const requester = context.caller.fhirUser ?? '';
    const orders = await findResources(context, 'ServiceRequest', { requester, authored: since });
    const references = orders.map(({ id }) => `ServiceRequest/${id}`);
    for (const report of await findAmong(context, 'DiagnosticReport', 'based-on', references))
      found.set(report.id ?? '', { report, own: true });
  }
  for (const report of await reportsOfPatients(context, patients, since))
    if (!found.has(report.id ?? '')) found.set(report.id ?? '', { report, own: false });
  return [...found.values()].filter(
    ({ report }) => STANDING.has(report.status) && issuedOf(report) >= now - DAYS * DAY_MS,
  );
}

const STANDING = new Set(['final', 'amended', 'corrected', 'appended']);

async function reportsOfPatients(
  context: Context,
  patients: readonly string[],
  issued: string,
): Promise<readonly Report[]> {
  if (patients.length === 0) return [];
  const patient = patients.map((id) => `Patient/${id}`).join(',');
  return findResources(context, 'DiagnosticReport', { patient, issued });
}

/** Patients who are in hospital or in a visit and whom the caller cares for. */
async function ownPatients(context: Context): Promise<readonly string[]> {
  const participant = context.caller.fhirUser ?? '';
  const stays = await findResources(context, 'Encounter', { participant, status: 'in-progress' });
  return [...new Set(stays.flatMap(({ subject }) => idIn(subject, 'Patient') ?? []))];
}

function issuedOf({ issued, effectiveDateTime }: Report): number {
  return intervalOf(issued ?? effectiveDateTime ?? '')?.low ?? 0;
}

async function tasksOf(context: Context, reports: readonly Report[]): Promise<ReadonlyMap<string, readonly Task[]>> {
  const references = reports.map(({ id }) => `DiagnosticReport/${id}`);
  const tasks = await findAmong(context, 'Task', 'focus', references);
  return Map.groupBy(tasks.filter(isAboutResult), ({ focus }) => idIn(focus, 'DiagnosticReport') ?? '');
}

function isAboutResult({ code }: Task): boolean {
  return codesIn(code).some((one) => one === 'acknowledge-result' || one === 'critical-result');
}

/** Somebody looked at it as it stands, and no call is open. */
function isSeen(report: Report, tasks: readonly Task[]): boolean {
  if (tasks.some((task) => isOpen(task, 'critical-result') || isOpen(task, 'acknowledge-result'))) return false;
  return tasks.some(({ status, lastModified }) => {
    const at = intervalOf(lastModified ?? '')?.high ?? 0;
    return status === 'completed' && at >= issuedOf(report);
  });
}

async function linesOf(
  context: Context,
  documents: Documents,
  reports: readonly Waiting[],
  tasks: ReadonlyMap<string, readonly Task[]>,
  language: Language,
): Promise<readonly InboxLine[]> {
  const ids = reports.flatMap(({ report }) => (report.result ?? []).flatMap((one) => idIn(one, 'Observation') ?? []));
  const observations = new Map(
    (await findAmong(context, 'Observation', '_id', [...new Set(ids)])).map((one) => [one.id, one]),
  );
  const patients = reports.flatMap(({ report }) => idIn(report.subject, 'Patient') ?? []);
  const names = await namesOf(context, [...new Set(patients)]);
  const writing = writingOf(documents, language);
  return reports.map(({ report, own }) => {
    const values = (report.result ?? []).flatMap((one) => observations.get(idIn(one, 'Observation')) ?? []);
    const facts = values.map((one) => factOf({ kind: 'value', of: [`Observation/${one.id}`] }, [one], writing));
    const about = tasks.get(report.id ?? '') ?? [];
    const patient = idIn(report.subject, 'Patient') ?? '';
    const call = callOf(about, values, language);
    return {
      report: report.id ?? '',
      patient: names(patient),
      title: testName(report.code, language),
      grade: call === undefined ? gradeOf(values) : 'critical',
      issued: report.issued ?? report.effectiveDateTime ?? '',
      corrected: about.some(({ status }) => status === 'completed'),
      own,
      values: facts.toSorted((a, b) => graveness(b.flag) - graveness(a.flag)),
      ...(report.conclusion === undefined ? {} : { conclusion: report.conclusion }),
      ...(call === undefined ? {} : { call }),
    };
  });
}

function gradeOf(values: readonly Observation[]): Grade {
  const gravest = Math.max(0, ...values.map((one) => graveness(flagOf(one))));
  if (gravest === 0) return 'normal';
  return gravest === 1 ? 'abnormal' : 'critical';
}

function callOf(tasks: readonly Task[], values: readonly Observation[], language: Language): InboxLine['call'] {
  const task = tasks.find((one) => isOpen(one, 'critical-result'));
  if (task === undefined) return undefined;
  const due = task.restriction?.period?.end;
  const named = (task.input ?? []).map(({ type }) => {
    const code = type.text ?? '';
    const value = values.find((one) => codesIn(one.code).includes(code));
    return { code, name: value === undefined ? code : testName(value.code, language) };
  });
  return { task: task.id ?? '', values: named, ...(due === undefined ? {} : { due }) };
}

/** What became of each result that was to be acknowledged. */
export interface AcknowledgedResult {
  readonly report: string;
  readonly outcome: 'acknowledged' | 'already' | 'read-back-needed';
}

/** Acknowledges results, and makes a task of what is to be done because of them: all in one transaction. */
export function acknowledgeResults(
  context: Context,
  documents: Documents,
  body: AcknowledgeBody,
): Promise<{ readonly results: readonly AcknowledgedResult[]; readonly task?: string }> {
  return inSession(context, async (session) => {
    const reports = [...new Set(body.reports)].toSorted((a, b) => a.localeCompare(b));
    await lockResources(
      session,
      reports.map((id) => `DiagnosticReport/${id}`),
    );
    const signatory = await signatoryOf(session);
    const results: AcknowledgedResult[] = [];
    for (const id of reports)
      results.push({ report: id, outcome: await acknowledgeOne(session, documents, id, signatory, body.note) });
    const task = body.task === undefined ? undefined : await followUp(session, reports[0] ?? '', body.task, signatory);
    return { results, ...(task === undefined ? {} : { task }) };
  });
}

async function acknowledgeOne(
  session: Session,
  documents: Documents,
  id: string,
  signatory: Signatory,
  note: string | undefined,
): Promise<AcknowledgedResult['outcome']> {
  const report = await readResource(session.own, 'DiagnosticReport', id);
  const tasks = (await findResources(session.own, 'Task', { focus: `DiagnosticReport/${id}` })).filter(isAboutResult);
  if (tasks.some((task) => isOpen(task, 'critical-result'))) return 'read-back-needed';
  if (isSeen(report, tasks)) return 'already';
  const at = instantOf(session.own.clock.now());
  const done = {
    status: 'completed' as const,
    owner: { reference: signatory.reference, display: signatory.display },
    lastModified: at,
    ...(note === undefined ? {} : { note: [{ text: note, time: at }] }),
  };
  const open = tasks.find((task) => isOpen(task, 'acknowledge-result'));
  if (open !== undefined) await lockResources(session, [`Task/${open.id}`]);
  const { reference } =
    open === undefined
      ? await make(session, { ...newTask(report, at), ...done })
      : await replace(session, { ...open, ...done });
  const task = await readResource(session.own, 'Task', reference.split('/')[1] ?? '');
  await signVersion(session, documents, task, 'acknowledge', signatory);
  await noteAct(session, 'acknowledge', idIn(report.subject, 'Patient') ?? '', [`DiagnosticReport/${id}`, reference]);
  return 'acknowledged';
}

function newTask(report: Report, at: string): Omit<Task, 'status'> {
  return {
    resourceType: 'Task',
    intent: 'order',
    code: {
      coding: [{ system: CARE_SYSTEM, code: 'acknowledge-result', display: 'Acknowledge result' }],
      text: '결과 확인',
    },
    focus: { reference: `DiagnosticReport/${report.id}` },
    ...(report.subject === undefined ? {} : { for: report.subject }),
    ...(report.encounter === undefined ? {} : { encounter: report.encounter }),
    authoredOn: at,
  };
}

async function followUp(
  session: Session,
  id: string,
  { what, role, hours }: NonNullable<AcknowledgeBody['task']>,
  { reference, display }: Signatory,
): Promise<string> {
  const report = await readResource(session.own, 'DiagnosticReport', id);
  const now = session.own.clock.now();
  const made = await make(session, {
    ...newTask(report, instantOf(now)),
    status: 'requested',
    code: { coding: [{ system: CARE_SYSTEM, code: 'follow-up', display: 'Follow up' }], text: '결과에 따른 할 일' },
    description: what,
    requester: { reference, display },
    performerType: [{ coding: [{ system: CARE_SYSTEM, code: role }], text: role }],
    restriction: { period: { end: instantOf((now + hours * 3_600_000) as EpochMs) } },
  });
  return made.reference;
}
