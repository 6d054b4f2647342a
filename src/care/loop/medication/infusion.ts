/**
 * What is done to an infusion that runs: another rate, a pause, a new bag, its end. Badge and band are scanned for each; a new
 * bag is checked as the first was. It can always be paused or stopped, whatever became of its order.
 *
 * Source  https://hl7.org/fhir/R4/medicationadministration.html
 * Proof   infusion.test.ts
 */
import type { ResourceOfType } from '../../../fhir/index.ts';
import { instantOf } from '../../../kernel/index.ts';
import { readBedside, type Bedside } from '../bedside.ts';
import { identityAwaited, performerOf, witnessFault } from '../identity.ts';
import type { Decided } from '../plan.ts';
import type { MedicationOrder, MedicationState, RunningDose } from '../state.ts';
import type { ActionStep } from '../steps.ts';
import { judge, stop, warn, type Finding } from '../verdict.ts';
import { amount, concept, type Write } from '../writes.ts';
import { circumstancesOf, identityFindings } from './give.ts';
import { infusionEvent } from './infusion-event.ts';
import { holdFindings, orderFindings } from './order-rules.ts';
import { packFindings, productFindings, witnessFindings } from './product-rules.ts';
import { packIdentifiers } from './record.ts';

type Act = Extract<ActionStep, { readonly action: 'infusion' }>;
type Administration = ResourceOfType['MedicationAdministration'];

const ENDS = new Set<Act['act']>(['stop', 'complete']);
const SAFE = new Set<Act['act']>(['pause', 'stop', 'complete']);

/** Decides about what is done to the infusion. */
export function decideInfusion(state: MedicationState, act: Act): Decided {
  const bedside = readBedside(state);
  const { running } = state;
  const order = state.orders.find(({ id }) => id === running?.order);
  const runs = running !== undefined && order !== undefined && fits(running.resource, act.act);
  const findings = [
    ...identityFindings(state, bedside),
    ...(runs ? actFindings(state, bedside, order, act) : [stop('R31', 'loop.med.infusion-unknown')]),
  ];
  return {
    verdict: judge(findings, {
      messageKey: 'loop.med.infusion-changed',
      awaits: identityAwaited(bedside) ?? awaited(act, bedside),
    }),
    circumstances: circumstancesOf(state, bedside, order),
    main: runs ? [changed(state, bedside, order, running, act)] : [],
  };
}

function fits({ status }: Administration, act: Act['act']): boolean {
  if (status === 'on-hold') return act === 'resume' || act === 'bag' || ENDS.has(act);
  return status === 'in-progress' && act !== 'resume';
}

function awaited({ act, rate, volume, reason }: Act, { products }: Bedside): string | undefined {
  if (act === 'bag' && products.length === 0) return 'product';
  if (act === 'rate' && rate === undefined) return 'rate';
  if (ENDS.has(act) && volume === undefined) return 'volume';
  return (act === 'pause' || act === 'stop') && reason === undefined ? 'reason' : undefined;
}

function actFindings(
  state: MedicationState,
  bedside: Bedside,
  order: MedicationOrder,
  { act, rate }: Act,
): readonly Finding[] {
  if (SAFE.has(act)) return [];
  const { products } = bedside;
  const fault = witnessFault(state, bedside);
  const ordered = state.products
    .filter(({ id }) => id === order.product)
    .map((product) => ({ product, byHand: false }));
  return [
    ...orderFindings(state, order),
    ...holdFindings(state, order),
    ...(act === 'bag' ? [...productFindings(state, order, products), ...packFindings(state, products)] : []),
    ...(act === 'rate' && rate !== undefined ? rateFindings(order, rate) : []),
    ...(act === 'resume' ? [] : witnessFindings(fault, act === 'bag' ? products : ordered)),
  ];
}

/** A rate beyond the order's range stops; another than ordered needs a reason. */
function rateFindings({ infusion }: MedicationOrder, rate: number): readonly Finding[] {
  const [low, high] = [infusion?.rate ?? 0, infusion?.most ?? infusion?.rate ?? 0];
  if (infusion?.most !== undefined && rate > infusion.most)
    return [stop('R12', 'loop.med.rate-exceeded', { issue: { code: 'dose-exceeded', severity: 'high' } })];
  return rate >= low && rate <= high
    ? []
    : [warn('R12', 'loop.med.rate-differs', { issue: { code: 'rate-differs', severity: 'moderate' } })];
}

function changed(
  state: MedicationState,
  bedside: Bedside,
  order: MedicationOrder,
  { id, resource }: RunningDose,
  act: Act,
): Write {
  return {
    op: 'amend',
    type: 'MedicationAdministration',
    id,
    set: { ...eventSet(state, bedside, order, resource, act), ...endSet(state, resource, act) },
  };
}

function eventSet(
  { now }: MedicationState,
  bedside: Bedside,
  { infusion }: MedicationOrder,
  resource: Administration,
  { act, rate, reason }: Act,
): Readonly<Record<string, unknown>> {
  const unit = infusion?.unit;
  const event = infusionEvent({
    act,
    at: now,
    by: performerOf(bedside)?.id,
    rate,
    unit,
    reason,
    lot: bedside.products[0]?.lot,
  });
  const identifiers = act === 'bag' ? [...(resource.identifier ?? []), ...packIdentifiers(bedside.products)] : [];
  return {
    extension: [...(resource.extension ?? []), event],
    ...(identifiers.length === 0 ? {} : { identifier: identifiers }),
    ...(rate === undefined || unit === undefined
      ? {}
      : { dosage: { ...resource.dosage, rateQuantity: amount(rate, unit) } }),
  };
}

const STATUS: Readonly<Record<Act['act'], string | undefined>> = {
  pause: 'on-hold',
  resume: 'in-progress',
  stop: 'stopped',
  complete: 'completed',
  rate: undefined,
  bag: undefined,
};

function endSet(
  { now }: MedicationState,
  { effectivePeriod, dosage }: Administration,
  { act, volume, reason }: Act,
): Readonly<Record<string, unknown>> {
  const status = STATUS[act];
  const ended = ENDS.has(act);
  return {
    ...(status === undefined ? {} : { status }),
    ...(reason === undefined ? {} : { statusReason: [concept(reason)] }),
    ...(ended ? { effectivePeriod: { ...effectivePeriod, end: instantOf(now) } } : {}),
    ...(ended && volume !== undefined ? { dosage: { ...dosage, dose: amount(volume, 'mL') } } : {}),
  };
}
