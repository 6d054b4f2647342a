/**
 * Texts of the notes screens in Korean.
 *
 * Proof   messages.test.ts
 */
export const notes = {} as const;
