/**
 * The pharmacist's decision about an order: verified, verified with another product, asked back, or rejected. One transaction
 * each, about exactly the order that was read.
 *
 * The order is locked first: of two pharmacists with one order the first decides, and the other is told; an order that changed
 * since it was read is not decided about. A hard stop cannot be verified; a warning only with a written reason.
 *
 * Proof   decide.int.test.ts, races.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { instantOf, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources, readResource } from '../bedside/chart.ts';
import { isReadable, pharmacyOf } from '../bedside/orders.ts';
import type { Session } from '../bedside/session.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import type { Decision } from './body.ts';
import {
  careConcept,
  GENERIC,
  INPATIENT,
  OPEN_TASKS,
  performer,
  refer,
  type Communication,
  type Dispense,
  type Medication,
  type Request,
  type Task,
} from './codes.ts';
import { mayReplace, verifyTasks } from './facts.ts';
import { demandReading, type Reading } from './reading.ts';
import { make, once, ownReference, replace } from './write.ts';

/** What a decision wrote. */
export interface Decided {
  readonly order: string;
  readonly decision: Decision['decision'];
  readonly written: readonly string[];
}

/** Decides about an order. */
export function decide(context: Context, body: Decision): Promise<Decided> {
  return once(context, 'pharmacy-decision', [`MedicationRequest/${body.order}`], body, async (session) => {
    const reading = await demandReading(session.transaction, context, body.reading, body.order);
    const request = await demandOpen(session, body, reading);
    const written = await ACTS[body.decision](session, request, body as never, reading);
    return { order: body.order, decision: body.decision, written };
  });
}

type Act<Kind extends Decision['decision']> = (
  session: Session,
  request: Request,
  body: Extract<Decision, { readonly decision: Kind }>,
  reading: Reading,
) => Promise<readonly string[]>;

const ACTS: { readonly [Kind in Decision['decision']]: Act<Kind> } = {
  verify: (session, request, body, reading) => verify(session, request, undefined, body.text, reading),
  substitute: async (session, request, body, reading) =>
    verify(session, request, await demandSubstitute(session, request, body.product), body.text, reading),
  question: ask,
  reject,
};

/** The order as it was read, still running and not verified. */
async function demandOpen(session: Session, { order, version }: Decision, reading: Reading): Promise<Request> {
  const request = await readResource(session.own, 'MedicationRequest', order);
  const now = request.meta?.versionId;
  if (now !== version || now !== reading.version)
    throw new OutcomeError(
      'conflict',
      'care.order-changed',
      'The order was changed after you read it. Nothing was decided: read it again.',
    );
  if (request.status !== 'active')
    throw new OutcomeError(
      'conflict',
      'care.order-not-running',
      `The order is ${request.status} by now. Nothing was decided.`,
    );
  const { verified } = await pharmacyOf(session, request);
  if (verified)
    throw new OutcomeError(
      'conflict',
      'care.already-verified',
      'Another pharmacist verified this order a moment ago. Nothing was written.',
    );
  return request;
}

async function demandSubstitute(session: Session, request: Request, product: string): Promise<Medication> {
  const ordered = request.medicationReference?.reference?.split('/')[1] ?? '';
  const [own, other] = [
    await readResource(session.safety, 'Medication', ordered),
    await readResource(session.safety, 'Medication', product),
  ];
  if (product !== ordered && mayReplace(request, own, other)) return other;
  throw new OutcomeError(
    'business-rule',
    'care.not-substitutable',
    'This product is not of the same active substance, route and unit: ask the prescriber for a new order instead.',
  );
}

async function verify(
  session: Session,
  request: Request,
  substitute: Medication | undefined,
  text: string | undefined,
  reading: Reading,
): Promise<readonly string[]> {
  if (!isReadable(request)) throw unreadable();
  if (reading.tier === 1) throw hardStop(reading);
  if (reading.tier === 2 && text === undefined) throw reasonMissing(reading);
  const now = session.own.clock.now();
  const dispense = await make<'MedicationDispense'>(session, verification(session, request, substitute, text));
  const issues: string[] = [];
  if (reading.tier === 2)
    for (const rule of reading.rules)
      issues.push(await make<'DetectedIssue'>(session, accepted(session, request, rule, text ?? '', now)));
  const tasks = await closeTasks(session, request, 'completed');
  const provenance = await make<'Provenance'>(
    session,
    provenanceOf(session, [dispense, `MedicationRequest/${request.id}`], now),
  );
  return [dispense, ...issues, ...tasks, provenance];
}

function unreadable(): OutcomeError {
  const text = 'The bedside cannot read product, dose, route or times of this order: ask the prescriber for a new one.';
  return new OutcomeError('business-rule', 'care.order-unreadable', text);
}

function hardStop({ rules }: Reading): OutcomeError {
  const text = `A hard stop stands against this order (${rules.join(', ')}): ask the prescriber or reject it.`;
  return new OutcomeError('business-rule', 'care.hard-stop', text);
}

function reasonMissing({ rules }: Reading): OutcomeError {
  const text = `A warning stands against this order (${rules.join(', ')}): write why it is verified all the same.`;
  return new OutcomeError('business-rule', 'care.reason-required', text);
}

/** What the bedside reads as verification: a dispense by a pharmacist, not older than the order. */
function verification(
  { own }: Session,
  request: Request,
  substitute: Medication | undefined,
  text: string | undefined,
): Dispense {
  const by = ownReference(own);
  const product = substitute === undefined ? request.medicationReference : refer('Medication', substitute.id ?? '');
  return {
    resourceType: 'MedicationDispense',
    status: 'preparation',
    category: INPATIENT,
    ...(product === undefined ? {} : { medicationReference: product }),
    subject: request.subject,
    ...(request.encounter === undefined ? {} : { context: request.encounter }),
    performer: [{ actor: by }],
    authorizingPrescription: [refer('MedicationRequest', request.id ?? '')],
    ...(substitute === undefined
      ? {}
      : {
          substitution: {
            wasSubstituted: true,
            type: GENERIC,
            ...(text === undefined ? {} : { reason: [{ text }] }),
            responsibleParty: [by],
          },
        }),
    ...(text === undefined ? {} : { note: [{ text, authorReference: by }] }),
  };
}

/** A warning that was looked at and accepted, with the reason. */
function accepted(
  { own }: Session,
  request: Request,
  rule: string,
  text: string,
  now: EpochMs,
): ResourceOfType['DetectedIssue'] {
  const author = ownReference(own);
  return {
    resourceType: 'DetectedIssue',
    status: 'final',
    code: careConcept(rule),
    severity: 'moderate',
    patient: request.subject,
    identifiedDateTime: instantOf(now),
    author,
    implicated: [refer('MedicationRequest', request.id ?? '')],
    mitigation: [{ action: { text }, date: instantOf(now), author }],
  };
}

function provenanceOf({ own }: Session, targets: readonly string[], now: EpochMs): ResourceOfType['Provenance'] {
  return {
    resourceType: 'Provenance',
    target: targets.map((reference) => ({ reference })),
    recorded: instantOf(now),
    activity: careConcept('verify'),
    agent: [{ who: ownReference(own) }],
  };
}

/** Ends the tasks to verify the order; makes one that is ended where there was none, so that every decision has its task. */
async function closeTasks(
  session: Session,
  request: Request,
  status: 'completed' | 'rejected',
  reason?: string,
): Promise<readonly string[]> {
  const now = instantOf(session.own.clock.now());
  const owner = ownReference(session.own);
  const end = {
    status,
    owner,
    lastModified: now,
    ...(reason === undefined ? {} : { statusReason: careConcept(reason) }),
  };
  const open = await verifyTasks(session.safety, request.id ?? '');
  for (const { executionPeriod = {}, ...task } of open)
    await replace(session, { ...task, ...end, executionPeriod: { ...executionPeriod, end: now } });
  if (open.length > 0) return open.map(({ id = '' }) => `Task/${id}`);
  return [await make<'Task'>(session, { ...newTask(request, 'verify', now), ...end, executionPeriod: { end: now } })];
}

function newTask(request: Request, code: string, now: string): Task {
  return {
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    ...(request.priority === undefined ? {} : { priority: request.priority }),
    code: careConcept(code),
    focus: refer('MedicationRequest', request.id ?? ''),
    for: request.subject,
    ...(request.encounter === undefined ? {} : { encounter: request.encounter }),
    authoredOn: now,
    lastModified: now,
    performerType: [performer(code === 'answer' ? 'physician' : 'pharmacist')],
  };
}

const MINUTE = 60_000;

/** Asks the prescriber; the order stays unverified until it is answered. */
async function ask(
  session: Session,
  request: Request,
  { text }: { readonly text: string },
): Promise<readonly string[]> {
  const about = { code: `${CARE_SYSTEM}|answer`, focus: `MedicationRequest/${request.id ?? ''}`, status: OPEN_TASKS };
  if ((await findResources(session.safety, 'Task', about)).length > 0)
    throw new OutcomeError(
      'conflict',
      'care.question-open',
      'A question about this order waits for its answer already; read the thread.',
    );
  const [message, task] = await tell(session, request, 'order-question', text);
  const now = instantOf(session.own.clock.now());
  const open = await verifyTasks(session.safety, request.id ?? '');
  const waits = { status: 'on-hold', statusReason: careConcept('question'), lastModified: now } as const;
  for (const { businessStatus: _, ...one } of open) await replace(session, { ...one, ...waits });
  if (open.length > 0) return [message, task, ...open.map(({ id = '' }) => `Task/${id}`)];
  return [message, task, await make<'Task'>(session, { ...newTask(request, 'verify', now), ...waits })];
}

/** A message to the prescriber, and the task to answer it. */
async function tell(
  session: Session,
  request: Request,
  category: 'order-question' | 'order-rejection',
  text: string,
): Promise<readonly [message: string, task: string]> {
  const now = session.own.clock.now();
  const by = ownReference(session.own);
  const order = refer('MedicationRequest', request.id ?? '');
  const { requester, priority } = request;
  const message = await make<'Communication'>(session, {
    ...messageOf(request, category, text, instantOf(now)),
    sender: by,
    ...(requester === undefined ? {} : { recipient: [requester] }),
  });
  const minutes = priority === 'stat' || priority === 'asap' ? 15 : priority === 'urgent' ? 60 : 240;
  const task = await make<'Task'>(session, {
    ...newTask(request, 'answer', instantOf(now)),
    focus: order,
    requester: by,
    ...(requester === undefined ? {} : { owner: requester }),
    input: [{ type: careConcept(category), valueReference: { reference: message } }],
    restriction: { period: { end: instantOf((now + minutes * MINUTE) as EpochMs) } },
  });
  return [message, task];
}

/** A message about an order. */
export function messageOf(request: Request, category: string, text: string, sent: string): Communication {
  const order = refer('MedicationRequest', request.id ?? '');
  return {
    resourceType: 'Communication',
    status: 'completed',
    category: [careConcept(category)],
    basedOn: [order],
    about: [order],
    subject: request.subject,
    ...(request.encounter === undefined ? {} : { encounter: request.encounter }),
    sent,
    payload: [{ contentString: text }],
  };
}

/** Ends the order with the reason, and tells the prescriber. */
async function reject(
  session: Session,
  request: Request,
  { text, reason }: Extract<Decision, { readonly decision: 'reject' }>,
): Promise<readonly string[]> {
  const given = await findResources(session.safety, 'MedicationAdministration', {
    request: `MedicationRequest/${request.id ?? ''}`,
    status: 'completed,in-progress',
  });
  const status = given.length === 0 ? 'cancelled' : 'stopped';
  const tasks = await closeTasks(session, request, 'rejected', reason);
  await replace(session, { ...request, status, statusReason: careConcept(reason, text) });
  return [
    `MedicationRequest/${request.id ?? ''}`,
    ...tasks,
    ...(await tell(session, request, 'order-rejection', text)),
  ];
}
