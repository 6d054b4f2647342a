/**
 * Help texts: all verbs on one screen, and one verb with its options and an example.
 *
 * Proof   verbs.test.ts
 */
import type { Command, CommandOption } from '../kernel/index.ts';
import { COMMON_OPTIONS } from './parse.ts';

/** What of a verb its help shows. */
export type Described = Pick<Command<never>, 'verb' | 'about' | 'usage' | 'example' | 'options'>;

/** All verbs. */
export function helpOfAll(commands: readonly Described[]): string {
  const width = Math.max(...commands.map(({ verb }) => verb.length));
  const rows = commands.map(({ verb, about }) => `  ${verb.padEnd(width)}   ${about}`);
  return `maru VERB [options]\n\n${rows.join('\n')}\n\nRun 'maru VERB --help' for one verb. Settings: 'maru config', docs/configuration.md.\n`;
}

/** One verb. */
export function helpOf({ usage, about, example, options }: Described): string {
  const own = options.map(row);
  const common = COMMON_OPTIONS.map(row);
  const width = Math.max(...[...own, ...common].map(([left]) => left.length));
  const show = (rows: readonly (readonly [string, string])[]): string =>
    rows.map(([left, right]) => `  ${left.padEnd(width)}   ${right}\n`).join('');
  const ownText = own.length === 0 ? '' : `\nOptions\n${show(own)}`;
  return `${usage}\n\n${about}\n${ownText}\nEvery verb\n${show(common)}  and every setting as a flag (docs/configuration.md)\n\nExample\n  ${example}\n`;
}

function row({ name, value, about, repeatable }: CommandOption): readonly [string, string] {
  return [
    value === undefined ? `--${name}` : `--${name} ${value}`,
    repeatable === true ? `${about} (repeatable)` : about,
  ];
}
