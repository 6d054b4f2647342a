/**
 * A quantity of a search in the canonical unit, so that `5 mg` finds `0.005 g`.
 *
 * Source  https://hl7.org/fhir/R4/search.html#quantity
 * Proof   canonical.test.ts
 */
import { canonicalQuantity, decimalOf } from '../../kernel/index.ts';
import { UCUM } from './elements.ts';
import type { NumberValue, QuantityValue } from './query.ts';

/** The number of the search in the canonical unit. */
export interface CanonicalBounds {
  readonly unit: string;
  readonly number: NumberValue;
}

/** The bounds in the canonical unit; undefined where the search names no UCUM unit. */
export function canonicalBounds({ number, system, code }: QuantityValue): CanonicalBounds | undefined {
  if (system !== UCUM || code === undefined) return undefined;
  const value = canonicalQuantity(decimalOf(number.text.replace(/^\+/, '')), code);
  const low = canonicalQuantity(number.low, code);
  const high = canonicalQuantity(number.high, code);
  if (value === undefined || low === undefined || high === undefined) return undefined;
  return { unit: value.unit, number: { ...number, value: value.value, low: low.value, high: high.value } };
}
