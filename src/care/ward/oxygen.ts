/**
 * A prescribed oxygen target of 88 to 92 %: only then does NEWS2 use scale 2.
 *
 * Source  Royal College of Physicians, NEWS2, 2017: hypercapnic respiratory failure, decided by a competent clinician
 * Proof   round.int.test.ts
 */
import { z } from 'zod';
import { instantOf, OutcomeError } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources } from '../bedside/chart.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import { attempt, id } from './body.ts';
import { careConcept, refer } from './codes.ts';
import { SCALE_2_ORDER } from './score.ts';
import { make, once, ownReference, replace } from './write.ts';

export const oxygenTarget = z.strictObject({ attempt, patient: id, encounter: id.optional(), on: z.boolean() });
export type OxygenTarget = z.output<typeof oxygenTarget>;

/** Prescribes the target, or takes it back. */
export function setOxygenTarget(context: Context, body: OxygenTarget): Promise<{ readonly scale: 1 | 2 }> {
  if (context.caller.role !== 'physician') {
    const text = 'A physician prescribes the target of oxygen saturation.';
    throw new OutcomeError('forbidden', 'care.target-by-physician', text);
  }
  return once(context, 'oxygen-target', body.patient, body, async (session) => {
    const criteria = { patient: `Patient/${body.patient}`, code: `${CARE_SYSTEM}|${SCALE_2_ORDER}`, status: 'active' };
    const standing = await findResources(session.own, 'ServiceRequest', criteria);
    if (!body.on) {
      for (const one of standing) await replace(session.own, { ...one, status: 'revoked' });
      return { scale: 1 };
    }
    if (standing.length === 0) {
      await make(session.own, {
        resourceType: 'ServiceRequest',
        status: 'active',
        intent: 'order',
        category: [careConcept('nursing')],
        code: careConcept(SCALE_2_ORDER, '산소포화도 목표 88–92 %'),
        subject: refer('Patient', body.patient),
        ...(body.encounter === undefined ? {} : { encounter: refer('Encounter', body.encounter) }),
        authoredOn: instantOf(session.own.clock.now()),
        requester: ownReference(session.own),
      });
    }
    return { scale: 2 };
  });
}
