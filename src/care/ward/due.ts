/**
 * What is due next on the ward, as Tasks: the next round of vital signs, assessments, escalations.
 *
 * Unit    minutes
 * Source  NEWS2 response chart (Royal College of Physicians 2017, acknowledged): 0 every 12 h, 1 to 4 every 4 to 6 h, 5 and more
 *         or a single 3 every hour, 7 and more continuously; review within 60 min, emergency assessment within 30 min
 * Proof   round.int.test.ts, board.test.ts
 */
import type { Reference } from '../../fhir/index.ts';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import type { News2Band } from '../../cds/index.ts';
import { findResources } from '../bedside/chart.ts';
import type { Session } from '../bedside/session.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import { careConcept, OPEN_TASKS, performerConcept, refer, type Task } from './codes.ts';
import { make, replace } from './write.ts';

/** Whose tasks. */
export interface DueFor {
  readonly patient: string;
  readonly encounter?: string | undefined;
  readonly at: EpochMs;
}

/** Minutes to the next round after a score. Where none can be calculated: every four hours. */
export function nextRoundAfter(score: { readonly total: number; readonly singleThree: boolean } | undefined): number {
  if (score === undefined) return 240;
  if (score.total >= 7) return 30;
  if (score.total >= 5 || score.singleThree) return 60;
  return score.total === 0 ? 720 : 240;
}

/** Who must come after a score, and within how many minutes. */
export function responseTo(
  band: News2Band,
): { readonly within: number; readonly priority: 'urgent' | 'stat' } | undefined {
  if (band === 'low') return undefined;
  return band === 'high' ? { within: 30, priority: 'stat' } : { within: 60, priority: 'urgent' };
}

/** Assessments of a new patient, and within how many minutes. */
const ON_ADMISSION = [
  ['assessment-pain', 60],
  ['assessment-falls', 480],
  ['assessment-pressure', 480],
  ['assessment-delirium', 1440],
] as const;

/** The first tasks of a stay. */
export async function firstTasks(session: Session, whose: DueFor): Promise<void> {
  await makeTask(session, whose, { code: 'vital-signs', within: 60 });
  for (const [code, within] of ON_ADMISSION) await makeTask(session, whose, { code, within });
}

/** What a task says. */
export interface NewTask {
  readonly code: string;
  /** Minutes until it is due. */
  readonly within: number;
  readonly role?: string;
  readonly priority?: NonNullable<Task['priority']>;
  readonly focus?: string;
  readonly reason?: string;
  readonly description?: string;
  readonly input?: NonNullable<Task['input']>;
}

/** Makes a task; its id. */
export function makeTask(session: Session, { patient, encounter, at }: DueFor, task: NewTask): Promise<string> {
  const due = instantOf((at + task.within * 60_000) as EpochMs);
  const { focus, reason, description, input, role = 'nurse', priority = 'routine' } = task;
  return make(session.own, {
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    priority,
    code: careConcept(task.code),
    for: refer('Patient', patient),
    ...(encounter === undefined ? {} : { encounter: refer('Encounter', encounter) }),
    ...(focus === undefined ? {} : { focus: { reference: focus } }),
    ...(reason === undefined ? {} : { reasonReference: { reference: reason } }),
    ...(description === undefined ? {} : { description }),
    authoredOn: instantOf(at),
    performerType: [performerConcept(role)],
    restriction: { period: { end: due } },
    ...(input === undefined ? {} : { input }),
  });
}

/** Open tasks of a kind. */
export function openTasks(session: Session, patient: string, code: string): Promise<readonly Task[]> {
  const criteria = { patient: `Patient/${patient}`, code: `${CARE_SYSTEM}|${code}`, status: OPEN_TASKS };
  return findResources(session.own, 'Task', criteria);
}

/** Closes the open tasks of a kind: what they asked for was done. */
export async function completeTasks(
  session: Session,
  { patient, at }: DueFor,
  code: string,
  done: string,
  by: Reference,
): Promise<void> {
  for (const task of await openTasks(session, patient, code)) {
    await replace(session.own, {
      ...task,
      status: 'completed',
      owner: by,
      executionPeriod: { ...task.executionPeriod, end: instantOf(at) },
      lastModified: instantOf(at),
      output: [{ type: careConcept('result'), valueReference: { reference: done } }],
    });
  }
}
