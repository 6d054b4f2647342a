/**
 * Cuts FHIRPath text into tokens.
 *
 * Source  https://hl7.org/fhirpath/N1/#lexical-elements
 * Proof   lexer.test.ts, parser.test.ts
 */
import { OutcomeError } from '../../kernel/index.ts';

/** One token. `text` is unescaped for strings and delimited names. */
export interface Token {
  readonly kind:
    | 'name'
    | 'delimited'
    | 'string'
    | 'number'
    | 'date'
    | 'dateTime'
    | 'time'
    | 'variable'
    | 'symbol'
    | 'end';
  readonly text: string;
  readonly at: number;
}

/** Longest expression accepted, in UTF-16 units: the longest of R4 has 2,700. */
export const MAX_LENGTH = 65_536;

const SPACE = /(?:\s|\/\/[^\r\n]*|\/\*[^]*?\*\/)*/y;
const DATE = /@(\d{4}(?:-\d\d(?:-\d\d)?)?)(T(?:(\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?)(?:Z|[+-]\d\d:\d\d)?)?)?/y;
const TIME = /@T\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?/y;
const NUMBER = /\d+(?:\.\d+)?/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const STRING = /'((?:[^'\\]|\\[^])*)'/y;
const DELIMITED = /`((?:[^`\\]|\\[^])*)`/y;
const QUOTED = /"((?:[^"\\]|\\[^])*)"/y;
const VARIABLE = /\$(?:this|index|total)\b/y;
const SYMBOL = /<=|>=|!=|!~|[.[\](){},+\-*/&|<>=~%]/y;

type Rule = readonly [RegExp, (match: RegExpExecArray, at: number) => Token];

const RULES: readonly Rule[] = [
  [NAME, (match, at) => ({ kind: 'name', text: match[0], at })],
  [SYMBOL, (match, at) => ({ kind: 'symbol', text: match[0], at })],
  [STRING, (match, at) => ({ kind: 'string', text: unescape(match[1] ?? '', at), at })],
  [NUMBER, (match, at) => ({ kind: 'number', text: match[0], at })],
  [TIME, (match, at) => ({ kind: 'time', text: match[0].slice(2), at })],
  [DATE, (match, at) => ({ kind: match[2] === undefined ? 'date' : 'dateTime', text: match[0].slice(1), at })],
  [DELIMITED, (match, at) => ({ kind: 'delimited', text: unescape(match[1] ?? '', at), at })],
  [QUOTED, (match, at) => ({ kind: 'delimited', text: unescape(match[1] ?? '', at), at })],
  [VARIABLE, (match, at) => ({ kind: 'variable', text: match[0], at })],
];

/** All tokens of a text, the last of kind `end`; throws `fhirpath.syntax`. */
export function tokensOf(text: string): readonly Token[] {
  if (text.length > MAX_LENGTH)
    throw new OutcomeError(
      'too-costly',
      'fhirpath.too-long',
      `A FHIRPath expression may have ${MAX_LENGTH} characters.`,
    );
  const tokens: Token[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const [token, end] = tokenAt(text, at);
    tokens.push(token);
    at = skipSpace(text, end);
  }
  tokens.push({ kind: 'end', text: '', at });
  return tokens;
}

/** The failure of reading an expression, with the place. */
export function syntaxError(message: string, at: number): OutcomeError {
  return new OutcomeError('invalid', 'fhirpath.syntax', `FHIRPath: ${message} at position ${at + 1}.`);
}

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.exec(text);
  return SPACE.lastIndex;
}

function tokenAt(text: string, at: number): [Token, number] {
  if (text.startsWith('/*', at)) throw syntaxError('comment without an end', at);
  for (const [pattern, make] of RULES) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) return [make(match, at), pattern.lastIndex];
  }
  throw syntaxError(`unexpected '${text.slice(at, at + 1)}'`, at);
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  f: '\f',
  '/': '/',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '`': '`',
};

function unescape(text: string, at: number): string {
  if (!text.includes('\\')) return text;
  return text.replaceAll(/\\(u[0-9A-Fa-f]{4}|[^])/g, (_, code: string) => {
    if (code.length === 5) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    // The grammar knows no other escapes; published expressions write `\.` and mean the character.
    const plain = ESCAPES[code];
    if (plain === undefined && code === 'u') throw syntaxError('\\u needs four hexadecimal digits', at);
    return plain ?? `\\${code}`;
  });
}
