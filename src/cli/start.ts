/**
 * `maru start`: the two commands' second: builds the web app, fills the house on its first run, opens it and says what to try.
 *
 * Proof   start.int.test.ts
 */
import { isLoopback, type CommandCall, type Configuration, type LoadedConfiguration } from '../kernel/index.ts';
import type { House } from '../server/index.ts';
import { fill, firstRun, importFolder } from './first-run.ts';
import { welcome } from './welcome.ts';
import type { Verb } from './run.ts';
import { serveUntil, withPort } from './serve.ts';
import { ensureWeb } from './web-build.ts';

export const start: Verb = {
  verb: 'start',
  about:
    'Starts a hospital to try: builds the web app, fills the record with invented patients on the first run, serves.',
  usage: 'maru start [--import DIR] [--empty] [--patients N] [--beds B] [--days D] [--port PORT] [--data DIR]',
  example: 'maru start --import ./my-fhir-files',
  options: [
    { name: 'import', value: 'DIR', about: 'load FHIR bundles or NDJSON from here', repeatable: true },
    { name: 'empty', about: 'first run: start without patients' },
    { name: 'patients', value: 'N', about: 'first run: how many outpatients to invent' },
    { name: 'beds', value: 'B', about: 'first run: how many beds, each with the stays of the last days; default 120' },
    { name: 'days', value: 'D', about: 'first run: how many days of stays; default 30' },
    { name: 'build', about: '--no-build: do not build the web app' },
  ],
  settle,
  async run(call, house) {
    const { output, signal, options } = call;
    if (options['build'] !== false) await ensureWeb(output, signal);
    await prepare(call, house);
    if (signal.aborted) return INTERRUPTED;
    await serveUntil(house, output, signal, async () => {
      for (const line of await welcome(house)) output.line(line);
    });
    return 0;
  },
};

/** Exit status of a run that was stopped before it could serve. */
const INTERRUPTED = 130;

/** The demo is on while nobody but this machine can reach the house, unless somebody said otherwise. */
async function settle(loaded: LoadedConfiguration): Promise<Configuration> {
  const values = await withPort(loaded);
  if (loaded.sources.demo.kind !== 'default') return values;
  return { ...values, demo: isLoopback(values.host) };
}

async function prepare(call: CommandCall, house: House): Promise<void> {
  const { options, signal } = call;
  const folders = (options['import'] ?? []) as readonly string[];
  if (await firstRun(house)) await fill(house, call, folders.length > 0);
  for (const folder of folders) if (!signal.aborted) await importFolder(house, call, folder);
}
