import { describe, expect, it } from 'vitest';
import { runLive, type LiveNeeds } from './command.ts';
import { NOW } from './testing.ts';

/** A house that must not be reached. */
const house: LiveNeeds = {
  configuration: { publicUrl: 'http://127.0.0.1:8080' },
  clock: { now: () => NOW },
  access: () => Promise.reject(new Error('the house was asked')),
};
const output = { line: () => undefined, result: () => undefined, progress: () => undefined };
const run = (options: Readonly<Record<string, string>>): Promise<number> =>
  runLive({ words: [], options, output, signal: new AbortController().signal }, house);

describe('maru simulate --live', () => {
  it.each([
    ['speed', '0'],
    ['speed', '-1'],
    ['speed', '601'],
    ['speed', 'fast'],
    ['speed', ''],
    ['speed', '1e2'],
    ['speed', '0x10'],
    ['minutes', '0'],
    ['minutes', '1000'],
    ['minutes', '1.25'],
    ['minutes', ' 10'],
  ])('refuses --%s %j before anybody is let in, and says what it takes', async (name, value) => {
    await expect(run({ [name]: value })).rejects.toMatchObject({
      code: 'simulate.bad-option',
      message: `--${name} takes a number up to 600, for example --${name} 10.`,
    });
  });

  it.each([[{}], [{ speed: '600', minutes: '600' }], [{ speed: '0.5', minutes: '0.1' }]])(
    'takes %j',
    async (options) => {
      await expect(run(options as Readonly<Record<string, string>>)).rejects.toThrow('the house was asked');
    },
  );
});
