import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureCode } from '../../../test/conformance/fhirpath-rows.ts';
import { OutcomeError } from '../../kernel/index.ts';
import { PatternRun } from './pattern-run.ts';
import { programOf } from './pattern.ts';

const free = (): void => {};

/** Every match of a pattern, as `start-end`, with its groups. */
function matches(pattern: string, text: string): unknown[] {
  const run = new PatternRun(programOf(pattern), Array.from(text), free);
  const found: unknown[] = [];
  for (let match = run.find(0); match !== undefined; match = run.find(match.end + Number(match.end === match.start))) {
    found.push([match.start, match.end, ...match.groups]);
  }
  return found;
}

/** The same by the platform's own expressions. */
function nativeMatches(pattern: string, text: string): unknown[] {
  return [...text.matchAll(new RegExp(pattern, 'gsu'))].map((match) => [
    match.index,
    match.index + match[0].length,
    ...match,
  ]);
}

function isMatch(pattern: string, text: string, whole = false): boolean {
  return new PatternRun(programOf(pattern), Array.from(text), free).find(0, whole) !== undefined;
}

describe('what the platform finds is found', () => {
  it.each([
    ['a', 'banana'],
    ['an', 'banana'],
    ['a.', 'banana'],
    ['a*', 'baaab'],
    ['a+?', 'aaa'],
    ['(a|b)(c|d)?', 'acbd ab'],
    ['(?:ab)+', 'ababab ab'],
    ['(a)(?:b)(c)', 'abc'],
    ['^a|b$', 'aabb'],
    ['\\bfoo\\b', 'foo food foo'],
    ['\\Boo', 'foo oo'],
    ['[a-c]+', 'abcdcba'],
    ['[^a-c]+', 'abcdcba'],
    ['\\d{2,3}', '1 12 123 1234 12345'],
    ['\\d{2}', '12345'],
    ['\\d{2,}?', '12345'],
    ['x{0,2}y', 'y xy xxy xxxy'],
    ['\\w+@\\w+\\.com', 'me@here.com you@there.org'],
    ['[\\d.]+', '1.5 and 2.25'],
    ['\\p{Lu}\\p{Ll}+', 'Ärzte und Öfen'],
    ['한국', '대한민국 한국'],
    ['(?=a)\\w', 'ba'],
    ['a(?!b)', 'ab ac'],
    ['(a*)*', 'aab'],
    ['(a|ab)(c|bcd)(d*)', 'abcd'],
    ['(?<year>\\d{4})-(?<month>\\d\\d)', 'on 2026-11-24'],
    ['\\u0041\\x42\\u{43}', 'ABC'],
    ['\\/\\-\\.', '/-.'],
    ['', 'ab'],
    ['a||b', 'ab'],
    ['()', 'ab'],
    ['\\t\\n', '\t\n'],
  ])('%s in %s', (pattern, text) => {
    const lenient = pattern.replaceAll(/\\-/g, '-');
    expect(matches(pattern, text)).toEqual(nativeMatches(lenient, text));
  });

  it('for any pattern of the common part', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', '^', '$', '\\b');
    const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
      pattern: fc.oneof(
        { maxDepth: 4 },
        atom,
        fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => a + b),
        fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(?:${a}|${b})`),
        fc
          .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{1,2}', '*?', '+?', '??'))
          .map(([a, times]) => `(?:${a})${times}`),
      ),
    }));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '1', ' '), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (one, over) => {
        expect(isMatch(one, over)).toBe(new RegExp(one, 'su').test(over));
        expect(isMatch(one, over, true)).toBe(new RegExp(`^(?:${one})$`, 'su').test(over));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('differences on purpose', () => {
  it('positions count characters, not UTF-16 units', () => {
    expect(matches('.', '😀a')).toEqual([
      [0, 1, '😀'],
      [1, 2, 'a'],
    ]);
  });

  it('the dot takes line ends, and a bracket that comes first in a set is itself', () => {
    expect(isMatch('a.b', 'a\nb')).toBe(true);
    expect(matches('[]x]+', 'a]x]b')).toEqual([[1, 4, ']x]']]);
    expect(isMatch('[^]x]', ']x')).toBe(false);
  });
});

describe('what cannot be bounded or read is refused', () => {
  it.each([
    ['(a)\\1', 'references back'],
    ['(?<n>a)\\k<n>', 'references back'],
    ['(?<=a)b', 'supported'],
    ['(?i)a', 'supported'],
    ['a++', 'possessive'],
    ['(', 'not closed'],
    ['a)', 'not opened'],
    ['[a', 'not closed'],
    ['[z-a]', 'no set'],
    ['*a', 'nothing to repeat'],
    ['a{3,2}', 'reversed'],
    ['\\', 'backslash'],
    ['\\q', 'not known'],
    ['(((a{100}){100}){100}){100}', 'repeats too much'],
    ['('.repeat(60) + ')'.repeat(60), 'nests too deeply'],
    ['a'.repeat(5001), 'longer than'],
  ])('%s', (pattern, why) => {
    expect(() => programOf(pattern)).toThrow(OutcomeError);
    expect(() => programOf(pattern)).toThrow(why);
  });

  it('and named without its whole text', () => {
    try {
      programOf(`(${'a'.repeat(300)}`);
      expect.fail('it was read');
    } catch (error) {
      expect((error as Error).message.length).toBeLessThan(200);
    }
  });
});

describe('patterns that stop other engines', () => {
  it.each([
    ['(a+)+b', 'a'.repeat(5000)],
    ['(a|a)*b', 'a'.repeat(5000)],
    ['(a|aa)+$', `${'a'.repeat(5000)}b`],
    ['(.*)*x', 'a'.repeat(2000)],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(2000)],
    ['(a?){50}a{50}', 'a'.repeat(50)],
    ['.*.*.*.*=', 'x'.repeat(3000)],
    ['(x+x+)+y', 'x'.repeat(3000)],
  ])('%s ends', (pattern, text) => {
    const start = performance.now();
    const code = failureCode(`%text.matches(%pattern)`, { environment: { variables: { text, pattern } } });
    expect([undefined, 'fhirpath.too-costly']).toContain(code);
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  it('cost steps of the budget', () => {
    const variables = { text: 'a'.repeat(100_000), pattern: '(a+)+b' };
    const environment = { variables, budget: 10_000 };
    expect(failureCode('%text.matches(%pattern)', { environment })).toBe('fhirpath.too-costly');
    expect(failureCode("%text.replaceMatches('a', 'b')", { environment })).toBe('fhirpath.too-costly');
    expect(failureCode("%text.matches('(?=.*x)*a(?!.*y.*y)')", { environment })).toBe('fhirpath.too-costly');
  });

  it('are refused where the text is far too long', () => {
    const variables = { text: 'a'.repeat(2_000_000) };
    expect(failureCode("%text.matches('a{100}b')", { environment: { variables } })).toBe('fhirpath.too-costly');
  });
});
