/**
 * Reading what a verb was called with, and saying it to the audit log.
 *
 * Proof   command-options.test.ts, commands.int.test.ts
 */
import { OutcomeError, type CommandCall } from '../kernel/index.ts';
import type { Access } from './access.ts';
import { localAdministrator } from './issue.ts';

/** What the verbs need of the house. */
export interface AccessNeeds {
  access(): Promise<Access>;
}

/** A text option; undefined where it was not given. */
export function textOption({ options }: CommandCall, name: string): string | undefined {
  const value = options[name];
  if (Array.isArray(value)) return (value as readonly string[]).at(-1);
  return typeof value === 'string' ? value : undefined;
}

/** A text option that must be given. */
export function neededOption(call: CommandCall, name: string, example: string): string {
  const value = textOption(call, name);
  if (value !== undefined && value !== '') return value;
  throw new OutcomeError('required', 'access.option-missing', `Give --${name}, for example --${name} ${example}.`);
}

/** All values of a repeatable option, split at spaces and commas. */
export function listOption({ options }: CommandCall, name: string): readonly string[] {
  const value = options[name];
  const texts = typeof value === 'string' ? [value] : Array.isArray(value) ? (value as readonly string[]) : [];
  return texts.flatMap((text) => text.split(/[\s,]+/)).filter((text) => text !== '');
}

/** The word after the verb (`maru audit WORD`) and what follows. */
export function wordsOf(call: CommandCall, verb: string, known: readonly string[]): readonly [string, ...string[]] {
  const [word, ...rest] = call.words;
  if (word !== undefined && known.includes(word)) return [word, ...rest];
  const text = `Say what to do: maru ${verb} ${known.join('|')}${word === undefined ? '' : ` (not '${word}')`}.`;
  throw new OutcomeError('invalid', 'access.verb-unknown', text);
}

/** The word that names whom or what. */
export function nameOf([, name]: readonly string[], what: string): string {
  if (name !== undefined && name !== '') return name;
  throw new OutcomeError('required', 'access.name-missing', `Name the ${what}.`);
}

const DURATION = /^(\d{1,6})(s|m|h|d)?$/;
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of `900`, `15m`, `8h`, `1d`; not a number where it is none of these. */
export function secondsOf(text: string): number {
  const [, count, unit = 's'] = DURATION.exec(text) ?? [];
  return count === undefined ? Number.NaN : Number(count) * (SECONDS[unit] ?? 1);
}

/** Notes what the local administrator did. */
export async function auditLocal(
  { audit }: Access,
  interaction: string,
  action: 'C' | 'R' | 'U' | 'D' | 'E',
  about: { readonly text?: string; readonly patients?: readonly string[] } = {},
): Promise<void> {
  await audit.append({
    agent: localAdministrator(),
    kind: 'security',
    interaction,
    action,
    outcome: 'success',
    ...(about.text === undefined ? {} : { outcomeText: about.text }),
    ...(about.patients === undefined ? {} : { patients: about.patients }),
  });
}
