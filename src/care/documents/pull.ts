/**
 * Finds what may be pulled into a note, as lines that name their sources. Everything is read within the caller's reach.
 *
 * Proof   ranges.test.ts, pull.int.test.ts, list.int.test.ts
 */
import type { Quantity, Resource, ResourceOfType } from '../../fhir/index.ts';
import { decimalText, instantOf, intervalOf, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources, idIn } from '../bedside/chart.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import { codesIn } from '../systems.ts';
import { factOf, flagOf, timeOf, type Fact, type Writing } from './fact.ts';
import type { PullName } from './pull-names.ts';

/** Whose facts, and from when on. */
export interface PullAsk {
  readonly patient: string;
  readonly encounter?: ResourceOfType['Encounter'] | undefined;
  /** Vital signs, results and balances from this moment on. */
  readonly since: EpochMs;
  readonly writing: Writing;
}

type Puller = (context: Context, ask: PullAsk) => Promise<readonly Fact[]>;
type Observation = ResourceOfType['Observation'];

/** Most lines of one kind. */
const MOST_LINES = 60;

/** The facts of some kinds. */
export async function pullFacts(
  context: Context,
  ask: PullAsk,
  names: readonly PullName[],
): Promise<Readonly<Partial<Record<PullName, readonly Fact[]>>>> {
  const facts: Partial<Record<PullName, readonly Fact[]>> = {};
  for (const name of new Set(names)) facts[name] = (await PULLERS[name](context, ask)).slice(0, MOST_LINES);
  return facts;
}

const PULLERS: Readonly<Record<PullName, Puller>> = {
  encounter: async (_context, { encounter, writing }) => (encounter === undefined ? [] : [single(encounter, writing)]),
  diagnoses,
  problems: (context, ask) => listed(context, ask, 'Condition', { 'clinical-status': 'active,recurrence,relapse' }),
  allergies: (context, ask) => listed(context, ask, 'AllergyIntolerance', {}),
  drugs: (context, ask) => listed(context, ask, 'MedicationRequest', { status: 'active,on-hold' }),
  'discharge-drugs': dischargeDrugs,
  vitals,
  scores,
  intake,
  results: (context, ask) => results(context, ask, () => true),
  abnormal: (context, ask) => results(context, ask, (one) => flagOf(one) !== undefined),
  reports,
  procedures,
  orders: (context, ask) => listed(context, ask, 'ServiceRequest', { status: 'active,on-hold' }),
  tasks,
  administrations: (context, ask) =>
    listed(context, ask, 'MedicationAdministration', { 'effective-time': from(ask), _sort: '-effective-time' }),
  appointments: (context, ask) =>
    listed(context, ask, 'Appointment', {
      date: `ge${instantOf(context.clock.now())}`,
      status: 'booked,pending,proposed',
    }),
  notes: (context, ask) => listed(context, ask, 'Composition', { date: from(ask), status: 'final,amended' }),
  consents: (context, ask) => listed(context, ask, 'Consent', { status: 'active' }),
  events,
};

function single(resource: Resource, writing: Writing): Fact {
  return factOf({ kind: 'value', of: [`${resource.resourceType}/${resource.id}`] }, [resource], writing);
}

function from({ since }: PullAsk): string {
  return `ge${instantOf(since)}`;
}

async function found<Type extends keyof ResourceOfType>(
  context: Context,
  { patient }: PullAsk,
  type: Type,
  criteria: Readonly<Record<string, string>>,
): Promise<readonly ResourceOfType[Type][]> {
  return findResources(context, type, { patient: `Patient/${patient}`, ...criteria });
}

async function listed(
  context: Context,
  ask: PullAsk,
  type: keyof ResourceOfType,
  criteria: Readonly<Record<string, string>>,
): Promise<readonly Fact[]> {
  const lines = (await found(context, ask, type, criteria)).map((one) => single(one, ask.writing));
  return lines.filter((line) => line.void !== true);
}

/** The diagnoses of the stay; those of the encounter first. */
async function diagnoses(context: Context, ask: PullAsk): Promise<readonly Fact[]> {
  const { encounter } = ask;
  if (encounter === undefined) return listed(context, ask, 'Condition', { 'clinical-status': 'active' });
  const named = (encounter.diagnosis ?? []).flatMap(({ condition }) => idIn(condition, 'Condition') ?? []);
  const own = await listed(context, ask, 'Condition', { encounter: `Encounter/${encounter.id}` });
  const known = named.length === 0 ? [] : await listed(context, ask, 'Condition', { _id: named.join(',') });
  const first = named.flatMap((id) => known.find(({ of }) => of[0] === `Condition/${id}`) ?? []);
  return uniqueBy([...first, ...own], ({ of }) => of.join(' '));
}

function uniqueBy<One>(all: readonly One[], keyOf: (one: One) => string): readonly One[] {
  return [...new Map(all.map((one) => [keyOf(one), one])).values()];
}

/**
 * Drugs to be taken after the stay: those prescribed for home in it and those that the reconciliation at discharge continues;
 * where neither was done yet, what the patient takes at home.
 */
async function dischargeDrugs(context: Context, ask: PullAsk): Promise<readonly Fact[]> {
  const start = ask.encounter?.period?.start;
  const since = start === undefined ? ask.since : (intervalOf(start)?.low ?? ask.since);
  const open = { status: 'active,on-hold' };
  const authoredon = `ge${instantOf(since)}`;
  const prescribed = await listed(context, ask, 'MedicationRequest', { ...open, category: 'discharge', authoredon });
  const continued = await continuedAtDischarge(context, ask, since);
  const taken = [...prescribed, ...continued];
  if (taken.length > 0) return uniqueBy(taken, ({ of }) => of.join(' '));
  return listed(context, ask, 'MedicationRequest', { ...open, category: 'community,outpatient' });
}

/** Home drugs that the newest reconciliation of this discharge goes on with. */
async function continuedAtDischarge(context: Context, ask: PullAsk, since: EpochMs): Promise<readonly Fact[]> {
  const lists = await findResources(context, 'List', {
    subject: `Patient/${ask.patient}`,
    code: `${CARE_SYSTEM}|reconciliation-discharge`,
    date: `ge${instantOf(since)}`,
    _sort: '-date',
  });
  const items = (lists[0]?.entry ?? [])
    .filter(({ flag }) => codesIn(flag).includes('continue'))
    .map(({ item }) => item);
  const of = (type: string) => items.flatMap((item) => idIn(item, type) ?? []);
  const [requests, statements] = [of('MedicationRequest'), of('MedicationStatement')];
  const home = { status: 'active,on-hold', category: 'community,outpatient' };
  return [
    ...(requests.length === 0
      ? []
      : await listed(context, ask, 'MedicationRequest', { ...home, _id: requests.join(',') })),
    ...(statements.length === 0
      ? []
      : await listed(context, ask, 'MedicationStatement', { _id: statements.join(',') })),
  ];
}

/** Each vital sign as range and last value. */
async function vitals(context: Context, ask: PullAsk): Promise<readonly Fact[]> {
  const all = await found(context, ask, 'Observation', { category: 'vital-signs', date: from(ask) });
  const groups = Map.groupBy(
    all.filter((one) => stands(one) && !NOT_RANGED.has(signOf(one))),
    (one) => `${signOf(one)} ${unitOf(one)}`,
  );
  return [...groups.values()].map((group) => ranged(group, ask.writing)).toSorted((a, b) => orderOf(a) - orderOf(b));
}

/** Body measures and scores stand for themselves. */
const NOT_RANGED = new Set(['8302-2', '29463-7', '39156-5', 'news2']);
const ORDER = [/혈압|pressure/iu, /맥박|심박|heart/iu, /호흡|respir/iu, /체온|temperature/iu, /산소|oxygen/iu];

function orderOf({ text }: Fact): number {
  const at = ORDER.findIndex((sign) => sign.test(text));
  return at === -1 ? ORDER.length : at;
}

function stands({ status }: Observation): boolean {
  return status !== 'entered-in-error' && status !== 'cancelled';
}

function signOf({ code }: Observation): string {
  return code.coding?.[0]?.code ?? code.text ?? '';
}

/** Values in different units are never one range; what has no value goes with the rest. */
function unitOf({ valueQuantity, component }: Observation): string {
  const { code, unit } = valueQuantity ?? component?.[0]?.valueQuantity ?? {};
  return code ?? unit ?? '';
}

/** At most ten sources: those with the lowest and the highest values, and the last. */
export function ranged(group: readonly Observation[], writing: Writing): Fact {
  if (group.length === 1 && group[0] !== undefined) return single(group[0], writing);
  const last = group.toSorted((a, b) => timeOf(a) - timeOf(b)).at(-1);
  const chosen = new Set<Observation>(last === undefined ? [] : [last]);
  for (const valueIn of [firstValue, secondValue]) {
    const measured = group.filter((one) => valueIn(one) !== undefined);
    const ordered = measured.toSorted((a, b) => (valueIn(a) ?? 0) - (valueIn(b) ?? 0));
    for (const one of [ordered[0], ordered.at(-1)]) if (one !== undefined) chosen.add(one);
  }
  const sources = [...chosen];
  return factOf({ kind: 'range', of: sources.map(({ id }) => `Observation/${id}`) }, sources, writing);
}

function firstValue({ valueQuantity, component }: Observation): number | undefined {
  return numberIn(valueQuantity ?? component?.[0]?.valueQuantity);
}

function secondValue({ valueQuantity, component }: Observation): number | undefined {
  return numberIn(component?.[1]?.valueQuantity ?? valueQuantity);
}

function numberIn(quantity: Quantity | undefined): number | undefined {
  return quantity?.value === undefined ? undefined : Number(decimalText(quantity.value));
}

/** The newest of each score and assessment. */
async function scores(context: Context, ask: PullAsk): Promise<readonly Fact[]> {
  const [early, surveys] = [
    await found(context, ask, 'Observation', { code: `${CARE_SYSTEM}|news2`, date: from(ask) }),
    await found(context, ask, 'Observation', { category: 'survey', date: from(ask) }),
  ];
  return newestOf([...early, ...surveys].filter(stands)).map((one) => single(one, ask.writing));
}

function newestOf(all: readonly Observation[]): readonly Observation[] {
  const ordered = all.toSorted((a, b) => timeOf(a) - timeOf(b));
  return [...new Map(ordered.map((one) => [one.code.coding?.[0]?.code ?? one.code.text ?? '', one])).values()];
}

/** Fluid balance: what the ward charted as totals, or as single amounts. */
async function intake(context: Context, ask: PullAsk): Promise<readonly Fact[]> {
  const charted = await found(context, ask, 'Observation', { code: BALANCES, date: from(ask) });
  return newestOf(charted.filter(stands)).map((one) => single(one, ask.writing));
}

const LOINC = 'http://loinc.org';
/** Totals of intake, output and balance over a shift or a day. */
const BALANCES = [
  ...['9108-2', '9106-6', '9107-4', '9262-7', '9256-9', '9257-7', '9192-6', '9242-9'].map((code) => `${LOINC}|${code}`),
  ...['intake-total', 'output-total', 'fluid-balance'].map((code) => `${CARE_SYSTEM}|${code}`),
].join(',');

/** Newest value of each laboratory test, flagged ones first. */
async function results(
  context: Context,
  ask: PullAsk,
  wanted: (one: Observation) => boolean,
): Promise<readonly Fact[]> {
  const all = await found(context, ask, 'Observation', { category: 'laboratory', date: from(ask) });
  const lines = newestOf(all.filter(stands))
    .filter(wanted)
    .map((one) => single(one, ask.writing));
  return lines.toSorted((a, b) => graveness(b.flag) - graveness(a.flag));
}

/** How much a flag asks to be seen. */
export function graveness(flag: string | undefined): number {
  if (flag === undefined) return 0;
  return flag === 'HH' || flag === 'LL' || flag === 'AA' ? 2 : 1;
}

/** Reports that say something in words: imaging, pathology. */
async function reports(context: Context, ask: PullAsk): Promise<readonly Fact[]> {
  const all = await found(context, ask, 'DiagnosticReport', { date: from(ask), status: 'final,amended,corrected' });
  return all.filter(({ conclusion }) => conclusion !== undefined).map((one) => single(one, ask.writing));
}

/** Procedures of the stay. */
async function procedures(context: Context, ask: PullAsk): Promise<readonly Fact[]> {
  const { encounter } = ask;
  const start = encounter?.period?.start;
  const criteria = start === undefined ? {} : { date: `ge${instantOf(intervalOf(start)?.low ?? ask.since)}` };
  const all = await found(context, ask, 'Procedure', criteria);
  return all
    .filter(({ status }) => status === 'completed' || status === 'in-progress')
    .map((one) => single(one, ask.writing));
}

/** Open work on the patient; signatures and handovers are the business of staff, not of care. */
async function tasks(context: Context, ask: PullAsk): Promise<readonly Fact[]> {
  const all = await found(context, ask, 'Task', { status: 'requested,received,accepted,ready,in-progress,on-hold' });
  const open = all.filter(({ code }) => !code?.coding?.some((coding) => OWN_TASKS.has(coding.code ?? '')));
  return open.map((one) => single(one, ask.writing)).toSorted((a, b) => dueOf(a) - dueOf(b));
}

/** What has no time comes last. */
function dueOf({ at }: Fact): number {
  return intervalOf(at ?? '')?.low ?? Number.MAX_SAFE_INTEGER;
}

const OWN_TASKS = new Set(['co-sign', 'accept-handover', 'acknowledge-result']);

/** What happened since: procedures, and values that were critical. */
async function events(context: Context, ask: PullAsk): Promise<readonly Fact[]> {
  const done = await found(context, ask, 'Procedure', { date: from(ask) });
  const grave = await results(context, ask, (one) => graveness(flagOf(one)) === 2);
  return [...done.filter(({ status }) => status === 'completed').map((one) => single(one, ask.writing)), ...grave];
}
