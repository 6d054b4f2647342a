import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCodes, errorsPage } from '../../scripts/errors-page.ts';
import { projectRoot } from '../material.ts';
import { isTest, sourceFiles } from './source.ts';

describe('error codes', () => {
  const codes = errorCodes();

  it('are all on docs/errors.md, with what they say', () => {
    expect(readFileSync(join(projectRoot, 'docs/errors.md'), 'utf8')).toBe(errorsPage());
  });

  it('are found wherever an OutcomeError is made with a literal code', () => {
    const known = new Set(codes.map(({ code }) => code));
    const made = sourceFiles('src')
      .filter((file) => !isTest(file) && !file.path.includes('testing'))
      .flatMap(({ text }) => [...text.matchAll(/new OutcomeError\(\s*'[a-z-]+',\s*'([a-z]+\.[a-z0-9-]+)'/g)])
      .map(([, code = '']) => code);
    expect(made.length).toBeGreaterThan(100);
    expect([...new Set(made)].filter((code) => !known.has(code))).toEqual([]);
  });

  it('say in words what happened', () => {
    expect(codes.filter(({ messages }) => messages.size === 0)).toEqual([]);
    expect(codes.length).toBeGreaterThan(200);
  });
});
