/**
 * Texts of the ward screens in English.
 *
 * Proof   messages.test.ts
 */
export const ward = {};
