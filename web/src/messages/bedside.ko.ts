/**
 * Texts of the bedside screens in Korean.
 *
 * Proof   messages.test.ts
 */
export const bedside = {} as const;
