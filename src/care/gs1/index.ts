export { parseGs1, GS, type Gs1Options, type Gs1Reading } from './parse.ts';
export { writeBrackets, writeGs1 } from './write.ts';
export type { Gs1Element, Gs1Fault } from './elements.ts';
export type { Gs1Facts } from './derived.ts';
export type { CheckOptions, Gs1Error } from './checks.ts';
export { checkDigit, checkPair, hasCheckDigit, hasCheckPair } from './check-digit.ts';
export { fullDate, sixDigits, yearOf, type DayZero } from './dates.ts';
export { allIdentifiers, identifierOf, type Identifier } from './identifiers.ts';
