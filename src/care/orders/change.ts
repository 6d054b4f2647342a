/**
 * Holding, taking up and stopping a running order, with the reason; the versions before stay readable.
 *
 * Source  https://hl7.org/fhir/R4/valueset-medicationrequest-status.html, https://hl7.org/fhir/R4/valueset-request-status.html
 * Proof   change.test.ts, orders.int.test.ts
 */
import type { CodeableConcept, Reference } from '../../fhir/index.ts';
import { OutcomeError } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { attempted } from '../bedside/attempt.ts';
import { CARE_SYSTEM, provenanceOf } from '../loop/writes.ts';
import type { z } from 'zod';
import type { changeShape } from './body.ts';
import type { Reason } from './draft.ts';
import { CHANGE_REASONS, wordsOf } from './words.ts';
import { change, current, make, orderChanged } from './write.ts';

export const ORDER_TYPES = ['MedicationRequest', 'ServiceRequest', 'NutritionOrder'] as const;
export type OrderType = (typeof ORDER_TYPES)[number];
export type ChangeAct = 'hold' | 'resume' | 'stop';

export interface ChangeAnswer {
  readonly order: string;
  readonly version: string;
  readonly status: string;
  readonly provenance: string;
}

type Order = Readonly<Record<string, unknown>>;

/** Does it once. */
export async function changeOrder(
  context: Context,
  type: OrderType,
  id: string,
  act: ChangeAct,
  body: z.output<typeof changeShape>,
): Promise<ChangeAnswer> {
  demandReason(body.reason);
  const reference = `${type}/${id}`;
  const patient = patientIn(await current(context, reference));
  const what = {
    name: `orders-${act}`,
    attempt: body.attempt,
    asked: { reference, act, body },
    patient,
    locks: [reference],
  };
  return attempted<ChangeAnswer>(context, { ...what, reason: body.reason.code }, async ({ own }) => {
    const order = await current(own, reference);
    if ((order['meta'] as { versionId?: string } | undefined)?.versionId !== body.version)
      throw orderChanged(reference);
    const set = changes(reference, order, act, body.reason);
    const version = await change(own, reference, body.version, set);
    const provenance = await make(own, {
      ...provenanceOf([{ reference }], { patient, actor: actorOf(own), at: own.clock.now() }, act),
      reason: [reasonConcept(body.reason)],
    });
    const status = String(set['status']);
    return {
      answer: { order: reference, version, status, provenance },
      written: [provenance],
      text: `${act} ${body.reason.code}`,
    };
  });
}

function actorOf({ caller }: Context): string | undefined {
  return caller.fhirUser?.replace('Practitioner/', '');
}

/** The patient of an order. */
export function patientIn(order: Order): string {
  return ((order['subject'] ?? order['patient']) as Reference | undefined)?.reference?.split('/')[1] ?? '';
}

function demandReason({ code }: Reason): void {
  if (wordsOf(CHANGE_REASONS, code) !== undefined) return;
  const text = `'${code}' is no reason of the list; choose one of ${Object.keys(CHANGE_REASONS).join(', ')}.`;
  throw new OutcomeError('value', 'care.no-such-reason', text);
}

const FROM: Readonly<Record<ChangeAct, readonly string[]>> = {
  hold: ['active'],
  resume: ['on-hold'],
  stop: ['active', 'on-hold'],
};

function changes(reference: string, order: Order, act: ChangeAct, reason: Reason): Order {
  const status = String(order['status']);
  if (!FROM[act].includes(status)) {
    const text = `${reference} is ${status}; ${act} is not possible. Read the orders again.`;
    throw new OutcomeError('conflict', 'care.order-not-changeable', text);
  }
  if (act === 'stop') return stopped(reference, order, reason);
  return { ...withReason(reference, order, reason), status: act === 'hold' ? 'on-hold' : 'active' };
}

/** Entered by mistake is not the same as stopped: nothing of it was ever meant. */
const MISTAKES = new Set(['entered-by-mistake', 'wrong-patient']);

/** The members of a stopped order. */
export function stopped(reference: string, order: Order, reason: Reason): Order {
  const drug = reference.startsWith('MedicationRequest/');
  const status = MISTAKES.has(reason.code) ? 'entered-in-error' : drug ? 'stopped' : 'revoked';
  return { ...withReason(reference, order, reason), status };
}

const STATUS_REASON = 'https://maru.health/fhir/StructureDefinition/status-reason';

/** `MedicationRequest.statusReason`; the others have none in R4, so an extension of that name. */
function withReason(reference: string, order: Order, reason: Reason): Order {
  if (reference.startsWith('MedicationRequest/')) return { statusReason: reasonConcept(reason) };
  const extension = ((order['extension'] ?? []) as { url: string }[]).filter(({ url }) => url !== STATUS_REASON);
  return { extension: [...extension, { url: STATUS_REASON, valueCodeableConcept: reasonConcept(reason) }] };
}

export function reasonConcept({ code, comment }: Reason): CodeableConcept {
  const words = wordsOf(CHANGE_REASONS, code);
  const text = comment ?? words?.ko;
  return {
    coding: [{ system: CARE_SYSTEM, code, ...(words === undefined ? {} : { display: words.en }) }],
    ...(text === undefined ? {} : { text }),
  };
}
