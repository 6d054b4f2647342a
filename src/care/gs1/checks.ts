/**
 * The checks of a component's content, by the names that the table of identifiers uses.
 *
 * Company prefixes, countries, currencies, package types and coupons need lists that are not open or not kept here: their
 * length and characters are checked, their meaning is not.
 *
 * Source  https://ref.gs1.org/tools/gs1-barcode-syntax-resource/
 * Proof   checks.test.ts, test/conformance/gs1.test.ts
 */
import { hasCheckDigit, hasCheckPair } from './check-digit.ts';
import { dateFault, yearOf, type DayZero } from './dates.ts';
import type { CharacterSet } from './identifiers.ts';

/** Why an element string is refused; the names are those of the published vectors. */
export type Gs1Error =
  | 'unknown-ai'
  | 'value-too-short'
  | 'value-too-long'
  | 'empty-value'
  | 'empty-element'
  | 'empty-message'
  | 'illegal-character'
  | 'bad-check-digit'
  | 'illegal-month'
  | 'illegal-day'
  | 'illegal-hour'
  | 'illegal-minute'
  | 'illegal-second'
  | 'day-zero-forbidden'
  | 'not-zero'
  | 'illegal-code'
  | 'conflicting-repeat'
  | 'missing-required-ai'
  | 'excluded-ai-pair'
  | 'missing-symbology-identifier'
  | 'not-gs1-symbology'
  | 'bad-bracket-format'
  | 'message-too-long';

/** What checks depend on besides the text. */
export interface CheckOptions {
  /** Year of reading: it decides the century of two-digit years. */
  readonly readingYear: number;
  readonly dayZero: DayZero;
}

const CHARACTERS: Readonly<Record<CharacterSet, RegExp>> = {
  N: /^\d*$/,
  X: /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]*$/,
  Y: /^[#\-/0-9A-Z]*$/,
  Z: /^[A-Za-z0-9_-]*={0,2}$/,
};

/** Are all characters of the set? */
export function isOf(characters: CharacterSet, text: string): boolean {
  return CHARACTERS[characters].test(text);
}

type Check = (text: string, options: CheckOptions) => Gs1Error | undefined;

const CHECKS: Readonly<Record<string, Check>> = {
  csum: (text) => (hasCheckDigit(text) ? undefined : 'bad-check-digit'),
  csumalpha: (text) => (hasCheckPair(text) ? undefined : 'bad-check-digit'),
  yymmd0: (text, { readingYear, dayZero }) => shortDate(text, readingYear, dayZero),
  yymmdd: (text, { readingYear }) => shortDate(text, readingYear),
  yyyymmdd: (text) => dateFault(...(partsOf(text, 4) as [number, number, number])),
  hhmi: (text) => clock(text),
  hh: (text) => clock(`${text}00`),
  mi: (text) => clock(`00${text}`),
  ss: (text) => (Number(text) > 59 ? 'illegal-second' : undefined),
  zero: (text) => (/^0+$/.test(text) ? undefined : 'not-zero'),
  nonzero: code((text) => !/^0+$/.test(text)),
  nozeroprefix: code((text) => text === '0' || !text.startsWith('0')),
  hasnondigit: code((text) => /\D/.test(text)),
  winding: code((text) => /^[019]$/.test(text)),
  yesno: code((text) => /^[01]$/.test(text)),
  hyphen: code((text) => /^-+$/.test(text)),
  iso5218: code((text) => /^[0129]$/.test(text)),
  iso3166alpha2: code((text) => /^[A-Z]{2}$/.test(text)),
  mediatype: code((text) => /^(?:0[1-9]|10|[89]\d)$/.test(text)),
  importeridx: code((text) => /^[-_0-9A-Za-z]$/.test(text)),
  latitude: code((text) => Number(text) <= 1_800_000_000),
  longitude: code((text) => Number(text) <= 3_600_000_000),
  pieceoftotal: code(isPiece),
  posinseqslash: code((text) => /^[1-9]\/[1-9]$/.test(text) && Number(text[0]) <= Number(text[2])),
  pcenc: code((text) => !/%(?![0-9A-Fa-f]{2})/.test(text)),
  iban: code(isIban),
};

/** Runs one check; names without a check are those whose lists are not kept. */
export function contentFault(check: string, text: string, options: CheckOptions): Gs1Error | undefined {
  return CHECKS[check]?.(text, options);
}

function code(isRight: (text: string) => boolean): Check {
  return (text) => (isRight(text) ? undefined : 'illegal-code');
}

function partsOf(text: string, yearDigits: number): readonly number[] {
  return [text.slice(0, yearDigits), text.slice(yearDigits, yearDigits + 2), text.slice(yearDigits + 2)].map(Number);
}

function shortDate(text: string, readingYear: number, dayZero?: DayZero): Gs1Error | undefined {
  const [year = 0, month = 0, day = 0] = partsOf(text, 2);
  return dateFault(yearOf(year, readingYear), month, day, dayZero);
}

function clock(text: string): Gs1Error | undefined {
  if (Number(text.slice(0, 2)) > 23) return 'illegal-hour';
  return Number(text.slice(2)) > 59 ? 'illegal-minute' : undefined;
}

function isPiece(text: string): boolean {
  const [piece, total] = [Number(text.slice(0, 2)), Number(text.slice(2))];
  return piece > 0 && total > 0 && piece <= total;
}

/** International bank account number: moved by four, letters as numbers, modulo 97 is 1. */
function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[0-9A-Z]+$/.test(text)) return false;
  let rest = 0;
  for (const character of text.slice(4) + text.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
