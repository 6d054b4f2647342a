/**
 * Discharge in two steps: it is decided, and later the patient leaves. Only when they have really left does the stay end and the
 * bed become `cleaning`.
 *
 * Source  https://hl7.org/fhir/R4/encounter-definitions.html#Encounter.hospitalization.dischargeDisposition
 * Proof   admission.int.test.ts
 */
import { instantOf, OutcomeError } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources, readResource } from '../bedside/chart.ts';
import type { Session } from '../bedside/session.ts';
import { lockedStay, notOpen, patientOfStay, type StayAnswer } from './admission.ts';
import { bedOf, ended, holdersOf, holds, isBed, lockedBeds, setBedState } from './beds.ts';
import type { BedStateBody, Departure, Discharge } from './body.ts';
import { careCodeOf, dispositionConcept, extensionOf, OPEN_TASKS, withExtension, type Location } from './codes.ts';
import { momentIn, once, replace } from './write.ts';

const OVER = new Set(['finished', 'cancelled', 'entered-in-error']);

/** Decides that the patient goes, and how. The bed stays theirs. */
export async function decideDischarge(context: Context, body: Discharge): Promise<StayAnswer> {
  const patient = await patientOfStay(context, body.encounter);
  return once(context, 'discharge', patient, body, async (session) => {
    const { encounter } = await lockedStay(session, body.encounter);
    if (OVER.has(encounter.status) || encounter.status === 'planned') throw notOpen(`is ${encounter.status}`);
    const died = await deathOf(session, patient, body);
    const at = instantOf(momentIn(session.own, body.at));
    const decided = withExtension(encounter.extension, 'discharge-decided', { valueDateTime: at });
    const note = body.note === undefined ? undefined : { valueString: body.note };
    await replace(session.own, {
      ...encounter,
      extension: withExtension(decided, 'discharge-note', note),
      hospitalization: {
        ...encounter.hospitalization,
        dischargeDisposition: dispositionConcept(body.disposition),
      },
    });
    if (died !== undefined) await recordDeath(session, patient, died);
    return { patient, encounter: body.encounter, status: encounter.status };
  });
}

async function deathOf(session: Session, patient: string, body: Discharge): Promise<string | undefined> {
  if (body.disposition !== 'exp') {
    if (body.died === undefined) return undefined;
    const text = 'A time of death belongs to the disposition `exp` only.';
    throw new OutcomeError('business-rule', 'care.death-disposition', text);
  }
  if (body.died === undefined) {
    throw new OutcomeError('business-rule', 'care.death-time-missing', 'Enter the time of death.');
  }
  if (session.own.caller.role !== 'physician') {
    throw new OutcomeError('forbidden', 'care.death-by-physician', 'A physician records a death.');
  }
  return instantOf(momentIn(session.own, body.died));
}

async function recordDeath(session: Session, patient: string, at: string): Promise<void> {
  const { deceasedBoolean: _unknownTime, ...person } = await readResource(session.own, 'Patient', patient);
  await replace(session.own, { ...person, deceasedDateTime: at });
}

/** The patient has left: the stay is over, its open tasks too, and the bed is to be cleaned. */
export async function depart(context: Context, body: Departure): Promise<StayAnswer> {
  const patient = await patientOfStay(context, body.encounter);
  return once(context, 'departure', patient, body, async (session) => {
    const { encounter, beds } = await lockedStay(session, body.encounter);
    if (OVER.has(encounter.status)) throw notOpen(`is ${encounter.status}`);
    const expected = encounter.status === 'planned';
    if (!expected && extensionOf(encounter, 'discharge-decided') === undefined) {
      const text = 'Nobody has decided the discharge yet; decide it with its disposition first.';
      throw new OutcomeError('business-rule', 'care.discharge-undecided', text);
    }
    const end = instantOf(momentIn(session.own, body.at));
    const status = expected ? 'cancelled' : 'finished';
    await replace(session.own, {
      ...encounter,
      status,
      period: { ...encounter.period, end },
      location: (encounter.location ?? []).map((part) => (holds(part) ? ended(part, end) : part)),
    });
    for (const place of beds.values())
      if (isBed(place)) await setBedState(session, place, expected ? 'free' : 'cleaning');
    await endTasks(session, patient, body.encounter);
    const bed = bedOf(encounter, (one) => beds.has(one));
    return { patient, encounter: body.encounter, status, ...(bed === undefined ? {} : { bed }) };
  });
}

/** Tasks that end with the stay; those of others (results, orders, notes) go on. */
function isOfWard(code = ''): boolean {
  return OF_WARD.has(code) || code.startsWith('assessment-');
}

const OF_WARD: ReadonlySet<string> = new Set(['vital-signs', 'news2-escalation', 'nursing-plan']);

/** What was still to be done on the ward is not done any more. */
async function endTasks(session: Session, patient: string, encounter: string): Promise<void> {
  const criteria = { patient: `Patient/${patient}`, encounter: `Encounter/${encounter}`, status: OPEN_TASKS };
  const open = await findResources(session.own, 'Task', criteria);
  for (const task of open) {
    if (!isOfWard(careCodeOf(task.code))) continue;
    await replace(session.own, { ...task, status: 'cancelled', statusReason: { text: 'discharged' } });
  }
}

/** Sets the state of a bed that nobody holds: cleaned, closed, reserved. */
export async function setBed(
  context: Context,
  body: BedStateBody,
): Promise<{ readonly bed: string; readonly state: string }> {
  return once(context, 'bed', `bed-${body.bed}`, body, async (session) => {
    const bed = (await lockedBeds(session, [body.bed])).get(body.bed) as Location;
    if (!isBed(bed)) throw new OutcomeError('business-rule', 'care.not-a-bed', 'That place is no bed; choose a bed.');
    if ((await holdersOf(session, body.bed)).length > 0) {
      const text = 'A patient holds this bed; transfer or discharge them first.';
      throw new OutcomeError('conflict', 'care.bed-taken', text);
    }
    await setBedState(session, bed, body.state);
    return { bed: body.bed, state: body.state };
  });
}
