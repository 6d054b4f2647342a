/**
 * Escalation: a score that asks for somebody becomes a Task with a timer, for the physician.
 *
 * One open escalation for each patient: the same or a lower band adds none, a higher one takes its place and keeps the earlier
 * time. What was overdue when it was answered stays counted.
 *
 * Source  NEWS2 response chart (Royal College of Physicians 2017, acknowledged): within 60 min, emergency within 30 min
 * Proof   round.int.test.ts
 */
import type { News2Band, News2Result } from '../../cds/index.ts';
import { instantOf, intervalOf, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources } from '../bedside/chart.ts';
import type { Session } from '../bedside/session.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import { careCodeOf, careConcept, type Task } from './codes.ts';
import { makeTask, openTasks, responseTo, type DueFor, type NewTask } from './due.ts';
import { replace } from './write.ts';

type Complete = Extract<News2Result, { status: 'complete' }>;

const BANDS: readonly News2Band[] = ['low', 'low-medium', 'medium', 'high'];

/** The score in a task, so that a list of tasks needs no other question. */
export function scoreInput({ total, band }: Complete): NonNullable<NewTask['input']> {
  return [
    { type: careConcept('news2'), valueInteger: total },
    { type: careConcept('news2-band'), valueCode: band },
  ];
}

/** The score that a task carries. */
export function scoreIn({ input = [] }: Task): { readonly total: number; readonly band: News2Band } | undefined {
  const of = (code: string) => input.find(({ type }) => careCodeOf(type) === code);
  const total = of('news2')?.valueInteger;
  const band = BANDS.find((one) => one === of('news2-band')?.valueCode);
  return total === undefined || band === undefined ? undefined : { total, band };
}

/** Asks for whoever must come, if nobody is asked yet. */
export async function escalate(
  session: Session,
  whose: DueFor,
  score: Complete,
  news2: string,
): Promise<{ readonly task: string; readonly due: string } | undefined> {
  const response = responseTo(score.band);
  if (response === undefined) return undefined;
  const open = await openTasks(session, whose.patient, 'news2-escalation');
  if (open.some((task) => rank(scoreIn(task)?.band) >= rank(score.band))) return undefined;
  const due = Math.min(whose.at + response.within * 60_000, ...open.map((task) => dueOf(task)));
  for (const task of open) {
    await replace(session.own, { ...task, status: 'cancelled', statusReason: careConcept('superseded') });
  }
  const task = await makeTask(session, whose, {
    code: 'news2-escalation',
    within: (due - whose.at) / 60_000,
    role: 'physician',
    priority: response.priority,
    focus: `Observation/${news2}`,
    input: scoreInput(score),
  });
  return { task, due: instantOf(due as EpochMs) };
}

function rank(band: News2Band | undefined): number {
  return BANDS.indexOf(band ?? 'low');
}

/** When a task is due; one without a time is due at the end of time. */
export function dueOf({ restriction }: Task): number {
  const end = restriction?.period?.end;
  return end === undefined ? Number.MAX_SAFE_INTEGER : (intervalOf(end)?.low ?? Number.MAX_SAFE_INTEGER);
}

/** How escalations of some time were answered. */
export interface EscalationCount {
  readonly asked: number;
  readonly answered: number;
  readonly late: number;
  readonly overdue: number;
  /** Minutes from asking to the first answer, half of the answers below it. */
  readonly medianMinutes?: number;
}

/** Counts the escalations since a moment. */
export async function countEscalations(context: Context, since: EpochMs): Promise<EscalationCount> {
  const criteria = { code: `${CARE_SYSTEM}|news2-escalation`, 'authored-on': `ge${instantOf(since)}` };
  const tasks = await findResources(context, 'Task', criteria);
  return countOf(tasks, context.clock.now());
}

/** The counts of some escalation tasks, without those that a higher one took the place of. */
export function countOf(tasks: readonly Task[], now: EpochMs): EscalationCount {
  const asked = tasks.filter(({ status }) => status !== 'cancelled' && status !== 'entered-in-error');
  const waits = asked.flatMap((task) => {
    const [from, to] = [momentOf(task.authoredOn), momentOf(task.executionPeriod?.start)];
    return from === undefined || to === undefined ? [] : [{ minutes: (to - from) / 60_000, late: to > dueOf(task) }];
  });
  const sorted = waits.map(({ minutes }) => minutes).toSorted((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)];
  return {
    asked: asked.length,
    answered: waits.length,
    late: waits.filter(({ late }) => late).length,
    overdue: asked.filter((task) => task.executionPeriod?.start === undefined && dueOf(task) < now).length,
    ...(median === undefined ? {} : { medianMinutes: Math.round(median) }),
  };
}

function momentOf(text: string | undefined): EpochMs | undefined {
  return text === undefined ? undefined : intervalOf(text)?.low;
}
