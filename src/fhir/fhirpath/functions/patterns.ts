/**
 * Regular expressions: matches, matchesFull, replaceMatches.
 *
 * Source  https://hl7.org/fhirpath/N1/#matchesregex--string--boolean
 * Proof   patterns.test.ts, ../pattern.test.ts
 */
import { ofStrings, type FunctionTable } from '../call.ts';
import { PatternRun, type PatternMatch } from '../pattern-run.ts';
import { programOf, type Program } from '../pattern.ts';
import type { Run } from '../run.ts';
import { booleans, strings } from '../value.ts';

function runOf(text: string, pattern: string, run: Run): readonly [PatternRun, Program, readonly string[]] {
  const chars = Array.from(text);
  const program = programOf(pattern);
  return [new PatternRun(program, chars, (steps) => run.spend(steps)), program, chars];
}

function replaced(text: string, pattern: string, substitution: string, run: Run): string {
  if (pattern === '') return text;
  const [matcher, program, chars] = runOf(text, pattern, run);
  const out: string[] = [];
  let at = 0;
  for (
    let match = matcher.find(0);
    match !== undefined;
    match = matcher.find(match.end + Number(match.end === match.start))
  ) {
    out.push(chars.slice(at, match.start).join(''), substituted(substitution, match, program));
    at = match.end;
    run.spend(1 + substitution.length / 16);
  }
  out.push(chars.slice(at).join(''));
  return out.join('');
}

/** `$1`, `${name}` and `$$` in a substitution. */
function substituted(substitution: string, { groups }: PatternMatch, { names }: Program): string {
  return substitution.replaceAll(/\$(?:(\d)|\{(\w+)\}|(\$))/g, (all, digit?: string, name?: string) => {
    if (digit !== undefined) return Number(digit) < groups.length ? (groups[Number(digit)] ?? '') : all;
    if (name === undefined) return '$';
    const number = names.get(name) ?? Number(name);
    return Number.isInteger(number) && number < groups.length ? (groups[number] ?? '') : all;
  });
}

/** The functions of this group. */
export const PATTERNS: FunctionTable = {
  matches: ofStrings(1, (text, [pattern = ''], run) => booleans(runOf(text, pattern, run)[0].find(0) !== undefined)),
  matchesFull: ofStrings(1, (text, [pattern = ''], run) =>
    booleans(runOf(text, pattern, run)[0].find(0, true) !== undefined),
  ),
  replaceMatches: ofStrings(2, (text, [pattern = '', substitution = ''], run) =>
    strings(replaced(text, pattern, substitution, run)),
  ),
};
