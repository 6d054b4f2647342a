import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { loadConfiguration } from '../kernel/index.ts';
import { withPort } from './serve.ts';

const file = new URL('../server/test-house.json', import.meta.url).pathname;
const settled = (flags: Parameters<typeof loadConfiguration>[0] = {}) =>
  withPort(loadConfiguration({ file, ...flags }));

/** Can somebody listen there? */
function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

describe('the port of a house', () => {
  it('is the one that was asked for, whether it is free or not', async () => {
    const taken = createServer();
    await new Promise<void>((ready) => taken.listen(0, '127.0.0.1', ready));
    const { port } = taken.address() as AddressInfo;
    expect((await settled({ flags: { port: String(port) } })).port).toBe(port);
    await new Promise((closed) => taken.close(closed));
  });

  it('is a free one where 0 was asked for, and the address of the house names it', async () => {
    const { port, publicUrl } = await settled({ flags: { port: '0', host: '127.0.0.1' } });
    expect(port).toBeGreaterThan(0);
    expect(await isFree(port)).toBe(true);
    expect(publicUrl).toBe(`http://127.0.0.1:${port}`);
  });

  it('does not change an address that the hospital has given: a proxy stands before it', async () => {
    const flags = { port: '0', host: '127.0.0.1', publicUrl: 'https://maru.hospital.example' };
    const { port, publicUrl } = await settled({ flags });
    expect(port).toBeGreaterThan(0);
    expect(publicUrl).toBe('https://maru.hospital.example');
  });
});
