import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../store/index.ts';
import { BASE_PATH } from './routes.ts';
import { TestRecord } from './testing.ts';

describe('the routes of the record', () => {
  let record: TestRecord;
  beforeAll(async () => {
    record = await TestRecord.open(embeddedTestStore());
  });
  afterAll(() => record.close());

  it('stand below the FHIR base, each once', () => {
    const { routes } = record.record;
    const addresses = routes.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(addresses).size).toBe(addresses.length);
    for (const { path } of routes) expect(path === BASE_PATH || path.startsWith(`${BASE_PATH}/`)).toBe(true);
  });

  it('need a signed-in caller, except for the CapabilityStatement', () => {
    const open = record.record.routes.filter(({ access }) => 'public' in access);
    expect(open.map(({ method, path }) => `${method} ${path}`)).toEqual([`GET ${BASE_PATH}/metadata`]);
    for (const { audit, path } of record.record.routes)
      expect([path, 'by' in audit || /\/metadata$|\/(?:ValueSet|CodeSystem)\//.test(path)]).toEqual([path, true]);
  });

  it('say when the database is ready', async () => {
    expect(await record.record.ready()).toBe(true);
  });

  it('answer an entry of a batch exactly like a request of its own', async () => {
    const addresses = [
      'Patient',
      'Patient/none',
      'Patient/none/_history',
      '_history?_count=1',
      'Pacient/1',
      'Patient?shoe=1',
    ];
    for (const url of addresses) {
      const own = await record.get(url);
      const batch = await record.post('', {
        resourceType: 'Bundle',
        type: 'batch',
        entry: [{ request: { method: 'GET', url } }],
      });
      expect([url, batch.at('entry.0.response.status').slice(0, 3)]).toEqual([url, String(own.status)]);
    }
  });
});
