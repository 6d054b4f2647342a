/**
 * Reads what a scanner sends: a GS1 element string, with or without symbology identifier, or its form in brackets.
 *
 * A code that is none is an answer, not an exception: the bedside shows it. Nothing is guessed; a missing separator shows as a
 * value that is too long, or not at all (then the lot has swallowed the serial, which the product file must demand).
 *
 * Source  GS1 General Specifications 7.8; symbology identifiers: ISO/IEC 15424
 * Proof   parse.test.ts, test/conformance/gs1.test.ts (100 published vectors)
 */
import type { CheckOptions, Gs1Error } from './checks.ts';
import type { DayZero } from './dates.ts';
import { factsOf, type Gs1Facts } from './derived.ts';
import { associationFault, valueFault, withoutRepeats, type Gs1Element, type Gs1Fault } from './elements.ts';
import { identifierAt, identifierOf, type Identifier } from './identifiers.ts';

/** The separator: FNC1 as readers send it. */
export const GS = '\u001D';
/** Longest input that is read: what the largest QR code can hold. */
const MOST_CHARACTERS = 7089;

/** How to read. */
export interface Gs1Options {
  /** Date or moment of reading (FHIR); only its year matters. */
  readonly asOf: string;
  readonly dayZero?: DayZero;
  /** Also check which identifiers must and must not stand together on this one carrier. */
  readonly associations?: boolean;
  readonly requireSymbologyId?: boolean;
  /** Text that the reader types in place of the separator. */
  readonly gsSubstitute?: string | null;
  readonly format?: 'scan' | 'hri';
}

/** What was read. */
export type Gs1Reading =
  | { readonly ok: true; readonly elements: readonly Gs1Element[]; readonly facts: Gs1Facts }
  | ({ readonly ok: false } & Gs1Fault);

/** Reads one code. */
export function parseGs1(input: string, options: Gs1Options): Gs1Reading {
  const checks = { readingYear: Number(options.asOf.slice(0, 4)), dayZero: options.dayZero ?? 'allow' };
  const read = input.length > MOST_CHARACTERS ? fault('message-too-long') : elementsIn(input, options, checks);
  if ('error' in read) return { ok: false, ...read };
  const elements = withoutRepeats(read);
  if ('error' in elements) return { ok: false, ...elements };
  const unfit = options.associations === true ? associationFault(elements) : undefined;
  if (unfit !== undefined) return { ok: false, ...unfit };
  return { ok: true, elements, facts: factsOf(elements, checks.readingYear) };
}

type Read = readonly Gs1Element[] | Gs1Fault;

function fault(error: Gs1Error, ai?: string): Gs1Fault {
  return ai === undefined ? { error } : { error, ai };
}

function elementsIn(input: string, options: Gs1Options, checks: CheckOptions): Read {
  if (options.format === 'hri') return bracketed(input, checks);
  if (!input.startsWith(']'))
    return options.requireSymbologyId === true
      ? fault('missing-symbology-identifier')
      : message(withSeparators(input, options), checks);
  const symbology = input.slice(0, 3);
  const rest = input.slice(3);
  if (GS1_SYMBOLOGIES.has(symbology)) return message(withSeparators(rest, options), checks);
  const length = GTIN_SYMBOLOGIES.get(symbology);
  return length === undefined ? fault('not-gs1-symbology') : bareGtin(rest, length, checks);
}

/** DataMatrix, GS1-128, QR Code, DataBar, DotCode. */
const GS1_SYMBOLOGIES = new Set([']d2', ']C1', ']Q3', ']e0', ']J1']);
/** EAN-13, EAN-8 and ITF-14 hold a bare GTIN. */
const GTIN_SYMBOLOGIES = new Map([
  [']E0', 13],
  [']E4', 8],
  [']I1', 14],
]);

function withSeparators(text: string, { gsSubstitute }: Gs1Options): string {
  return gsSubstitute === undefined || gsSubstitute === null || gsSubstitute === ''
    ? text
    : text.replaceAll(gsSubstitute, GS);
}

function bareGtin(digits: string, length: number, checks: CheckOptions): Read {
  if (digits === '') return fault('empty-message');
  if (!/^\d*$/.test(digits)) return fault('illegal-character', '01');
  if (digits.length !== length) return fault(digits.length < length ? 'value-too-short' : 'value-too-long', '01');
  return judged('01', digits.padStart(14, '0'), checks);
}

function judged(ai: string, value: string, checks: CheckOptions): Read {
  const identifier = identifierOf(ai);
  if (identifier === undefined) return fault('unknown-ai', ai);
  const error = valueFault(identifier, value, checks);
  return error === undefined ? [{ ai, value }] : fault(error, ai);
}

/** Some readers send the first FNC1 as a separator, and one after each field: both are tolerated, two in a row are not. */
function message(text: string, checks: CheckOptions): Read {
  const elements: Gs1Element[] = [];
  let at = text.startsWith(GS) ? 1 : 0;
  if (at >= text.length) return fault('empty-message');
  while (at < text.length) {
    if (text[at] === GS) return fault('empty-element');
    const identifier = identifierAt(text, at);
    if (identifier === undefined) return fault('unknown-ai');
    const start = at + identifier.ai.length;
    const end = endOf(text, start, identifier);
    const element = judged(identifier.ai, text.slice(start, end), checks);
    if ('error' in element) return element;
    elements.push(...element);
    at = text[end] === GS ? end + 1 : end;
  }
  return elements;
}

function endOf(text: string, start: number, { predefined, most }: Identifier): number {
  const separator = text.indexOf(GS, start);
  const end = separator === -1 ? text.length : separator;
  return predefined ? Math.min(end, start + most) : end;
}

const BRACKETS = /\((\d{2,4})\)/g;

/** `(01)…(10)…`: brackets with 2 to 4 digits are identifiers, all others are data. */
function bracketed(input: string, checks: CheckOptions): Read {
  const marks = [...input.matchAll(BRACKETS)];
  if (input === '') return fault('empty-message');
  if (marks[0]?.index !== 0) return fault('bad-bracket-format');
  const elements: Gs1Element[] = [];
  for (const [at, mark] of marks.entries()) {
    const value = input.slice(mark.index + mark[0].length, marks[at + 1]?.index ?? input.length);
    const element = judged(mark[1] ?? '', value, checks);
    if ('error' in element) return element;
    elements.push(...element);
  }
  return elements;
}
