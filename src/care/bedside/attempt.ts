/**
 * One attempt at the record: locked, done once, answered the same when it is sent again, and noted in the audit log.
 *
 * Proof   ../laboratory/laboratory.int.test.ts, ../blood/blood.int.test.ts
 */
import type { Context } from '../../record/index.ts';
import { answerBefore, keepAnswer } from './guard.ts';
import { inSession, lockPatient, lockResources, type Session } from './session.ts';

/** What is attempted. */
export interface Attempt {
  /** Name in the audit log. */
  readonly name: string;
  /** The client's own id. */
  readonly attempt: string;
  /** What was asked, so that an id is not used for something else. */
  readonly asked: unknown;
  /** Whose record; empty where it is nobody's. */
  readonly patient: string;
  /** Resources (`Type/id`) that must not change meanwhile. */
  readonly locks?: readonly string[];
  readonly reason?: string | undefined;
}

/** What was done. */
export interface Done<Answer> {
  readonly answer: Answer;
  readonly written: readonly string[];
  /** What the audit log says of it; `refused` keeps what was written for the refusal. */
  readonly outcome?: 'success' | 'refused' | 'failed';
  readonly text?: string;
}

/** Does it once, in one transaction. */
export function attempted<Answer>(
  context: Context,
  what: Attempt,
  work: (session: Session) => Promise<Done<Answer>>,
): Promise<Answer> {
  const asked = JSON.stringify([what.name, what.asked]);
  return inSession(context, async (session) => {
    await lockPatient(session, what.patient);
    const before = await answerBefore(session, context.caller.id, what.attempt, asked);
    if (before !== undefined) return JSON.parse(before) as Answer;
    if (what.locks !== undefined && what.locks.length > 0) await lockResources(session, what.locks);
    const done = await work(session);
    await note(session, what, done);
    await keepAnswer(session, context.caller.id, what.attempt, asked, JSON.stringify(done.answer));
    return done.answer;
  });
}

function note(
  { own, transaction }: Session,
  { name, patient, locks = [], reason }: Attempt,
  { written, outcome = 'success', text }: Done<unknown>,
): Promise<void> {
  return own.audit.inTransaction(transaction, {
    agent: own.caller,
    kind: 'rest',
    interaction: name,
    action: 'E',
    outcome,
    ...(text === undefined ? {} : { outcomeText: text }),
    patients: patient === '' ? [] : [patient],
    entities: [...new Set([...locks, ...written])],
    ...(reason === undefined ? {} : { reason }),
  });
}
