/**
 * The due list: every dose of some patients in a window of time, with what became of it. What the bedside sends back (order,
 * version, slot) stands here.
 *
 * It is read with a handful of questions however many patients there are, within the caller's reach. An order that cannot be
 * read is on the list as such: nothing that was ordered is left out.
 *
 * Proof   due.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import type { LoopSettings } from '../loop/index.ts';
import { findAmong, findResources, idIn } from './chart.ts';
import { doseOf, isAsNeeded, isReadable, performersOf, pharmacyFrom } from './orders.ts';
import { pharmacistsAmong } from './people.ts';
import { drugName } from './products.ts';
import { slotsBetween } from './slots.ts';
import { extensionsIn, isSet, momentOf, nameIn } from '../systems.ts';

type Request = ResourceOfType['MedicationRequest'];
type Administration = ResourceOfType['MedicationAdministration'];

/** Whose doses, and from when to when. */
export interface DueAsk {
  readonly patients: readonly string[];
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** What became of a dose. `as-needed` has no time; `unreadable` must be ordered again. */
export type DoseStanding = 'due' | 'late' | 'given' | 'refused' | 'held' | 'as-needed' | 'unreadable';

/** One line of the list. */
export interface DueDose {
  readonly patient: string;
  readonly order: string;
  readonly orderVersion: string;
  readonly standing: DoseStanding;
  readonly drug: string;
  readonly slot?: string;
  readonly dose?: { readonly value: number; readonly unit: string };
  readonly route?: string;
  readonly verified: boolean;
  readonly highAlert: boolean;
  readonly timeCritical: boolean;
  /** The dose that stands in the slot, or its newest refusal. */
  readonly administration?: string;
}

/** The list, by time; doses without a time come last. */
export async function dueList(context: Context, ask: DueAsk, settings: LoopSettings): Promise<readonly DueDose[]> {
  const subject = ask.patients.map((id) => `Patient/${id}`).join(',');
  const requests = await findResources(context, 'MedicationRequest', { subject, status: 'active,on-hold' });
  const ward: Ward = { ...(await wardOf(context, ask, subject, requests)), context, ask, settings };
  return requests.flatMap((request) => dosesOf(request, ward)).toSorted(byTime);
}

interface Ward {
  readonly context: Context;
  readonly ask: DueAsk;
  readonly settings: LoopSettings;
  readonly products: ReadonlyMap<string, ResourceOfType['Medication']>;
  readonly dispenses: ReadonlyMap<string, readonly Dispense[]>;
  readonly pharmacists: ReadonlySet<string>;
  /** By order and slot. */
  readonly recorded: ReadonlyMap<string, Administration>;
}

/** A dose may be recorded this long before the window and still be found. */
const AROUND_MS = 43_200_000;

async function wardOf(
  context: Context,
  { from, to }: DueAsk,
  subject: string,
  requests: readonly Request[],
): Promise<Pick<Ward, 'products' | 'dispenses' | 'pharmacists' | 'recorded'>> {
  const ids = new Set(requests.flatMap(({ medicationReference }) => idIn(medicationReference, 'Medication') ?? []));
  const orders = requests.map(({ id = '' }) => `MedicationRequest/${id}`);
  const since = `ge${instantOf((from - AROUND_MS) as EpochMs)}`;
  const [medications, dispensed, given] = await Promise.all([
    findAmong(context, 'Medication', '_id', [...ids]),
    findAmong(context, 'MedicationDispense', 'prescription', orders),
    findResources(context, 'MedicationAdministration', { subject, 'effective-time': since }),
  ]);
  return {
    products: new Map(medications.map((one) => [one.id ?? '', one])),
    dispenses: byOrder(dispensed),
    pharmacists: await pharmacistsAmong(context, performersOf(dispensed)),
    recorded: recordedIn(given, to),
  };
}

type Dispense = ResourceOfType['MedicationDispense'];

function byOrder(dispenses: readonly Dispense[]): ReadonlyMap<string, readonly Dispense[]> {
  const found = new Map<string, Dispense[]>();
  for (const dispense of dispenses) {
    for (const prescription of dispense.authorizingPrescription ?? []) {
      const order = idIn(prescription, 'MedicationRequest') ?? '';
      found.set(order, [...(found.get(order) ?? []), dispense]);
    }
  }
  return found;
}

/** A dose that was given hides refusals of the same slot; what was entered in error does not count. */
function recordedIn(given: readonly Administration[], to: EpochMs): ReadonlyMap<string, Administration> {
  const recorded = new Map<string, Administration>();
  for (const one of given) {
    const order = idIn(one.request, 'MedicationRequest');
    const slot = momentOf(extensionsIn(one, 'dose-slot')[0]?.valueDateTime);
    if (order === undefined || slot === undefined || slot >= to) continue;
    if (one.status !== 'completed' && one.status !== 'not-done') continue;
    const key = `${order} ${slot}`;
    if (recorded.get(key)?.status !== 'completed') recorded.set(key, one);
  }
  return recorded;
}

function dosesOf(request: Request, ward: Ward): readonly DueDose[] {
  const { ask, context } = ward;
  if (!isReadable(request)) return [lineOf(request, undefined, ward)];
  const slots = isAsNeeded(request) ? [undefined] : slotsBetween(request, ask.from, ask.to, context.settings.timeZone);
  return slots.map((slot) => lineOf(request, slot, ward));
}

function lineOf(request: Request, slot: EpochMs | undefined, ward: Ward): DueDose {
  const { id = '', meta, subject, medicationReference, medicationCodeableConcept: code } = request;
  const { products, dispenses, pharmacists } = ward;
  const medication = products.get(idIn(medicationReference, 'Medication') ?? '');
  const recorded = ward.recorded.get(`${id} ${slot ?? ''}`);
  return {
    patient: idIn(subject, 'Patient') ?? '',
    order: id,
    orderVersion: meta?.versionId ?? '',
    standing: standingOf(request, slot, ward, recorded),
    drug: medication === undefined ? nameIn(code) : drugName(medication),
    ...(slot === undefined ? {} : { slot: instantOf(slot) }),
    ...doseOf(request),
    verified: pharmacyFrom(request, dispenses.get(id) ?? [], pharmacists).verified,
    highAlert: medication !== undefined && isSet(medication, 'high-alert'),
    timeCritical: isSet(request, 'time-critical'),
    ...(recorded?.id === undefined ? {} : { administration: recorded.id }),
  };
}

function standingOf(
  request: Request,
  slot: EpochMs | undefined,
  { context, settings }: Ward,
  recorded: Administration | undefined,
): DoseStanding {
  if (!isReadable(request)) return 'unreadable';
  if (recorded?.status === 'completed') return 'given';
  if (request.status === 'on-hold') return 'held';
  if (recorded !== undefined) return 'refused';
  if (slot === undefined) return 'as-needed';
  const window =
    (isSet(request, 'time-critical') ? settings.timeCriticalWindowMinutes : settings.doseWindowMinutes) * 60_000;
  return context.clock.now() - slot > window ? 'late' : 'due';
}

function byTime(one: DueDose, other: DueDose): number {
  const [a, b] = [one.slot ?? '~', other.slot ?? '~'];
  return a < b ? -1 : a > b ? 1 : 0;
}
