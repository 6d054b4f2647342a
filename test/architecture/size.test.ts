import { describe, expect, it } from 'vitest';
import { functionsOf, isTest, lineCount, quantile, sourceFiles, type SourceFile } from './source.ts';

const all = sourceFiles('src', 'web/src');
const source = all.filter((file) => !isTest(file));

/** Lines of some files together. */
function totalLines(files: readonly SourceFile[]): number {
  return files.reduce((sum, { text }) => sum + lineCount(text), 0);
}

describe('size budgets of ARCHITECTURE.md', () => {
  it('files: 90th percentile at most 300 lines, none over 500', () => {
    const sizes = all.map((file) => ({ path: file.path, lines: lineCount(file.text) }));
    expect(sizes.filter(({ lines }) => lines > 500)).toEqual([]);
    expect(
      quantile(
        sizes.map(({ lines }) => lines),
        0.9,
      ),
    ).toBeLessThanOrEqual(300);
  });

  it('functions: median at most 8 lines, 90th percentile at most 30, none over 80', () => {
    const functions = source.flatMap(functionsOf);
    const lines = functions.map((one) => one.lines);
    expect(functions.length).toBeGreaterThan(50);
    expect(functions.filter((one) => one.lines > 80)).toEqual([]);
    expect(quantile(lines, 0.5)).toBeLessThanOrEqual(8);
    expect(quantile(lines, 0.9)).toBeLessThanOrEqual(30);
  });

  it('tests: at least 75 lines to 100 of source, data tables and messages left out', () => {
    const written = sourceFiles('src', 'web/src', 'test').filter(({ path }) => !/\/(data|messages)\//.test(path));
    const testing = written.filter((file) => isTest(file) || /^test\/|testing/.test(file.path));
    const share = totalLines(testing) / (totalLines(written) - totalLines(testing));
    expect(share).toBeGreaterThanOrEqual(0.75);
  });
});
