/**
 * Admission: a patient gets a bed, now or as expected. The stay, the bed and the first tasks of the ward are one transaction.
 *
 * Source  https://hl7.org/fhir/R4/encounter.html
 * Proof   admission.int.test.ts, races.int.test.ts
 */
import { instantOf, newLogicalId, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources, idIn, readResource } from '../bedside/chart.ts';
import { lockResources, type Session } from '../bedside/session.ts';
import { bedOf, demandFree, ended, holds, lockedBeds, setBedState, stayIn } from './beds.ts';
import type { Admission, Arrival } from './body.ts';
import {
  ACT,
  admitConcept,
  ENCOUNTER_NUMBER,
  OPEN_STAYS,
  participation,
  PATIENT_NUMBER,
  refer,
  withExtension,
  type Encounter,
  type Location,
} from './codes.ts';
import { firstTasks } from './due.ts';
import { make, momentIn, once, replace } from './write.ts';

/** What an act on a stay answers. */
export interface StayAnswer {
  readonly patient: string;
  readonly encounter: string;
  readonly status: string;
  readonly bed?: string;
}

/** Admits a patient, or reserves a bed for one who comes later. */
export async function admit(context: Context, body: Admission): Promise<StayAnswer> {
  const patient = body.patient ?? newLogicalId();
  return once(context, 'admission', body.patient ?? body.attempt, body, async (session) => {
    const at = momentIn(session.own, body.at);
    const known = body.patient === undefined ? await register(session, body) : patient;
    await demandNoOtherStay(session, known, body.emergency);
    const bed = (await lockedBeds(session, [body.bed])).get(body.bed) as Location;
    await demandFree(session, bed);
    if (body.emergency !== undefined) await closeEmergency(session, known, body.emergency, at);
    const encounter = await make(session.own, await stayOf(session, known, body, bed, at));
    await setBedState(session, bed, body.expected ? 'reserved' : 'occupied');
    if (!body.expected) await firstTasks(session, { patient: known, encounter, at });
    const status = body.expected ? 'planned' : 'in-progress';
    return { patient: known, encounter, status, bed: body.bed };
  });
}

/** A person who was never here. */
async function register(session: Session, { newPatient }: Admission): Promise<string> {
  if (newPatient === undefined) throw new Error('no patient to register');
  const { name, gender, birthDate } = newPatient;
  return make(session.own, {
    resourceType: 'Patient',
    identifier: [{ system: PATIENT_NUMBER, value: await freeNumber(session) }],
    active: true,
    name: [{ use: 'official', text: name }],
    gender,
    ...(birthDate === undefined ? {} : { birthDate }),
  });
}

/** A number that nobody has. */
async function freeNumber(session: Session): Promise<string> {
  for (let tries = 0; tries < 20; tries++) {
    const value = String(90_000_000 + Math.floor(Math.random() * 10_000_000));
    const found = await findResources(session.safety, 'Patient', { identifier: `${PATIENT_NUMBER}|${value}` });
    if (found.length === 0) return value;
  }
  throw new OutcomeError('unavailable', 'care.no-number', 'No free patient number was found; try again.');
}

/** A person lies in one bed only. */
async function demandNoOtherStay(session: Session, patient: string, emergency: string | undefined): Promise<void> {
  const found = await findResources(session.safety, 'Encounter', {
    patient: `Patient/${patient}`,
    class: `${ACT}|IMP`,
    status: OPEN_STAYS,
  });
  if (found.every(({ id }) => id === emergency)) return;
  const text = 'This patient is already admitted or expected; transfer them, or end the other stay first.';
  throw new OutcomeError('conflict', 'care.already-admitted', text);
}

async function closeEmergency(session: Session, patient: string, id: string, at: EpochMs): Promise<void> {
  await lockResources(session, [`Encounter/${id}`]);
  const visit = await readResource(session.own, 'Encounter', id);
  if (idIn(visit.subject, 'Patient') !== patient) throw otherPatient();
  if (visit.status === 'finished') return;
  const end = instantOf(at);
  await replace(session.own, {
    ...visit,
    status: 'finished',
    period: { ...visit.period, end },
    location: (visit.location ?? []).map((part) => (holds(part) ? ended(part, end) : part)),
  });
}

function otherPatient(): OutcomeError {
  return new OutcomeError(
    'business-rule',
    'care.other-patient',
    'That visit belongs to another patient; choose again.',
  );
}

async function stayOf(
  session: Session,
  patient: string,
  body: Admission,
  bed: Location,
  at: EpochMs,
): Promise<Encounter> {
  const start = instantOf(at);
  const { name } = await readResource(session.own, 'Patient', patient);
  const display = name?.[0]?.text;
  const source = body.emergency === undefined ? body.source : 'emd';
  const planned = body.expectedDischarge === undefined ? undefined : { valueDate: body.expectedDischarge };
  const extension = withExtension([], 'expected-discharge', planned);
  return {
    resourceType: 'Encounter',
    extension,
    identifier: [{ system: ENCOUNTER_NUMBER, value: `${patient}-${at.toString(36)}` }],
    status: body.expected ? 'planned' : 'in-progress',
    class: { system: ACT, code: 'IMP', display: 'inpatient encounter' },
    subject: refer('Patient', patient, display),
    participant: participants(body, start),
    period: { start },
    ...(body.reason === undefined ? {} : { reasonCode: [{ text: body.reason }] }),
    hospitalization: { admitSource: admitConcept(source) },
    location: [stayIn(bed, start, body.expected ? 'reserved' : 'active')],
    ...(body.emergency === undefined ? {} : { partOf: refer('Encounter', body.emergency) }),
  };
}

function participants({ attending, nurse }: Admission, start: string): NonNullable<Encounter['participant']> {
  const one = (type: 'ATND' | 'PPRF', id: string) => ({
    type: [participation(type)],
    period: { start },
    individual: refer('Practitioner', id),
  });
  return [
    ...(attending === undefined ? [] : [one('ATND', attending)]),
    ...(nurse === undefined ? [] : [one('PPRF', nurse)]),
  ];
}

/** Somebody who was expected is here: the reserved bed is theirs. */
export async function arrive(context: Context, body: Arrival): Promise<StayAnswer> {
  const patient = await patientOfStay(context, body.encounter);
  return once(context, 'arrival', patient, body, async (session) => {
    const { encounter, beds } = await lockedStay(session, body.encounter);
    if (encounter.status !== 'planned') throw notOpen('is not expected any more');
    const at = momentIn(session.own, body.at);
    const bed = bedOf(encounter, (one) => beds.has(one));
    for (const one of beds.values()) if (one.id === bed) await demandFree(session, one, body.encounter);
    const location = (encounter.location ?? []).map((part) =>
      holds(part) ? { ...part, status: 'active' as const, period: { start: instantOf(at) } } : part,
    );
    await replace(session.own, { ...encounter, status: 'in-progress', period: { start: instantOf(at) }, location });
    if (bed !== undefined) await setBedState(session, beds.get(bed) as Location, 'occupied');
    await firstTasks(session, { patient, encounter: body.encounter, at });
    return { patient, encounter: body.encounter, status: 'in-progress', ...(bed === undefined ? {} : { bed }) };
  });
}

/** Whose stay it is. */
export async function patientOfStay(context: Context, encounter: string): Promise<string> {
  const patient = idIn((await readResource(context, 'Encounter', encounter)).subject, 'Patient');
  if (patient !== undefined) return patient;
  throw notOpen('belongs to no patient');
}

/** A stay with the places that it holds and those asked for, all locked. */
export async function lockedStay(
  session: Session,
  id: string,
  more: readonly string[] = [],
): Promise<{ readonly encounter: Encounter; readonly beds: ReadonlyMap<string, Location> }> {
  await lockResources(session, [`Encounter/${id}`]);
  const encounter: Encounter = await readResource(session.own, 'Encounter', id);
  const held = (encounter.location ?? []).filter(holds).flatMap(({ location }) => idIn(location, 'Location') ?? []);
  return { encounter, beds: await lockedBeds(session, [...held, ...more]) };
}

/** The fault of a stay that cannot be changed in this way. */
export function notOpen(why: string): OutcomeError {
  return new OutcomeError('conflict', 'care.stay-not-open', `This stay ${why}; read the board again.`);
}
