/**
 * How a ward scans: the closed-loop rate of its doses, why doses were not scanned, which alerts arose and what became of them,
 * and the products whose labels could not be read.
 *
 * Closed-loop rate = completed doses whose patient and product scans matched before giving, without override, over all
 * completed doses. A dose belongs to the ward on which the patient lay when it was given.
 *
 * Source  HIMSS EMRAM stages 6 and 7 (closed loop); BMJ Health Care Inform 32:e101214 (scanning falls over time, by ward)
 * Proof   scans.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { instantOf, zonedInstantOf, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import { codesIn, isSet, momentOf } from '../systems.ts';
import { findAmong, findResources, idIn } from './chart.ts';
import { placesOf } from './ward.ts';

type Administration = ResourceOfType['MedicationAdministration'];
type Issue = ResourceOfType['DetectedIssue'];
type Task = ResourceOfType['Task'];
type Encounter = ResourceOfType['Encounter'];

/** Which ward, from when to when. */
export interface ScansAsk {
  readonly ward: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Alerts of one kind. */
export interface AlertCount {
  readonly code: string;
  readonly count: number;
  /** Alerts after which somebody went on, with a reason. */
  readonly overridden: number;
}

/** How a ward scanned. */
export interface WardScans {
  readonly at: string;
  readonly completed: number;
  readonly closedLoop: number;
  /** Scanned, but a warning was overridden. */
  readonly overridden: number;
  readonly notScanned: number;
  /** Why doses were not scanned. */
  readonly reasons: readonly { readonly code: string; readonly count: number }[];
  readonly alerts: readonly AlertCount[];
  readonly days: readonly { readonly day: string; readonly completed: number; readonly closedLoop: number }[];
  /** Labels that could not be read, newest first. */
  readonly relabel: readonly {
    readonly task: string;
    readonly patient: string;
    readonly order?: string;
    readonly at: string;
  }[];
}

/** Counts the scans of a ward. */
export async function scansOf(context: Context, ask: ScansAsk): Promise<WardScans> {
  const places = await placesOf(context, ask.ward);
  const stays = await staysDuring(context, ask, places);
  const patients = [...new Set(stays.map(({ patient }) => `Patient/${patient}`))];
  const window = { from: `ge${instantOf(ask.from)}`, to: `lt${instantOf(ask.to)}` };
  const [given, issues, tasks] = await Promise.all([
    inParts(context, 'MedicationAdministration', 'subject', patients, 'effective-time', window),
    inParts(context, 'DetectedIssue', 'patient', patients, 'identified', window),
    inParts(context, 'Task', 'patient', patients, 'authored-on', window),
  ]);
  const here = (patient: string, at: number): boolean =>
    stays.some((stay) => stay.patient === patient && at >= stay.from && at < stay.to);
  const own = given.filter((one) => here(idIn(one.subject, 'Patient') ?? '', startOf(one)));
  const found = issues.filter((one) => here(idIn(one.patient, 'Patient') ?? '', momentOf(one.identifiedDateTime) ?? 0));
  const asked = tasks.filter((one) => here(idIn(one.for, 'Patient') ?? '', momentOf(one.authoredOn) ?? 0));
  return counted(context, own, found, asked);
}

interface Window {
  readonly from: string;
  readonly to: string;
}

const PART = 20;

/** Resources about some patients in a window of time, patients in parts so that no question is too long. */
async function inParts<Type extends 'MedicationAdministration' | 'DetectedIssue' | 'Task'>(
  context: Context,
  type: Type,
  about: string,
  patients: readonly string[],
  date: string,
  { from, to }: Window,
): Promise<readonly ResourceOfType[Type][]> {
  const found: ResourceOfType[Type][] = [];
  for (let at = 0; at < patients.length; at += PART) {
    const part = patients.slice(at, at + PART).join(',');
    found.push(...(await findResources(context, type, { [about]: part, [date]: [from, to] })));
  }
  return found;
}

interface Stay {
  readonly patient: string;
  readonly from: number;
  readonly to: number;
}

/** When whom the ward's beds held. */
async function staysDuring(
  context: Context,
  { from, to }: ScansAsk,
  places: ReadonlyMap<string, string>,
): Promise<readonly Stay[]> {
  const locations = [...places.keys()].map((id) => `Location/${id}`);
  const found = await findAmong(context, 'Encounter', 'location', locations);
  const distinct = [...new Map(found.map((one) => [one.id, one])).values()];
  return distinct.flatMap((one) => staysIn(one, places)).filter((stay) => stay.from < to && stay.to > from);
}

function staysIn({ subject, period, location = [] }: Encounter, places: ReadonlyMap<string, string>): readonly Stay[] {
  const patient = idIn(subject, 'Patient') ?? '';
  return location
    .filter(
      (one) =>
        places.has(idIn(one.location, 'Location') ?? '') && one.status !== 'planned' && one.status !== 'reserved',
    )
    .map((one) => ({
      patient,
      from: momentOf(one.period?.start ?? period?.start) ?? 0,
      to: momentOf(one.period?.end ?? period?.end) ?? Infinity,
    }));
}

function counted(
  { clock, settings }: Context,
  given: readonly Administration[],
  issues: readonly Issue[],
  tasks: readonly Task[],
): WardScans {
  const completed = given.filter(({ status }) => DONE.has(status));
  const overriddenOrders = overriddenIn(issues);
  const scanned = completed.filter((one) => isSet(one, 'scanned'));
  const closed = scanned.filter((one) => !overriddenOrders.has(keyOf(one)));
  return {
    at: instantOf(clock.now()),
    completed: completed.length,
    closedLoop: closed.length,
    overridden: scanned.length - closed.length,
    notScanned: completed.length - scanned.length,
    reasons: countsOf(tasks.flatMap(({ code }) => codesIn(code).filter((one) => WHY.has(one)))),
    alerts: alertsOf(issues),
    days: daysOf(completed, new Set(closed), settings.timeZone),
    relabel: tasks.flatMap(relabelOf).toSorted((one, other) => (one.at < other.at ? 1 : -1)),
  };
}

const DONE = new Set(['completed', 'in-progress', 'on-hold', 'stopped']);
/** Tasks that say why something was not scanned. */
const WHY = new Set(['relabel-product', 'scanner-missing', 'replace-band']);

/** Orders and moments at which somebody went on in spite of a warning. */
function overriddenIn(issues: readonly Issue[]): ReadonlySet<string> {
  return new Set(
    issues.flatMap(({ mitigation, implicated = [], identifiedDateTime }) =>
      mitigation === undefined || identifiedDateTime === undefined
        ? []
        : implicated.map(({ reference }) => `${reference ?? ''} ${minuteOf(momentOf(identifiedDateTime))}`),
    ),
  );
}

function keyOf(one: Administration): string {
  return `${one.request?.reference ?? ''} ${minuteOf(startOf(one))}`;
}

function minuteOf(moment: number | undefined): number {
  return Math.floor((moment ?? 0) / 60_000);
}

function startOf({ effectiveDateTime, effectivePeriod }: Administration): number {
  return momentOf(effectiveDateTime ?? effectivePeriod?.start) ?? 0;
}

function countsOf(codes: readonly string[]): readonly { readonly code: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => ({ code, count })).toSorted((one, other) => other.count - one.count);
}

function alertsOf(issues: readonly Issue[]): readonly AlertCount[] {
  const kinds = Map.groupBy(
    issues,
    ({ code }) => code?.coding?.find(({ system }) => system === CARE_SYSTEM)?.code ?? '',
  );
  return [...kinds]
    .filter(([code]) => code !== '')
    .map(([code, own]) => ({
      code,
      count: own.length,
      overridden: own.filter(({ mitigation }) => mitigation !== undefined).length,
    }))
    .toSorted((one, other) => other.count - one.count);
}

function daysOf(
  completed: readonly Administration[],
  closed: ReadonlySet<Administration>,
  zone: string,
): WardScans['days'] {
  const days = Map.groupBy(completed, (one) => zonedInstantOf(startOf(one) as EpochMs, zone).slice(0, 10));
  return [...days]
    .map(([day, own]) => ({ day, completed: own.length, closedLoop: own.filter((one) => closed.has(one)).length }))
    .toSorted((one, other) => (one.day < other.day ? -1 : 1));
}

function relabelOf({ id = '', status, code, for: about, focus, authoredOn = '' }: Task): WardScans['relabel'] {
  if (status !== 'requested' || !codesIn(code).includes('relabel-product')) return [];
  const order = idIn(focus, 'MedicationRequest');
  return [
    { task: id, patient: idIn(about, 'Patient') ?? '', at: authoredOn, ...(order === undefined ? {} : { order }) },
  ];
}
