import { fastify } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfiguration, type SettingName } from '../kernel/index.ts';
import type { Store } from '../store/index.ts';
import { mountHealth } from './health.ts';
import { Metrics } from './metrics.ts';

const file = new URL('test-house.json', import.meta.url).pathname;

describe('health', () => {
  let app: ReturnType<typeof fastify>;
  let ready: boolean;
  let closing: boolean;
  let asked: number;
  let audit: () => Promise<unknown>;
  beforeEach(() => {
    app = fastify();
    [ready, closing, asked] = [true, false, 0];
    audit = () => Promise.resolve();
  });
  afterEach(() => app.close());

  const health = (): Promise<{ ready: boolean; detail: string }> => {
    asked++;
    return Promise.resolve({ ready, detail: 'secret of the driver' });
  };

  function mount(settings: Partial<Record<SettingName, unknown>> = {}): void {
    mountHealth(app as never, {
      configuration: loadConfiguration({ file, flags: settings }).values,
      store: { health } as unknown as Store,
      metrics: new Metrics(),
      isClosing: () => closing,
      checks: { audit: () => audit() },
    });
  }

  const readiness = async (): Promise<[number, unknown]> => {
    const { statusCode, payload } = await app.inject('/readyz');
    return [statusCode, (JSON.parse(payload) as { checks: unknown }).checks];
  };

  it('is ready when everything is well', async () => {
    mount();
    expect(await readiness()).toEqual([200, { shutdown: 'ok', database: 'ok', audit: 'ok' }]);
  });

  it('names what is not, says nothing of why, and does not ask further where the database is gone', async () => {
    ready = false;
    audit = () => Promise.reject(new Error('never asked'));
    mount();
    const [status, checks] = await readiness();
    expect([status, checks]).toEqual([503, { shutdown: 'ok', database: 'does not answer', audit: 'unknown' }]);
    expect((await app.inject('/readyz')).payload).not.toContain('secret');
  });

  it('is not ready when the audit log cannot be written, nor while the house shuts down', async () => {
    audit = () => Promise.reject(new Error('full'));
    mount();
    expect(await readiness()).toMatchObject([503, { audit: 'not well' }]);
    await sleep(250);
    audit = () => Promise.resolve();
    closing = true;
    expect(await readiness()).toMatchObject([503, { shutdown: 'shutting down', audit: 'ok' }]);
  });

  it('lives while it is not ready', async () => {
    ready = false;
    mount();
    expect((await app.inject('/healthz')).statusCode).toBe(200);
  });

  it('asks the database once for all who ask at one moment', async () => {
    mount();
    await Promise.all(Array.from({ length: 50 }, readiness));
    expect(asked).toBe(1);
    await sleep(250);
    await readiness();
    expect(asked).toBe(2);
  });

  it.each([
    ['loopback', '127.0.0.1', 200],
    ['loopback', '::1', 200],
    ['loopback', '10.0.0.7', 403],
    ['everyone', '10.0.0.7', 200],
    ['off', '127.0.0.1', 404],
  ])('shows numbers to %s, asked from %s: %i', async (metrics, remoteAddress, status) => {
    mount({ metrics });
    expect((await app.inject({ url: '/metrics', remoteAddress })).statusCode).toBe(status);
  });
});
