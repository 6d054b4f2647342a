import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flagOf, loadConfiguration, SETTING_NAMES, type CommandOption } from '../kernel/index.ts';
import { parseCall } from './parse.ts';

const OWN: readonly CommandOption[] = [
  { name: 'as', value: 'NAME', about: '' },
  { name: 'scope', value: 'SCOPE', about: '', repeatable: true },
  { name: 'empty', about: '' },
];
const parse = (...words: readonly string[]): ReturnType<typeof parseCall> => parseCall(words, OWN);

describe('a call', () => {
  it('has words, options and settings, in any order', () => {
    const call = parse('a', '--as', 'kim', '--port=9000', 'b', '--empty', '--data', './d', '--json');
    expect(call).toMatchObject({
      words: ['a', 'b'],
      options: { as: 'kim', empty: true },
      settings: { port: '9000', data: './d' },
      json: true,
      help: false,
    });
  });

  it('gathers what may be repeated and refuses what may not', () => {
    expect(parse('--scope', 'a', '--scope=b').options).toEqual({ scope: ['a', 'b'] });
    expect(() => parse('--as', 'a', '--as', 'b')).toThrow(/twice/);
  });

  it('takes everything after -- as words, and values that look like options', () => {
    expect(parse('--as=--x', '--', '--port', '-1').words).toEqual(['--port', '-1']);
    expect(parse('--as=--x').options).toEqual({ as: '--x' });
  });

  it('turns flags off by --no-', () => {
    expect(parse('--no-empty').options).toEqual({ empty: false });
    expect(parse('--no-demo').settings).toEqual({ demo: 'false' });
    expect(parse('--demo').settings).toEqual({ demo: 'true' });
  });

  it.each([
    [['--scpe', 'x'], /no option --scpe\. Did you mean --scope\?/],
    [['--prot', '1'], /Did you mean --port\?/],
    [['-p', '1'], /no option -p/],
    [['--as'], /--as needs a value/],
    [['--empty=maybe'], /--empty is a flag/],
  ])('refuses %j', (words, message) => {
    expect(() => parse(...words)).toThrow(message);
  });

  it('knows which settings are flags', () => {
    const { values } = loadConfiguration({ file: new URL('../server/test-house.json', import.meta.url).pathname });
    for (const name of SETTING_NAMES) {
      const isFlag = typeof values[name] === 'boolean';
      const read = (): unknown => parse(`--${flagOf(name)}`).settings[name];
      if (isFlag) expect(read()).toBe('true');
      else expect(read).toThrow(/needs a value/);
    }
  });

  it('reads any value the same after a space and after a sign, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        expect(parse('--as', value, 'w')).toEqual(parse(`--as=${value}`, 'w'));
        expect(parse(`--as=${value}`).options['as']).toBe(value);
      }),
    );
  });

  it('keeps words in their order, wherever the options stand', () => {
    const word = fc.string({ minLength: 1 }).filter((one) => !one.startsWith('-'));
    fc.assert(
      fc.property(fc.array(word), fc.nat(20), (words, at) => {
        const mixed = [...words.slice(0, at), '--scope', 's', '--json', ...words.slice(at)];
        expect(parse(...mixed)).toMatchObject({ words, json: true, options: { scope: ['s'] } });
      }),
    );
  });

  it.each(['--constructor', '--__proto__', '--toString', '--no-', '--', '-', '--=x', '--no-port'])(
    'never takes %j for an option that it is not',
    (word) => {
      if (word === '--') expect(parse(word)).toMatchObject({ words: [], options: {} });
      else if (word === '-') expect(parse(word).words).toEqual(['-']);
      else expect(() => parse(word)).toThrow(expect.objectContaining({ code: 'cli.unknown-option' }) as Error);
    },
  );
});
