/**
 * Decimals as the record wrote them: 7.0 stays 7.0 on the screen, because its last digit says how exactly it was measured.
 *
 * Source  https://hl7.org/fhir/R4/datatypes.html#decimal
 * Proof   decimal.test.ts
 */
import type { RawDecimal } from './types.ts';

/** A number of a FHIR resource: plain, or with its text where that says more than the number. */
export type FhirDecimal = number | RawDecimal;

type Reviver = (key: string, value: unknown, context?: { readonly source?: string }) => unknown;
const parseWithSource = JSON.parse as unknown as (text: string, reviver?: Reviver) => unknown;

// A number that may not survive the plain parse: a fraction that ends in 0, an exponent, many digits.
const FRAGILE = String.raw`-?(?:\d+\.\d*0|\d[\d.]*[eE][-+]?\d+|[\d.]{16,})`;
// As the value of a member. The quote before the colon follows a letter, and inside of a string a quote follows a backslash:
// this never looks into a string.
const MEMBER = new RegExp(String.raw`([A-Za-z0-9_]"\s*:\s*)(${FRAGILE})(?=\s*[,}])`, 'g');
// In a list, which FHIR does not have; what looks so inside of a string only costs time.
const IN_LIST = new RegExp(String.raw`[[,]\s*${FRAGILE}\s*[,\]]`);

/** Parses JSON; keeps the text of decimals that a number would not give back. */
export function parseFhirJson(text: string): unknown {
  if (IN_LIST.test(text)) return parseWithSource(text, keepText);
  return parseWithSource(text.replace(MEMBER, keepMember));
}

function keepMember(_match: string, name: string, digits: string): string {
  return String(Number(digits)) === digits ? name + digits : `${name}{"rawJSON":"${digits}"}`;
}

function keepText(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  return typeof value === 'number' && source !== undefined && String(value) !== source ? { rawJSON: source } : value;
}

/** The text of a decimal as it was written. */
export function decimalText(value: FhirDecimal): string {
  return typeof value === 'number' ? String(value) : value.rawJSON;
}

/** The number of a decimal, for drawing and comparing. */
export function decimalNumber(value: FhirDecimal): number {
  return typeof value === 'number' ? value : Number(value.rawJSON);
}

/** JSON text of a resource for reading, decimals as written. */
export function prettyJson(value: unknown): string {
  const raw: string[] = [];
  const text = JSON.stringify(
    value,
    (_key, one: unknown) => (isRaw(one) ? `\u0000${raw.push(one.rawJSON) - 1}\u0000` : one),
    2,
  );
  return text.replace(/"\\u0000(\d+)\\u0000"/g, (_match, index: string) => raw[Number(index)] ?? '');
}

function isRaw(value: unknown): value is RawDecimal {
  return typeof value === 'object' && value !== null && 'rawJSON' in value && Object.keys(value).length === 1;
}
