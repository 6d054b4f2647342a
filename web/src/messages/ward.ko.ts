/**
 * Texts of the ward screens in Korean.
 *
 * Proof   messages.test.ts
 */
export const ward = {} as const;
