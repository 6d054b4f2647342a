/**
 * Canonical JSON: one text for one value, whoever wrote it and in whatever order. It is what a signature is over.
 *
 * Members are ordered by the UTF-16 code units of their names, nothing is between the tokens, strings escape only what must be
 * escaped, and numbers are written as ECMAScript writes them. A FHIR decimal that keeps its digits (1.00) is therefore signed
 * as the number that it is (1): any library of the standard gets the same text.
 *
 * Source  https://www.rfc-editor.org/rfc/rfc8785
 * Proof   canonical.test.ts
 */
import { isRawDecimal } from '../../kernel/index.ts';

/** The canonical text of a JSON value. */
export function canonicalJson(value: unknown): string {
  if (isRawDecimal(value)) return numberText(Number(value.rawJSON));
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return stringText(value);
  if (Array.isArray(value)) return `[${value.map((one) => canonicalJson(one ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) return objectText(value as Readonly<Record<string, unknown>>);
  return JSON.stringify(value ?? null);
}

function objectText(value: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(value).filter((name) => value[name] !== undefined);
  const members = names.sort(byCodeUnit).map((name) => `${stringText(name)}:${canonicalJson(value[name])}`);
  return `{${members.join(',')}}`;
}

function byCodeUnit(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('a number of JSON is finite');
  return JSON.stringify(value);
}

/** Half of a surrogate pair is no character, and two writers would write it differently. */
function stringText(value: string): string {
  if (!value.isWellFormed()) throw new RangeError('text with half of a surrogate pair cannot be signed');
  return JSON.stringify(value);
}
