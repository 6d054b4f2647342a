/**
 * What a pharmacist has to verify, most urgent first.
 *
 * Orders are found by their task, and, so that none is forgotten whose task was never made, by looking through the running
 * orders of all stays (all of them every ten minutes, what changed every half minute, for everybody; ids only: each order is read
 * within the caller's own reach).
 *
 * Proof   worklist.int.test.ts
 */
import { UNLIMITED } from '../../access/index.ts';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findAmong, findResources, idIn } from '../bedside/chart.ts';
import { isReadable, performersOf, pharmacyFrom } from '../bedside/orders.ts';
import { pharmacistsAmong } from '../bedside/people.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import { isSet } from '../systems.ts';
import { careCodeOf, OPEN_TASKS, STAY_CLASSES, type Request, type Task } from './codes.ts';
import { lookAlikes } from './look-alike.ts';
import { known, type KnownOrder } from './orders.ts';
import type { Places } from './places.ts';
import { byUrgency, urgencyOf, type Urgency } from './urgency.ts';

/** Where an order stands. `again`: it was verified, and changed since. */
export type Standing = 'waiting' | 'asked' | 'answered' | 'again';

/** One line. */
export interface WorkLine extends Pick<KnownOrder, 'request' | 'medication' | 'patient' | 'place'> {
  readonly order: string;
  readonly version: string;
  readonly standing: Standing;
  readonly stat: boolean;
  readonly urgent: boolean;
  readonly firstDue?: string;
  readonly highAlert: boolean;
  readonly lookAlikes: readonly string[];
  /** Can the bedside read it? Where not, it must be ordered again. */
  readonly readable: boolean;
  readonly since: string;
}

/** The list, and when all running orders were last looked through. */
export interface Worklist {
  readonly at: string;
  readonly sweptAt: string;
  readonly lines: readonly WorkLine[];
}

/** How old a look through all orders may be. */
const SWEEP_MS = 30_000;

/** How often all running orders are read again. */
const WHOLE_MS = 600_000;
const OVERLAP_MS = 120_000;

interface Sweep {
  readonly at: EpochMs;
  /** When all were read. */
  readonly whole: EpochMs;
  readonly orders: readonly string[];
}

/** Finds what waits. */
export class Worklists {
  readonly #places: Places;
  #sweep: Sweep | undefined;
  #sweeping: Promise<Sweep> | undefined;

  constructor(places: Places) {
    this.#places = places;
  }

  async read(context: Context): Promise<Worklist> {
    const [tasks, sweep] = await Promise.all([openTasks(context), this.#swept(context)]);
    const taskOf = new Map(tasks.map((task) => [idIn(task.focus, 'MedicationRequest') ?? '', task]));
    const ids = new Set([...taskOf.keys(), ...sweep.orders]);
    ids.delete('');
    const requests = await findAmong(context, 'MedicationRequest', '_id', [...ids]);
    const orders = await known(context, this.#places, requests.filter(isRunning));
    const now = context.clock.now();
    const waiting = orders.filter(({ pharmacy }) => !pharmacy.verified);
    const lines = waiting.map((order) =>
      lineOf(order, taskOf.get(order.request.id ?? ''), now, context.settings.timeZone),
    );
    return {
      at: instantOf(now),
      sweptAt: instantOf(sweep.at),
      lines: lines.toSorted((a, b) => byUrgency(a.urgency, b.urgency)).map(({ line }) => line),
    };
  }

  /** The newest look; a new one begins where it is old, and only the first caller waits for it. */
  #swept(context: Context): Promise<Sweep> {
    const newest = this.#sweep;
    if (newest !== undefined && context.clock.now() - newest.at < SWEEP_MS) return Promise.resolve(newest);
    this.#sweeping ??= sweepOrders({ ...context, reach: UNLIMITED }, newest)
      .then((sweep) => (this.#sweep = sweep))
      .finally(() => (this.#sweeping = undefined));
    if (newest === undefined) return this.#sweeping;
    this.#sweeping.catch(() => undefined);
    return Promise.resolve(newest);
  }
}

function openTasks(context: Context): Promise<readonly Task[]> {
  return findResources(context, 'Task', { code: `${CARE_SYSTEM}|verify`, status: OPEN_TASKS });
}

/** Running orders of all stays that no pharmacist verified as they are; after a whole look, only what changed since. */
async function sweepOrders(context: Context, before: Sweep | undefined): Promise<Sweep> {
  const at = context.clock.now();
  const whole = before === undefined || at - before.whole > WHOLE_MS;
  const requests = (whole ? await allOrders(context) : await changedOrders(context, before)).filter(isRunning);
  const prescriptions = requests.map(({ id = '' }) => `MedicationRequest/${id}`);
  const dispenses = await findAmong(context, 'MedicationDispense', 'prescription', prescriptions);
  const pharmacists = await pharmacistsAmong(context, performersOf(dispenses));
  const ofOrder = Map.groupBy(dispenses, (one) => idIn(one.authorizingPrescription?.[0], 'MedicationRequest') ?? '');
  const unverified = requests.filter(
    (one) => !pharmacyFrom(one, ofOrder.get(one.id ?? '') ?? [], pharmacists).verified,
  );
  return { at, whole: whole ? at : before.whole, orders: unverified.map(({ id = '' }) => id) };
}

async function allOrders(context: Context): Promise<readonly Request[]> {
  const stays = await findResources(context, 'Encounter', { status: 'in-progress', class: STAY_CLASSES });
  const encounters = stays.map(({ id = '' }) => `Encounter/${id}`);
  return findAmong(context, 'MedicationRequest', 'encounter', encounters, { status: 'active' });
}

/** What was written since the last look (with room for transactions that were open then), and what waited then. */
async function changedOrders(context: Context, before: Sweep): Promise<readonly Request[]> {
  const since = instantOf((before.at - OVERLAP_MS) as EpochMs);
  const [changed, waiting] = await Promise.all([
    findResources(context, 'MedicationRequest', { status: 'active', _lastUpdated: `ge${since}` }),
    findAmong(context, 'MedicationRequest', '_id', before.orders, { status: 'active' }),
  ]);
  const all = [...new Map([...changed, ...waiting].map((one) => [one.id ?? '', one])).values()];
  const ids = [...new Set(all.flatMap(({ encounter }) => idIn(encounter, 'Encounter') ?? []))];
  const stays = await findAmong(context, 'Encounter', '_id', ids, { status: 'in-progress', class: STAY_CLASSES });
  const open = new Set(stays.map(({ id }) => id));
  return all.filter(({ encounter }) => open.has(idIn(encounter, 'Encounter')));
}

function isRunning({ status, intent, doNotPerform }: Request): boolean {
  return status === 'active' && intent !== 'proposal' && intent !== 'plan' && doNotPerform !== true;
}

/** Where an order stands, by its task. */
export function standingOf(task: Task | undefined, changed: boolean): Standing {
  if (task?.status === 'on-hold') return 'asked';
  if (careCodeOf(task?.businessStatus) === 'answered') return 'answered';
  return changed ? 'again' : 'waiting';
}

function lineOf(
  { request, medication, patient, place, changed }: KnownOrder,
  task: Task | undefined,
  now: EpochMs,
  zone: string,
): { readonly line: WorkLine; readonly urgency: Urgency } {
  const urgency = urgencyOf(request, now, zone, medication !== undefined && isSet(medication, 'high-alert'));
  const { firstDue, stat, urgent, highAlert } = urgency;
  return {
    urgency,
    line: {
      order: request.id ?? '',
      version: request.meta?.versionId ?? '',
      standing: standingOf(task, changed),
      stat,
      urgent,
      highAlert,
      ...(firstDue === undefined ? {} : { firstDue: instantOf(firstDue) }),
      lookAlikes: lookAlikes(medication),
      readable: isReadable(request),
      since: request.authoredOn ?? request.meta?.lastUpdated ?? '',
      request,
      ...(medication === undefined ? {} : { medication }),
      ...(patient === undefined ? {} : { patient }),
      place,
    },
  };
}
