/**
 * Changing or renewing a running order: it comes into the basket as a draft that takes its place, is changed there, checked and signed like any other.
 *
 * Proof   change.test.ts, orders.int.test.ts
 */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { ResourceOfType } from '../../fhir/index.ts';
import { OutcomeError, zonedInstantOf } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { idIn } from '../bedside/chart.ts';
import { codesIn, momentOf, valueIn } from '../systems.ts';
import { readBasket, writeBasket, type Basket } from './basket.ts';
import type { redraftShape } from './body.ts';
import { patientIn, type OrderType } from './change.ts';
import { KINDS, MOST_DRAFTS, type Draft } from './draft.ts';
import { fromDosage } from './from-dosage.ts';
import { ORDERABLE_CODES } from './words.ts';
import { current, orderChanged } from './write.ts';

type Order = ResourceOfType['MedicationRequest'] | ResourceOfType['ServiceRequest'] | ResourceOfType['NutritionOrder'];

/** Puts the order into the basket; the answer is the basket and its patient. */
export async function redraft(
  context: Context,
  zone: string,
  type: OrderType,
  id: string,
  act: 'modify' | 'renew',
  { version, reason }: z.output<typeof redraftShape>,
): Promise<Basket & { readonly patient: string }> {
  const reference = `${type}/${id}`;
  const order = (await current(context, reference)) as unknown as Order;
  if (order.meta?.versionId !== version) throw orderChanged(reference);
  const open = act === 'renew' ? ['active', 'on-hold', 'completed', 'stopped'] : ['active', 'on-hold'];
  if (!open.includes(order.status)) throw notChangeable(reference, order.status, act);
  const replaces = {
    reference,
    version,
    act,
    reason: reason.code,
    ...(reason.comment === undefined ? {} : { comment: reason.comment }),
  };
  const draft: Draft = {
    key: randomUUID(),
    ...draftOf(order),
    ...(act === 'renew' ? renewedStart(order, context.clock.now(), zone) : {}),
    replaces,
  };
  const patient = patientIn(order as unknown as Readonly<Record<string, unknown>>);
  const basket = await readBasket(context.store, context.caller.id, patient);
  const drafts = [...basket.drafts.filter((one) => one.replaces?.reference !== reference), draft];
  if (drafts.length > MOST_DRAFTS) throw tooMany();
  return {
    patient,
    ...(await writeBasket(context.store, context.caller.id, patient, { version: basket.version, drafts })),
  };
}

export function tooMany(): OutcomeError {
  return new OutcomeError(
    'business-rule',
    'care.too-many-drafts',
    `A basket holds ${MOST_DRAFTS} drafts; sign some of them first.`,
  );
}

function notChangeable(reference: string, status: string, act: string): OutcomeError {
  const text = `${reference} is ${status}; ${act} is not possible. Read the orders again.`;
  return new OutcomeError('conflict', 'care.order-not-changeable', text);
}

/** An order as a draft, without the time it began. */
export function draftOf(order: Order): Omit<Draft, 'key'> {
  const note = order.note?.[0]?.text;
  const shared = note === undefined ? {} : { note };
  if (order.resourceType === 'NutritionOrder')
    return { kind: 'diet', item: orderableIn(order.oralDiet?.type?.[0]) ?? 'unknown', ...shared };
  const [reason, priority] = [order.reasonCode?.[0]?.text, order.priority];
  const more = {
    ...shared,
    ...(reason === undefined ? {} : { reason }),
    ...(priority === 'urgent' || priority === 'stat' ? { priority } : {}),
  };
  if (order.resourceType === 'MedicationRequest') {
    const words = order.medicationCodeableConcept?.text ?? order.medicationReference?.display;
    const item = idIn(order.medicationReference, 'Medication') ?? 'unknown';
    return { kind: 'drug', item, ...fromDosage(order.dosageInstruction?.[0], words), ...daysOf(order), ...more };
  }
  const codes = new Set((order.category ?? []).flatMap(codesIn));
  const units = valueIn(order.quantityQuantity);
  return {
    kind: KINDS.find((kind) => codes.has(kind)) ?? 'procedure',
    item: orderableIn(order.code) ?? 'unknown',
    ...(units === undefined ? {} : { units }),
    ...more,
  };
}

function orderableIn(
  concept: { readonly coding?: readonly { system?: string; code?: string }[] } | undefined,
): string | undefined {
  return concept?.coding?.find(({ system }) => system === ORDERABLE_CODES)?.code;
}

const DAY = 86_400_000;

/** How many days the order runs, where it has an end. */
function daysOf(order: ResourceOfType['MedicationRequest']): Pick<Draft, 'days'> {
  const bounds = order.dosageInstruction?.[0]?.timing?.repeat?.boundsPeriod;
  const [start, end] = [momentOf(bounds?.start), momentOf(bounds?.end)];
  if (start === undefined || end === undefined || end <= start) return {};
  return { days: Math.max(1, Math.round((end - start) / DAY)) };
}

/** What is renewed begins where the order ends, if that is still to come. */
function renewedStart(order: Order, now: number, zone: string): Pick<Draft, 'start'> {
  if (order.resourceType !== 'MedicationRequest') return {};
  const end = momentOf(order.dosageInstruction?.[0]?.timing?.repeat?.boundsPeriod?.end);
  return end === undefined || end <= now ? {} : { start: zonedInstantOf(end, zone) };
}
