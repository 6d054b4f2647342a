/**
 * When the database dies under a running house: readiness says so, requests get 503 with a time to come again, and the house
 * is back by itself, with the same sessions, tokens and data.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessCommands } from '../access/index.ts';
import { loadConfiguration, type Log } from '../kernel/index.ts';
import { openHouse, type House } from './house.ts';
import { buildServer, type HouseServer } from './server.ts';
import { freePort } from './test-house.ts';

describe('a database that dies', () => {
  const data = mkdtempSync(join(tmpdir(), 'maru-outage-'));
  const events: string[] = [];
  const note = (event: string): void => void events.push(event);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  let house: House;
  let server: HouseServer;
  let headers: Record<string, string>;
  let url: string;

  beforeAll(async () => {
    const file = new URL('test-house.json', import.meta.url).pathname;
    const flags = { data, port: await freePort(), databaseConnections: 4 };
    house = openHouse(loadConfiguration({ file, flags }).values, { log });
    server = await buildServer(house);
    await server.listen();
    url = house.configuration.publicUrl;
    headers = { authorization: `Bearer ${await token(house)}`, 'content-type': 'application/fhir+json' };
  });
  afterAll(async () => {
    await server.close();
    await house.close();
    rmSync(data, { recursive: true, force: true });
  });

  function killDatabase(): void {
    const pid = readFileSync(join(data, 'database', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0];
    process.kill(Number(pid), 'SIGKILL');
  }

  function create(family: string): Promise<Response> {
    const body = JSON.stringify({ resourceType: 'Patient', name: [{ family }] });
    return fetch(`${url}/fhir/R4/Patient`, { method: 'POST', headers, body });
  }

  it('is said by readiness and by 503, and is over by itself', async () => {
    expect((await create('before')).status).toBe(201);
    killDatabase();
    const during = new Set<number>();
    let stored = 0;
    for (let tries = 0; tries < 600; tries++) {
      const [ready, created] = await Promise.all([fetch(`${url}/readyz`), create('during')]);
      during.add(ready.status).add(created.status);
      if (created.status === 201) stored++;
      if (created.status === 503) expect(created.headers.get('retry-after')).toMatch(/^[1-9]$/);
      if (during.has(503) && ready.status === 200 && created.status === 201) break;
      await sleep(10);
    }
    expect(during).toEqual(new Set([200, 201, 503]));
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const found = await fetch(`${url}/fhir/R4/Patient?family=during&_summary=count`, { headers });
    expect(await found.json()).toMatchObject({ total: stored });
    expect(events).toEqual(expect.arrayContaining(['store.connection-lost', 'store.server-ready']));
  });

  it('leaves an audit log that is whole, with what was done before and after', async () => {
    const { audit } = await house.access();
    await audit.seal();
    expect(await audit.verify()).toMatchObject({ intact: true });
  });
});

async function token(house: House): Promise<string> {
  const verb = accessCommands.find((command) => command.verb === 'token');
  let said = '';
  const output = { line: (text: string) => void (said = text), result: () => undefined, progress: () => undefined };
  const options = { as: 'system', scope: ['system/*.cruds'] };
  await verb?.run({ words: [], options, output, signal: new AbortController().signal }, house);
  return said;
}
