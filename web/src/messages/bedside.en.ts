/**
 * Texts of the bedside screens in English.
 *
 * Proof   messages.test.ts
 */
export const bedside = {};
