/**
 * Rules about the product in the hand: the ordered drug and strength, the amount, its lot, serial, expiry, its route.
 *
 * Proof   test/conformance/closed-loop.test.ts
 */
import { compareAmount, type Amount } from '../amounts.ts';
import { today, type Bedside, type ProductRead } from '../bedside.ts';
import { actionOf } from '../steps.ts';
import type { MedicationOrder, MedicationState, Product } from '../state.ts';
import { hazard, note, stop, warn, type Finding } from '../verdict.ts';

/** The drug that an order means. */
export function orderedProduct({ products }: MedicationState, { product }: MedicationOrder): Product | undefined {
  return products.find(({ id }) => id === product);
}

/** The order of the dose: the chosen one, else the one that fits what was scanned, else the only one. */
export function orderFor(state: MedicationState, { products }: Bedside): MedicationOrder | undefined {
  if (state.selected !== undefined) return state.orders.find(({ id }) => id === state.selected);
  const [first] = products;
  if (first === undefined) return state.orders.length === 1 ? state.orders[0] : undefined;
  const same = state.orders.filter((order) => orderedProduct(state, order)?.drug === first.product?.drug);
  return same.find(({ product }) => product === first.product?.id) ?? same[0];
}

/** Right drug, right strength, or what the pharmacy recorded in its place. */
export function productFindings(
  state: MedicationState,
  order: MedicationOrder,
  products: readonly ProductRead[],
): readonly Finding[] {
  const ordered = orderedProduct(state, order);
  return products.flatMap(({ product }) => {
    if (product === undefined || product.drug !== ordered?.drug)
      return [hazard('R11', 'loop.med.wrong-drug', 'wrong-drug')];
    if (product.id === ordered.id) return [];
    return order.substitutes?.includes(product.id) === true
      ? [note('R11')]
      : [hazard('R11', 'loop.med.wrong-strength', 'wrong-strength')];
  });
}

/** As many units as the dose needs. */
export function quantityFindings(amount: Amount): readonly Finding[] {
  switch (amount.kind) {
    case 'exceeded':
      return [hazard('R12', 'loop.med.dose-exceeded', 'dose-exceeded')];
    case 'unit-differs':
      return [hazard('R11', 'loop.med.wrong-strength', 'wrong-strength')];
    case 'short':
      return [warn('R12', 'loop.med.dose-incomplete', { issue: { code: 'dose-incomplete', severity: 'moderate' } })];
    case 'part':
      return [warn('R13', 'loop.med.partial-unit', { issue: { code: 'partial-unit', severity: 'low' } })];
    default:
      return [];
  }
}

/** What is given: the dose, or as much of it as was scanned. */
export function givenAmount({ dose }: MedicationOrder, amount: Amount): number {
  return amount.kind === 'short' ? amount.total : dose.value;
}

/** The amount that was scanned for an order; what runs from a bag is not counted, its volume is told at the end. */
export function amountOf({ dose, infusion }: MedicationOrder, products: readonly ProductRead[]): Amount {
  return infusion === undefined ? compareAmount(dose, products) : { kind: 'uncounted' };
}

/** Not expired, not recalled, nobody else's. */
export function packFindings(state: MedicationState, products: readonly ProductRead[]): readonly Finding[] {
  return products.flatMap((read) => [...expiryFindings(state, read), ...lotFindings(state, read)]);
}

function expiryFindings(state: MedicationState, { expiry }: ProductRead): readonly Finding[] {
  const now = today(state);
  if (expiry === undefined || expiry > now) return [];
  return expiry === now ? [note('R14')] : [hazard('R14', 'loop.med.expired', 'expired-product')];
}

function lotFindings({ recalls, serials, chart }: MedicationState, read: ProductRead): readonly Finding[] {
  const { product, lot, serial, byHand } = read;
  if (product === undefined) return [];
  const isRecalled = recalls.some((one) => one.product === product.id && one.lot === lot);
  const isTaken = serials.some((one) => one.product === product.id && one.serial === serial && one.patient !== chart);
  const isWithout = product.serialised === true && serial === undefined && !byHand;
  return [
    ...(isRecalled ? [hazard('R15', 'loop.med.recalled-lot', 'recalled-lot')] : []),
    ...(isTaken ? [hazard('R16', 'loop.med.serial-used', 'serial-used')] : []),
    ...(isWithout ? [warn('R24', 'loop.code.serial-missing', { tasks: ['relabel-product'] })] : []),
  ];
}

/** The chosen route is the ordered one, and the product may be given by it. */
export function routeFindings(
  { steps }: MedicationState,
  { route }: MedicationOrder,
  products: readonly ProductRead[],
): readonly Finding[] {
  const chosen = actionOf(steps, 'select-route')?.route;
  const unfit = products.some(({ product }) => product?.routes !== undefined && !product.routes.includes(route));
  return unfit || (chosen !== undefined && chosen !== route)
    ? [hazard('R17', 'loop.med.wrong-route', 'wrong-route')]
    : [];
}

/** Codes that could not be read, no scanner, checks that did not answer, an old cache. */
export function deviceFindings(state: MedicationState, { products, unreadable }: Bedside): readonly Finding[] {
  const { scanner, safetyCheck, network, cacheMinutes, settings } = state;
  const byHand = products.some((one) => one.byHand);
  const findings: Finding[] = [];
  if (scanner === 'absent') findings.push(warn('R25', 'loop.scanner-absent', { tasks: ['scanner-missing'] }));
  else if (byHand || (unreadable.includes('product') && products.length === 0))
    findings.push(warn('R24', 'loop.med.code-unreadable', { tasks: ['relabel-product'] }));
  if (safetyCheck === 'down')
    findings.push(
      warn('R27', 'loop.check-unavailable', { issue: { code: 'check-unavailable', severity: 'moderate' } }),
    );
  if (network === 'down') {
    const isFresh = cacheMinutes !== undefined && cacheMinutes <= settings.cacheMinutes;
    findings.push(
      isFresh ? note('R28') : warn('R28', 'loop.cache-stale', { issue: { code: 'stale-data', severity: 'moderate' } }),
    );
  }
  return findings;
}

/** A high-alert product needs a second person. */
export function witnessFindings(
  fault: 'missing' | 'same' | 'not-entitled' | undefined,
  products: readonly ProductRead[],
): readonly Finding[] {
  if (!products.some(({ product }) => product?.highAlert === true)) return [];
  if (fault === undefined) return [note('R23')];
  return [stop(fault === 'not-entitled' ? ['R23', 'R01'] : 'R23', `loop.med.witness-${fault}`)];
}
