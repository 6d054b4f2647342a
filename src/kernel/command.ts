/**
 * How a room declares a verb of the `maru` command. The cli room parses, prints help and sets the exit status.
 *
 * Proof   src/cli/*.test.ts (every verb has help with an example and answers --json)
 */

/** One option of a verb, given as `--name VALUE` or, for flags, `--name`. */
export interface CommandOption {
  readonly name: string;
  readonly value?: string;
  readonly about: string;
  readonly repeatable?: boolean;
}

/** Where a verb writes. `line` is for people, `result` for machines (`--json`), `progress` for a terminal's status line. */
export interface CommandOutput {
  line(text: string): void;
  result(value: unknown): void;
  progress(text: string): void;
}

/** What a verb was called with. */
export interface CommandCall {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly output: CommandOutput;
  readonly signal: AbortSignal;
}

/**
 * One verb. `House` is what the composition root hands to it (configuration, store and so on), opened only when asked for.
 * It resolves to the exit status: 0 only on success.
 */
export interface Command<House> {
  readonly verb: string;
  readonly about: string;
  readonly usage: string;
  readonly example: string;
  readonly options: readonly CommandOption[];
  run(call: CommandCall, house: House): Promise<number>;
}
