/**
 * Words of the command line as a call: options of the verb, settings of the house, `--json`, `--help`; the rest are words.
 *
 * `--name VALUE` and `--name=VALUE` are the same; `--no-name` turns a flag off; after `--` everything is a word.
 *
 * Proof   parse.test.ts
 */
import { z } from 'zod';
import {
  flagOf,
  isSwitch,
  nearest,
  OutcomeError,
  SETTING_NAMES,
  type CommandOption,
  type SettingName,
} from '../kernel/index.ts';

/** What was called. */
export interface ParsedCall {
  readonly words: readonly string[];
  /** Options of the verb by name. */
  readonly options: Readonly<Record<string, string | boolean | readonly string[]>>;
  /** Settings given as flags, by setting name. */
  readonly settings: Readonly<Partial<Record<SettingName, string>>>;
  readonly config?: string;
  readonly json: boolean;
  readonly help: boolean;
}

/** Options that every verb takes. */
export const COMMON_OPTIONS: readonly CommandOption[] = [
  { name: 'data', value: 'DIR', about: 'folder of the house (setting `data`)' },
  { name: 'config', value: 'FILE', about: 'settings file' },
  { name: 'json', about: 'answer in JSON, for programs' },
  { name: 'help', about: 'show this' },
];

interface Known {
  readonly takesValue: boolean;
  readonly repeatable: boolean;
  readonly setting?: SettingName;
}

function knownOptions(own: readonly CommandOption[]): Map<string, Known> {
  const known = new Map<string, Known>();
  for (const name of SETTING_NAMES)
    known.set(flagOf(name), { takesValue: !isSwitch(name), repeatable: false, setting: name });
  for (const { name, value, repeatable } of [...COMMON_OPTIONS.filter(({ name: one }) => one !== 'data'), ...own])
    known.set(name, { takesValue: value !== undefined, repeatable: repeatable === true });
  return known;
}

interface Draft {
  readonly words: string[];
  readonly options: Record<string, string | boolean | string[]>;
  readonly settings: Partial<Record<SettingName, string>>;
}

/** Reads words after the verb; throws `cli.unknown-option`, `cli.value-missing` and the like. */
export function parseCall(words: readonly string[], own: readonly CommandOption[]): ParsedCall {
  const known = knownOptions(own);
  const draft: Draft = { words: [], options: {}, settings: {} };
  const queue = [...words];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === '--') draft.words.push(...queue.splice(0));
    else if (word === '-h') draft.options['help'] = true;
    else if (word.startsWith('--')) takeOption(word.slice(2), queue, known, draft);
    else if (word.startsWith('-') && word.length > 1) throw unknown(word, known);
    else draft.words.push(word);
  }
  const { json, help, config, ...options } = draft.options;
  const call = { ...draft, options, json: json === true, help: help === true };
  return typeof config === 'string' ? { ...call, config } : call;
}

function takeOption(text: string, queue: string[], known: ReadonlyMap<string, Known>, draft: Draft): void {
  const sign = text.indexOf('=');
  const given = sign < 0 ? text : text.slice(0, sign);
  const negated = !known.has(given) && given.startsWith('no-') && known.get(given.slice(3))?.takesValue === false;
  const name = negated ? given.slice(3) : given;
  const option = known.get(name);
  if (option === undefined) throw unknown(`--${given}`, known);
  let value = sign < 0 ? undefined : text.slice(sign + 1);
  if (option.takesValue) {
    value ??= queue.shift();
    if (value === undefined) throw fault('cli.value-missing', `--${name} needs a value.`);
  }
  const flag = negated ? 'false' : (value ?? 'true');
  if (option.setting !== undefined) draft.settings[option.setting] = flag;
  else keep(draft, name, option, option.takesValue ? flag : readFlag(name, flag));
}

const FLAG = z.enum(['true', 'false']);

function readFlag(name: string, text: string): boolean {
  const parsed = FLAG.safeParse(text);
  if (!parsed.success) throw fault('cli.flag-value', `--${name} is a flag: give --${name} or --no-${name}.`);
  return parsed.data === 'true';
}

function keep({ options }: Draft, name: string, { repeatable }: Known, value: string | boolean): void {
  const before = options[name];
  if (repeatable && typeof value === 'string') options[name] = [...(Array.isArray(before) ? before : []), value];
  else if (before === undefined) options[name] = value;
  else throw fault('cli.option-twice', `--${name} is given twice.`);
}

function unknown(shown: string, known: ReadonlyMap<string, Known>): OutcomeError {
  const near = nearest(shown.replace(/^-+/, ''), [...known.keys()]);
  const hint = near === undefined ? 'Run the verb with --help.' : `Did you mean --${near}?`;
  return fault('cli.unknown-option', `There is no option ${shown}. ${hint}`);
}

function fault(code: string, message: string): OutcomeError {
  return new OutcomeError('invalid', code, message);
}
