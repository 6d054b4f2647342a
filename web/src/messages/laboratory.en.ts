/**
 * Texts of the laboratory screens in English.
 *
 * Proof   messages.test.ts
 */
export const laboratory = {};
