/**
 * The blood loop on the record: a unit is hung once, two people, groups and crossmatch as they stand; then vital signs on time;
 * a reaction stops it, keeps the unit apart, and asks the laboratory for the work-up.
 *
 * The work-up's requests are written with the house's right: they follow from the house's rule, not from a nurse's order.
 *
 * Unit    minutes after the start
 * Source  hospital policy (loop/rules.ts: transfusionWatchMinutes, bloodEndMinutes)
 * Proof   blood.int.test.ts, races.int.test.ts, conformance.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { instantOf, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import { findResources, idIn, readResource } from '../bedside/chart.ts';
import type { BedsideLoop } from '../bedside/record.ts';
import { signedInOf } from '../bedside/people.ts';
import type { Session } from '../bedside/session.ts';
import { putResource, writeAll } from '../bedside/write.ts';
import { CARE_SYSTEM, decideBlood, type LoopSettings, type Plan } from '../loop/index.ts';
import { create, placeOf, refer, taskOf, type Circumstances } from '../loop/writes.ts';
import { TESTS } from '../laboratory/catalogue.ts';
import { extensionsIn } from '../systems.ts';
import { moveUnit, unitIds } from './register.ts';
import type { BloodBody } from './body.ts';
import { bloodState, scannedUnit } from './state.ts';
import { componentOf } from './unit.ts';

type Procedure = ResourceOfType['Procedure'];
type Task = ResourceOfType['Task'];

const MINUTE = 60_000;
/** Code of the tasks that vital signs of a transfusion are. */
export const WATCH = 'transfusion-vitals';
/** What is asked of the laboratory after a reaction: group and screen again, blood count, urine, blood culture. */
const WORK_UP = ['34532-2', '58410-2', '24357-6', '600-7'];

/** The loop with the thresholds of the hospital. */
export function bloodLoop(settings: LoopSettings): BedsideLoop<BloodBody> {
  return {
    name: 'blood',
    orderOf: ({ request }) => `ServiceRequest/${request}`,
    locksOf: (session, body) => unitLocks(session, body),
    decide: async (session, body) => decideBlood(await bloodState(session, body, settings)),
    after: (session, body, plan) => afterwards(session, body, plan, settings),
  };
}

/** The unit that was scanned, or the one that runs. */
async function unitLocks(session: Session, { steps, request }: BloodBody): Promise<readonly string[]> {
  const number = scannedUnit(steps);
  if (number === undefined) return [];
  const component = componentOf(await readResource(session.own, 'ServiceRequest', request));
  const [id] = await unitIds(session.transaction, number, component);
  return id === undefined ? [] : [`BiologicallyDerivedProduct/${id}`];
}

async function afterwards(
  session: Session,
  body: BloodBody,
  { writes, audit }: Plan,
  settings: LoopSettings,
): Promise<readonly string[]> {
  if (audit !== '0') return [];
  const stopped = writes.find((one) => one.op === 'amend' && one.type === 'Procedure');
  if (stopped !== undefined && stopped.op === 'amend') return workUp(session, body, stopped.id);
  const started = writes.find((one) => one.op === 'amend' && one.type === 'BiologicallyDerivedProduct');
  return started !== undefined && started.op === 'amend' ? watch(session, body, started.id, settings) : [];
}

/** Marks the unit as running and sets the times of the vital signs. */
async function watch(
  session: Session,
  { patient, request }: BloodBody,
  unit: string,
  settings: LoopSettings,
): Promise<readonly string[]> {
  const running = await findResources(session.safety, 'Procedure', {
    patient: `Patient/${patient}`,
    status: 'in-progress',
    code: `${CARE_SYSTEM}|transfusion`,
  });
  const procedure = running.find((one) => unitOf(one) === unit);
  if (procedure?.id === undefined) throw new Error('the transfusion that was written is not found');
  await claimUnit(session, unit, procedure.id);
  const product = await readResource(session.safety, 'BiologicallyDerivedProduct', unit);
  const moved = await moveUnit(session, product, { state: 'transfusing', issuedTo: patient, request });
  const circumstances: Circumstances = {
    patient,
    actor: signedInOf(session),
    at: session.own.clock.now(),
    focus: refer('Procedure', procedure.id),
  };
  const times = [...settings.transfusionWatchMinutes, settings.bloodEndMinutes];
  const tasks = times.map((minutes, at) => watchTask(circumstances, minutes, at === times.length - 1));
  return [
    moved,
    ...(await writeAll(
      session,
      tasks.map((task, at) => create(task, placeOf(at))),
    )),
  ];
}

function watchTask(circumstances: Circumstances, minutes: number, isEnd: boolean): Task {
  return {
    ...taskOf(WATCH, circumstances),
    description: isEnd ? 'end' : `${minutes} min`,
    performerType: [{ text: 'nurse' }],
    restriction: { period: { end: instantOf((circumstances.at + minutes * MINUTE) as EpochMs) } },
  };
}

/** A unit is hung once: the second wall behind the locks. */
async function claimUnit({ transaction }: Session, unit: string, procedure: string): Promise<void> {
  const text = 'insert into care_transfusion (unit, procedure) values ($1, $2) on conflict do nothing returning 1';
  if ((await transaction.query(text, [unit, procedure], 'care_hang')).length > 0) return;
  throw new OutcomeError('conflict', 'care.unit-running', 'This unit was hung by somebody else a moment ago.');
}

/** The unit of a transfusion. */
export function unitOf(procedure: Procedure): string | undefined {
  return idIn(extensionsIn(procedure, 'transfused-unit')[0]?.valueReference, 'BiologicallyDerivedProduct');
}

/** Open vital signs of a transfusion. */
export function openWatch(session: Session, procedure: string): Promise<readonly Task[]> {
  return findResources(session.own, 'Task', {
    focus: `Procedure/${procedure}`,
    code: `${CARE_SYSTEM}|${WATCH}`,
    status: 'requested',
  });
}

async function workUp(session: Session, { patient, request }: BloodBody, id: string): Promise<readonly string[]> {
  const { own, safety } = session;
  const procedure = await readResource(own, 'Procedure', id);
  const ended = { ...procedure.performedPeriod, end: instantOf(own.clock.now()) };
  const written = [await putResource(own, { ...procedure, performedPeriod: ended })];
  for (const task of await openWatch(session, id))
    written.push(await putResource(own, { ...task, status: 'cancelled' }));
  const unit = unitOf(procedure);
  if (unit !== undefined) {
    const product = await readResource(safety, 'BiologicallyDerivedProduct', unit);
    written.push(await moveUnit(session, product, { state: 'quarantined' }));
  }
  const about = await readResource(own, 'ServiceRequest', request);
  const requests = WORK_UP.flatMap((loinc) => workUpRequest(session, about, patient, loinc) ?? []);
  const house: Session = { ...session, own: safety };
  written.push(
    ...(await writeAll(
      house,
      requests.map((one, at) => create(one, placeOf(at))),
    )),
  );
  return written;
}

function workUpRequest(
  session: Session,
  about: ResourceOfType['ServiceRequest'],
  patient: string,
  loinc: string,
): ResourceOfType['ServiceRequest'] | undefined {
  const test = TESTS.get(loinc);
  if (test === undefined) return undefined;
  return {
    resourceType: 'ServiceRequest',
    status: 'active',
    intent: 'reflex-order',
    priority: 'stat',
    category: [{ coding: [{ system: CARE_SYSTEM, code: 'laboratory' }] }],
    code: { coding: [{ system: 'http://loinc.org', code: loinc, display: test.en }], text: test.ko },
    subject: refer('Patient', patient),
    ...(about.encounter === undefined ? {} : { encounter: about.encounter }),
    ...(about.requester === undefined ? {} : { requester: about.requester }),
    basedOn: [refer('ServiceRequest', about.id ?? '')],
    authoredOn: instantOf(session.own.clock.now()),
    reasonCode: [{ coding: [{ system: CARE_SYSTEM, code: 'transfusion-reaction' }] }],
  };
}
