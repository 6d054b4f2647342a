/**
 * Which dose a scanned product is for, where none was chosen: three scans are enough to give a dose.
 *
 * Of the patient's orders the one of the scanned product, else one that the pharmacy replaced by it, else one of the same drug;
 * of its open doses the one that is due nearest to now. Where only an order that has ended fits, that one, so that this is what is
 * told. It is only a proposal: it is decided about, and recorded, by its id.
 *
 * Proof   choose.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import type { EpochMs } from '../../kernel/index.ts';
import type { Product } from '../loop/index.ts';
import type { MedicationBody } from './body.ts';
import { findAmong, findResources, idIn } from './chart.ts';
import { standingDoses } from './guard.ts';
import { isAsNeeded, isReadable, pharmacyOf } from './orders.ts';
import { drugName, productsOf } from './products.ts';
import type { Session } from './session.ts';
import { slotsBetween } from './slots.ts';

type Request = ResourceOfType['MedicationRequest'];

/** How far from now a dose is looked for. */
const AROUND_MS = 43_200_000;

/** The body with the order that the scanned product is for; unchanged where one was chosen, or none fits. */
export async function choose(session: Session, body: MedicationBody): Promise<MedicationBody> {
  const hasProduct = body.steps.some((step) =>
    'scan' in step ? step.scan === 'product' : step.action === 'manual-entry',
  );
  if (body.order !== undefined || !hasProduct) return body;
  const [product] = await productsOf(session, body.steps, []);
  if (product === undefined) return body;
  const criteria = { subject: `Patient/${body.patient}`, status: 'active,on-hold,stopped,cancelled,completed' };
  const requests = (await findResources(session.own, 'MedicationRequest', criteria)).filter(isReadable);
  const open = requests.filter(({ status }) => status === 'active' || status === 'on-hold');
  const current = await fittingOf(session, open, product);
  const fitting = current.length > 0 ? current : (await fittingOf(session, requests, product)).slice(0, 1);
  const doses = await Promise.all(fitting.map((request) => doseOf(session, request, body)));
  const [best] = doses.toSorted((one, other) => one.away - other.away);
  return best === undefined ? body : best.body;
}

async function fittingOf(
  session: Session,
  requests: readonly Request[],
  product: Product,
): Promise<readonly Request[]> {
  const ids = requests.map((one) => idIn(one.medicationReference, 'Medication') ?? '');
  const same = requests.filter((_, at) => ids[at] === product.id);
  if (same.length > 0) return same;
  const medications = await findAmong(session.own, 'Medication', '_id', [...new Set(ids)]);
  const drugs = new Map(medications.map((one) => [one.id ?? '', drugName(one)]));
  const ofDrug = requests.filter((_, at) => drugs.get(ids[at] ?? '') === product.drug);
  const substituted: Request[] = [];
  for (const one of ofDrug)
    if ((await pharmacyOf(session, one)).substitutes.includes(product.id)) substituted.push(one);
  return substituted.length > 0 ? substituted : ofDrug;
}

interface Proposal {
  readonly away: number;
  readonly body: MedicationBody;
}

async function doseOf(session: Session, request: Request, body: MedicationBody): Promise<Proposal> {
  const { id = '', meta } = request;
  const now = session.own.clock.now();
  const order = { order: id, orderVersion: meta?.versionId ?? '' };
  if (isAsNeeded(request)) return { away: AROUND_MS, body: { ...body, ...order } };
  const [from, to] = [(now - AROUND_MS) as EpochMs, (now + AROUND_MS) as EpochMs];
  const slots = slotsBetween(request, from, to, session.own.settings.timeZone);
  const near = slots.toSorted((one, other) => Math.abs(one - now) - Math.abs(other - now));
  for (const due of near)
    if ((await standingDoses(session, { id, due })).length === 0)
      return { away: Math.abs(due - now), body: { ...body, ...order, slot: due } };
  const [nearest] = near;
  return { away: Infinity, body: nearest === undefined ? { ...body, ...order } : { ...body, ...order, slot: nearest } };
}
