/**
 * JSON that keeps every decimal as it was written.
 *
 * A number whose text a JavaScript number would not give back (`1.00`, `1E-22`, 20 digits) is kept as the platform's raw
 * JSON object: `JSON.isRawJSON(value)` is true, `value.rawJSON` is the text, and `JSON.stringify` writes it unchanged.
 * Every other number stays a plain number, so the common case costs one scan and one native parse.
 *
 * Source  https://hl7.org/fhir/R4/datatypes.html#decimal ("the precision of the decimal value has significance")
 * Proof   json.test.ts
 */
import { scanJson, type PlacedNumber } from './json-scan.ts';
import { OutcomeError } from './outcome.ts';

/** A decimal that a JavaScript number cannot give back digit by digit. */
export interface RawDecimal {
  readonly rawJSON: string;
}

interface JsonWithSource {
  rawJSON(text: string): RawDecimal;
  isRawJSON(value: unknown): value is RawDecimal;
}

const native = JSON as unknown as JsonWithSource;

/** Deepest nesting accepted: FHIR needs a dozen levels, questionnaires a few dozen. */
export const MAX_DEPTH = 128;

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

/** Parses JSON, keeping decimals; throws `json.malformed`, `json.too-deep` or `json.property-twice`. */
export function parseJson(text: string): unknown {
  return parseScanned(text, Buffer.from(text));
}

/** As `parseJson`, of bytes that are known to be UTF-8. */
export function parseJsonBytes(bytes: Buffer): unknown {
  return parseScanned(bytes.toString('utf8'), bytes);
}

function parseScanned(text: string, bytes: Buffer): unknown {
  const { tooDeep, properties, lossy } = scanJson(bytes, MAX_DEPTH);
  if (tooDeep) throw deeperThanFhir();
  const value = parsed(text.charCodeAt(0) === 0xfe_ff ? text.slice(1) : text);
  if (propertiesIn(value) < properties) throw propertyTwice();
  return lossy.length === 0 ? value : withTexts(value, lossy);
}

/** Parses JSON that this house wrote itself: it is well-formed, not too deep, and no property stands twice. */
export function parseWritten(text: string): unknown {
  const { lossy } = scanJson(Buffer.from(text), MAX_DEPTH);
  const value: unknown = JSON.parse(text);
  return lossy.length === 0 ? value : withTexts(value, lossy);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new OutcomeError('structure', 'json.malformed', `This is not JSON: ${messageOf(cause)}`, { cause });
  }
}

/** Number of properties in a parsed tree: fewer than in the text where a name stood twice and one value was lost. */
function propertiesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object') count += propertiesIn(item);
    return count;
  }
  const members = Object.values(value);
  for (const member of members) if (typeof member === 'object') count += propertiesIn(member);
  return count + members.length;
}

/** Puts the texts of numbers back where the native parse lost digits. */
function withTexts(value: unknown, lossy: readonly PlacedNumber[]): unknown {
  const top = { value };
  for (const { text, path } of lossy) setNumber(top, ['value', ...path], text);
  return top.value;
}

type Container = Record<string | number, unknown>;

function setNumber(top: Container, path: readonly (string | number)[], text: string): void {
  let container: unknown = top;
  for (const step of path.slice(0, -1)) container = child(container, step);
  const last = path.at(-1) ?? '';
  if (typeof child(container, last) === 'number') (container as Container)[last] = native.rawJSON(text);
}

function child(container: unknown, step: string | number): unknown {
  if (typeof container !== 'object' || container === null || !Object.hasOwn(container, step)) return undefined;
  return (container as Container)[step];
}

/** Writes JSON with every decimal as it was read. */
export function writeJson(value: unknown, pretty = false): string {
  return JSON.stringify(value, undefined, pretty ? 2 : undefined);
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message.replace(/"[^"]{40,}"/g, '"…"') : 'unreadable';
}

function propertyTwice(): OutcomeError {
  const text = 'A property stands twice in one object, so that one of its values would be lost. Send each once.';
  return new OutcomeError('structure', 'json.property-twice', text);
}

function deeperThanFhir(): OutcomeError {
  return new OutcomeError('structure', 'json.too-deep', `The JSON nests deeper than ${MAX_DEPTH} levels; flatten it.`);
}
