/**
 * The house opens rooms when asked, once, and closes them; its routes are whole.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfiguration, SILENT } from '../kernel/index.ts';
import { embeddedTestStore, type TestedStore } from '../store/index.ts';
import { openHouse, type House } from './house.ts';
import { routesOf } from './server.ts';

describe('the house', () => {
  const data = mkdtempSync(join(tmpdir(), 'maru-house-test-'));
  const file = new URL('test-house.json', import.meta.url).pathname;
  let store: TestedStore;
  let house: House;
  beforeAll(async () => {
    store = await embeddedTestStore().open();
    house = openHouse(loadConfiguration({ file, flags: { data, databaseUrl: store.url } }).values, { log: SILENT });
  });
  afterAll(async () => {
    await house.close();
    await store.close();
    rmSync(data, { recursive: true, force: true });
  });

  it('opens nothing before it is asked, and each room once however often it is asked', async () => {
    const rooms = await Promise.all([house.record(), house.record(), house.access(), house.access(), house.store()]);
    expect(rooms[0]).toBe(rooms[1]);
    expect(rooms[2]).toBe(rooms[3]);
    expect((await house.migrated()).map(({ room }) => room)).toEqual(expect.arrayContaining(['access', 'record']));
    expect(rooms[4]).toBe(await house.database());
  });

  it('has every route once, each with what it needs and what it notes', async () => {
    const routes = await routesOf(house);
    const names = routes.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { path, access, audit } of routes) {
      expect(path).toMatch(/^\/(fhir\/R4|access|care|cds|cds-services)(\/|$)/);
      if ('public' in access) expect(access.public).not.toBe('');
      if ('none' in audit) expect(audit.none).not.toBe('');
    }
    expect(names).toEqual(expect.arrayContaining(['GET /fhir/R4/metadata', 'POST /fhir/R4', 'GET /access/me']));
  });

  it('tries again to open what failed', async () => {
    const flags = { data, databaseUrl: 'postgres://nobody:x@127.0.0.1:1/none' };
    const broken = openHouse(loadConfiguration({ file, flags }).values, { log: SILENT });
    await expect(broken.store()).rejects.toMatchObject({ code: 'store.unavailable' });
    await expect(broken.store()).rejects.toMatchObject({ code: 'store.unavailable' });
    await broken.close();
  });
});
