/**
 * `maru config`: every setting, its value and where it came from. Secrets are never shown.
 *
 * Proof   verbs.test.ts
 */
import { SETTING_NAMES, shownValue } from '../kernel/index.ts';
import type { Verb } from './run.ts';

export const config: Verb = {
  verb: 'config',
  about: 'Prints every setting with its value and where it came from.',
  usage: 'maru config',
  example: 'maru config --json',
  options: [],
  run({ output }, _house, loaded) {
    const { values, sources } = loaded;
    const rows = SETTING_NAMES.map((name) => ({
      name,
      value: shownValue(name, values[name]),
      from: sources[name].kind === 'default' ? 'default' : sources[name].name,
    }));
    const width = Math.max(...rows.map(({ name }) => name.length));
    for (const { name, value, from } of rows)
      output.line(`${name.padEnd(width)}  ${value === '' ? '-' : value}  (${from})`);
    output.result(Object.fromEntries(rows.map(({ name, value, from }) => [name, { value, from }])));
    return Promise.resolve(0);
  },
};
