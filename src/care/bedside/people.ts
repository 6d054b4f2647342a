/**
 * People at the bedside: whose badges, whose band.
 *
 * A badge or band number that more than one record has names nobody: it is refused as if it were unknown.
 *
 * Proof   medication.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { intervalOf, OutcomeError } from '../../kernel/index.ts';
import { parseGs1 } from '../gs1/index.ts';
import type { BandedPatient, Staff, Step } from '../loop/index.ts';
import { codesIn, identifierIn, PATIENT_GSRN, STAFF_GSRN, textIn } from '../systems.ts';
import { findResources, idIn, readResource } from './chart.ts';
import type { Context } from '../../record/index.ts';
import type { Session } from './session.ts';

/** Roles of `PractitionerRole.code` in the words of the loop. */
const ROLES: Readonly<Record<string, string>> = { doctor: 'physician', nurse: 'nurse', pharmacist: 'pharmacist' };

/** Id of the Practitioner who is signed in. */
export function signedInOf({ own }: Session): string {
  const id = idIn({ reference: own.caller.fhirUser ?? '' }, 'Practitioner');
  if (id === undefined) throw nobody();
  return id;
}

function nobody(): OutcomeError {
  const text = 'Your account belongs to no Practitioner of this hospital, so nothing can be recorded in your name.';
  return new OutcomeError('forbidden', 'care.no-practitioner', text);
}

/** Everybody whose badge was scanned, and the person who is signed in (whose role is that of the account). */
export async function staffOf(session: Session, steps: readonly Step[], signedIn: string): Promise<readonly Staff[]> {
  const own = await readResource(session.safety, 'Practitioner', signedIn);
  const found = new Map([[signedIn, own]]);
  for (const gsrn of badgeNumbers(steps)) {
    const owners = await findResources(session.safety, 'Practitioner', { identifier: `${STAFF_GSRN}|${gsrn}` });
    const [owner, ...others] = owners;
    if (owner?.id !== undefined && others.length === 0) found.set(owner.id, owner);
  }
  const members: Staff[] = [];
  for (const one of found.values()) members.push(await staffMember(session, one, signedIn));
  return members;
}

/** Badges hold no dates, so the year of reading does not matter. */
function badgeNumbers(steps: readonly Step[]): readonly string[] {
  const numbers = steps.flatMap((step) => {
    if (!('scan' in step) || step.scan !== 'badge' || step.raw === null) return [];
    const reading = parseGs1(step.raw, { asOf: '2026' });
    return reading.ok ? (reading.facts.staffGsrn ?? []) : [];
  });
  return [...new Set(numbers)];
}

async function staffMember(
  session: Session,
  practitioner: ResourceOfType['Practitioner'],
  signedIn: string,
): Promise<Staff> {
  const { id = '', identifier, active } = practitioner;
  const badge = identifierIn(identifier, STAFF_GSRN);
  const end = badge?.period?.end;
  const ended = end !== undefined && (intervalOf(end)?.high ?? 0) <= session.own.clock.now();
  return {
    id,
    role: id === signedIn ? session.own.caller.role : await roleOf(session, id),
    gsrn: badge?.value ?? '',
    badge: active === false || ended ? 'revoked' : 'active',
  };
}

async function roleOf(session: Session, practitioner: string): Promise<string> {
  return (await rolesOf(session.safety, [practitioner])).get(practitioner)?.[0] ?? '';
}

/** The roles on duty of some people. */
async function rolesOf(
  context: Context,
  practitioners: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (practitioners.length === 0) return new Map();
  const practitioner = practitioners.map((id) => `Practitioner/${id}`).join(',');
  const found = new Map<string, string[]>();
  for (const duty of await findResources(context, 'PractitionerRole', { practitioner, active: 'true' })) {
    const id = idIn(duty.practitioner, 'Practitioner') ?? '';
    const roles = (duty.code ?? []).flatMap(codesIn).flatMap((code) => ROLES[code] ?? []);
    found.set(id, [...(found.get(id) ?? []), ...roles]);
  }
  return found;
}

/** Which of these people are pharmacists. */
export async function pharmacistsAmong(
  context: Context,
  practitioners: readonly string[],
): Promise<ReadonlySet<string>> {
  const roles = await rolesOf(context, [...new Set(practitioners)]);
  return new Set([...roles].filter(([, own]) => own.includes('pharmacist')).map(([id]) => id));
}

/** The wearer of the open chart's band. */
export interface Wearer {
  /** With the band worn now; nobody where another record has the same number. */
  readonly patients: readonly BandedPatient[];
  readonly bandShared: boolean;
  readonly deceased: boolean;
}

/** The patient of the open chart. */
export async function wearerOf(session: Session, patient: string): Promise<Wearer> {
  const { id = patient, identifier, ...known } = await readResource(session.own, 'Patient', patient);
  const band = identifierIn(identifier, PATIENT_GSRN);
  const deceased = known.deceasedBoolean === true || known.deceasedDateTime !== undefined;
  if (band === undefined) return { patients: [], bandShared: false, deceased };
  const wearers = await findResources(session.safety, 'Patient', { identifier: `${PATIENT_GSRN}|${band.value}` });
  const own = { id, gsrn: band.value, bandInstance: textIn(band, 'band-instance') ?? '' };
  return { patients: wearers.length === 1 ? [own] : [], bandShared: wearers.length > 1, deceased };
}

/** The patient of the open chart with the band worn now; no band that another record has as well. */
export async function bandedPatient(session: Session, patient: string): Promise<readonly BandedPatient[]> {
  return (await wearerOf(session, patient)).patients;
}
