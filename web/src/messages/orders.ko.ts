/**
 * Texts of the orders screens in Korean.
 *
 * Proof   messages.test.ts
 */
export const orders = {} as const;
