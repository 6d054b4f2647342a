/**
 * A number as it is typed at the bedside: with a decimal comma or full-width digits as well. What is no plain number is none.
 *
 * Proof   giving-screens.test.tsx
 */
const PLAIN = /^\d{1,6}(?:\.\d{1,3})?$/;

export function typedNumber(text: string): number | undefined {
  const plain = text.normalize('NFKC').trim().replace(',', '.');
  return PLAIN.test(plain) ? Number(plain) : undefined;
}
