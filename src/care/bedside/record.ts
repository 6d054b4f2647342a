/**
 * What every loop does on the record: look, decide, and record what is decided, in one transaction.
 *
 * The patient and the order are locked first, so what is decided about is what stands when it is recorded. An attempt that is
 * sent again (the answer was lost) gets the answer that it had.
 *
 * Proof   medication.int.test.ts, specimen.int.test.ts, races.int.test.ts
 */
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { messageOf, planOf, type Decided, type Message, type Plan, type Verdict } from '../loop/index.ts';
import { answerBefore, keepAnswer } from './guard.ts';
import { inSession, lockPatient, lockResources, type Session } from './session.ts';
import { writeAll } from './write.ts';

/** What every body tells. */
export interface BedsideBody {
  readonly attempt: string;
  readonly patient: string;
  readonly reason?: string | undefined;
}

/** One of the loops. */
export interface BedsideLoop<Body extends BedsideBody> {
  /** Name in the audit log. */
  readonly name: string;
  /** The order (`Type/id`), if one was chosen. */
  orderOf(body: Body): string | undefined;
  /** What else must not change while it is decided about. */
  locksOf?(session: Session, body: Body): Promise<readonly string[]>;
  /** Chooses the order that was scanned for, where a check names none. */
  chosen?(session: Session, body: Body): Promise<Body>;
  decide(session: Session, body: Body): Promise<Decided>;
  /** What follows from what was recorded, in the same transaction; references of what it wrote. */
  after?(session: Session, body: Body, plan: Plan): Promise<readonly string[]>;
}

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
  /** The time of the house, so that a device whose clock is wrong can be told. */
  readonly at?: string;
  /** The dose that was looked at. */
  readonly order?: string;
  readonly orderVersion?: string;
  readonly slot?: string;
  /** Was what was done (or left, or taken back) recorded? */
  readonly recorded: boolean;
  /** References of everything that was written. */
  readonly written: readonly string[];
}

/** Decides, and writes nothing. */
export function check<Body extends BedsideBody>(
  context: Context,
  loop: BedsideLoop<Body>,
  body: Body,
): Promise<BedsideAnswer> {
  return inSession(context, async (session) => {
    const chosen = (await loop.chosen?.(session, body)) ?? body;
    const { verdict } = await loop.decide(session, chosen);
    return {
      ...answerOf(verdict, { writes: [] }, []),
      at: instantOf(context.clock.now()),
      ...choiceIn(chosen as Choice),
    };
  });
}

/** Decides, and records what is decided. */
export function record<Body extends BedsideBody>(
  context: Context,
  loop: BedsideLoop<Body>,
  body: Body,
): Promise<BedsideAnswer> {
  const asked = JSON.stringify([loop.name, body]);
  return inSession(context, async (session) => {
    await lockPatient(session, body.patient);
    const before = await answerBefore(session, context.caller.id, body.attempt, asked);
    if (before !== undefined) return JSON.parse(before) as BedsideAnswer;
    const order = loop.orderOf(body);
    if (order !== undefined) await lockResources(session, [order]);
    const more = (await loop.locksOf?.(session, body)) ?? [];
    if (more.length > 0) await lockResources(session, more);
    const decided = await loop.decide(session, body);
    const plan = planOf(decided, body.reason);
    const written = [...(await writeAll(session, plan.writes)), ...((await loop.after?.(session, body, plan)) ?? [])];
    const answer = answerOf(decided.verdict, plan, written);
    if (plan.audit !== undefined) {
      await note(session, loop, body, plan, answer);
      await keepAnswer(session, context.caller.id, body.attempt, asked, JSON.stringify(answer));
    }
    return answer;
  });
}

interface Choice {
  readonly order?: string | undefined;
  readonly orderVersion?: string | undefined;
  readonly slot?: EpochMs | undefined;
}

function choiceIn({ order, orderVersion, slot }: Choice): Pick<BedsideAnswer, 'order' | 'orderVersion' | 'slot'> {
  return {
    ...(order === undefined ? {} : { order }),
    ...(orderVersion === undefined ? {} : { orderVersion }),
    ...(slot === undefined ? {} : { slot: instantOf(slot) }),
  };
}

/** What a client is told of a verdict. */
export function answerOf(verdict: Verdict, plan: Plan, written: readonly string[]): BedsideAnswer {
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
function note<Body extends BedsideBody>(
  { own, transaction }: Session,
  loop: BedsideLoop<Body>,
  body: Body,
  { audit = '0' }: Plan,
  answer: BedsideAnswer,
): Promise<void> {
  const order = loop.orderOf(body);
  return own.audit.inTransaction(transaction, {
    agent: own.caller,
    kind: 'rest',
    interaction: `bedside-${loop.name}`,
    action: 'E',
    outcome: OUTCOMES[audit],
    outcomeText: [answer.messageKey, ...answer.rules].join(' '),
    patients: body.patient === '' ? [] : [body.patient],
    entities: [...(order === undefined ? [] : [order]), ...answer.written],
    ...(body.reason === undefined ? {} : { reason: body.reason }),
  });
}
