/**
 * One act on the ward: the patient is locked, an attempt that is sent again gets its answer, and everything that the act writes
 * is one transaction.
 *
 * Proof   admission.int.test.ts, races.int.test.ts
 */
import type { Reference, Resource, ResourceOfType } from '../../fhir/index.ts';
import { OutcomeError, type EpochMs } from '../../kernel/index.ts';
import { interact, type Context } from '../../record/index.ts';
import { answerBefore, keepAnswer } from '../bedside/guard.ts';
import { idIn } from '../bedside/chart.ts';
import { inSession, lockPatient, type Session } from '../bedside/session.ts';

/** What every act tells: its own id, so that it happens once. */
export interface Attempt {
  readonly attempt: string;
}

/** Runs an act for a patient once, however often it is sent. `patient` is looked up inside where the body names a stay only. */
export function once<Answer>(
  context: Context,
  name: string,
  patient: string,
  body: Attempt,
  work: (session: Session) => Promise<Answer>,
): Promise<Answer> {
  const asked = JSON.stringify([name, body]);
  return inSession(context, async (session) => {
    await lockPatient(session, patient);
    const before = await answerBefore(session, context.caller.id, body.attempt, asked);
    if (before !== undefined) return JSON.parse(before) as Answer;
    const answer = await work(session);
    await keepAnswer(session, context.caller.id, body.attempt, asked, JSON.stringify(answer));
    return answer;
  });
}

/** Makes a resource; its id. `context` says within whose reach. */
export async function make(context: Context, resource: Resource): Promise<string> {
  const path = [resource.resourceType];
  const { version } = await interact(context, {
    method: 'POST',
    path,
    query: '',
    conditions: {},
    body: filled(resource),
  });
  if (version === undefined) throw new Error('the record told no version');
  return version.fid;
}

/** Replaces a resource, if nobody changed it since it was read. */
export async function replace(context: Context, resource: Resource): Promise<void> {
  const { resourceType, id = '', meta } = resource as ResourceOfType['Patient'];
  const conditions = meta?.versionId === undefined ? {} : { ifMatch: `W/"${meta.versionId}"` };
  await interact(context, { method: 'PUT', path: [resourceType, id], query: '', conditions, body: filled(resource) });
}

/** FHIR has no empty lists: a member that is one is left out. */
export function filled<Holder extends object>(resource: Holder): Holder {
  const entries = Object.entries(resource).filter(([, value]) => !(Array.isArray(value) && value.length === 0));
  return Object.fromEntries(entries) as Holder;
}

/** Id of the Practitioner who is signed in. */
export function ownPractitioner({ caller }: Context): string {
  const id = idIn({ reference: caller.fhirUser ?? '' }, 'Practitioner');
  if (id !== undefined) return id;
  const text = 'Your account belongs to no Practitioner of this hospital, so nothing can be recorded in your name.';
  throw new OutcomeError('forbidden', 'care.no-practitioner', text);
}

/** Who is signed in, as the record refers to them. */
export function ownReference(context: Context): Reference {
  const { name } = context.caller;
  return { reference: `Practitioner/${ownPractitioner(context)}`, ...(name === '' ? {} : { display: name }) };
}

/** How far a clock on the ward may be ahead of ours. */
const AHEAD_MS = 120_000;
/** How long afterwards something may still be charted. */
const LATE_MS = 7 * 86_400_000;

/** When it happened: now, or as told, which must not be ahead of time nor too long ago. */
export function momentIn({ clock }: Context, told: EpochMs | undefined): EpochMs {
  const now = clock.now();
  if (told === undefined) return now;
  if (told > now + AHEAD_MS) {
    const text = 'The time lies in the future; check the clock of this device, or enter when it happened.';
    throw new OutcomeError('business-rule', 'care.time-ahead', text);
  }
  if (told < now - LATE_MS) {
    const text = 'The time lies more than seven days back; ask the records office to enter it.';
    throw new OutcomeError('business-rule', 'care.time-too-old', text);
  }
  return told;
}
