import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../store/index.ts';
import { TestRecord } from './testing.ts';

describe('Binary', () => {
  let record: TestRecord;
  beforeAll(async () => {
    record = await TestRecord.open(embeddedTestStore(), { maxBodyBytes: 100_000 });
  });
  afterAll(() => record.close());

  const bytes = Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7) % 256));

  it('comes in its own format and leaves in it, byte by byte', async () => {
    const headers = { 'content-type': 'image/png' };
    const made = await record.ask('POST', 'Binary', {
      headers,
      stream: Readable.from([bytes.subarray(0, 99), bytes.subarray(99)]),
    });
    expect(made.status).toBe(201);
    const native = await record.get(`Binary/${made.at('id')}`);
    expect(native.response.contentType).toBe('image/png');
    expect(Buffer.compare(native.response.body as Buffer, bytes)).toBe(0);
    expect(native.headers['x-content-type-options']).toBe('nosniff');
    expect(native.headers['content-security-policy']).toContain('sandbox');
    const fhir = await record.get(`Binary/${made.at('id')}`, { headers: { accept: 'application/fhir+json' } });
    expect(fhir.json).toMatchObject({
      resourceType: 'Binary',
      contentType: 'image/png',
      data: bytes.toString('base64'),
    });
    expect((await record.get(`Binary/${made.at('id')}`, { headers: { accept: 'application/fhir+xml' } })).status).toBe(
      406,
    );
  });

  it('comes as a resource too, and is replaced under its id', async () => {
    const resource = { resourceType: 'Binary', id: 'doc', contentType: 'text/plain', data: 'aGk=' };
    const put = await record.ask('PUT', 'Binary/doc', {
      headers: { 'content-type': 'application/fhir+json' },
      stream: Readable.from([JSON.stringify(resource)]),
    });
    expect(put.status).toBe(201);
    const again = await record.ask('PUT', 'Binary/doc', {
      headers: { 'content-type': 'text/plain' },
      stream: Readable.from(['hello']),
    });
    expect([again.status, again.headers['etag']]).toEqual([200, 'W/"2"']);
    const native = await record.get('Binary/doc', { headers: { accept: 'text/plain' } });
    expect((native.response.body as Buffer).toString()).toBe('hello');
  });

  it('has a largest size', async () => {
    const headers = { 'content-type': 'application/octet-stream' };
    const answer = await record.ask('POST', 'Binary', { headers, stream: Readable.from([Buffer.alloc(100_001)]) });
    expect(answer.status).toBe(413);
  });
});
