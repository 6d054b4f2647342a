import { describe, expect, it } from 'vitest';
import { operationOutcome, type EpochMs } from '../kernel/index.ts';
import type { Answer } from './ask.ts';
import { failedEntry, responseEntry } from './bundle-response.ts';

const BASE = 'http://127.0.0.1:8080/fhir/R4';
const version = { type: 'Patient', fid: 'p1', ver: 3, ts: Date.UTC(2026, 2, 1, 1, 2, 3) as EpochMs };
const PATIENT = '{"resourceType":"Patient","id":"p1"}';
const refused = operationOutcome([
  { severity: 'error', category: 'invalid', code: 'record.bad', message: '이것은 안 됩니다.' },
]);

interface Response {
  readonly status: string;
  readonly location?: string;
  readonly etag?: string;
  readonly lastModified?: string;
  readonly outcome?: unknown;
}

function entry(method: string, answer: Partial<Answer>, give?: Parameters<typeof responseEntry>[3]) {
  const { response, ...rest } = responseEntry(BASE, { method }, { status: 200, ...answer }, give);
  return { ...rest, response: response as Response };
}

describe('an entry of an answer', () => {
  it.each([
    [200, '200 OK'],
    [201, '201 Created'],
    [204, '204 No Content'],
    [304, '304 Not Modified'],
    [412, '412'],
  ])('begins its status with the number: %d', (status, text) => {
    expect(entry('PUT', { status }).response.status).toBe(text);
  });

  it('of a create says where the new resource is, and which version', () => {
    const { response } = entry('POST', { status: 201, version, located: true });
    expect(response).toEqual({
      status: '201 Created',
      location: 'Patient/p1/_history/3',
      etag: 'W/"3"',
      lastModified: '2026-03-01T01:02:03.000Z',
    });
  });

  it('of an update gives no location, but the version', () => {
    const { response } = entry('PUT', { version });
    expect([response.location, response.etag]).toEqual([undefined, 'W/"3"']);
  });

  it('of a delete has neither version nor content', () => {
    expect(entry('DELETE', { status: 204 })).toEqual({ response: { status: '204 No Content' } });
  });

  it('of a read is always whole, whatever the client prefers for writes', () => {
    for (const give of [undefined, 'minimal', 'OperationOutcome', 'representation'] as const) {
      const read = entry('GET', { version, text: PATIENT }, give);
      expect([read.resource, read.fullUrl]).toEqual([PATIENT, `${BASE}/Patient/p1`]);
      expect(read.response.outcome).toBeUndefined();
    }
  });

  it('of HEAD carries no content', () => {
    const { resource, response } = entry('HEAD', { version, text: PATIENT });
    expect([resource, response.etag]).toEqual([undefined, 'W/"3"']);
  });

  it.each([
    [undefined, false, false],
    ['minimal', false, false],
    ['representation', true, false],
    ['OperationOutcome', false, true],
  ] as const)('of a write gives what is preferred: %s', (give, content, outcome) => {
    const written = entry('PUT', { version, text: PATIENT }, give);
    expect(written.resource !== undefined).toBe(content);
    expect(written.fullUrl !== undefined).toBe(content);
    expect(written.response.outcome !== undefined).toBe(outcome);
  });

  it('of a search keeps the found Bundle, though no resource was named', () => {
    const bundle = '{"resourceType":"Bundle"}';
    const searched = entry('POST', { text: bundle, whole: true }, 'minimal');
    expect([searched.resource, searched.fullUrl]).toEqual([bundle, undefined]);
  });

  it('carries an outcome that the interaction gave, preferred or not', () => {
    expect(entry('PUT', { version, outcome: refused }, 'minimal').response.outcome).toBe(refused);
  });
});

describe('an entry that failed', () => {
  it('tells why, both as outcome and as content, in the words of the fault', () => {
    const { response, resource = '' } = failedEntry(422, refused);
    expect(response).toEqual({ status: '422', outcome: refused });
    expect(JSON.parse(resource)).toEqual(refused);
    expect(resource).toContain('이것은 안 됩니다.');
  });
});
