/** The languages of the screens. */
export type Language = 'ko' | 'en';

/** Is the text written in Hangul (or has it some)? */
export function hasHangul(text: string): boolean {
  return /[\u1100-\u11FF\u3131-\u318E\uAC00-\uD7A3]/.test(text);
}
