/**
 * Texts of the pharmacy screens in English.
 *
 * Proof   messages.test.ts
 */
export const pharmacy = {};
