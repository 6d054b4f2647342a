/**
 * The query of interactions that are no search: each takes few parameters, and refuses what it does not know by name.
 *
 * Source  https://hl7.org/fhir/R4/http.html#parameters
 * Proof   parameters.test.ts
 */
import { OutcomeError } from '../kernel/index.ts';

/** Parameters that every address takes; the HTTP layer reads them. */
const EVERYWHERE = new Set(['_format', '_pretty']);

/** Reads a raw query in which each of `allowed` may stand once; throws `record.unknown-parameter`. */
export function readParameters(query: string, allowed: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (query === '') return found;
  for (const [name, value] of new URLSearchParams(query)) {
    if (EVERYWHERE.has(name)) continue;
    if (!allowed.includes(name)) throw unknown(name, allowed);
    if (found.has(name)) {
      throw new OutcomeError('invalid', 'record.parameter-twice', `'${name}' is given twice; give it once.`);
    }
    found.set(name, value);
  }
  return found;
}

function unknown(name: string, allowed: readonly string[]): OutcomeError {
  const known = allowed.length === 0 ? 'it takes none' : `it takes ${allowed.join(', ')}`;
  const text = `'${name.slice(0, 60)}' is not a parameter of this interaction: ${known}.`;
  return new OutcomeError('not-supported', 'record.unknown-parameter', text);
}

/** A whole number from `least` on; throws `record.bad-parameter`. */
export function wholeNumber(name: string, value: string, least = 0): number {
  if (/^\d{1,9}$/.test(value) && Number(value) >= least) return Number(value);
  const text = `'${value.slice(0, 40)}' is not a value of ${name}: write a whole number of ${least} or more.`;
  throw new OutcomeError('invalid', 'record.bad-parameter', text);
}
