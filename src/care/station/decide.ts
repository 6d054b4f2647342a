/**
 * Decides about a dose without a network: the same rules as at the server, over the snapshot and what the station itself has
 * recorded since.
 *
 * Pure: no clock, no network, no storage. It runs in the browser of the ward station and in the drill.
 *
 * Proof   decide.test.ts
 */
import type { EpochMs } from '../../kernel/index.ts';
import {
  decideMedication,
  messageOf,
  type GivenDose,
  type MedicationState,
  type Message,
  type Step,
} from '../loop/index.ts';
import type { StationEntry, StationOrder, StationPatient, WardSnapshot } from './snapshot.ts';

/** What is asked. */
export interface StationAsk {
  readonly patient: string;
  readonly order: string;
  readonly slot?: EpochMs | undefined;
  readonly steps: readonly Step[];
  readonly scanner?: 'present' | 'absent';
  readonly now: EpochMs;
  readonly signedIn?: string | undefined;
}

/** What is told, in the words of the server's answer. */
export interface StationAnswer {
  readonly decision: 'allow' | 'warn' | 'stop' | 'wait';
  readonly messageKey: string;
  readonly message: Message;
  readonly messages: readonly { readonly key: string; readonly message: Message }[];
  readonly rules: readonly string[];
  readonly reasonRequired: boolean;
  readonly awaits?: string;
}

const MINUTE = 60_000;

/** Age of the snapshot in whole minutes; never negative, whatever the clock of the station does. */
export function cacheMinutes({ taken }: WardSnapshot, now: EpochMs): number {
  return Math.max(0, Math.floor((now - taken) / MINUTE));
}

/** Decides; a patient or an order that the snapshot does not hold is a stop like any other. */
export function decideOffline(snapshot: WardSnapshot, queue: readonly StationEntry[], ask: StationAsk): StationAnswer {
  const { verdict } = decideMedication(stateOf(snapshot, queue, ask));
  const { decision, messageKey, rules, reasonRequired, findings, awaits } = verdict;
  return {
    decision,
    messageKey,
    message: messageOf(messageKey),
    messages: findings.map((one) => ({ key: one.messageKey, message: messageOf(one.messageKey) })),
    rules,
    reasonRequired,
    ...(awaits === undefined ? {} : { awaits }),
  };
}

function stateOf(snapshot: WardSnapshot, queue: readonly StationEntry[], ask: StationAsk): MedicationState {
  const patient = snapshot.patients.find(({ id }) => id === ask.patient);
  const found = patient?.orders.find(({ order }) => order.id === ask.order);
  return {
    now: ask.now,
    zone: snapshot.zone,
    settings: snapshot.settings,
    steps: ask.steps,
    chart: ask.patient,
    ...(ask.signedIn === undefined ? {} : { signedIn: ask.signedIn }),
    staff: snapshot.staff,
    patients: snapshot.patients.flatMap(bandOf),
    products: snapshot.products,
    observations: patient?.observations ?? [],
    orders: found === undefined ? [] : [orderAt(found, ask.slot)],
    selected: ask.order,
    allergies: (patient?.substances ?? []).map((substance) => ({ substance })),
    ...(patient?.gone === undefined ? {} : { gone: patient.gone }),
    given: patient === undefined ? [] : [...patient.given, ...givenHere(patient, queue)],
    flags: patient?.flags ?? [],
    recalls: snapshot.recalls,
    serials: snapshot.serials,
    safetyCheck: 'up',
    scanner: ask.scanner ?? 'present',
    network: 'down',
    cacheMinutes: cacheMinutes(snapshot, ask.now),
    queue: [],
  };
}

function bandOf({ id, gsrn, bandInstance }: StationPatient): MedicationState['patients'] {
  return gsrn === undefined ? [] : [{ id, gsrn, bandInstance: bandInstance ?? '' }];
}

function orderAt({ order }: StationOrder, slot: EpochMs | undefined): MedicationState['orders'][number] {
  return slot === undefined ? order : { ...order, due: slot };
}

/** Doses that this station recorded itself: they stand as long as nothing better is known. */
function givenHere(patient: StationPatient, queue: readonly StationEntry[]): readonly GivenDose[] {
  return queue
    .filter((entry) => entry.patient === patient.id && isGiven(entry))
    .map((entry) => {
      const found = patient.orders.find(({ order }) => order.id === entry.order);
      return {
        id: entry.attempt,
        order: entry.order,
        drug: found?.drug ?? '',
        at: entry.at,
        status: 'completed',
        ...(entry.slot === undefined ? {} : { slot: entry.slot }),
        ...(found === undefined ? {} : { dose: found.order.dose.value }),
      };
    });
}

/** Was a dose given (and not left with a reason)? */
export function isGiven({ steps }: Pick<StationEntry, 'steps'>): boolean {
  return !steps.some((step) => 'action' in step && step.action === 'not-given');
}

/** What became of a dose of the snapshot. */
export type StationStanding = 'due' | 'late' | 'given' | 'left' | 'given-here' | 'left-here' | 'as-needed' | 'held';

/** A dose of a patient as the station lists it. */
export interface StationDose {
  readonly order: StationOrder;
  readonly slot?: EpochMs;
  readonly standing: StationStanding;
}

/** The doses of a patient by time; those without a time come last. */
export function dosesOf(
  snapshot: WardSnapshot,
  patient: StationPatient,
  queue: readonly StationEntry[],
  now: EpochMs,
): readonly StationDose[] {
  const timed = patient.orders.flatMap((order) =>
    order.slots.map((slot): StationDose => ({
      order,
      slot,
      standing: standingOf(snapshot, patient, queue, order, slot, now),
    })),
  );
  const asNeeded = patient.orders
    .filter((order) => order.asNeeded)
    .map((order): StationDose => ({ order, standing: order.order.status === 'on-hold' ? 'held' : 'as-needed' }));
  return [...timed.toSorted((one, other) => (one.slot ?? 0) - (other.slot ?? 0)), ...asNeeded];
}

function standingOf(
  { settings }: WardSnapshot,
  { given }: StationPatient,
  queue: readonly StationEntry[],
  { order }: StationOrder,
  slot: EpochMs,
  now: EpochMs,
): StationStanding {
  const here = queue.filter((entry) => entry.order === order.id && entry.slot === slot);
  if (here.some(isGiven)) return 'given-here';
  const recorded = given.filter((dose) => dose.order === order.id && dose.slot === slot);
  if (recorded.some(({ status }) => status === 'completed')) return 'given';
  if (here.length > 0) return 'left-here';
  if (order.status === 'on-hold') return 'held';
  if (recorded.some(({ status }) => status === 'not-done')) return 'left';
  const window = order.timeCritical === true ? settings.timeCriticalWindowMinutes : settings.doseWindowMinutes;
  return now - slot > window * MINUTE ? 'late' : 'due';
}
