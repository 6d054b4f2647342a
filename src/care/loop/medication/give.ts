/**
 * Giving a dose at the bedside: badge, band, product, five rights.
 *
 * Proof   test/conformance/closed-loop.test.ts
 */
import { instantOf, type EpochMs } from '../../../kernel/index.ts';
import { readBedside, type Bedside } from '../bedside.ts';
import {
  bandFindings,
  contextFindings,
  identityAwaited,
  performerOf,
  staffFindings,
  witnessFault,
  witnessOf,
} from '../identity.ts';
import type { Decided } from '../plan.ts';
import { actionOf } from '../steps.ts';
import type { MedicationOrder, MedicationState } from '../state.ts';
import { hazard, judge, type Finding } from '../verdict.ts';
import { concept, create, measurement, placeOf, refer, taskOf, type Write } from '../writes.ts';
import {
  allergyFindings,
  holdFindings,
  orderFindings,
  precheckFindings,
  prnFindings,
  timeFindings,
  verificationFindings,
} from './order-rules.ts';
import {
  amountOf,
  deviceFindings,
  givenAmount,
  orderedProduct,
  orderFor,
  packFindings,
  productFindings,
  quantityFindings,
  routeFindings,
  witnessFindings,
} from './product-rules.ts';
import { doseWrite } from './record.ts';

const IDENTITY = { rule: 'R03', wrongPatient: 'loop.med.wrong-patient' } as const;

/** Who, which screen, whose band: what every use of the medication loop checks. */
export function identityFindings(state: MedicationState, bedside: Bedside): readonly Finding[] {
  return [...staffFindings(state, bedside), ...contextFindings(state), ...bandFindings(state, bedside, IDENTITY)];
}

/** Decides about a dose that is to be given. */
export function decideGive(state: MedicationState): Decided {
  const bedside = readBedside(state);
  const order = orderFor(state, bedside);
  const findings = [
    ...identityFindings(state, bedside),
    ...(order === undefined ? noOrder(state, bedside) : doseFindings(state, bedside, order)),
    ...deviceFindings(state, bedside),
  ];
  const awaits = awaited(bedside, order);
  const queued = state.network === 'down';
  return {
    verdict: judge(findings, { messageKey: queued ? 'loop.med.ok-queued' : 'loop.med.ok', awaits }),
    circumstances: circumstancesOf(state, bedside, order),
    main: order === undefined || awaits !== undefined ? [] : givenWrites(state, bedside, order),
    offline: queued,
  };
}

/** Who did it for whom, about which order. */
export function circumstancesOf(
  state: MedicationState,
  bedside: Bedside,
  order: MedicationOrder | undefined,
): Decided['circumstances'] {
  return {
    patient: state.chart,
    actor: performerOf(bedside)?.id ?? state.signedIn,
    at: state.now,
    focus: order === undefined ? undefined : refer('MedicationRequest', order.id),
  };
}

function noOrder({ selected }: MedicationState, { products }: Bedside): readonly Finding[] {
  return selected !== undefined || products.length > 0 ? [hazard('R06', 'loop.med.no-order', 'no-order')] : [];
}

function awaited(bedside: Bedside, order: MedicationOrder | undefined): string | undefined {
  const identity = identityAwaited(bedside);
  if (identity !== undefined) return identity;
  if (bedside.products.length === 0) return bedside.unreadable.includes('product') ? 'loop.code.unreadable' : 'product';
  return order === undefined ? 'order' : undefined;
}

function doseFindings(state: MedicationState, bedside: Bedside, order: MedicationOrder): readonly Finding[] {
  const { products } = bedside;
  const ordered = orderedProduct(state, order)?.drug ?? '';
  const drugs = [ordered, ...products.flatMap(({ product }) => product?.drug ?? [])];
  const amount = amountOf(order, products);
  return [
    ...orderFindings(state, order),
    ...verificationFindings(state, order),
    ...allergyFindings(state, order, drugs),
    ...productFindings(state, order, products),
    ...quantityFindings(amount),
    ...packFindings(state, products),
    ...routeFindings(state, order, products),
    ...holdFindings(state, order),
    ...(products.length === 0 ? [] : prnFindings(state, order, ordered, givenAmount(order, amount))),
    ...(products.length === 0 ? [] : precheckFindings(state, order)),
    ...witnessFindings(witnessFault(state, bedside), products),
    ...timeFindings(state, order),
  ];
}

/** The dose; what was measured before it; for an as-needed dose the look at its effect. */
function givenWrites(state: MedicationState, bedside: Bedside, order: MedicationOrder): readonly Write[] {
  const dose = given(state, bedside, order);
  const measured = measuredIn(state, bedside);
  const effect = order.prn === undefined || order.infusion !== undefined ? [] : [effectTask(state, bedside, order)];
  return [dose, ...[...measured, ...effect].map((resource, at) => create(resource, placeOf(at + 1)))];
}

function measuredIn(state: MedicationState, bedside: Bedside): ReturnType<typeof measurement>[] {
  const step = actionOf(state.steps, 'measure');
  return step === undefined ? [] : [measurement(step, circumstancesOf(state, bedside, undefined))];
}

function effectTask(state: MedicationState, bedside: Bedside, order: MedicationOrder): ReturnType<typeof taskOf> {
  const { settings, steps } = state;
  const since = actionOf(steps, 'set-time')?.time ?? state.now;
  const reason = actionOf(steps, 'prn-reason')?.code;
  const due = instantOf((since + settings.prnEffectMinutes * 60_000) as EpochMs);
  return {
    ...taskOf('prn-effect', { ...circumstancesOf(state, bedside, order), focus: { reference: placeOf(0) } }),
    performerType: [concept('nurse')],
    restriction: { period: { end: due } },
    ...(reason === undefined ? {} : { reasonCode: concept(reason) }),
  };
}

function given(state: MedicationState, bedside: Bedside, order: MedicationOrder): Write {
  const { products, band } = bedside;
  const { steps, now, settings } = state;
  const at = actionOf(steps, 'set-time')?.time ?? now;
  return doseWrite({
    order,
    patient: state.chart,
    at,
    lateEntry: now - at > settings.lateEntryMinutes * 60_000,
    site: actionOf(steps, 'site')?.site,
    through: actionOf(steps, 'device')?.device,
    by: performerOf(bedside),
    witness: witnessOf(state, bedside),
    amount: givenAmount(order, amountOf(order, products)),
    product: products[0]?.product?.id ?? order.product,
    packs: products,
    scanned: band?.byHand === false && products.every(({ byHand }) => !byHand),
    queued: state.network === 'down',
    version: order.version,
    slot: order.due,
    prnReason: actionOf(state.steps, 'prn-reason')?.code,
  });
}
