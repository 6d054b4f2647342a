/**
 * Texts of the notes screens in English.
 *
 * Proof   messages.test.ts
 */
export const notes = {};
