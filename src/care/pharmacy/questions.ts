/**
 * Questions of the pharmacy to prescribers, and their answers.
 *
 * Proof   questions.int.test.ts
 */
import { instantOf, OutcomeError } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findAmong, findResources, idIn, readResource } from '../bedside/chart.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import type { AnswerBody } from './body.ts';
import { careConcept, OPEN_TASKS, type Task } from './codes.ts';
import { messageOf } from './decide.ts';
import { verifyTasks } from './facts.ts';
import { known, type KnownOrder } from './orders.ts';
import type { Places } from './places.ts';
import { messagesAbout, type Message } from './thread.ts';
import { make, once, ownPractitioner, ownReference, replace } from './write.ts';

/** A question that waits for its answer. */
export interface OpenQuestion extends Pick<KnownOrder, 'request' | 'medication' | 'patient' | 'place'> {
  readonly task: string;
  /** Did the person who asks write the order? */
  readonly own: boolean;
  readonly kind: 'question' | 'rejection';
  readonly since: string;
  readonly due?: string;
  readonly messages: readonly Message[];
}

/** The open questions, one's own first, then by when they are due. */
export async function openQuestions(context: Context, places: Places): Promise<readonly OpenQuestion[]> {
  const tasks = await findResources(context, 'Task', { code: `${CARE_SYSTEM}|answer`, status: OPEN_TASKS });
  const ids = [...new Set(tasks.flatMap(({ focus }) => idIn(focus, 'MedicationRequest') ?? []))];
  const requests = await findAmong(context, 'MedicationRequest', '_id', ids);
  const [orders, messages] = await Promise.all([known(context, places, requests), messagesAbout(context, ids)]);
  const byOrder = new Map(orders.map((one) => [one.request.id ?? '', one]));
  const me = ownPractitioner(context);
  const questions = tasks.flatMap((task) => questionOf(task, byOrder, messages, me));
  return questions.toSorted((a, b) => Number(b.own) - Number(a.own) || ((a.due ?? '~') < (b.due ?? '~') ? -1 : 1));
}

function questionOf(
  task: Task,
  orders: ReadonlyMap<string, KnownOrder>,
  messages: readonly Message[],
  me: string,
): readonly OpenQuestion[] {
  const order = idIn(task.focus, 'MedicationRequest') ?? '';
  const found = orders.get(order);
  if (found === undefined) return [];
  const { request, medication, patient, place } = found;
  const due = task.restriction?.period?.end;
  const own = messages.filter((one) => one.order === order);
  return [
    {
      task: task.id ?? '',
      own: idIn(task.owner, 'Practitioner') === me,
      kind: own.at(-1)?.kind === 'rejection' ? 'rejection' : 'question',
      since: task.authoredOn ?? '',
      ...(due === undefined ? {} : { due }),
      messages: own,
      request,
      ...(medication === undefined ? {} : { medication }),
      ...(patient === undefined ? {} : { patient }),
      place,
    },
  ];
}

/** Answers a question once: the task is done, and the order waits for its verification again. */
export function answerQuestion(context: Context, body: AnswerBody): Promise<{ readonly written: readonly string[] }> {
  return once(context, 'pharmacy-answer', [`Task/${body.task}`], body, async (session) => {
    const task = await readResource(session.own, 'Task', body.task);
    const order = idIn(task.focus, 'MedicationRequest');
    if (order === undefined || !OPEN_TASKS.split(',').includes(task.status)) throw answered();
    const request = await readResource(session.own, 'MedicationRequest', order);
    const now = instantOf(session.own.clock.now());
    const question = task.input?.[0]?.valueReference;
    const message = await make<'Communication'>(session, {
      ...messageOf(request, 'order-answer', body.text, now),
      sender: ownReference(session.own),
      ...(task.requester === undefined ? {} : { recipient: [task.requester] }),
      ...(question === undefined ? {} : { inResponseTo: [question] }),
    });
    const output = [{ type: careConcept('order-answer'), valueReference: { reference: message } }];
    await replace(session, { ...task, status: 'completed', lastModified: now, output });
    const open = await verifyTasks(session.safety, order);
    for (const { statusReason: _, ...one } of open)
      await replace(session, {
        ...one,
        status: 'requested',
        businessStatus: careConcept('answered'),
        lastModified: now,
      });
    return { written: [message, `Task/${body.task}`, ...open.map(({ id = '' }) => `Task/${id}`)] };
  });
}

function answered(): OutcomeError {
  const text = 'This question was answered already, or is none. Read the list again.';
  return new OutcomeError('conflict', 'care.question-answered', text);
}
