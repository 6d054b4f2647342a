/**
 * Numbers of the fictional companies 9991 and 9992 with their check digits, for bands, badges and packs. The room care reads
 * them; they are made here so that the generator needs nothing of it.
 *
 * Source  GS1 General Specifications, 7.9 (check digit)
 * Proof   gs1.test.ts (care reads them)
 */

/** The digits with their check digit behind them. */
export function withCheckDigit(digits: string): string {
  let sum = 0;
  for (let at = digits.length - 1, weight = 3; at >= 0; at--, weight = 4 - weight) sum += Number(digits[at]) * weight;
  return digits + String((10 - (sum % 10)) % 10);
}
