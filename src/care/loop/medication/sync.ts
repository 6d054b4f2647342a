/**
 * Doses that a device recorded while it was offline: what happened is recorded, and what is wrong with it is kept for review.
 *
 * Proof   test/conformance/closed-loop.test.ts, ../../downtime/downtime.int.test.ts
 */
import { readBedside } from '../bedside.ts';
import { performerOf, witnessOf } from '../identity.ts';
import type { Decided } from '../plan.ts';
import type { MedicationOrder, MedicationState, QueuedDose, Staff } from '../state.ts';
import { actionOf, type Step } from '../steps.ts';
import { hazard, judge, stop, warn, type Finding } from '../verdict.ts';
import type { Write } from '../writes.ts';
import { circumstancesOf, decideGive } from './give.ts';
import { amountOf, givenAmount } from './product-rules.ts';
import { doseWrite, type Dose } from './record.ts';

/** What the record does with the queue of a device. */
export function decideSync(state: MedicationState): Decided {
  const bedside = readBedside(state);
  const distinct = [...new Map(state.queue.map((one) => [one.clientId, one])).values()];
  const known = distinct.filter(({ order }) => state.orders.some(({ id }) => id === order));
  const findings = [
    ...(known.length === distinct.length ? [] : [hazard('R06', 'loop.med.no-order', 'no-order')]),
    ...known.flatMap((one) => replayFindings(state, one)),
  ];
  const by = state.staff.find(({ id }) => id === state.signedIn);
  const focus = state.orders.find(({ id }) => id === known[0]?.order);
  return {
    verdict: judge(findings, { messageKey: 'loop.sync.idempotent', rules: ['R29'] }),
    circumstances: circumstancesOf(state, bedside, focus),
    main: known.flatMap((one, at) => replayed(state, one, by, at)),
  };
}

function replayFindings(state: MedicationState, queued: QueuedDose): readonly Finding[] {
  const { orders, given, now } = state;
  const order = orders.find(({ id }) => id === queued.order);
  const isChanged = queued.orderVersion !== undefined && queued.orderVersion !== order?.version;
  const slot = queued.slot ?? order?.due;
  const isTaken =
    slot !== undefined &&
    given.some((one) => one.order === queued.order && one.slot === slot && one.status === 'completed');
  return [
    ...(queued.at > now ? [stop('R19', 'loop.med.future-time')] : []),
    ...(isChanged
      ? [
          warn(['R08', 'R28'], 'loop.med.order-changed-after', {
            issue: { code: 'order-changed', severity: 'moderate' },
          }),
        ]
      : []),
    ...(isTaken
      ? [
          warn('R29', 'loop.sync.conflict', {
            issue: { code: 'duplicate-administration', severity: 'high' },
            tasks: ['review-conflict'],
          }),
        ]
      : []),
    ...hindsight(state, queued),
  ];
}

/** Rules of their own at replay, or known before. */
const TOLD_OTHERWISE = new Set(['R08', 'R18', 'R28', 'R29']);

/**
 * What the rules say of the dose as the record knows it now, at the moment when it was given. It happened, so that nothing
 * stops any more: what would have stopped it is reviewed.
 */
function hindsight(state: MedicationState, queued: QueuedDose): readonly Finding[] {
  if (queued.steps === undefined) return [];
  const { cacheMinutes } = queued;
  const then = { ...state, now: queued.at, steps: queued.steps, selected: queued.order, network: 'down' as const };
  const { verdict } = decideGive(cacheMinutes === undefined ? then : { ...then, cacheMinutes });
  return verdict.findings
    .filter(({ decision, rules }) => decision === 'warn' || (decision === 'stop' && !TOLD_OTHERWISE.has(rules[0])))
    .map((one) =>
      one.decision === 'warn'
        ? one
        : warn(one.rules, one.messageKey, {
            issue: one.issue ?? { code: 'replayed-against-rule', severity: 'high' },
            tasks: ['review-conflict'],
          }),
    );
}

function replayed(state: MedicationState, queued: QueuedDose, by: Staff | undefined, at: number): readonly Write[] {
  const order = state.orders.find(({ id }) => id === queued.order);
  if (order === undefined) return [];
  const dose = {
    order,
    patient: state.chart,
    at: queued.at,
    version: queued.orderVersion,
    slot: queued.slot ?? order.due,
    clientId: queued.clientId,
    ...(queued.steps === undefined ? counted(state, order, queued, by) : scannedThen(state, order, queued.steps)),
  };
  return [doseWrite(dose, at)];
}

type Told = Pick<Dose, 'by' | 'amount' | 'product' | 'scanned'>;

/** A device that told only how many units of which product. */
function counted(state: MedicationState, order: MedicationOrder, queued: QueuedDose, by: Staff | undefined): Told {
  const product = state.products.find(({ id }) => id === queued.product);
  const amount = product?.unitAmount === undefined ? order.dose.value : product.unitAmount * queued.units;
  return { by, amount, product: queued.product, scanned: true };
}

/** A device that kept the scans. */
function scannedThen(state: MedicationState, order: MedicationOrder, steps: readonly Step[]): Told & Partial<Dose> {
  const then = { ...state, steps };
  const bedside = readBedside(then);
  const { products, band } = bedside;
  return {
    by: performerOf(bedside),
    witness: witnessOf(then, bedside),
    amount: givenAmount(order, amountOf(order, products)),
    product: products[0]?.product?.id ?? order.product,
    packs: products,
    scanned: band?.byHand === false && products.every(({ byHand }) => !byHand),
    queued: true,
    prnReason: actionOf(steps, 'prn-reason')?.code,
  };
}
