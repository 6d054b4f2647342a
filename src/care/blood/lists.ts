/**
 * What the blood bank and the bedside look at: units and where they are, requests that wait, a patient's transfusions.
 *
 * Proof   blood.int.test.ts
 */
import type { Context } from '../../record/index.ts';
import type { ResourceOfType } from '../../fhir/index.ts';
import { findAmong, firstResources, idIn } from '../bedside/chart.ts';
import { peopleOf, type WorkLine } from '../laboratory/worklist.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import { codesIn, extensionsIn } from '../systems.ts';
import { unitOf, WATCH } from './bedside.ts';
import { unitsIn } from './register.ts';
import { groupsOf } from './state.ts';
import { componentOf, factsOf, type UnitFacts, type UnitState } from './unit.ts';

type ServiceRequest = ResourceOfType['ServiceRequest'];

const MOST = 200;
const ON_HAND: readonly UnitState[] = ['available', 'reserved', 'issued', 'transfusing', 'quarantined'];

/** A request for blood with what is known for it. */
export interface BloodLine {
  readonly request: string;
  readonly status: string;
  readonly patient: WorkLine['patient'];
  readonly component: string;
  readonly quantity?: number;
  readonly requires: readonly string[];
  readonly priority: string;
  readonly ordered?: string;
  readonly abo?: string;
  readonly rhd?: string;
  readonly units: readonly UnitFacts[];
}

/** Units on hand. */
export async function units(context: Context): Promise<readonly UnitFacts[]> {
  const ids = await unitsIn(context.store, ON_HAND);
  const found = await findAmong(context, 'BiologicallyDerivedProduct', '_id', ids);
  return found.map(factsOf).toSorted((a, b) => a.expiry.localeCompare(b.expiry) || a.number.localeCompare(b.number));
}

/** Active requests for blood, of one patient or of all. */
export async function requests(context: Context, patient?: string): Promise<readonly BloodLine[]> {
  const criteria = { category: `${CARE_SYSTEM}|blood`, status: 'active', _sort: '-authored' };
  const own = patient === undefined ? criteria : { ...criteria, patient: `Patient/${patient}` };
  const found = await firstResources(context, 'ServiceRequest', own, MOST);
  const patients = [...new Set(found.flatMap(({ subject }) => idIn(subject, 'Patient') ?? []))];
  const [people, onHand] = [await peopleOf(context, patients), await units(context)];
  const groups = new Map<string, Awaited<ReturnType<typeof groupsOf>>>();
  for (const one of patients) groups.set(one, await groupsOf(context, one));
  return found.map((request) => lineOf(request, people, groups, onHand));
}

function lineOf(
  request: ServiceRequest,
  people: ReadonlyMap<string, WorkLine['patient']>,
  groups: ReadonlyMap<string, Awaited<ReturnType<typeof groupsOf>>>,
  onHand: readonly UnitFacts[],
): BloodLine {
  const { id = '', status, priority = 'routine', authoredOn, quantityQuantity } = request;
  const patient = idIn(request.subject, 'Patient') ?? '';
  const quantity = Number(quantityQuantity?.value ?? Number.NaN);
  return {
    request: id,
    status,
    patient: people.get(patient) ?? { id: patient, names: [] },
    component: componentOf(request),
    ...(Number.isNaN(quantity) ? {} : { quantity }),
    requires: extensionsIn(request, 'requires').flatMap(({ valueString, valueCode }) => valueString ?? valueCode ?? []),
    priority,
    ...(authoredOn === undefined ? {} : { ordered: authoredOn }),
    ...groups.get(patient),
    units: onHand.filter((unit) => unit.request === id),
  };
}

/** A transfusion of a patient. */
export interface TransfusionLine {
  readonly procedure: string;
  readonly status: string;
  readonly request?: string;
  readonly start?: string;
  readonly end?: string;
  readonly unit?: UnitFacts;
  readonly watch: readonly {
    readonly task: string;
    readonly due: string;
    readonly what: string;
    readonly status: string;
  }[];
}

/** Transfusions of a patient, newest first. */
export async function transfusions(context: Context, patient: string): Promise<readonly TransfusionLine[]> {
  const criteria = { patient: `Patient/${patient}`, code: `${CARE_SYSTEM}|transfusion`, _sort: '-date' };
  const found = await firstResources(context, 'Procedure', criteria, 50);
  const ids = found.flatMap((one) => unitOf(one) ?? []);
  const products = new Map(
    (await findAmong(context, 'BiologicallyDerivedProduct', '_id', ids)).map((one) => [one.id ?? '', factsOf(one)]),
  );
  const tasks = await findAmong(
    context,
    'Task',
    'focus',
    found.map(({ id = '' }) => `Procedure/${id}`),
  );
  return found.map((one) => transfusionOf(one, products.get(unitOf(one) ?? ''), tasks));
}

function transfusionOf(
  { id = '', status, basedOn, performedPeriod }: ResourceOfType['Procedure'],
  unit: UnitFacts | undefined,
  tasks: readonly ResourceOfType['Task'][],
): TransfusionLine {
  const request = idIn(basedOn?.[0], 'ServiceRequest');
  const own = tasks.filter(({ focus, code }) => idIn(focus, 'Procedure') === id && codesIn(code).includes(WATCH));
  return {
    procedure: id,
    status,
    ...(request === undefined ? {} : { request }),
    ...(performedPeriod?.start === undefined ? {} : { start: performedPeriod.start }),
    ...(performedPeriod?.end === undefined ? {} : { end: performedPeriod.end }),
    ...(unit === undefined ? {} : { unit }),
    watch: own
      .map((task) => ({
        task: task.id ?? '',
        due: task.restriction?.period?.end ?? '',
        what: task.description ?? '',
        status: task.status,
      }))
      .toSorted((a, b) => a.due.localeCompare(b.due)),
  };
}
