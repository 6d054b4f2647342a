/**
 * Consent to transfusion, as somebody at the bed records that it was given and signed.
 *
 * One that stands is kept; asking again answers it. It does not hold what was signed: that is a document of its own.
 *
 * Source  https://hl7.org/fhir/R4/consent.html
 * Proof   blood.int.test.ts
 */
import type { Context } from '../../record/index.ts';
import { instantOf } from '../../kernel/index.ts';
import { attempted, type Done } from '../bedside/attempt.ts';
import { findResources, readResource } from '../bedside/chart.ts';
import { signedInOf } from '../bedside/people.ts';
import type { Session } from '../bedside/session.ts';
import { writeAll } from '../bedside/write.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import { create, placeOf, provenanceOf, refer } from '../loop/writes.ts';
import type { ConsentBody } from './body.ts';

/** What is answered. */
export interface ConsentAnswer {
  readonly consent: string;
  readonly written: readonly string[];
}

/** Consents to transfusion of a patient that are active. */
export async function transfusionConsents({ safety }: Session, patient: string) {
  const criteria = { patient: `Patient/${patient}`, category: `${CARE_SYSTEM}|transfusion`, status: 'active' };
  return findResources(safety, 'Consent', criteria);
}

/** Records that the patient consented. */
export function recordConsent(context: Context, body: ConsentBody): Promise<ConsentAnswer> {
  const { attempt, patient } = body;
  const what = { name: 'transfusion-consent', attempt, asked: body, patient };
  return attempted(context, what, async (session): Promise<Done<ConsentAnswer>> => {
    await readResource(session.own, 'Patient', patient);
    const [standing] = await transfusionConsents(session, patient);
    if (standing !== undefined)
      return { answer: { consent: `Consent/${standing.id ?? ''}`, written: [] }, written: [], text: 'stands' };
    const [actor, at] = [signedInOf(session), session.own.clock.now()];
    const consent = {
      resourceType: 'Consent' as const,
      status: 'active' as const,
      scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'treatment' }] },
      category: [{ coding: [{ system: CARE_SYSTEM, code: 'transfusion' }] }],
      patient: refer('Patient', patient),
      dateTime: instantOf(at),
      performer: [refer('Patient', patient)],
      policyRule: { text: 'transfusion' },
    };
    const provenance = provenanceOf([{ reference: placeOf(0) }], { patient, actor, at }, 'transfusion-consent');
    const written = await writeAll(session, [create(consent, placeOf(0)), create(provenance, placeOf(1))]);
    return { answer: { consent: written[0] ?? '', written }, written };
  });
}
