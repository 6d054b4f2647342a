import { describe, expect, it } from 'vitest';
import { readParameters, wholeNumber } from './parameters.ts';

describe('parameters of interactions', () => {
  it('are read by name, and those of every address left to the HTTP layer', () => {
    expect([...readParameters('_count=3&_pretty=true&_format=json', ['_count'])]).toEqual([['_count', '3']]);
    expect([...readParameters('', ['_count'])]).toEqual([]);
  });

  it('are refused where they are unknown or given twice', () => {
    expect(() => readParameters('shoe=1', ['_count'])).toThrow(/'shoe'.*_count/);
    expect(() => readParameters('shoe=1', [])).toThrow(/takes none/);
    expect(() => readParameters('_count=1&_count=2', ['_count'])).toThrow(/twice/);
  });

  it('that are numbers are whole and not negative', () => {
    expect(wholeNumber('_count', '0')).toBe(0);
    for (const text of ['-1', '1.5', 'x', '', '99999999999'])
      expect(() => wholeNumber('_count', text)).toThrow('_count');
    expect(() => wholeNumber('_count', '0', 1)).toThrow('1 or more');
  });
});
