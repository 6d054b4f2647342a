/**
 * JSON that keeps every decimal as it was written.
 *
 * A number whose text a JavaScript number would not give back (`1.00`, `1E-22`, 20 digits) is kept as the platform's raw
 * JSON object: `JSON.isRawJSON(value)` is true, `value.rawJSON` is the text, and `JSON.stringify` writes it unchanged.
 * Every other number stays a plain number, so the common case costs one native parse and one scan.
 *
 * Source  https://hl7.org/fhir/R4/datatypes.html#decimal ("the precision of the decimal value has significance")
 * Proof   json.test.ts
 */
import { OutcomeError } from './outcome.ts';

/** A decimal that a JavaScript number cannot give back digit by digit. */
export interface RawDecimal {
  readonly rawJSON: string;
}

interface JsonSourceContext {
  readonly source?: string;
}

interface JsonWithSource {
  parse(text: string, reviver: (key: string, value: unknown, context: JsonSourceContext) => unknown): unknown;
  rawJSON(text: string): RawDecimal;
  isRawJSON(value: unknown): value is RawDecimal;
}

const native = JSON as unknown as JsonWithSource;

/** Deepest nesting accepted: FHIR needs a dozen levels, questionnaires a few dozen. */
export const MAX_DEPTH = 128;

// A number that may not survive: minus zero, an exponent, 16 characters or more, below 1E-6, or a fraction ending in 0.
// It looks only where JSON can have a number, so that times and UUIDs inside strings do not trigger the slow way.
const SUSPECT = /(?:^|[:,[])\s*(-?(?:(?<=-)0|[\d.]+[eE][-+]?\d+|[\d.]{16,}|0\.0{6}\d*|\d+\.\d*0))(?=[\s,}\]]|$)/g;

/** Is this the text-preserving form of a decimal? */
export function isRawDecimal(value: unknown): value is RawDecimal {
  return native.isRawJSON(value);
}

/** The text-preserving form of a JSON number; a plain number where that gives the same text back. */
export function decimalOf(text: string): number | RawDecimal {
  const value = Number(text);
  return String(value) === text ? value : native.rawJSON(text);
}

/** The written text of a number in a parsed tree. */
export function decimalText(value: number | RawDecimal): string {
  return typeof value === 'number' ? String(value) : value.rawJSON;
}

/** Parses JSON, keeping decimals; throws `json.malformed` or `json.too-deep`. */
export function parseJson(text: string): unknown {
  const body = text.charCodeAt(0) === 0xfe_ff ? text.slice(1) : text;
  refuseDeep(body);
  try {
    return losesDigits(body) ? native.parse(body, keepDecimal) : JSON.parse(body);
  } catch (cause) {
    throw new OutcomeError('structure', 'json.malformed', `This is not JSON: ${messageOf(cause)}`, { cause });
  }
}

/** Writes JSON with every decimal as it was read. */
export function writeJson(value: unknown, pretty = false): string {
  return JSON.stringify(value, undefined, pretty ? 2 : undefined);
}

/** Does some number of this text need its text kept? The parse that keeps texts costs five times the plain one. */
function losesDigits(text: string): boolean {
  for (const [, number = ''] of text.matchAll(SUSPECT)) {
    if (String(Number(number)) !== number) return true;
  }
  return false;
}

function keepDecimal(_key: string, value: unknown, context: JsonSourceContext): unknown {
  if (typeof value !== 'number' || context.source === undefined) return value;
  return String(value) === context.source ? value : native.rawJSON(context.source);
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message.replace(/"[^"]{40,}"/g, '"…"') : 'unreadable';
}

/** Refuses nesting that no FHIR resource needs, before a recursive walk meets it. */
function refuseDeep(text: string): void {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === 0x22) at = endOfString(text, at);
    else if (char === 0x7b || char === 0x5b) {
      if (++depth > MAX_DEPTH) throw tooDeep();
    } else if (char === 0x7d || char === 0x5d) depth--;
  }
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes++;
  return slashes % 2 === 1;
}

function tooDeep(): OutcomeError {
  return new OutcomeError('structure', 'json.too-deep', `The JSON nests deeper than ${MAX_DEPTH} levels; flatten it.`);
}
