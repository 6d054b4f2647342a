/**
 * Takes what a ward station recorded into the record: each entry in a transaction of its own, once, whoever sends it.
 *
 * What happened is recorded, even where the record knows better by now (the dose was given by somebody else, the order was
 * stopped, an allergy was found): then a DetectedIssue and a Task `review-conflict` say so. An entry that cannot be recorded
 * stays with the station, which is told why.
 *
 * Proof   downtime.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { instantOf, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import { interact, type Context } from '../../record/index.ts';
import { parseJson } from '../../kernel/index.ts';
import { readResource } from '../bedside/chart.ts';
import { answerBefore, keepAnswer, standingDoses } from '../bedside/guard.ts';
import { orderOf, pharmacyOf } from '../bedside/orders.ts';
import { productsOf } from '../bedside/products.ts';
import { inSession, lockPatient, lockResources, type Session } from '../bedside/session.ts';
import { medicationState, type StateOptions } from '../bedside/state.ts';
import { writeAll } from '../bedside/write.ts';
import {
  decideMedication,
  messageOf,
  planOf,
  type Decided,
  type MedicationOrder,
  type MedicationState,
  type Message,
  type Write,
} from '../loop/index.ts';
import { isGiven, type StationEntry } from '../station/index.ts';
import type { ReplayBody } from './body.ts';

/** What became of one entry. */
export interface ReplayedEntry {
  readonly attempt: string;
  /** `recorded`, `recorded-for-review` (it is in the record, and somebody must look), `kept` (it is not; the station keeps it). */
  readonly outcome: 'recorded' | 'recorded-for-review' | 'kept';
  readonly messages: readonly { readonly key: string; readonly message: Message }[];
  readonly written: readonly string[];
}

/** A clock error of less than this is not corrected, in ms: the way of the message takes as long. */
const TOLERATED_MS = 30_000;

/** Replays in the order in which things happened. */
export async function replay(
  context: Context,
  { station, clock, entries }: ReplayBody,
  options: StateOptions,
): Promise<readonly ReplayedEntry[]> {
  const now = context.clock.now();
  const error = Math.abs(clock - now) < TOLERATED_MS ? 0 : clock - now;
  const replayed: ReplayedEntry[] = [];
  for (const entry of entries.toSorted((one, other) => one.at - other.at)) {
    const at = Math.min(entry.at - error, now) as EpochMs;
    replayed.push(await replayOne(context, station, { ...entry, at }, options));
  }
  return replayed;
}

/** One entry; a refusal of the record is told and does not keep the others from being recorded. */
async function replayOne(
  context: Context,
  station: string,
  entry: StationEntry,
  options: StateOptions,
): Promise<ReplayedEntry> {
  try {
    return await inSession(context, (session) => recordEntry(session, station, entry, options));
  } catch (error) {
    if (!(error instanceof OutcomeError) || error.category === 'unavailable') throw error;
    const message = { ko: error.message, en: error.message };
    return { attempt: entry.attempt, outcome: 'kept', messages: [{ key: error.code, message }], written: [] };
  }
}

async function recordEntry(
  session: Session,
  station: string,
  entry: StationEntry,
  options: StateOptions,
): Promise<ReplayedEntry> {
  await lockPatient(session, entry.patient);
  const asked = JSON.stringify([entry.patient, entry.order, entry.orderVersion, entry.steps]);
  const before = await answerBefore(session, `station:${station}`, entry.attempt, asked);
  if (before !== undefined) return JSON.parse(before) as ReplayedEntry;
  await lockResources(session, [`MedicationRequest/${entry.order}`]);
  const state = await stateOf(session, entry, options);
  const decided = decideMedication(state);
  const plan = planOf(decided, entry.reason ?? 'recorded-offline');
  if (plan.audit === undefined || decided.verdict.decision === 'stop' || decided.verdict.decision === 'wait')
    return notRecorded(entry, decided);
  const written = await writeAll(session, withFreeSlot(plan.writes, state, entry));
  const answer = answerOf(entry, decided, written);
  await note(session, station, entry, answer);
  await keepAnswer(session, `station:${station}`, entry.attempt, asked, JSON.stringify(answer));
  return answer;
}

/** The record as it is now, with the entry as the queue; what was left with a reason is decided as it was done. */
async function stateOf(session: Session, entry: StationEntry, options: StateOptions): Promise<MedicationState> {
  const { patient, steps, order: id, orderVersion, slot, at, attempt, cacheMinutes } = entry;
  const body = { attempt, patient, steps, scanner: 'present' as const };
  const state = await medicationState(session, body, options);
  const order = await orderThen(session, entry);
  const known = await productsOf(session, steps, [order.product]);
  const whole = {
    ...state,
    orders: [order],
    products: known,
    given: [...state.given, ...(await standingDoses(session, order))],
  };
  if (!isGiven(entry)) return asThen(whole, id, at);
  const queued = {
    clientId: attempt,
    order: id,
    orderVersion,
    product: order.product,
    units: 1,
    at,
    steps,
    cacheMinutes,
  };
  return {
    ...whole,
    steps: [{ action: 'sync' }],
    queue: [slot === undefined ? queued : { ...queued, slot }],
  };
}

/** A dose that was left is decided as at that moment: whoever scanned the badge then need not be the one who sends it. */
function asThen({ signedIn: _sender, ...state }: MedicationState, selected: string, now: EpochMs): MedicationState {
  return { ...state, selected, now };
}

/** The order as the station had it, with the state and the version that it has now. */
async function orderThen(session: Session, { order, orderVersion, slot }: StationEntry): Promise<MedicationOrder> {
  const now = await readResource(session.own, 'MedicationRequest', order);
  const path = ['MedicationRequest', order, '_history', orderVersion];
  const answer = await interact(session.own, { method: 'GET', path, query: '', conditions: {} });
  const then = parseJson(answer.text ?? '{}') as ResourceOfType['MedicationRequest'];
  const read = orderOf(then, slot, session.own.settings.timeZone, await pharmacyOf(session, now));
  return { ...read, status: now.status, version: now.meta?.versionId ?? read.version };
}

/** Two doses in one slot happened: the second is recorded beside it, because a slot holds one. */
function withFreeSlot(writes: readonly Write[], { given }: MedicationState, entry: StationEntry): readonly Write[] {
  const isTaken = given.some(
    (one) => one.order === entry.order && one.slot === entry.slot && one.status === 'completed',
  );
  if (!isTaken || entry.slot === undefined) return writes;
  return writes.map((write) => {
    if (write.op !== 'create' || write.resource.resourceType !== 'MedicationAdministration') return write;
    const { extension = [], ...rest } = write.resource;
    const moved = extension.map((one) =>
      one.url.endsWith('/dose-slot') ? { ...one, url: one.url.replace(/dose-slot$/, 'conflicting-slot') } : one,
    );
    return { ...write, resource: { ...rest, extension: moved } };
  });
}

function answerOf(entry: StationEntry, decided: Decided, written: readonly string[]): ReplayedEntry {
  const { findings } = decided.verdict;
  const isForReview = findings.some(({ tasks = [] }) => tasks.includes('review-conflict'));
  return {
    attempt: entry.attempt,
    outcome: isForReview ? 'recorded-for-review' : 'recorded',
    messages: findings.map(({ messageKey: key }) => ({ key, message: messageOf(key) })),
    written,
  };
}

function notRecorded({ attempt }: StationEntry, { verdict: { messageKey: key } }: Decided): ReplayedEntry {
  return { attempt, outcome: 'kept', messages: [{ key, message: messageOf(key) }], written: [] };
}

function note(session: Session, station: string, entry: StationEntry, answer: ReplayedEntry): Promise<void> {
  const { own, transaction } = session;
  return own.audit.inTransaction(transaction, {
    agent: own.caller,
    kind: 'rest',
    interaction: 'downtime-replay',
    action: 'E',
    outcome: 'success',
    outcomeText: `${answer.outcome} ${instantOf(entry.at)} ${station}`,
    patients: [entry.patient],
    entities: [`MedicationRequest/${entry.order}`, ...answer.written],
    ...(entry.reason === undefined ? {} : { reason: entry.reason }),
  });
}
