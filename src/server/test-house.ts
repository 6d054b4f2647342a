/**
 * A house for the tests of this room: a fresh database on the shared test server, a free port, routes that do what a test
 * needs.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Route, RouteRequest, RouteResponse } from '../access/index.ts';
import { loadConfiguration, SILENT, type Log, type SettingName } from '../kernel/index.ts';
import { embeddedTestStore } from '../store/index.ts';
import { openHouse, type House } from './house.ts';
import { buildServer, type HouseServer, type ServerOptions } from './server.ts';

/** A server that listens. */
export interface TestHouse {
  readonly house: House;
  readonly server: HouseServer;
  readonly url: string;
  readonly port: number;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

/** A public route. */
export function openRoute(
  method: Route['method'],
  path: string,
  handle: (request: RouteRequest) => Promise<RouteResponse> | RouteResponse,
  more: Partial<Route> = {},
): Route {
  return {
    method,
    path,
    access: { public: 'a test' },
    audit: { none: 'a test' },
    handle: async (request) => handle(request),
    ...more,
  };
}

/** Opens it. */
export async function openTestHouse(
  settings: Partial<Record<SettingName, unknown>> = {},
  options: ServerOptions = {},
  log: Log = SILENT,
): Promise<TestHouse> {
  const store = await embeddedTestStore().open();
  const data = mkdtempSync(join(tmpdir(), 'maru-house-'));
  const port = await freePort();
  const flags = { data, port, databaseUrl: store.url, databaseConnections: 4, ...settings };
  const house = openHouse(loadConfiguration({ flags, file: emptyFile }).values, { log });
  const server = await buildServer(house, options);
  await server.listen();
  const url = house.configuration.publicUrl;
  return {
    house,
    server,
    url,
    port,
    fetch: (path, init) => fetch(`${url}${path}`, init),
    async close() {
      await server.close();
      await house.close();
      await store.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** No settings file of whoever runs the tests may matter. */
const emptyFile = new URL('test-house.json', import.meta.url).pathname;

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
