/**
 * How much was scanned against how much was ordered, in the unit of the order.
 *
 * Proof   loops.test.ts
 */
import { canonicalQuantity } from '../../kernel/index.ts';
import type { ProductRead } from './bedside.ts';

/** What the scanned units hold. `whole`: nothing of the last unit is left over. */
export type Amount =
  | { readonly kind: 'uncounted' }
  | { readonly kind: 'unit-differs' }
  | { readonly kind: 'exceeded' }
  | { readonly kind: 'short' | 'whole' | 'part'; readonly total: number };

/** Slack for sums of decimal fractions in binary. */
const SLACK = 1e-9;

/** Compares the units that were scanned with a dose. Entries by hand and containers without unit amount are not counted. */
export function compareAmount(
  dose: { readonly value: number; readonly unit: string },
  products: readonly ProductRead[],
): Amount {
  const counted = products.filter(({ byHand, product }) => !byHand && product?.unitAmount !== undefined);
  if (counted.length === 0) return { kind: 'uncounted' };
  const amounts: number[] = [];
  for (const { product } of counted) {
    const inUnit = converted(product?.unitAmount ?? 0, product?.unit ?? '', dose.unit);
    if (inUnit === undefined) return { kind: 'unit-differs' };
    amounts.push(inUnit);
  }
  const total = amounts.reduce((sum, one) => sum + one, 0);
  const slack = SLACK * Math.max(1, dose.value);
  if (total - Math.min(...amounts) >= dose.value - slack) return { kind: 'exceeded' };
  if (total < dose.value - slack) return { kind: 'short', total };
  return { kind: total > dose.value + slack ? 'part' : 'whole', total };
}

/** A value in another UCUM unit; undefined where the units do not compare. */
export function converted(value: number, from: string, to: string): number | undefined {
  if (from === to) return value;
  const [own, one] = [canonicalQuantity(value, from), canonicalQuantity(1, to)];
  return own === undefined || one === undefined || own.unit !== one.unit ? undefined : own.value / one.value;
}
