/**
 * Check digits of GS1: the last digit of numbers, and the last pair of a global model number.
 *
 * Source  GS1 General Specifications 7.9 (https://ref.gs1.org/standards/genspecs/)
 * Proof   check-digit.test.ts
 */

/** The check digit of digits that do not have one yet: weights 3 and 1 from the right, modulo 10. */
export function checkDigit(digits: string): string {
  let total = 0;
  for (let at = digits.length - 1, weight = 3; at >= 0; at--, weight = 4 - weight) total += Number(digits[at]) * weight;
  return String((10 - (total % 10)) % 10);
}

/** Is the last digit the check digit of the others? */
export function hasCheckDigit(digits: string): boolean {
  return /^\d{2,}$/.test(digits) && checkDigit(digits.slice(0, -1)) === digits.slice(-1);
}

/** The 82 characters of element strings, in the order of their values. */
const CHARACTERS_82 = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const PAIR_CHARACTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83];

/** The check pair of a model number that does not have one yet: prime weights from the right, modulo 1021. */
export function checkPair(text: string): string {
  let total = 0;
  for (const [at, character] of [...text].toReversed().entries())
    total += CHARACTERS_82.indexOf(character) * (PRIMES[at] ?? 0);
  const rest = total % 1021;
  return `${PAIR_CHARACTERS[rest >> 5] ?? ''}${PAIR_CHARACTERS[rest & 31] ?? ''}`;
}

/** Are the last two characters the check pair of the others? */
export function hasCheckPair(text: string): boolean {
  return text.length >= 3 && text.length <= PRIMES.length + 2 && checkPair(text.slice(0, -2)) === text.slice(-2);
}
