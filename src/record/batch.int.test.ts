import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../store/index.ts';
import { patientOf, TestRecord } from './testing.ts';

const batchOf = (...entry: readonly object[]): object => ({ resourceType: 'Bundle', type: 'batch', entry });

describe('batch', () => {
  let record: TestRecord;
  beforeAll(async () => {
    record = await TestRecord.open(embeddedTestStore(), { maxBundleEntries: 20 });
  });
  afterAll(() => record.close());

  it('lets each entry succeed or fail on its own, in order', async () => {
    const answer = await record.post(
      '',
      batchOf(
        { resource: patientOf('b1'), request: { method: 'PUT', url: 'Patient/b1' } },
        { resource: { resourceType: 'Patient', colour: 1 }, request: { method: 'POST', url: 'Patient' } },
        { request: { method: 'GET', url: 'Patient/b1' } },
        { request: { method: 'GET', url: 'Patient/nobody' } },
        { request: { method: 'GET', url: 'metadata' } },
        { request: { method: 'DELETE', url: 'Patient/b1' } },
        { request: { method: 'GET', url: 'no/such/address/at/all' } },
        { request: { method: 'PUT', url: 'metadata' } },
      ),
    );
    expect([answer.status, answer.at('type')]).toEqual([200, 'batch-response']);
    const statuses = answer.each('entry', 'response.status').map((status) => status.slice(0, 3));
    expect(statuses).toEqual(['201', '400', '200', '404', '200', '204', '404', '404']);
    expect(answer.at('entry.1.response.outcome.issue.0.expression.0')).toContain('colour');
    expect(answer.at('entry.2.resource.id')).toBe('b1');
  });

  it('refuses what is no batch, and too many entries', async () => {
    for (const body of [
      patientOf('x'),
      { resourceType: 'Bundle', type: 'collection' },
      [],
      { resourceType: 'Bundle', type: 'batch', entry: {} },
    ]) {
      expect((await record.post('', body)).status).toBe(400);
    }
    const wrong = [
      {},
      { request: {} },
      { request: { method: 'FETCH', url: 'Patient' } },
      { request: { method: 'GET', url: 'ftp://x/y' } },
      null,
    ];
    for (const entry of wrong) expect((await record.post('', batchOf(entry as object))).status).toBe(400);
    const many = Array.from({ length: 21 }, () => ({ request: { method: 'GET', url: 'Patient/1' } }));
    expect((await record.post('', batchOf(...many))).status).toBe(413);
    expect((await record.post('', batchOf())).at('entry')).toBeUndefined();
  });
});
