import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isWrite, READ_ONLY_HEADER } from './read-only.ts';
import { openTestHouse, type TestHouse } from './test-house.ts';

describe('a read-only copy', () => {
  let copy: TestHouse;
  beforeAll(async () => {
    copy = await openTestHouse({ readOnly: true, demo: true });
  }, 60_000);
  afterAll(() => copy.close());

  it('answers readers and says in every answer what it is', async () => {
    const answer = await copy.fetch('/fhir/R4/metadata');
    expect(answer.status).toBe(200);
    expect(answer.headers.get(READ_ONLY_HEADER)).toBe('1');
  });

  it.each([
    ['POST', '/fhir/R4/Patient'],
    ['PUT', '/fhir/R4/Patient/x'],
    ['DELETE', '/fhir/R4/Patient/x'],
    ['POST', '/fhir/R4'],
    ['POST', '/care/medication/record'],
    ['POST', '/care/downtime/replay'],
  ])('refuses %s %s before anything else is looked at', async (method, path) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await copy.fetch(path, { method, headers, ...(method === 'DELETE' ? {} : { body: '{}' }) });
    expect(answer.status).toBe(503);
    expect(JSON.stringify(await answer.json())).toContain('server.read-only');
  });

  it('lets people sign in, search and check', async () => {
    for (const path of ['/fhir/R4/Patient/_search', '/care/medication/check', '/fhir/R4/ValueSet/$expand'])
      expect(isWrite('POST', path), path).toBe(false);
    expect((await copy.fetch('/access/demo-people')).status).toBe(200);
    expect((await copy.fetch('/access/sign-out', { method: 'POST' })).status).not.toBe(503);
  });
});
