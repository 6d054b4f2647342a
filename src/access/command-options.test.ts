import { describe, expect, it } from 'vitest';
import type { CommandCall } from '../kernel/index.ts';
import { listOption, nameOf, neededOption, secondsOf, textOption, wordsOf } from './command-options.ts';

function call(options: CommandCall['options'], words: readonly string[] = []): CommandCall {
  const output = { line: () => undefined, result: () => undefined, progress: () => undefined };
  return { words, options, output, signal: new AbortController().signal };
}

describe('textOption', () => {
  it('is the text, the last of several, or nothing for a flag', () => {
    expect(textOption(call({ as: 'kim' }), 'as')).toBe('kim');
    expect(textOption(call({ as: ['kim', 'lee'] }), 'as')).toBe('lee');
    expect(textOption(call({ as: true }), 'as')).toBeUndefined();
    expect(textOption(call({}), 'as')).toBeUndefined();
  });
});

describe('neededOption', () => {
  it('shows how to give it', () => {
    expect(neededOption(call({ as: 'kim' }), 'as', 'system')).toBe('kim');
    for (const options of [{}, { as: '' }, { as: true }])
      expect(() => neededOption(call(options), 'as', 'system')).toThrow('--as system');
  });
});

describe('listOption', () => {
  it.each<[CommandCall['options'], readonly string[]]>([
    [{}, []],
    [{ scope: true }, []],
    [{ scope: '' }, []],
    [{ scope: 'a' }, ['a']],
    [{ scope: ' a  b,c\td ' }, ['a', 'b', 'c', 'd']],
    [{ scope: ['a b', 'c'] }, ['a', 'b', 'c']],
  ])('reads %j', (options, values) => {
    expect(listOption(call(options), 'scope')).toEqual(values);
  });
});

describe('wordsOf and nameOf', () => {
  it('give the word and what follows', () => {
    expect(wordsOf(call({}, ['add', 'kim']), 'person', ['add', 'list'])).toEqual(['add', 'kim']);
    expect(nameOf(['add', 'kim'], 'login')).toBe('kim');
  });

  it('say what there is', () => {
    expect(() => wordsOf(call({}), 'person', ['add', 'list'])).toThrow('maru person add|list.');
    expect(() => wordsOf(call({}, ['ad']), 'person', ['add', 'list'])).toThrow("(not 'ad')");
    expect(() => nameOf(['add'], 'login')).toThrow('Name the login.');
    expect(() => nameOf(['add', ''], 'login')).toThrow('Name the login.');
  });
});

describe('secondsOf', () => {
  it.each([
    ['900', 900],
    ['900s', 900],
    ['15m', 900],
    ['8h', 28_800],
    ['1d', 86_400],
    ['0', 0],
  ])('%s is %i', (text, seconds) => {
    expect(secondsOf(text)).toBe(seconds);
  });

  it.each(['', 'm', '-1', '1.5h', '1e3', '1 h', '1w', 'for ever', '9999999'])('%j is none', (text) => {
    expect(secondsOf(text)).toBeNaN();
  });
});
