/**
 * What a parsed JSON value is.
 *
 * Proof   definitions.test.ts
 */
import { isRawDecimal } from '../../kernel/index.ts';

/** Is this a JSON object: no array, no null, no decimal that keeps its text? */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawDecimal(value);
}
