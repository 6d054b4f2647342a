/**
 * `maru serve`: the house as a server, until it is told to stop.
 *
 * Proof   verbs.test.ts, src/server/*.int.test.ts, test/spec/crash.int.test.ts
 */
import { createServer, type AddressInfo } from 'node:net';
import { logCode, type CommandOutput, type Configuration, type LoadedConfiguration } from '../kernel/index.ts';
import { reindex, staleIndexes } from '../record/index.ts';
import { buildServer, type House } from '../server/index.ts';
import type { Verb } from './run.ts';

export const serve: Verb = {
  verb: 'serve',
  about: 'Serves the FHIR API, sign-in and the web app until it gets SIGINT or SIGTERM.',
  usage: 'maru serve [--port PORT] [--host HOST] [--data DIR]',
  example: 'maru serve --port 8080 --data ./data',
  options: [],
  settle: withPort,
  async run({ output, signal }, house) {
    await serveUntil(house, output, signal, () => output.line(`Maru is at ${house.configuration.publicUrl}`));
    return 0;
  },
};

/** Listens, says so, waits for the signal, and lets running requests end. */
export async function serveUntil(
  house: House,
  output: CommandOutput,
  signal: AbortSignal,
  onReady: () => void | Promise<void>,
): Promise<void> {
  if (signal.aborted) return;
  process.once('uncaughtException', (error) => endAfterFault(house, error));
  const server = await buildServer(house);
  const address = await server.listen();
  const { publicUrl } = house.configuration;
  house.log.info('server.listening', { address: logCode(address) });
  const indexed = reindexStale(house, signal);
  await onReady();
  output.result({ event: 'listening', url: publicUrl, fhir: `${publicUrl}/fhir/R4`, address });
  await aborted(signal);
  house.log.info('server.closing');
  await server.close();
  await indexed;
}

/**
 * A fault that nothing caught leaves the process in a state that nobody knows: it ends, and whoever supervises it starts it
 * again. What the fault says may quote a patient's data and is not written.
 */
function endAfterFault({ log }: House, error: Error): never {
  const place = /src\/[\w/.-]+:\d+/.exec(error.stack ?? '')?.[0];
  log.error('server.fault', { name: logCode(error.name), place: place === undefined ? undefined : logCode(place) });
  process.exit(70);
}

/** After an upgrade that changed search, the index is built again while the house serves. */
async function reindexStale(house: House, signal: AbortSignal): Promise<void> {
  try {
    await house.record();
    const store = await house.store();
    const { timeZone } = house.configuration;
    if ((await staleIndexes(store, timeZone)).length === 0) return;
    house.log.info('record.reindex-begun');
    const resources = await reindex(store, { timeZone, signal });
    house.log.info('record.reindex-ended', { resources });
  } catch {
    house.log.error('record.reindex-failed');
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    // A signal alone does not keep the process running.
    const alive = setInterval(() => undefined, 1 << 30);
    signal.addEventListener('abort', () => {
      clearInterval(alive);
      resolve();
    });
  });
}

/** Port 0 becomes a free one now: the address is the issuer of tokens, and so must be known before anything is opened. */
export async function withPort({ values, sources }: LoadedConfiguration): Promise<Configuration> {
  if (values.port !== 0) return values;
  const port = await freePort(values.host);
  const publicUrl =
    sources.publicUrl.kind === 'default' ? values.publicUrl.replace(/:0$/, `:${port}`) : values.publicUrl;
  return { ...values, port, publicUrl };
}

/** A port of this host that is free now. */
async function freePort(host: string): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, host, resolve);
  });
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
