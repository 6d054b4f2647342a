import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineDiff, withContext } from './line-diff.ts';

const side = (lines: ReturnType<typeof lineDiff>, other: 'in' | 'out') =>
  lines
    .filter(({ kind }) => kind !== other)
    .map(({ text }) => text)
    .join('\n');

describe('what changed between two versions', () => {
  it('names lines that went and came, in place', () => {
    expect(lineDiff('a\nb\nc', 'a\nx\nc')).toEqual([
      { kind: 'same', text: 'a' },
      { kind: 'out', text: 'b' },
      { kind: 'in', text: 'x' },
      { kind: 'same', text: 'c' },
    ]);
  });

  it('both versions can be read back from it, whatever they are', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', '{', '}'), { minLength: 1, maxLength: 14 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = lineDiff(before, after);
        expect(side(lines, 'in')).toBe(before);
        expect(side(lines, 'out')).toBe(after);
      }),
    );
  });

  it('is nothing where nothing changed', () => {
    expect(withContext(lineDiff('a\nb', 'a\nb'))).toEqual([]);
  });

  it('shows some lines around a change and a gap for the rest', () => {
    const before = Array.from({ length: 30 }, (_, at) => `line ${at}`).join('\n');
    const shown = withContext(lineDiff(before, before.replace('line 15', 'changed')), 2);
    expect(shown.map((line) => (line.kind === 'gap' ? '…' : line.text))).toEqual([
      'line 13',
      'line 14',
      'line 15',
      'changed',
      'line 16',
      'line 17',
      '…',
    ]);
  });
});
