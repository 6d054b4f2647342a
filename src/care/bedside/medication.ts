/**
 * A dose at the bedside, on the record: looked at, decided and recorded in one transaction.
 *
 * The patient and the order are locked first, so what is decided about is what stands when it is recorded: of two nurses with
 * the same dose one records it, and an order that changes is either given before the change or not at all. An attempt that is
 * sent again (the answer was lost) gets the answer that it had.
 *
 * Proof   medication.int.test.ts, races.int.test.ts
 */
import type { Context } from '../../record/index.ts';
import { decideMedication, messageOf, planOf, type Message, type Plan, type Verdict } from '../loop/index.ts';
import type { MedicationBody } from './body.ts';
import { answerBefore, keepAnswer } from './guard.ts';
import { inSession, lockPatient, lockResources, type Session } from './session.ts';
import { medicationState, type StateOptions } from './state.ts';
import { writeAll } from './write.ts';

/** What a client is told. */
export interface BedsideAnswer {
  readonly decision: Verdict['decision'];
  readonly messageKey: string;
  readonly message: Message;
  /** Every message of a dialog of several warnings, gravest first. */
  readonly messages: readonly { readonly key: string; readonly message: Message }[];
  readonly rules: readonly string[];
  readonly reasonRequired: boolean;
  readonly awaits?: string;
  /** Was the dose (or its refusal, or its retraction) recorded? */
  readonly recorded: boolean;
  /** References of everything that was written. */
  readonly written: readonly string[];
}

/** Decides, and writes nothing. */
export function checkMedication(context: Context, body: MedicationBody, options: StateOptions): Promise<BedsideAnswer> {
  return inSession(context, async (session) => {
    const { verdict } = decideMedication(await medicationState(session, body, options));
    return answerOf(verdict, { writes: [] }, []);
  });
}

/** Decides, and records what is decided. */
export function recordMedication(
  context: Context,
  body: MedicationBody,
  options: StateOptions,
): Promise<BedsideAnswer> {
  const asked = JSON.stringify(body);
  return inSession(context, async (session) => {
    await lockPatient(session, body.patient);
    const before = await answerBefore(session, context.caller.id, body.attempt, asked);
    if (before !== undefined) return JSON.parse(before) as BedsideAnswer;
    if (body.order !== undefined) await lockResources(session, [`MedicationRequest/${body.order}`]);
    const decided = decideMedication(await medicationState(session, body, options));
    const plan = planOf(decided, body.reason);
    const written = await writeAll(session, plan.writes);
    const answer = answerOf(decided.verdict, plan, written);
    if (plan.audit !== undefined) {
      await note(session, body, plan, answer);
      await keepAnswer(session, context.caller.id, body.attempt, asked, JSON.stringify(answer));
    }
    return answer;
  });
}

function answerOf(verdict: Verdict, plan: Plan, written: readonly string[]): BedsideAnswer {
  const { decision, messageKey, rules, reasonRequired, awaits, findings } = verdict;
  return {
    decision,
    messageKey,
    message: messageOf(messageKey),
    messages: findings.map((one) => ({ key: one.messageKey, message: messageOf(one.messageKey) })),
    rules,
    reasonRequired,
    ...(awaits === undefined ? {} : { awaits }),
    recorded: plan.audit === '0',
    written,
  };
}

const OUTCOMES = { '0': 'success', '4': 'refused', '8': 'failed' } as const;

/** The decision itself goes to the audit log, with the rules that decided. */
function note(
  { own, transaction }: Session,
  body: MedicationBody,
  { audit = '0' }: Plan,
  answer: BedsideAnswer,
): Promise<void> {
  return own.audit.inTransaction(transaction, {
    agent: own.caller,
    kind: 'rest',
    interaction: 'bedside-medication',
    action: 'E',
    outcome: OUTCOMES[audit],
    outcomeText: [answer.messageKey, ...answer.rules].join(' '),
    patients: [body.patient],
    entities: [...(body.order === undefined ? [] : [`MedicationRequest/${body.order}`]), ...answer.written],
    ...(body.reason === undefined ? {} : { reason: body.reason }),
  });
}
