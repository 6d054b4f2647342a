/**
 * Query text fit for the audit log: Korean resident and foreigner registration numbers are struck out, however they are
 * written (with or without hyphen, percent-encoded), because no log may hold them.
 *
 * Unit    13 digits: birth date YYMMDD, then 7 digits of which the first, 1 to 8, tells century, sex and nationality.
 * Proof   entry.test.ts
 */

const RESIDENT_NUMBER = /(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:-|%2d|\s|%20|\+)?[1-8]\d{6}(?!\d)/gi;

/** The text with every resident number struck out. */
export function withoutResidentNumbers(text: string): string {
  return text.replace(RESIDENT_NUMBER, '******-*******');
}
