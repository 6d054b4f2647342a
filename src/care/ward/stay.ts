/**
 * What is planned about a stay (expected discharge, who is responsible), and the flags of a patient that everybody must see.
 *
 * Proof   admission.int.test.ts
 */
import { instantOf, OutcomeError } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import type { ResourceOfType } from '../../fhir/index.ts';
import { findResources } from '../bedside/chart.ts';
import type { Session } from '../bedside/session.ts';
import { lockedStay, notOpen, patientOfStay, type StayAnswer } from './admission.ts';
import type { FlagBody, StayPlan } from './body.ts';
import { careCodeOf, careConcept, participation, refer, withExtension, type Encounter } from './codes.ts';
import { make, once, ownReference, replace } from './write.ts';

/** Changes what is planned about a stay. */
export async function planStay(context: Context, body: StayPlan): Promise<StayAnswer> {
  const patient = await patientOfStay(context, body.encounter);
  return once(context, 'stay-plan', patient, body, async (session) => {
    const { encounter } = await lockedStay(session, body.encounter);
    if (encounter.status === 'finished' || encounter.status === 'cancelled') throw notOpen(`is ${encounter.status}`);
    const at = instantOf(session.own.clock.now());
    const { expectedDischarge, attending, nurse } = body;
    const extension =
      expectedDischarge === undefined
        ? encounter.extension
        : withExtension(
            encounter.extension,
            'expected-discharge',
            expectedDischarge === null ? undefined : { valueDate: expectedDischarge },
          );
    let changed: Encounter = { ...encounter, ...(extension === undefined ? {} : { extension: [...extension] }) };
    if (attending !== undefined) changed = assigned(changed, 'ATND', attending, at);
    if (nurse !== undefined) changed = assigned(changed, 'PPRF', nurse, at);
    await replace(session.own, changed);
    return { patient, encounter: body.encounter, status: encounter.status };
  });
}

/** The stay with somebody responsible from now on; whoever was before ends. */
export function assigned(encounter: Encounter, type: 'ATND' | 'PPRF', id: string, at: string): Encounter {
  const others = (encounter.participant ?? []).map((one) =>
    isType(one, type) && one.period?.end === undefined ? { ...one, period: { ...one.period, end: at } } : one,
  );
  const next = { type: [participation(type)], period: { start: at }, individual: refer('Practitioner', id) };
  return { ...encounter, participant: [...others, next] };
}

type Participant = NonNullable<Encounter['participant']>[number];

export function isType({ type = [] }: Participant, code: 'ATND' | 'PPRF'): boolean {
  return type.some(({ coding = [] }) => coding.some((one) => one.code === code));
}

const KINDS: Readonly<Record<FlagBody['flag'], string>> = {
  'isolation-contact': '접촉격리',
  'isolation-droplet': '비말격리',
  'isolation-airborne': '공기격리',
  'fall-risk': '낙상 위험',
  dnr: '심폐소생술 하지 않음(DNR)',
};

/** Sets or lifts a flag. */
export function setFlag(context: Context, body: FlagBody): Promise<{ readonly flag: string; readonly on: boolean }> {
  if (body.flag === 'dnr' && context.caller.role !== 'physician') {
    throw new OutcomeError('forbidden', 'care.flag-by-physician', 'A physician decides about resuscitation.');
  }
  return once(context, 'flag', body.patient, body, async (session) => {
    const standing = await standingFlags(session, body.patient, body.flag);
    const at = instantOf(session.own.clock.now());
    if (!body.on) {
      for (const one of standing) {
        await replace(session.own, { ...one, status: 'inactive', period: { ...one.period, end: at } });
      }
      return { flag: body.flag, on: false };
    }
    if (standing.length === 0) await writeFlag(session, body);
    return { flag: body.flag, on: true };
  });
}

/** Flags of a kind that stand. */
export async function standingFlags(
  session: Session,
  patient: string,
  flag: FlagBody['flag'],
): Promise<readonly ResourceOfType['Flag'][]> {
  const found = await findResources(session.own, 'Flag', { patient: `Patient/${patient}` });
  return found.filter(({ status, code }) => status === 'active' && careCodeOf(code) === flag);
}

/** Sets a flag. */
export function writeFlag(
  session: Session,
  { flag, patient, encounter }: Pick<FlagBody, 'flag' | 'patient' | 'encounter'>,
): Promise<string> {
  return make(session.own, {
    resourceType: 'Flag',
    status: 'active',
    category: [
      {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/flag-category', code: 'safety', display: 'Safety' }],
      },
    ],
    code: careConcept(flag, KINDS[flag]),
    subject: refer('Patient', patient),
    ...(encounter === undefined ? {} : { encounter: refer('Encounter', encounter) }),
    period: { start: instantOf(session.own.clock.now()) },
    author: ownReference(session.own),
  });
}
