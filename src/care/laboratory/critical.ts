/**
 * Critical results and results that wait: who has to act, acknowledgement with read-back, and escalation when nobody does.
 *
 * A value read back must be the value of the call; another is refused and noted. Escalation goes one step at a time, each once,
 * whoever asks for it and however often: to the charge physician, then to somebody on call.
 *
 * Unit    minutes since the release
 * Source  hospital policy (loop/rules.ts: criticalChargeMinutes, criticalResultMinutes)
 * Proof   laboratory.int.test.ts, conformance.int.test.ts
 */
import type { Context } from '../../record/index.ts';
import type { ResourceOfType } from '../../fhir/index.ts';
import { Decimal, instantOf, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import { attempted, type Done } from '../bedside/attempt.ts';
import { findAmong, firstResources, idIn, readResource } from '../bedside/chart.ts';
import { signedInOf } from '../bedside/people.ts';
import { inSession, lockPatient, lockResources, type Session } from '../bedside/session.ts';
import { putResource, writeAll } from '../bedside/write.ts';
import { CARE_SYSTEM, decideSpecimen, planOf, type LoopSettings } from '../loop/index.ts';
import { concept, create, placeOf, provenanceOf, refer, worded, type Circumstances } from '../loop/writes.ts';
import { codesIn, momentOf, textIn } from '../systems.ts';
import type { AcknowledgementBody } from './body.ts';
import { ANALYTES } from './catalogue.ts';

type Task = ResourceOfType['Task'];

const MINUTE = 60_000;
/** Most open calls that one question brings. */
const MOST_CALLS = 300;

/** An open call. */
export interface Call {
  readonly task: string;
  readonly patient: string;
  readonly report?: string;
  readonly kind: 'critical-result' | 'acknowledge-result';
  readonly values: readonly {
    readonly code: string;
    readonly ko: string;
    readonly en: string;
    readonly unit?: string;
    readonly value: string;
  }[];
  readonly since: string;
  readonly due?: string;
  /** 0: the orderer; 1: the charge physician was told; 2: somebody on call was told. */
  readonly level: number;
  readonly owner?: string;
}

/** Open critical results; of some patients, or of all that the caller may see. */
export async function openCalls(context: Context, patients: readonly string[] | undefined): Promise<readonly Call[]> {
  const criteria = { code: `${CARE_SYSTEM}|critical-result`, status: 'requested' };
  const found =
    patients === undefined
      ? await firstResources(context, 'Task', { ...criteria, _sort: 'authored-on' }, MOST_CALLS)
      : (
          await findAmong(
            context,
            'Task',
            'patient',
            patients.map((one) => `Patient/${one}`),
          )
        ).filter(({ status, code }) => status === 'requested' && codesIn(code).includes('critical-result'));
  return found.map(callOf);
}

function callOf(task: Task): Call {
  const { id = '', focus, owner, authoredOn = '', restriction } = task;
  const due = restriction?.period?.end;
  const report = idIn(focus, 'DiagnosticReport');
  return {
    task: id,
    patient: idIn(task.for, 'Patient') ?? '',
    ...(report === undefined ? {} : { report }),
    kind: codesIn(task.code).includes('critical-result') ? 'critical-result' : 'acknowledge-result',
    values: valuesOf(task),
    since: authoredOn,
    ...(due === undefined ? {} : { due }),
    level: levelOf(task),
    ...(owner?.reference === undefined ? {} : { owner: owner.reference }),
  };
}

function valuesOf({ input = [] }: Task): Call['values'] {
  return input.map(({ type, valueString = '' }) => {
    const code = type.text ?? '';
    const { ko = code, en = code, unit } = ANALYTES.get(code) ?? {};
    return { code, ko, en, value: valueString, ...(unit === undefined ? {} : { unit }) };
  });
}

function levelOf(task: Task): number {
  return Number(textIn(task, 'escalation-level') ?? '0');
}

/** What an acknowledgement answers. */
export interface Acknowledged {
  readonly task: string;
  readonly by: string;
  readonly at: string;
  readonly written: readonly string[];
}

/** Acknowledges a result, or a critical one with every value read back. */
export async function acknowledge(context: Context, body: AcknowledgementBody): Promise<Acknowledged> {
  const patient = idIn((await readResource(context, 'Task', body.task)).for, 'Patient') ?? '';
  const locks = [`Task/${body.task}`];
  const what = { name: 'laboratory-acknowledge', attempt: body.attempt, asked: body, patient, locks };
  return attempted(context, what, async (session): Promise<Done<Acknowledged>> => {
    const task = await readResource(session.own, 'Task', body.task);
    refuse(task, body);
    const by = signedInOf(session);
    const at = session.own.clock.now();
    const written = await acknowledged(session, task, body, { patient, actor: by, at });
    return { answer: { task: body.task, by, at: instantOf(at), written }, written };
  });
}

function refuse(task: Task, { readBack }: AcknowledgementBody): void {
  const codes = codesIn(task.code);
  if (!codes.includes('critical-result') && !codes.includes('acknowledge-result'))
    throw new OutcomeError('invalid', 'care.not-a-result', `Task/${task.id} is no result that waits.`);
  if (task.status !== 'requested')
    throw new OutcomeError('conflict', 'care.already-acknowledged', 'Somebody acknowledged it already; read it again.');
  for (const { code, value } of codes.includes('critical-result') ? valuesOf(task) : []) {
    const said = readBack.find((one) => one.code === code)?.value;
    if (said === undefined || !isSame(said, value))
      throw new OutcomeError(
        'business-rule',
        'care.read-back-differs',
        'What was read back is not the value of the result; ask for the value again.',
      );
  }
}

function isSame(said: string, value: string): boolean {
  const [one, other] = [Decimal.parse(said), Decimal.parse(value)];
  return one === undefined || other === undefined ? said === value : one.minus(other).sign === 0;
}

async function acknowledged(
  session: Session,
  task: Task,
  { readBack, note }: AcknowledgementBody,
  circumstances: Circumstances,
): Promise<readonly string[]> {
  const { actor = '', at } = circumstances;
  const done = await putResource(session.own, {
    ...task,
    status: 'completed',
    owner: refer('Practitioner', actor),
    lastModified: instantOf(at),
    ...(readBack.length === 0
      ? {}
      : {
          output: readBack.map(({ code, value }) => ({
            type: { ...concept('read-back'), text: code },
            valueString: value,
          })),
        }),
    ...(note === undefined ? {} : { note: [...(task.note ?? []), { text: note, time: instantOf(at) }] }),
  });
  const targets = [{ reference: done }, ...(task.focus === undefined ? [] : [task.focus])];
  const [code = 'acknowledge-result'] = codesIn(task.code);
  return [done, ...(await writeAll(session, [create(provenanceOf(targets, circumstances, code), placeOf(0))]))];
}

/** What one round of escalation did. */
export interface Escalated {
  readonly told: readonly { readonly task: string; readonly level: number }[];
}

/** Tells of every critical result that waits too long, each step once. */
export async function escalate(context: Context, settings: LoopSettings): Promise<Escalated> {
  const criteria = { code: `${CARE_SYSTEM}|critical-result`, status: 'requested', _sort: 'authored-on' };
  const waiting = await firstResources(context, 'Task', criteria, MOST_CALLS);
  const told: { task: string; level: number }[] = [];
  for (const task of waiting) {
    if (nextLevel(task, context.clock.now(), settings) === undefined) continue;
    const level = await escalateOne(context, task, settings);
    if (level !== undefined) told.push({ task: task.id ?? '', level });
  }
  return { told };
}

/** The step that is due; undefined where none is. */
function nextLevel(task: Task, now: EpochMs, settings: LoopSettings): number | undefined {
  const waited = now - (momentOf(task.authoredOn) ?? now);
  const due =
    waited > settings.criticalResultMinutes * MINUTE ? 2 : waited > settings.criticalChargeMinutes * MINUTE ? 1 : 0;
  return due > levelOf(task) ? due : undefined;
}

/** Looks again under the lock, so that of many who ask one tells. */
function escalateOne(
  context: Context,
  { id = '', for: about }: Task,
  settings: LoopSettings,
): Promise<number | undefined> {
  const patient = idIn(about, 'Patient') ?? '';
  return inSession(context, async (session) => {
    await lockPatient(session, patient);
    await lockResources(session, [`Task/${id}`]);
    const task = await readResource(session.own, 'Task', id);
    const level = task.status === 'requested' ? nextLevel(task, session.own.clock.now(), settings) : undefined;
    if (level === undefined) return undefined;
    const written = await tell(session, task, patient, level, settings);
    await audited(session, patient, written, level);
    return level;
  });
}

async function tell(
  session: Session,
  task: Task,
  patient: string,
  level: number,
  settings: LoopSettings,
): Promise<readonly string[]> {
  const at = session.own.clock.now();
  const extension = [
    ...(task.extension ?? []).filter(({ url }) => !url.endsWith('/escalation-level')),
    worded('escalation-level', String(level)),
  ];
  const performerType = [{ text: level === 1 ? 'charge-physician' : 'on-call' }];
  const done = await putResource(session.own, { ...task, extension, performerType });
  if (level === 2) return [done, ...(await writeAll(session, onCall(task, patient, at, session, settings)))];
  const told: ResourceOfType['Communication'] = {
    resourceType: 'Communication',
    status: 'in-progress',
    priority: 'stat',
    subject: refer('Patient', patient),
    sent: instantOf(at),
    recipient: [{ type: 'PractitionerRole', display: 'charge-physician' }],
    ...(task.focus === undefined ? {} : { about: [task.focus] }),
  };
  return [done, ...(await writeAll(session, [create(told, placeOf(0))]))];
}

/** The decision of the loop itself (rule S09), with the reason that the house gives. */
function onCall(task: Task, patient: string, now: EpochMs, { own }: Session, settings: LoopSettings) {
  const report = idIn(task.focus, 'DiagnosticReport') ?? '';
  const releasedAt = momentOf(task.authoredOn) ?? now;
  const orderer = idIn(task.owner, 'Practitioner') ?? '';
  const decided = decideSpecimen({
    now,
    zone: own.settings.timeZone,
    settings,
    steps: [{ action: 'tick' }],
    chart: patient,
    staff: [],
    patients: [],
    products: [],
    observations: [],
    place: 'laboratory',
    collected: [],
    report: { id: report, critical: true, releasedAt, orderer },
  });
  return planOf(decided, 'escalated-by-system').writes;
}

function audited(
  { own, transaction }: Session,
  patient: string,
  written: readonly string[],
  level: number,
): Promise<void> {
  return own.audit.inTransaction(transaction, {
    agent: own.caller,
    kind: 'rest',
    interaction: 'laboratory-escalate',
    action: 'E',
    outcome: 'success',
    outcomeText: level === 1 ? 'charge-physician' : 'loop.spec.critical-unacknowledged S09',
    patients: [patient],
    entities: [...written],
  });
}
