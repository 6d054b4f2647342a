/**
 * Texts of the orders screens in English.
 *
 * Proof   messages.test.ts
 */
export const orders = {};
