/**
 * The blood bank: units come in, are crossmatched for a request, issued, and come back, each step once and in order.
 *
 * Only a unit that fits is reserved and issued: groups as the loop knows them, not expired, crossmatch young enough. A unit goes
 * out without a crossmatch only as emergency stock: group O, Rh D negative red cells.
 *
 * Source  hospital policy; groups in loop/groups.ts
 * Proof   watch.int.test.ts, blood.int.test.ts
 */
import type { Context } from '../../record/index.ts';
import type { ResourceOfType } from '../../fhir/index.ts';
import { instantOf, intervalOf, OutcomeError } from '../../kernel/index.ts';
import { attempted, type Done } from '../bedside/attempt.ts';
import { idIn, readResource } from '../bedside/chart.ts';
import { signedInOf } from '../bedside/people.ts';
import type { Session } from '../bedside/session.ts';
import { writeAll } from '../bedside/write.ts';
import { labelNumber, specimenWith } from '../laboratory/receipt.ts';
import { CARE_SYSTEM, messageOf, type LoopSettings } from '../loop/index.ts';
import { groupFindings } from '../loop/groups.ts';
import { concept, create, placeOf, provenanceOf, refer, type Circumstances } from '../loop/writes.ts';
import { momentOf } from '../systems.ts';
import type { CrossmatchBody, IssueBody, ReturnBody, UnitBody } from './body.ts';
import { enterUnit, lockedUnit, moveUnit } from './register.ts';
import { crossmatchOf, groupsOf } from './state.ts';
import {
  componentOf,
  EMERGENCY,
  factsOf,
  loopUnit,
  scannedNumber,
  serialOf,
  unitResource,
  type Product,
  type UnitFacts,
} from './unit.ts';

type ServiceRequest = ResourceOfType['ServiceRequest'];

/** What each step answers. */
export interface UnitAnswer {
  readonly unit: UnitFacts;
  readonly written: readonly string[];
}

/** A unit comes into the house. */
export function registerUnit(context: Context, body: UnitBody): Promise<UnitAnswer> {
  const number = scannedNumber(body.number);
  const what = { name: 'blood-register', attempt: body.attempt, asked: body, patient: '' };
  return attempted(context, what, async (session) => {
    const { component, abo, rhd, expiry, attributes, emergency } = body;
    if (emergency && !(component === 'red cells' && abo === 'O' && rhd === 'negative'))
      throw rule('care.not-emergency-stock', 'Only group O, Rh D negative red cells are emergency stock.');
    refuseExpired(session, expiry);
    const at = session.own.clock.now();
    const facts = { number, component, abo, rhd, expiry, attributes, ...(emergency ? { issuedTo: EMERGENCY } : {}) };
    const [reference = ''] = await writeAll(session, [create(unitResource(facts, at), placeOf(0))]);
    const id = reference.split('/')[1] ?? '';
    const unit = factsOf(await readResource(session.own, 'BiologicallyDerivedProduct', id));
    await enterUnit(session, unit);
    return { answer: { unit, written: [reference] }, written: [reference] };
  });
}

function rule(code: string, text: string): OutcomeError {
  return new OutcomeError('business-rule', code, text);
}

function refuseExpired({ own }: Session, expiry: string): void {
  const end = intervalOf(expiry, own.settings.timeZone)?.high;
  if (end === undefined || own.clock.now() >= end) throw rule('care.unit-expired', 'The unit has expired.');
}

function refuseState({ state, number }: UnitFacts, allowed: readonly string[]): void {
  if (allowed.includes(state)) return;
  throw new OutcomeError(
    'conflict',
    'care.unit-state',
    `Unit ${number} is ${state}; it must be ${allowed.join(' or ')}.`,
  );
}

async function bloodRequest(session: Session, id: string): Promise<ServiceRequest> {
  const request = await readResource(session.own, 'ServiceRequest', id);
  if (request.status !== 'active') throw rule('care.request-not-active', messageOf('loop.blood.request-not-active').en);
  return request;
}

/** Stops where the groups do not fit, in the words of the bedside. */
async function refuseGroups(session: Session, request: ServiceRequest, unit: UnitFacts): Promise<void> {
  const component = componentOf(request);
  if (unit.component !== component)
    throw rule('care.unit-component', `The request is for ${component}; this unit is ${unit.component}.`);
  const patient = idIn(request.subject, 'Patient') ?? '';
  const groups = await groupsOf(session.safety, patient);
  const asked = { id: request.id ?? '', patient, component, status: 'active', consent: true, ...groups };
  const found = groupFindings(asked, { ...loopUnit(unit), issuedTo: patient });
  const stop = found.find(({ decision }) => decision === 'stop');
  if (stop !== undefined) throw rule('care.unit-incompatible', messageOf(stop.messageKey).en);
}

/** The crossmatch of a unit with a patient's sample: compatible reserves the unit. */
export async function crossmatch(context: Context, settings: LoopSettings, body: CrossmatchBody): Promise<UnitAnswer> {
  const number = scannedNumber(body.number);
  const patient = await patientOf(context, body.request);
  const locks = [`ServiceRequest/${body.request}`];
  const what = { name: 'blood-crossmatch', attempt: body.attempt, asked: body, patient, locks };
  return attempted(context, what, async (session): Promise<Done<UnitAnswer>> => {
    const request = await bloodRequest(session, body.request);
    const unit = await lockedUnit(session, number, componentOf(request));
    refuseState(factsOf(unit), ['available']);
    refuseExpired(session, factsOf(unit).expiry);
    const sample = await sampleOf(session, settings, body.sample, patient);
    if (body.result === 'compatible') await refuseGroups(session, request, factsOf(unit));
    const written = [...(await writeAll(session, matchWrites(session, body, { request, unit, sample, patient })))];
    if (body.result === 'compatible')
      written.push(await moveUnit(session, unit, { state: 'reserved', reservedFor: patient, request: body.request }));
    const after = factsOf(await readResource(session.own, 'BiologicallyDerivedProduct', unit.id ?? ''));
    return { answer: { unit: after, written }, written, text: body.result };
  });
}

async function patientOf(context: Context, request: string): Promise<string> {
  return idIn((await readResource(context, 'ServiceRequest', request)).subject, 'Patient') ?? '';
}

/** The patient's own sample, received, and young enough. */
async function sampleOf(
  session: Session,
  { crossmatchHours }: LoopSettings,
  raw: string,
  patient: string,
): Promise<ResourceOfType['Specimen']> {
  const label = labelNumber(session.own, raw);
  const sample = label === undefined ? undefined : await specimenWith(session.own, label);
  if (sample === undefined || idIn(sample.subject, 'Patient') !== patient)
    throw rule('care.sample-of-another', 'This sample is not of the patient of the request; scan the right one.');
  if (sample.receivedTime === undefined)
    throw rule('care.specimen-not-received', 'The specimen was not received in the laboratory; receive it first.');
  const taken = momentOf(sample.collection?.collectedDateTime) ?? 0;
  if (session.own.clock.now() - taken > crossmatchHours * 3_600_000)
    throw rule('care.sample-expired', messageOf('loop.blood.sample-expired').en);
  return sample;
}

interface Match {
  readonly request: ServiceRequest;
  readonly unit: Product;
  readonly sample: ResourceOfType['Specimen'];
  readonly patient: string;
}

function matchWrites(session: Session, { result }: CrossmatchBody, { request, unit, sample, patient }: Match) {
  const circumstances = circumstancesOf(session, patient, request.id ?? '');
  const observation: ResourceOfType['Observation'] = {
    resourceType: 'Observation',
    status: 'final',
    basedOn: [refer('ServiceRequest', request.id ?? '')],
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
    ],
    code: {
      coding: [
        { system: CARE_SYSTEM, code: 'crossmatch' },
        { system: 'http://loinc.org', code: '1250-0' },
      ],
    },
    subject: refer('Patient', patient),
    focus: [refer('BiologicallyDerivedProduct', unit.id ?? '')],
    effectiveDateTime: sample.collection?.collectedDateTime ?? instantOf(circumstances.at),
    issued: instantOf(circumstances.at),
    performer: [refer('Practitioner', circumstances.actor ?? '')],
    specimen: refer('Specimen', sample.id ?? ''),
    valueCodeableConcept: concept(result),
  };
  return [
    create(observation, placeOf(0)),
    create(provenanceOf([{ reference: placeOf(0) }], circumstances, 'crossmatch'), placeOf(1)),
  ];
}

function circumstancesOf(session: Session, patient: string, request: string): Circumstances {
  const at = session.own.clock.now();
  return { patient, actor: signedInOf(session), at, focus: refer('ServiceRequest', request) };
}

/** A reserved unit leaves the blood bank for its patient. */
export async function issue(context: Context, settings: LoopSettings, body: IssueBody): Promise<UnitAnswer> {
  const number = scannedNumber(body.number);
  const patient = await patientOf(context, body.request);
  const locks = [`ServiceRequest/${body.request}`];
  const what = { name: 'blood-issue', attempt: body.attempt, asked: body, patient, locks };
  return attempted(context, what, async (session): Promise<Done<UnitAnswer>> => {
    const request = await bloodRequest(session, body.request);
    const unit = await lockedUnit(session, number, componentOf(request));
    const facts = factsOf(unit);
    refuseState(facts, ['reserved']);
    if (facts.reservedFor !== patient) throw rule('care.unit-of-another', 'The unit is reserved for another patient.');
    refuseExpired(session, facts.expiry);
    await refuseGroups(session, request, facts);
    const match = await crossmatchOf(session.safety, body.request, unit);
    const now = session.own.clock.now();
    if (match?.unit !== serialOf(facts.number) || now - match.sampleAt > settings.crossmatchHours * 3_600_000)
      throw rule('care.sample-expired', messageOf('loop.blood.sample-expired').en);
    const moved = await moveUnit(session, unit, { state: 'issued', issuedTo: patient, issuedAt: instantOf(now) });
    return done(session, unit, [moved]);
  });
}

async function done(session: Session, unit: Product, written: readonly string[]): Promise<Done<UnitAnswer>> {
  const after = factsOf(await readResource(session.own, 'BiologicallyDerivedProduct', unit.id ?? ''));
  return { answer: { unit: after, written }, written, text: after.state };
}

/** A unit that was not hung comes back: to the shelf, apart, or away. */
export function giveBack(context: Context, body: ReturnBody): Promise<UnitAnswer> {
  const number = scannedNumber(body.number);
  const what = { name: 'blood-return', attempt: body.attempt, asked: body, patient: '', reason: body.reason };
  return attempted(context, what, async (session) => {
    const unit = await lockedUnit(session, number, body.component);
    const allowed =
      body.to === 'available' ? ['reserved', 'issued'] : ['available', 'reserved', 'issued', 'quarantined'];
    refuseState(factsOf(unit), allowed);
    const clear = { issuedTo: undefined, issuedAt: undefined, reservedFor: undefined, request: undefined };
    const moved = await moveUnit(session, unit, { state: body.to, ...clear });
    return done(session, unit, [moved]);
  });
}
