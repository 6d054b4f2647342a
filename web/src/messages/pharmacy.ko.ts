/**
 * Texts of the pharmacy screens in Korean.
 *
 * Proof   messages.test.ts
 */
export const pharmacy = {} as const;
