/**
 * Transfer: into another bed, or to a place such as an operating room while the bed waits; leave of absence likewise.
 *
 * The old bed becomes `cleaning`. The history of places stays in `Encounter.location`.
 *
 * Proof   transfer.test.ts, admission.int.test.ts, races.int.test.ts
 */
import { instantOf, intervalOf, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { idIn } from '../bedside/chart.ts';
import type { Session } from '../bedside/session.ts';
import { lockedStay, notOpen, patientOfStay, type StayAnswer } from './admission.ts';
import { demandFree, ended, holds, isBed, setBedState, stayIn } from './beds.ts';
import type { Leave, Transfer } from './body.ts';
import { withExtension, type Encounter, type Location, type Stay } from './codes.ts';
import { momentIn, once, replace } from './write.ts';

const PRESENT = new Set(['arrived', 'triaged', 'in-progress']);

/** Moves a patient. */
export async function transferStay(context: Context, body: Transfer): Promise<StayAnswer> {
  const patient = await patientOfStay(context, body.encounter);
  return once(context, 'transfer', patient, body, async (session) => {
    const target = body.bed ?? body.place;
    const { encounter, beds } = await lockedStay(session, body.encounter, target === undefined ? [] : [target]);
    demandPresent(encounter, body.version);
    const at = timeAfter(encounter, momentIn(session.own, body.at));
    const own = (encounter.location ?? []).find((part) => holds(part) && isBedPart(part, beds));
    if (body.bed !== undefined) await intoBed(session, encounter, beds, body.bed, at);
    else if (body.place !== undefined) await toPlace(session, encounter, beds.get(body.place) as Location, own, at);
    else await backToBed(session, encounter, own, at);
    const bed = body.bed ?? idIn(own?.location, 'Location');
    return { patient, encounter: body.encounter, status: encounter.status, ...(bed === undefined ? {} : { bed }) };
  });
}

function demandPresent(encounter: Encounter, version: string | undefined): void {
  if (!PRESENT.has(encounter.status)) throw notOpen(`is ${encounter.status}`);
  if (version !== undefined && encounter.meta?.versionId !== version) throw notOpen('was changed by somebody else');
}

/** Nothing of a stay happens before its last move. */
export function timeAfter({ location = [] }: Encounter, at: EpochMs): EpochMs {
  const starts = location.flatMap(({ period }) => intervalOf(period?.start ?? '')?.low ?? []);
  if (starts.every((start) => start <= at)) return at;
  const text = 'The patient was moved after that time; enter a later time.';
  throw new OutcomeError('business-rule', 'care.before-last-move', text);
}

function isBedPart({ location }: Stay, beds: ReadonlyMap<string, Location>): boolean {
  const place = beds.get(idIn(location, 'Location') ?? '');
  return place !== undefined && isBed(place);
}

async function intoBed(
  session: Session,
  encounter: Encounter,
  beds: ReadonlyMap<string, Location>,
  target: string,
  at: EpochMs,
): Promise<void> {
  const bed = beds.get(target) as Location;
  const parts = encounter.location ?? [];
  if (parts.some((part) => holds(part) && idIn(part.location, 'Location') === target)) {
    throw new OutcomeError('business-rule', 'care.same-bed', 'The patient is in that bed already.');
  }
  await demandFree(session, bed, encounter.id);
  const now = instantOf(at);
  const location = [...parts.map((part) => (holds(part) ? ended(part, now) : part)), stayIn(bed, now)];
  await replace(session.own, { ...encounter, location });
  for (const [id, old] of beds) if (id !== target && isBed(old)) await setBedState(session, old, 'cleaning');
  await setBedState(session, bed, 'occupied');
}

/** The patient is elsewhere for a while; the bed waits. */
async function toPlace(
  session: Session,
  encounter: Encounter,
  place: Location,
  own: Stay | undefined,
  at: EpochMs,
): Promise<void> {
  if (isBed(place)) {
    throw new OutcomeError('business-rule', 'care.place-is-bed', 'That place is a bed; tell it as `bed`.');
  }
  const now = instantOf(at);
  const location = (encounter.location ?? []).map((part) => {
    if (part === own) return { ...part, status: 'reserved' as const };
    return holds(part) ? ended(part, now) : part;
  });
  await replace(session.own, { ...encounter, location: [...location, stayIn(place, now)] });
}

async function backToBed(session: Session, encounter: Encounter, own: Stay | undefined, at: EpochMs): Promise<void> {
  if (own === undefined) throw notOpen('has no bed to come back to');
  const now = instantOf(at);
  const location = (encounter.location ?? []).map((part) => {
    if (part === own) return { ...part, status: 'active' as const };
    return holds(part) ? ended(part, now) : part;
  });
  await replace(session.own, { ...encounter, location });
}

/** Leave of absence: the bed stays theirs. */
export async function leaveOfAbsence(context: Context, body: Leave): Promise<StayAnswer> {
  const patient = await patientOfStay(context, body.encounter);
  return once(context, 'leave', patient, body, async (session) => {
    const { encounter } = await lockedStay(session, body.encounter);
    const expected = body.away ? 'in-progress' : 'onleave';
    if (encounter.status !== expected) throw notOpen(`is ${encounter.status}`);
    const at = instantOf(momentIn(session.own, body.at));
    const status = body.away ? 'onleave' : 'in-progress';
    const until = body.away && body.until !== undefined ? { valueDateTime: instantOf(body.until) } : undefined;
    await replace(session.own, {
      ...encounter,
      extension: withExtension(encounter.extension, 'leave-until', until),
      status,
      statusHistory: [...(encounter.statusHistory ?? []), { status: expected, period: { end: at } }],
    });
    return { patient, encounter: body.encounter, status };
  });
}
