/**
 * Application identifiers by number, their components taken apart once.
 *
 * Source  generated/identifier-rows.ts
 * Proof   write.test.ts, test/conformance/gs1.test.ts
 */
import { IDENTIFIER_ROWS, type IdentifierRow } from './generated/identifier-rows.ts';

/** Which characters a component may hold: digits, 82-character set, 39-character set, base64url. */
export type CharacterSet = 'N' | 'X' | 'Y' | 'Z';

/** One part of an identifier's value. */
export interface Component {
  readonly characters: CharacterSet;
  readonly least: number;
  readonly most: number;
  readonly optional: boolean;
  /** Names of the checks of its content. */
  readonly checks: readonly string[];
}

/** One application identifier. */
export interface Identifier {
  readonly ai: string;
  readonly title: string;
  /** Its length is predefined: no separator follows. */
  readonly predefined: boolean;
  readonly components: readonly Component[];
  readonly least: number;
  readonly most: number;
  /** Alternatives of which one must be there: each a list of patterns that stand together. */
  readonly requires: readonly (readonly string[])[];
  /** Patterns of which none may be there. */
  readonly excludes: readonly string[];
}

const COMPONENT = /^(\[?)([NXYZ])(\.\.)?(\d+)\]?((?:,[a-z0-9]+)*)$/;

const BY_NUMBER: ReadonlyMap<string, Identifier> = new Map(
  IDENTIFIER_ROWS.flatMap(identifiersOf).map((one) => [one.ai, one]),
);

/** The identifier of a number such as `01` or `7003`. */
export function identifierOf(ai: string): Identifier | undefined {
  return BY_NUMBER.get(ai);
}

/** The identifier with which a text begins at `start`: numbers are 2, 3 or 4 digits, and none begins another. */
export function identifierAt(text: string, start: number): Identifier | undefined {
  for (const length of [2, 3, 4]) {
    const found = BY_NUMBER.get(text.slice(start, start + length));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All identifiers. */
export function allIdentifiers(): readonly Identifier[] {
  return [...BY_NUMBER.values()];
}

function identifiersOf([range, predefined, parts, requires, excludes, title]: IdentifierRow): readonly Identifier[] {
  const components = parts.split(' ').map(componentOf);
  const shape = {
    title,
    predefined,
    components,
    least: sum(components.map(({ least, optional }) => (optional ? 0 : least))),
    most: sum(components.map(({ most }) => most)),
    requires: requires === '' ? [] : requires.split(',').map((group) => group.split('+')),
    excludes: excludes === '' ? [] : excludes.split(','),
  };
  return numbersOf(range).map((ai) => ({ ai, ...shape }));
}

function numbersOf(range: string): readonly string[] {
  const [first = '', last = first] = range.split('-');
  const count = Number(last) - Number(first) + 1;
  return Array.from({ length: count }, (_, at) => String(Number(first) + at).padStart(first.length, '0'));
}

function componentOf(text: string): Component {
  const match = COMPONENT.exec(text);
  if (match === null) throw new Error(`'${text}' is no component`);
  const [, bracket, set, variable, digits, checks = ''] = match;
  const most = Number(digits);
  return {
    characters: set as CharacterSet,
    least: variable === undefined ? most : 1,
    most,
    optional: bracket === '[',
    checks: checks.split(',').slice(1),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
