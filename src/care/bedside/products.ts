/**
 * The product file: Medication resources with GTIN, drug, strength and safety marks.
 *
 * Source  https://hl7.org/fhir/R4/medication.html
 * Proof   orders.test.ts, medication.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { parseGs1 } from '../gs1/index.ts';
import type { Product, Step } from '../loop/index.ts';
import { findResources, readResource } from './chart.ts';
import type { Session } from './session.ts';
import { extensionsIn, GTIN, identifierIn, isSet, nameIn, routeOf, unitIn, valueIn } from '../systems.ts';

type Medication = ResourceOfType['Medication'];

/** A Medication as a product; undefined where it is not in use. */
export function productOf(medication: Medication): Product | undefined {
  const { id = '', identifier, status, ingredient } = medication;
  const gtin = identifierIn(identifier, GTIN)?.value;
  if (gtin === undefined || (status !== undefined && status !== 'active')) return undefined;
  const strength = ingredient?.[0]?.strength;
  const amount = valueIn(strength?.numerator);
  const units = valueIn(strength?.denominator) ?? 1;
  const routes = extensionsIn(medication, 'route').flatMap(({ valueCode }) =>
    valueCode === undefined ? [] : routeOf(valueCode),
  );
  const isCounted = amount !== undefined && !isSet(medication, 'multi-dose');
  return {
    id,
    gtin,
    drug: drugName(medication),
    ...(routes.length === 0 ? {} : { routes }),
    ...(isCounted ? { unitAmount: amount / units, unit: unitIn(strength?.numerator) } : {}),
    highAlert: isSet(medication, 'high-alert'),
    serialised: isSet(medication, 'serialised'),
  };
}

/** The name of the drug that a product holds. */
export function drugName({ ingredient, code }: Medication): string {
  return nameIn(ingredient?.[0]?.itemCodeableConcept ?? code);
}

/** The products of orders, of codes that were scanned, and of entries by hand. */
export async function productsOf(
  session: Session,
  steps: readonly Step[],
  ordered: readonly string[],
): Promise<readonly Product[]> {
  const byHand = steps.flatMap((step) => ('action' in step && step.action === 'manual-entry' ? [step.product] : []));
  const found = new Map<string, Product>();
  const keep = (medication: Medication): void => {
    const product = productOf(medication);
    if (product !== undefined) found.set(product.id, product);
  };
  for (const id of new Set([...ordered, ...byHand])) keep(await readResource(session.own, 'Medication', id));
  for (const gtin of scannedGtins(steps)) {
    const [one, ...others] = await findResources(session.safety, 'Medication', { identifier: `${GTIN}|${gtin}` });
    if (one !== undefined && others.length === 0) keep(one);
  }
  return [...found.values()];
}

function scannedGtins(steps: readonly Step[]): readonly string[] {
  const gtins = steps.flatMap((step) => {
    if (!('scan' in step) || step.scan !== 'product' || step.raw === null) return [];
    const reading = parseGs1(step.raw, { asOf: '2026' });
    return reading.ok ? (reading.facts.gtin ?? []) : [];
  });
  return [...new Set(gtins)];
}
