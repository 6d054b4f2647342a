/**
 * The formats and ranges of the primitive types of R4, each as one function that says what is wrong.
 *
 * Every pattern is linear in the length of the text: no part of one can match what its neighbour matches. Texts over 1 MB
 * are refused before a pattern sees them, but for base64, which has no limit of its own.
 *
 * Unit    lengths in UTF-16 code units
 * Source  https://hl7.org/fhir/R4/datatypes.html#primitive
 * Proof   primitives.test.ts
 */
import { Decimal, decimalText, isRawDecimal } from '../../kernel/index.ts';
import { shown, type Problem } from './walk.ts';

/** What is wrong with a value of a primitive type; undefined: nothing. */
export type PrimitiveCheck = (value: unknown) => Problem | undefined;

/** Longest text: https://hl7.org/fhir/R4/datatypes.html#string */
export const LONGEST_TEXT = 1024 * 1024;

function wrongType(expected: string, value: unknown): Problem {
  return { category: 'structure', code: 'wrong-type', message: `This must be ${expected}, not ${kindOf(value)}.` };
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number' || isRawDecimal(value)) return 'a number';
  if (typeof value === 'string') return 'a text in quotes';
  return typeof value === 'boolean' ? 'true or false' : 'an object';
}

function badFormat(type: string, value: string, hint: string): Problem {
  return { category: 'value', code: 'bad-format', message: `${shown(value)} is no ${type}: ${hint}.` };
}

const EMPTY: Problem = {
  category: 'value',
  code: 'empty',
  message: 'A text must not be empty: leave the element out.',
};
const TOO_LONG: Problem = {
  category: 'value',
  code: 'too-long',
  message: 'A text may have at most 1,048,576 characters.',
};
const NUL: Problem = { category: 'value', code: 'bad-format', message: 'A text must not hold the character U+0000.' };
const HALF: Problem = {
  category: 'value',
  code: 'bad-format',
  message: 'A text must not hold half of a surrogate pair.',
};

function checkText(value: unknown): Problem | undefined {
  if (typeof value !== 'string') return wrongType('a text in quotes', value);
  if (value === '') return EMPTY;
  if (value.length > LONGEST_TEXT) return TOO_LONG;
  if (value.includes('\0')) return NUL;
  return value.isWellFormed() ? undefined : HALF;
}

function textOf(type: string, pattern: RegExp, hint: string): PrimitiveCheck {
  return (value) => {
    const problem = checkText(value);
    if (problem !== undefined) return problem;
    return pattern.test(value as string) ? undefined : badFormat(type, value as string, hint);
  };
}

const DATE = /^(?!0000)\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/;
const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d+)?';
const ZONE = '(?:Z|[+-](?:(?:0\\d|1[0-3]):[0-5]\\d|14:00))';
const INSTANT = new RegExp(`^(?!0000)\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])T${TIME}${ZONE}$`);

/** Days of the month that a text of at least ten characters names; February with 29 where the year has them. */
function isCalendarDay(text: string): boolean {
  const day = Number(text.slice(8, 10));
  if (text.length < 10 || day < 29) return true;
  const month = Number(text.slice(5, 7));
  if (month === 2) return day === 29 && isLeapYear(Number(text.slice(0, 4)));
  return day < 31 || ![4, 6, 9, 11].includes(month);
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function dateOf(type: string, matches: (text: string) => boolean, hint: string): PrimitiveCheck {
  return (value) => {
    if (typeof value !== 'string') return wrongType('a text in quotes', value);
    if (!matches(value)) return value === '' ? EMPTY : badFormat(type, value, hint);
    return isCalendarDay(value) ? undefined : badFormat(type, value, 'the month has no such day');
  };
}

const DATE_TIME_HINT =
  'write 2026, 2026-11, 2026-11-24 or 2026-11-24T14:05:00+09:00 (a time needs seconds and a time zone)';

function integerOf(type: string, low: number): PrimitiveCheck {
  return (value) => {
    if (typeof value === 'number' && Number.isInteger(value)) {
      if (value >= low && value <= 2_147_483_647) return undefined;
      return { category: 'value', code: 'out-of-range', message: `${value} is no ${type}: from ${low} to 2147483647.` };
    }
    if (typeof value !== 'number' && !isRawDecimal(value)) return wrongType('a whole number', value);
    return badFormat(type, decimalText(value), 'write a whole number in digits, without fraction or exponent');
  };
}

function checkDecimal(value: unknown): Problem | undefined {
  if (typeof value === 'number') return undefined;
  if (!isRawDecimal(value)) return wrongType('a number without quotes', value);
  if (Decimal.parse(value.rawJSON) !== undefined) return undefined;
  return {
    category: 'value',
    code: 'out-of-range',
    message: `${shown(value.rawJSON)} has more digits than can be kept.`,
  };
}

function checkBoolean(value: unknown): Problem | undefined {
  return typeof value === 'boolean' ? undefined : wrongType('true or false without quotes', value);
}

function checkBase64(value: unknown): Problem | undefined {
  if (typeof value !== 'string') return wrongType('a text in quotes', value);
  const packed = /\s/.test(value) ? value.replaceAll(/\s+/g, '') : value;
  if (packed === '') return EMPTY;
  if (packed.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(packed)) return undefined;
  return badFormat('base64Binary', value, 'use A-Z a-z 0-9 + / in groups of four, filled up with =');
}

const NO_SPACES = 'it must not hold white space';
const checkUri = (type: string): PrimitiveCheck => textOf(type, /^\S+$/, NO_SPACES);

/** The check of each primitive type but xhtml. */
export const PRIMITIVE_CHECKS: ReadonlyMap<string, PrimitiveCheck> = new Map<string, PrimitiveCheck>([
  ['string', checkText],
  ['markdown', checkText],
  ['code', textOf('code', /^\S+(?:\s\S+)*$/, 'no white space at its ends, and single spaces between words')],
  ['id', textOf('id', /^[A-Za-z0-9\-.]{1,64}$/, '1 to 64 of A-Z a-z 0-9 - .')],
  ['uri', checkUri('uri')],
  ['url', checkUri('url')],
  ['canonical', checkUri('canonical')],
  ['oid', textOf('oid', /^urn:oid:[0-2](?:\.(?:0|[1-9]\d*))+$/, 'write urn:oid:1.2.3')],
  [
    'uuid',
    textOf(
      'uuid',
      /^urn:uuid:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/,
      'write urn:uuid: and a UUID in small letters',
    ),
  ],
  ['date', dateOf('date', (text) => DATE.test(text), 'write 2026, 2026-11 or 2026-11-24')],
  ['dateTime', dateOf('dateTime', (text) => DATE.test(text) || INSTANT.test(text), DATE_TIME_HINT)],
  ['instant', dateOf('instant', (text) => INSTANT.test(text), 'write 2026-11-24T14:05:00.000+09:00')],
  ['time', textOf('time', new RegExp(`^${TIME}$`), 'write 14:05:00')],
  ['integer', integerOf('integer', -2_147_483_648)],
  ['unsignedInt', integerOf('unsignedInt', 0)],
  ['positiveInt', integerOf('positiveInt', 1)],
  ['decimal', checkDecimal],
  ['boolean', checkBoolean],
  ['base64Binary', checkBase64],
]);
