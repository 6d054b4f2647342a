/**
 * Runs one call of `maru`: finds the verb, opens the house when the verb asks for it, closes it, gives the exit status.
 *
 * Proof   run.test.ts, verbs.test.ts
 */
import {
  loadConfiguration,
  nearest,
  OutcomeError,
  type Command,
  type CommandCall,
  type Configuration,
  type LoadedConfiguration,
} from '../kernel/index.ts';
import { openHouse, openLog, type House } from '../server/index.ts';
import { helpOf, helpOfAll } from './help.ts';
import { ScreenOutput, type Screen } from './output.ts';
import { parseCall, type ParsedCall } from './parse.ts';

/** A verb as this room knows it: it may settle what the settings leave open (a free port, the demo), and see their origins. */
export interface Verb extends Omit<Command<House>, 'run'> {
  readonly settle?: (loaded: LoadedConfiguration) => Promise<Configuration>;
  run(call: CommandCall, house: House, loaded: LoadedConfiguration): Promise<number>;
}

/** What a run needs from the process. */
export interface Surroundings {
  readonly out: Screen;
  readonly err: Screen;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** Exit status of a call that was not understood. */
const USAGE = 2;

/** Runs words; resolves to the exit status, 0 only on success. */
export async function runWords(
  words: readonly string[],
  verbs: readonly Verb[],
  around: Surroundings,
): Promise<number> {
  const [first = 'help', ...rest] = words;
  if (['help', '--help', '-h'].includes(first)) return showHelp(rest[0], verbs, around);
  const verb = verbs.find((one) => one.verb === first);
  if (verb === undefined) return fail(unknownVerb(first, verbs), rest.includes('--json'), around, USAGE);
  let call: ParsedCall;
  try {
    call = parseCall(rest, verb.options);
  } catch (error) {
    return fail(error, rest.includes('--json'), around, USAGE);
  }
  if (call.help) return showVerb(verb, call.json, around);
  return runVerb(verb, call, around);
}

function showHelp(name: string | undefined, verbs: readonly Verb[], { out }: Surroundings): number {
  const verb = verbs.find((one) => one.verb === name);
  out.write(verb === undefined ? helpOfAll(verbs) : helpOf(verb));
  return 0;
}

function showVerb(verb: Verb, json: boolean, { out }: Surroundings): number {
  const { about, usage, example, options } = verb;
  out.write(json ? `${JSON.stringify({ verb: verb.verb, about, usage, example, options })}\n` : helpOf(verb));
  return 0;
}

function unknownVerb(name: string, verbs: readonly Verb[]): OutcomeError {
  const near = nearest(
    name,
    verbs.map(({ verb }) => verb),
  );
  const hint = near === undefined ? "Run 'maru help'." : `Did you mean '${near}'?`;
  return new OutcomeError('invalid', 'cli.unknown-verb', `There is no verb '${name}'. ${hint}`);
}

async function runVerb(verb: Verb, call: ParsedCall, around: Surroundings): Promise<number> {
  const output = new ScreenOutput(around.out, around.err, call.json);
  let house: House | undefined;
  try {
    const loaded = load(call, around);
    const configuration = await (verb.settle?.(loaded) ?? loaded.values);
    house = openHouse(configuration, { log: openLog(logLevelFor(verb, loaded)) });
    const { words, options } = call;
    return await verb.run({ words, options, output, signal: around.signal }, house, loaded);
  } catch (error) {
    output.end();
    return fail(error, call.json, around, 1);
  } finally {
    output.end();
    await house?.close();
  }
}

function load(call: ParsedCall, { environment }: Surroundings): LoadedConfiguration {
  const file = call.config === undefined ? {} : { file: call.config };
  return loadConfiguration({ flags: call.settings, environment, ...file });
}

/** A server's log is read by machines; that of a verb which somebody waits for says only what went wrong. */
function logLevelFor({ verb }: Verb, { values, sources }: LoadedConfiguration): Configuration['logLevel'] {
  return verb !== 'serve' && sources.logLevel.kind === 'default' ? 'warn' : values.logLevel;
}

function fail(error: unknown, json: boolean, { out, err }: Surroundings, status: number): number {
  const known = error instanceof OutcomeError;
  const code = known ? error.code : 'cli.unexpected-fault';
  const message = known ? error.message : ((error as Error).stack ?? String(error));
  if (json) out.write(`${JSON.stringify({ error: { code, message } })}\n`);
  else err.write(`maru: ${message}\n`);
  return status;
}
