/**
 * Handover in I-PASS form: composed from the record, changed and signed by who goes, read back and accepted by who comes.
 *
 * The receiver's read-back is kept in a Task whose focus is the version that was handed over; the receiver's signature is over
 * that Task, so that it binds both. Each patient is a transaction of its own: what cannot be given or accepted holds up nothing.
 *
 * Source  https://www.ahrq.gov (I-PASS)
 * Proof   handover.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { instantOf, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findAmong, findResources, idIn, readResource } from '../bedside/chart.ts';
import { inSession, lockPatient, lockResources, type Session } from '../bedside/session.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import { textIn } from '../systems.ts';
import type { AcceptBody } from './body.ts';
import { noteAct, type Documents } from './context.ts';
import { startIn } from './drafts.ts';
import type { Language } from './names.ts';
import { contentOf, type Composition, type Severity } from './note.ts';
import { signVersion } from './provenance.ts';
import { demandVersion, make, replace, signatoryOf } from './resources.ts';
import { isOpen, type Suggested } from './severity.ts';
import { signIn } from './sign.ts';
import { suggestedForAll } from './suggest.ts';
import { templateOf } from './templates.ts';
import { namesOf, staysOfWard, type NamedPatient } from './ward.ts';

type Task = ResourceOfType['Task'];

const HOUR_MS = 3_600_000;
/** How far back a handover still counts as that of the last shift. */
const SHIFT_HOURS = 16;

/** How far the handover of a patient is. */
export type HandoverState = 'none' | 'draft' | 'given' | 'accepted';

/** A patient in the handover of a ward. */
export interface HandoverLine {
  readonly patient: NamedPatient;
  readonly bed: string;
  readonly suggested: Suggested;
  readonly state: HandoverState;
  /** The newest handover, or the caller's draft. */
  readonly note?: {
    readonly id: string;
    readonly version: string;
    readonly severity?: Severity;
    readonly author?: string;
    readonly at: string;
  };
  /** By the caller: nobody accepts their own. */
  readonly mine?: boolean;
  readonly accepted?: { readonly by: string; readonly at: string; readonly readBack: string };
  readonly openTasks: number;
}

/** The handover of a ward: every patient who lies there, with the newest handover of the shift. */
export async function wardHandover(context: Context, ward: string): Promise<readonly HandoverLine[]> {
  const stays = await staysOfWard(context, ward);
  const patients = stays.map(({ patient }) => patient);
  const [suggested, names, notes, tasks] = [
    await suggestedForAll(context, patients),
    await namesOf(context, patients),
    await handoversOf(context, patients),
    await openTasksOf(context, patients),
  ];
  const acceptances = await acceptancesOf(context, [...notes.values()]);
  return stays.map(({ patient, bed }) => ({
    patient: names(patient),
    bed,
    suggested: suggested.get(patient) ?? { because: ['no-score'] },
    openTasks: tasks.get(patient) ?? 0,
    ...stateOf(context, notes.get(patient), acceptances),
  }));
}

/** The handover of one patient as it stands, newest first. */
export async function patientHandovers(context: Context, patient: string): Promise<readonly HandoverPast[]> {
  const criteria = {
    patient: `Patient/${patient}`,
    type: `${CARE_SYSTEM}|handover`,
    status: 'final,amended',
    _sort: '-date',
  };
  const notes = await findResources(context, 'Composition', criteria);
  const acceptances = await acceptancesOf(context, notes);
  return notes.slice(0, 30).map((note) => ({ id: note.id ?? '', ...stateOf(context, note, acceptances) }));
}

/** A handover of the past. */
export interface HandoverPast extends Pick<HandoverLine, 'state' | 'note' | 'accepted' | 'mine'> {
  readonly id: string;
}

async function handoversOf(context: Context, patients: readonly string[]): Promise<ReadonlyMap<string, Composition>> {
  if (patients.length === 0) return new Map();
  const found = await findResources(context, 'Composition', {
    patient: patients.map((id) => `Patient/${id}`).join(','),
    type: `${CARE_SYSTEM}|handover`,
    status: 'preliminary,final,amended',
    date: `ge${instantOf((context.clock.now() - SHIFT_HOURS * HOUR_MS) as EpochMs)}`,
  });
  const shown = found.filter((note) => note.status !== 'preliminary' || isMine(context, note));
  const ordered = shown.toSorted((a, b) => rankOf(a) - rankOf(b) || a.date.localeCompare(b.date));
  return new Map(ordered.map((note) => [idIn(note.subject, 'Patient') ?? '', note]));
}

/** A draft of the caller comes before what was signed. */
function rankOf({ status }: Composition): number {
  return status === 'preliminary' ? 1 : 0;
}

function isMine({ caller }: Context, { author }: Composition): boolean {
  return author.some(({ reference }) => reference === caller.fhirUser);
}

async function openTasksOf(context: Context, patients: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (patients.length === 0) return new Map();
  const patient = patients.map((id) => `Patient/${id}`).join(',');
  const found = await findResources(context, 'Task', {
    patient,
    status: 'requested,received,accepted,ready,in-progress',
  });
  const groups = Map.groupBy(found, (task) => idIn(task.for, 'Patient') ?? '');
  return new Map([...groups].map(([id, tasks]) => [id, tasks.length]));
}

async function acceptancesOf(context: Context, notes: readonly Composition[]): Promise<ReadonlyMap<string, Task>> {
  const tasks = await findAmong(
    context,
    'Task',
    'focus',
    notes.map(({ id }) => `Composition/${id}`),
  );
  const own = tasks.filter(({ code }) => code?.coding?.some((coding) => coding.code === 'accept-handover') === true);
  return new Map(own.map((task) => [idIn(task.focus, 'Composition') ?? '', task]));
}

function stateOf(
  context: Context,
  note: Composition | undefined,
  acceptances: ReadonlyMap<string, Task>,
): Pick<HandoverLine, 'state' | 'note' | 'accepted' | 'mine'> {
  if (note === undefined) return { state: 'none' };
  const task = acceptances.get(note.id ?? '');
  const { severity } = contentOf(note, undefined);
  const author = note.author[0]?.display;
  const head = {
    id: note.id ?? '',
    version: note.meta?.versionId ?? '',
    at: note.date,
    ...(severity === undefined ? {} : { severity }),
    ...(author === undefined ? {} : { author }),
  };
  const mine = isMine(context, note);
  if (note.status === 'preliminary') return { state: 'draft', note: head, mine };
  if (task?.status !== 'completed') return { state: 'given', note: head, mine };
  const readBack = task.output?.[0]?.valueString ?? '';
  const accepted = { by: task.owner?.display ?? '', at: task.lastModified ?? '', readBack };
  return { state: 'accepted', note: head, mine, accepted };
}

/** What became of one patient's handover. */
export interface HandoverOutcome {
  readonly id: string;
  readonly done: boolean;
  /** Stable code and words of what stopped it. */
  readonly fault?: string;
  readonly message?: string;
  readonly note?: Composition;
}

async function each<Ask extends { readonly id: string }>(
  asks: readonly Ask[],
  work: (ask: Ask) => Promise<Composition>,
): Promise<readonly HandoverOutcome[]> {
  const outcomes: HandoverOutcome[] = [];
  for (const ask of asks) {
    try {
      outcomes.push({ id: ask.id, done: true, note: await work(ask) });
    } catch (error) {
      if (!(error instanceof OutcomeError) || error.status >= 500) throw error;
      outcomes.push({ id: ask.id, done: false, fault: error.code, message: error.message });
    }
  }
  return outcomes;
}

/** Begins the handover of some patients, or goes on with the drafts that are there. */
export function prepareHandover(
  context: Context,
  documents: Documents,
  patients: readonly string[],
  language: Language,
): Promise<readonly HandoverOutcome[]> {
  return each(
    [...new Set(patients)].map((id) => ({ id })),
    ({ id }) =>
      inSession(context, async (session) => {
        await lockPatient(session, id);
        const body = { patient: id, template: 'handover', language, problems: [], prefill: true };
        return (await startIn(session, documents, body)).note;
      }),
  );
}

/** Signs handovers and leaves them to be accepted. */
export function giveHandover(
  context: Context,
  documents: Documents,
  notes: readonly { readonly id: string; readonly version: string }[],
): Promise<readonly HandoverOutcome[]> {
  return each(notes, (ask) =>
    inSession(context, async (session) => {
      const { note } = await signIn(session, documents, ask);
      demandHandover(note);
      demandSeverity(note);
      await askAcceptance(session, note);
      return note;
    }),
  );
}

function demandHandover(note: Composition): void {
  if (textIn(note, 'note-template')?.split('|')[0] === 'handover') return;
  throw new OutcomeError('invalid', 'care.not-a-handover', 'This document is no handover; sign it as a note.');
}

function demandSeverity(note: Composition): void {
  if (contentOf(note, templateOf('handover')).severity !== undefined) return;
  const text = 'Say how ill the patient is: stable, watcher or unstable.';
  throw new OutcomeError('business-rule', 'care.severity-missing', text);
}

function askAcceptance(session: Session, note: Composition) {
  const now = session.own.clock.now();
  const author = note.author[0];
  return make(session, {
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    code: { coding: [{ system: CARE_SYSTEM, code: 'accept-handover', display: 'Accept handover' }], text: '인수 확인' },
    focus: { reference: `Composition/${note.id}/_history/${note.meta?.versionId}` },
    ...(note.subject === undefined ? {} : { for: note.subject }),
    ...(note.encounter === undefined ? {} : { encounter: note.encounter }),
    authoredOn: instantOf(now),
    ...(author === undefined ? {} : { requester: author }),
    performerType: [{ coding: [{ system: CARE_SYSTEM, code: session.own.caller.role }] }],
    restriction: { period: { end: instantOf((now + HOUR_MS) as EpochMs) } },
  } satisfies Task);
}

/** Accepts handovers: what was understood, in the receiver's words, signed by the receiver. */
export function acceptHandover(
  context: Context,
  documents: Documents,
  notes: AcceptBody['notes'],
): Promise<readonly HandoverOutcome[]> {
  return each(notes, ({ id, version, readBack }) =>
    inSession(context, async (session) => {
      await lockResources(session, [`Composition/${id}`]);
      const note = await readResource(session.own, 'Composition', id);
      demandHandover(note);
      demandVersion(note, version);
      const receiver = await signatoryOf(session);
      if (isMine(session.own, note)) throw ownHandover();
      const task = await acceptanceTask(session, id);
      const owner = { reference: receiver.reference, display: receiver.display };
      const at = instantOf(session.own.clock.now());
      const output = [{ type: { coding: [{ system: CARE_SYSTEM, code: 'read-back' }] }, valueString: readBack }];
      await replace(session, { ...task, status: 'completed', owner, lastModified: at, output });
      const done = await readResource(session.own, 'Task', task.id ?? '');
      await signVersion(session, documents, done, 'accept', receiver);
      await noteAct(session, 'accept-handover', idIn(note.subject, 'Patient') ?? '', [
        `Composition/${id}`,
        `Task/${task.id}`,
      ]);
      return note;
    }),
  );
}

function ownHandover(): OutcomeError {
  const text = 'Who hands over cannot accept it; the colleague who takes over reads it back.';
  return new OutcomeError('business-rule', 'care.handover-own', text);
}

async function acceptanceTask(session: Session, id: string): Promise<Task> {
  const found = await findResources(session.own, 'Task', { focus: `Composition/${id}` });
  const open = found.find((task) => isOpen(task, 'accept-handover'));
  if (open === undefined) {
    const text = 'This handover was accepted already, or taken back; read the list again.';
    throw new OutcomeError('conflict', 'care.handover-not-open', text);
  }
  await lockResources(session, [`Task/${open.id}`]);
  return open;
}
