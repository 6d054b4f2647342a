import { describe, expect, it } from 'vitest';
import { helpOf, helpOfAll, type Described } from './help.ts';

const SAMPLE: Described = {
  verb: 'sample',
  about: 'Shows how help looks.',
  usage: 'maru sample FILE [--times N]',
  example: 'maru sample here --times 3',
  options: [
    { name: 'times', value: 'N', about: 'how often', repeatable: true },
    { name: 'quiet', about: 'say nothing' },
  ],
};

describe('help', () => {
  it('of one verb shows usage, purpose, its own options, those of every verb, and an example', () => {
    expect(helpOf(SAMPLE)).toBe(`maru sample FILE [--times N]

Shows how help looks.

Options
  --times N       how often (repeatable)
  --quiet         say nothing

Every verb
  --data DIR      folder of the house (setting \`data\`)
  --config FILE   settings file
  --json          answer in JSON, for programs
  --help          show this
  and every setting as a flag (docs/configuration.md)

Example
  maru sample here --times 3
`);
  });

  it('of a verb without options has no empty heading', () => {
    expect(helpOf({ ...SAMPLE, options: [] })).not.toContain('\nOptions\n');
  });

  it('of all verbs is one line for each, in columns', () => {
    const text = helpOfAll([SAMPLE, { ...SAMPLE, verb: 'longer-name', about: 'Another.' }]);
    expect(text).toContain('  sample        Shows how help looks.\n  longer-name   Another.\n');
    expect(text.split('\n').every((line) => line.length <= 120)).toBe(true);
  });
});
