import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fails, failureCode, gives, results } from '../../../../test/conformance/fhirpath-rows.ts';

describe('matches finds a part, matchesFull the whole', () => {
  gives([
    ["'850101-1234567'.matches('\\\\d{6}-\\\\d{7}')", true],
    ["'x850101-1234567'.matches('\\\\d{6}-\\\\d{7}')", true],
    ["'x850101-1234567'.matchesFull('\\\\d{6}-\\\\d{7}')", false],
    ["'850101-1234567'.matchesFull('\\\\d{6}-\\\\d{7}')", true],
    ["'abc'.matches('^b')", false],
    ["'abc'.matches('b$')", false],
    ["'abc'.matches('^abc$')", true],
    ["'abc'.matches('')", true],
    ["'abc'.matchesFull('')", false],
    ["''.matchesFull('')", true],
    ["'ABC'.matches('abc')", false],
    ["'a\nb'.matches('a.b')", true],
    ["'환자 김'.matchesFull('.{4}')", true],
    ["'😀'.matchesFull('.')", true],
    ["'ab'.matchesFull('a|ab')", true],
    ["'aaa'.matchesFull('a{2}')", false],
    ["'aaa'.matchesFull('a{2,}')", true],
    ["'a.b'.matchesFull('a\\\\.b')", true],
    ["'axb'.matchesFull('a\\\\.b')", false],
    ["{}.matches('a')"],
    ["'a'.matches({})"],
    ["{}.matchesFull('a')"],
    ["'a'.matchesFull({})"],
  ]);
  fails([
    ["1.matches('1')", 'fhirpath.wrong-type'],
    ["'1'.matches(1)", 'fhirpath.wrong-type'],
    ["('a' | 'b').matches('a')", 'fhirpath.not-single'],
    ["'a'.matches()", 'fhirpath.argument-count'],
  ]);
});

describe('replaceMatches', () => {
  gives([
    ["'a1b22c'.replaceMatches('\\\\d+', '#')", 'a#b#c'],
    ["'abc'.replaceMatches('', '-')", 'abc'],
    ["'abc'.replaceMatches('x', '-')", 'abc'],
    ["'abc'.replaceMatches('b', '')", 'ac'],
    ["'abc'.replaceMatches('b*', '-')", '-a--c-'],
    ["'Kim Ji-woo'.replaceMatches('(\\\\w+) (.+)', '$2, $1')", 'Ji-woo, Kim'],
    [
      "'2026-11-24'.replaceMatches('(?<year>\\\\d{4})-(?<month>\\\\d\\\\d)-(?<day>\\\\d\\\\d)', '${day}.${month}.${year}')",
      '24.11.2026',
    ],
    ["'5 mg'.replaceMatches('mg', '$$')", '5 $'],
    ["'a'.replaceMatches('a', '[$0]')", '[a]'],
    ["'a'.replaceMatches('a', '$1')", '$1'],
    ["'a'.replaceMatches('a', '${none}')", '${none}'],
    ["'ab'.replaceMatches('a|(b)', '<$1>')", '<><b>'],
    ["'😀a'.replaceMatches('.', 'x')", 'xx'],
    ["{}.replaceMatches('a', 'b')"],
    ["'a'.replaceMatches({}, 'b')"],
    ["'a'.replaceMatches('a', {})"],
  ]);
});

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

describe('the engine of patterns', () => {
  // Patterns that mean the same to the platform's own engine, which is the oracle.
  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', 'c');
  const piece = fc.tuple(atom, fc.constantFrom('', '*', '+', '?', '{2}', '{1,2}')).map(([one, times]) => one + times);
  const branch = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
  const pattern = fc.array(branch, { minLength: 1, maxLength: 3 }).map((branches) => `(${branches.join('|')})`);
  const subject = fc.array(fc.constantFrom('a', 'b', 'c', '1', '-', '\n'), { maxLength: 8 }).map((all) => all.join(''));

  it('agrees with the engine of the platform on what matches', () => {
    fc.assert(
      fc.property(pattern, subject, (regex, text) => {
        const found = (expression: string) => results(expression, { focus: { resourceType: 'Basic', id: text } });
        const on = quoted(text.replaceAll('\n', '\\n')).replaceAll('\\\\n', '\\n');
        expect(found(`${on}.matches(${quoted(regex)})`)).toEqual([new RegExp(regex, 's').test(text)]);
        expect(found(`${on}.matchesFull(${quoted(regex)})`)).toEqual([new RegExp(`^(?:${regex})$`, 's').test(text)]);
      }),
      { numRuns: 300 },
    );
  });

  it('agrees with the engine of the platform on what is replaced', () => {
    fc.assert(
      fc.property(pattern, subject, (regex, text) => {
        fc.pre(!text.includes('\n'));
        expect(results(`${quoted(text)}.replaceMatches(${quoted(regex)}, '<$1>')`)).toEqual([
          text.replaceAll(new RegExp(regex, 'gs'), '<$1>'),
        ]);
      }),
      { numRuns: 300 },
    );
  });

  it('is not held up by patterns that are made to hold it up', () => {
    const start = performance.now();
    expect(results(`'${'a'.repeat(5000)}!'.matchesFull('(a+)+')`)).toEqual([false]);
    expect(results(`'${'a'.repeat(200)}'.matches('(a|a)*b')`)).toEqual([false]);
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(failureCode(`'${'a'.repeat(30_000)}'.matches('(a?){900}b')`)).toBeDefined();
  });
});
