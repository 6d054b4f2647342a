/**
 * `/healthz`: the process answers. `/readyz`: it can do its work (database, tables, audit log). `/metrics`: its numbers.
 *
 * Source  https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 * Proof   server.int.test.ts
 */
import type { FastifyInstance } from 'fastify';
import { OutcomeError, type Configuration } from '../kernel/index.ts';
import type { Store } from '../store/index.ts';
import type { Metrics } from './metrics.ts';

export interface HealthOptions {
  readonly configuration: Configuration;
  readonly store: Store;
  readonly metrics: Metrics;
  /** Further things that must be well, by name; each throws where it is not. */
  readonly checks: Readonly<Record<string, () => Promise<unknown>>>;
  readonly isClosing: () => boolean;
}

/** Declares the three. They stand outside of all limits: a busy house still says how it is. */
export function mountHealth(app: FastifyInstance, options: HealthOptions): void {
  const { configuration, metrics } = options;
  app.get('/healthz', async (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }));
  const look = remembered(() => readiness(options));
  app.get('/readyz', async (_request, reply) => {
    const checks = await look();
    const ready = Object.values(checks).every((state) => state === 'ok');
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : 'not ready', checks });
  });
  if (configuration.metrics === 'off') return;
  app.get('/metrics', async (request, reply) => {
    if (configuration.metrics === 'loopback' && !isLoopbackAddress(request.ip)) throw onlyHere();
    return reply.type(metrics.registry.contentType).send(await metrics.text());
  });
}

/** How long an answer stands, in ms: whoever asks again and again makes no more work. */
const STANDS = 200;

/** Asks once for all who ask at the same moment. */
function remembered<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    if (answer !== undefined) return answer;
    answer = ask();
    setTimeout(() => (answer = undefined), STANDS).unref();
    return answer;
  };
}

async function readiness({ store, checks, isClosing }: HealthOptions): Promise<Record<string, string>> {
  const states: Record<string, string> = { shutdown: isClosing() ? 'shutting down' : 'ok' };
  const { ready } = await store.health();
  states['database'] = ready ? 'ok' : 'does not answer';
  for (const [name, check] of Object.entries(checks)) {
    states[name] = ready
      ? await check().then(
          () => 'ok',
          () => 'not well',
        )
      : 'unknown';
  }
  return states;
}

function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}

function onlyHere(): OutcomeError {
  const text = 'Numbers are shown on the machine itself only; the setting `metrics` changes that.';
  return new OutcomeError('forbidden', 'server.metrics-refused', text);
}
