/**
 * Tasks of the ward: claimed by one person, completed with a result, handed back; escalations are acknowledged by a physician.
 *
 * A task is locked before it is looked at, so of many who claim it one gets it.
 *
 * Proof   round.int.test.ts, races.int.test.ts
 */
import { z } from 'zod';
import type { Reference } from '../../fhir/index.ts';
import { instantOf, OutcomeError } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { idIn, readResource } from '../bedside/chart.ts';
import { lockResources, type Session } from '../bedside/session.ts';
import { attempt, id, words } from './body.ts';
import { careCodeOf, careConcept, roleOfTask, type Task } from './codes.ts';
import { once, ownReference, replace } from './write.ts';

export const taskAct = z.strictObject({
  attempt,
  task: id,
  act: z.enum(['claim', 'acknowledge', 'complete', 'hand-back']),
  result: words.optional(),
});
export type TaskAct = z.output<typeof taskAct>;

/** What a task is after the act. */
export interface TaskAnswer {
  readonly task: string;
  readonly status: string;
  readonly owner?: string;
}

/** Tasks that end by doing what they ask for, in a place of its own: nobody ticks them off. */
const DONE_ELSEWHERE: ReadonlySet<string> = new Set([
  'vital-signs',
  'nursing-plan',
  'verify',
  'answer',
  'co-sign',
  'critical-result',
  'acknowledge-result',
]);

/** Can the task be completed by saying what was done? */
export function isTickedOff(code: string | undefined): boolean {
  return code === undefined || !(DONE_ELSEWHERE.has(code) || code.startsWith('assessment-'));
}

const WAITING = new Set(['requested', 'received', 'ready']);
const TAKEN = new Set(['accepted', 'in-progress']);

/** Acts on a task. */
export async function actOnTask(context: Context, body: TaskAct): Promise<TaskAnswer> {
  const before = await readResource(context, 'Task', body.task);
  const patient = idIn(before.for, 'Patient') ?? `task-${body.task}`;
  return once(context, 'task', patient, body, async (session) => {
    await lockResources(session, [`Task/${body.task}`]);
    const task = await readResource(session.own, 'Task', body.task);
    const by = ownReference(session.own);
    demandRole(session, task, body.act);
    const changed = changedBy(task, body, by, instantOf(session.own.clock.now()));
    await replace(session.own, changed);
    const owner = idIn(changed.owner, 'Practitioner');
    return { task: body.task, status: changed.status, ...(owner === undefined ? {} : { owner }) };
  });
}

/** A task for a role is for that role; physicians may do what nurses may. */
function demandRole({ own }: Session, task: Task, act: TaskAct['act']): void {
  const role = roleOfTask(task);
  const { role: mine } = own.caller;
  if (act === 'acknowledge' && mine !== 'physician') {
    throw new OutcomeError('forbidden', 'care.acknowledge-by-physician', 'A physician acknowledges an escalation.');
  }
  if (role === undefined || role === mine || (role === 'nurse' && mine === 'physician')) return;
  throw new OutcomeError('forbidden', 'care.task-of-other-role', `This task is for another role (${role}).`);
}

function changedBy(task: Task, { act, result }: TaskAct, owner: Reference, at: string): Task {
  const mine = task.owner !== undefined && task.owner.reference === owner.reference;
  const started = { ...task.executionPeriod, start: task.executionPeriod?.start ?? at };
  if (act === 'claim' || act === 'acknowledge') {
    if (!WAITING.has(task.status)) throw notWaiting(task, mine);
    return { ...task, status: 'accepted', owner, executionPeriod: started, lastModified: at };
  }
  if (!WAITING.has(task.status) && !TAKEN.has(task.status)) throw notWaiting(task, mine);
  if (TAKEN.has(task.status) && !mine && task.owner !== undefined) throw ofOther();
  if (act === 'hand-back') {
    const { owner: _mine, ...rest } = task;
    return { ...rest, status: 'requested', lastModified: at };
  }
  const code = careCodeOf(task.code);
  if (!isTickedOff(code)) throw doneElsewhere();
  if (code === 'news2-escalation' && result === undefined) throw resultMissing();
  const output = result === undefined ? [] : [{ type: careConcept('result'), valueString: result }];
  return {
    ...task,
    status: 'completed',
    owner,
    executionPeriod: { ...started, end: at },
    lastModified: at,
    ...(output.length === 0 ? {} : { output: [...(task.output ?? []), ...output] }),
  };
}

function notWaiting({ status }: Task, mine: boolean): OutcomeError {
  const text = mine
    ? `This task is yours already (${status}).`
    : `Somebody else took this task (${status}); read the list again.`;
  return new OutcomeError('conflict', 'care.task-taken', text);
}

function ofOther(): OutcomeError {
  const text = 'Somebody else works on this task; ask them to hand it back.';
  return new OutcomeError('conflict', 'care.task-of-other', text);
}

function doneElsewhere(): OutcomeError {
  const text = 'This task ends when what it asks for is done; open the patient and do it there.';
  return new OutcomeError('business-rule', 'care.task-done-elsewhere', text);
}

function resultMissing(): OutcomeError {
  const text = 'Write what was found and done before the escalation is closed.';
  return new OutcomeError('business-rule', 'care.result-missing', text);
}
