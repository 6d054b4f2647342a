/**
 * Texts of the laboratory screens in Korean.
 *
 * Proof   messages.test.ts
 */
export const laboratory = {} as const;
