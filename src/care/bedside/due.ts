/**
 * The due list: every dose of some patients, or of a ward, in a window of time, with what became of it. What the bedside sends
 * back (order, version, slot) stands here.
 *
 * It is read with a handful of questions however many patients there are, within the caller's reach. An order that cannot be
 * read is on the list as such: nothing that was ordered is left out.
 *
 * Proof   due.int.test.ts, bench/due.bench.ts
 */
import type { HumanName, Identifier, ResourceOfType } from '../../fhir/index.ts';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import type { LoopSettings } from '../loop/index.ts';
import type { DueAsk } from './body.ts';
import { findAmong, findResources, idIn, plainJson } from './chart.ts';
import { doseAt, lineOf, recordedIn, runningIn, type DueDose, type DueFacts } from './due-line.ts';
import { effectsDue, type EffectDue } from './effect.ts';
import { isAsNeeded, isReadable, performersOf } from './orders.ts';
import { pharmacistsAmong } from './people.ts';
import { isOver, slotsBetween } from './slots.ts';
import { staysOf, type WardStay } from './ward.ts';

type Request = ResourceOfType['MedicationRequest'];
type Medication = ResourceOfType['Medication'];

/** Who a line is about: as much as a list of several patients needs. */
export interface DuePatient {
  readonly id: string;
  readonly name?: readonly HumanName[];
  readonly gender?: string;
  readonly birthDate?: string;
  readonly identifier?: readonly Identifier[];
  readonly bed?: string;
  /** Has the patient died? Then nothing is given any more. */
  readonly deceased?: boolean;
}

/** The list. */
export interface DueList {
  readonly at: string;
  readonly doses: readonly DueDose[];
  /** Effects of as-needed doses that are to be looked at. */
  readonly effects: readonly EffectDue[];
  readonly patients: readonly DuePatient[];
}

/** The list, by time; doses without a time come last. */
export async function dueList(context: Context, ask: DueAsk, settings: LoopSettings): Promise<DueList> {
  const stays = ask.ward === undefined ? ask.patients.map(staying) : await staysOf(context, ask.ward);
  const at = instantOf(context.clock.now());
  if (stays.length === 0) return { at, doses: [], effects: [], patients: [] };
  const ids = [...new Set(stays.map(({ patient }) => patient))];
  const [doses, effects, patients] = await Promise.all([
    dosesOf(context, ids, ask, settings),
    effectsDue(context, ids),
    patientsOf(context, stays, ids),
  ]);
  return { at, doses, effects, patients };
}

function staying(patient: string): WardStay {
  return { patient, encounter: '' };
}

async function dosesOf(
  context: Context,
  patients: readonly string[],
  ask: DueAsk,
  settings: LoopSettings,
): Promise<readonly DueDose[]> {
  const subject = patients.map((id) => `Patient/${id}`).join(',');
  const requests = await findResources(context, 'MedicationRequest', { subject, status: 'active,on-hold' }, plainJson);
  const facts = { ...(await factsOf(context, ask, subject, requests)), now: context.clock.now(), settings };
  return requests.flatMap((one) => linesOf(one, ask, facts, context.settings.timeZone)).toSorted(byTime);
}

async function patientsOf(
  context: Context,
  stays: readonly WardStay[],
  ids: readonly string[],
): Promise<readonly DuePatient[]> {
  const beds = new Map(stays.flatMap(({ patient, bed }) => (bed === undefined ? [] : [[patient, bed] as const])));
  const found = await findAmong(context, 'Patient', '_id', ids, {}, plainJson);
  return found.map(({ id = '', name, gender, birthDate, identifier, ...more }) => {
    const bed = beds.get(id);
    return {
      id,
      ...(name === undefined ? {} : { name }),
      ...(gender === undefined ? {} : { gender }),
      ...(birthDate === undefined ? {} : { birthDate }),
      ...(identifier === undefined ? {} : { identifier }),
      ...(bed === undefined ? {} : { bed }),
      ...(more.deceasedBoolean === true || more.deceasedDateTime !== undefined ? { deceased: true } : {}),
    };
  });
}

/** A dose may be recorded this long before the window and still be found. */
const AROUND_MS = 14_400_000;

async function factsOf(
  context: Context,
  { from, to }: DueAsk,
  subject: string,
  requests: readonly Request[],
): Promise<Pick<DueFacts, 'products' | 'dispenses' | 'pharmacists' | 'recorded' | 'running'>> {
  const ids = new Set(requests.flatMap(({ medicationReference }) => idIn(medicationReference, 'Medication') ?? []));
  const orders = requests.map(({ id = '' }) => `MedicationRequest/${id}`);
  const since = `ge${instantOf((from - AROUND_MS) as EpochMs)}`;
  const [medications, dispensed, given, running] = await Promise.all([
    productsById(context, [...ids]),
    findAmong(context, 'MedicationDispense', 'prescription', orders, {}, plainJson),
    findResources(context, 'MedicationAdministration', { subject, 'effective-time': since }, plainJson),
    findResources(context, 'MedicationAdministration', { subject, status: 'in-progress,on-hold' }, plainJson),
  ]);
  return {
    products: medications,
    dispenses: byOrder(dispensed),
    pharmacists: await pharmacistsAmong(context, performersOf(dispensed)),
    recorded: recordedIn([...given, ...running], to),
    running: runningIn(running),
  };
}

/** Products by id, kept for a moment: a ward asks for the same ones again and again, and a list shows their names and marks only. */
const KEPT_MS = 15_000;
const kept = new WeakMap<Context['store'], Map<string, { readonly at: number; readonly medication: Medication }>>();

async function productsById(context: Context, ids: readonly string[]): Promise<ReadonlyMap<string, Medication>> {
  const known = kept.get(context.store) ?? new Map<string, { readonly at: number; readonly medication: Medication }>();
  kept.set(context.store, known);
  const now = context.clock.now();
  const fresh = (id: string): boolean => Math.abs(now - (known.get(id)?.at ?? -Infinity)) < KEPT_MS;
  for (const medication of await findAmong(
    context,
    'Medication',
    '_id',
    ids.filter((id) => !fresh(id)),
  ))
    known.set(medication.id ?? '', { at: now, medication });
  return new Map(ids.flatMap((id) => (fresh(id) ? [[id, known.get(id)?.medication as Medication] as const] : [])));
}

type Dispense = ResourceOfType['MedicationDispense'];

function byOrder(dispenses: readonly Dispense[]): ReadonlyMap<string, readonly Dispense[]> {
  const found = new Map<string, Dispense[]>();
  for (const dispense of dispenses) {
    for (const prescription of dispense.authorizingPrescription ?? []) {
      const order = idIn(prescription, 'MedicationRequest') ?? '';
      const before = found.get(order);
      if (before === undefined) found.set(order, [dispense]);
      else before.push(dispense);
    }
  }
  return found;
}

function linesOf(request: Request, { from, to }: DueAsk, facts: DueFacts, zone: string): readonly DueDose[] {
  const line = lineOf(request, facts);
  if (isAsNeeded(request) && isOver(request, facts.now, zone)) return [];
  if (!isReadable(request)) return [doseAt(request, line, undefined, facts)];
  const slots: readonly (EpochMs | undefined)[] = isAsNeeded(request)
    ? [undefined]
    : slotsBetween(request, from, to, zone);
  const older = (facts.running.get(line.order) ?? []).filter((slot) => !slots.includes(slot));
  return [...older, ...slots].map((slot) => doseAt(request, line, slot, facts));
}

function byTime(one: DueDose, other: DueDose): number {
  const [a, b] = [one.slot ?? '~', other.slot ?? '~'];
  return a < b ? -1 : a > b ? 1 : 0;
}
