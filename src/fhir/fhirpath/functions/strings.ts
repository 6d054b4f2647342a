/**
 * Strings: indexOf, substring, startsWith, upper, replace, length, toChars, trim, split, join…
 *
 * Positions and lengths count UTF-16 units, as the platform does.
 *
 * Source  https://hl7.org/fhirpath/N1/#string-manipulation
 * Proof   strings.test.ts
 */
import { ofStrings, withArgs, type FunctionTable } from '../call.ts';
import { EMPTY, type Collection } from '../node.ts';
import { pathError, type Run } from '../run.ts';
import { booleans, integers, singleInteger, singleString, strings } from '../value.ts';

/** Longest text that a function may build. */
const MAX_TEXT = 10_000_000;

function substring(input: Collection, [startNodes, lengthNodes]: readonly Collection[], run: Run): Collection {
  const text = singleString(input, 'substring()', run.model);
  const start = singleInteger(startNodes ?? EMPTY, 'substring()', run.model);
  if (text === undefined || start === undefined || start < 0 || start >= text.length) return EMPTY;
  const length = singleInteger(lengthNodes ?? EMPTY, 'substring()', run.model);
  if (length === undefined) return strings(text.slice(start));
  return strings(length <= 0 ? '' : text.slice(start, start + length));
}

function many(texts: readonly string[]): Collection {
  return texts.flatMap((text) => strings(text));
}

function replace(text: string, pattern: string, substitution: string, run: Run): Collection {
  const pieces = pattern === '' ? text.length + 1 : text.split(pattern).length;
  const length = text.length + pieces * substitution.length;
  if (length > MAX_TEXT) throw pathError('too-costly', 'replace() would make too long a text.');
  run.spend(pieces + length / 16);
  return strings(text.replaceAll(pattern, () => substitution));
}

function join(input: Collection, separator: string, run: Run): Collection {
  if (input.length === 0) return EMPTY;
  const texts = input.map((node) => singleString([node], 'join()', run.model) ?? '');
  const length = texts.reduce((sum, text) => sum + text.length + separator.length, 0);
  if (length > MAX_TEXT) throw pathError('too-costly', 'join() would make too long a text.');
  run.spend(length / 16);
  return strings(texts.join(separator));
}

/** The functions of this group. */
export const STRINGS: FunctionTable = {
  indexOf: ofStrings(1, (text, [part = '']) => integers(text.indexOf(part))),
  lastIndexOf: ofStrings(1, (text, [part = '']) => integers(text.lastIndexOf(part))),
  substring: withArgs(1, 2, substring),
  startsWith: ofStrings(1, (text, [part = '']) => booleans(text.startsWith(part))),
  endsWith: ofStrings(1, (text, [part = '']) => booleans(text.endsWith(part))),
  contains: ofStrings(1, (text, [part = '']) => booleans(text.includes(part))),
  upper: ofStrings(0, (text) => strings(text.toUpperCase())),
  lower: ofStrings(0, (text) => strings(text.toLowerCase())),
  replace: ofStrings(2, (text, [pattern = '', substitution = ''], run) => replace(text, pattern, substitution, run)),
  length: ofStrings(0, (text) => integers(text.length)),
  toChars: ofStrings(0, (text, _args, run) => {
    run.spend(text.length);
    return many(Array.from(text));
  }),
  trim: ofStrings(0, (text) => strings(text.trim())),
  split: ofStrings(1, (text, [separator = ''], run) => {
    run.spend(text.length / Math.max(1, separator.length));
    return many(text.split(separator));
  }),
  join: withArgs(0, 1, (input, [separator], run) =>
    join(input, separator === undefined ? '' : (singleString(separator, 'join()', run.model) ?? ''), run),
  ),
};
