import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectTokens, failureOf, FhirFailure, pageOf, request, search, searchAddress } from './client.ts';

const outcome = (code: string, diagnostics: string) =>
  JSON.stringify({
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: 'invalid', details: { coding: [{ code }] }, diagnostics }],
  });

let calls: { path: string; headers: Record<string, string> }[] = [];
let answers: Response[] = [];

beforeEach(() => {
  calls = [];
  answers = [];
  vi.stubGlobal('fetch', async (path: string, init: { headers: Record<string, string> }) => {
    calls.push({ path, headers: init.headers });
    const answer = answers.shift();
    if (answer === undefined) throw new TypeError('network');
    return answer;
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  connectTokens({ token: async () => undefined, refused: async () => false });
});

describe('addresses', () => {
  it('escape values and leave out what is not there', () => {
    expect(searchAddress('Patient', { name: ['김', 'a&b'], _count: 30, birthdate: undefined })).toBe(
      '/fhir/R4/Patient?name=%EA%B9%80&name=a%26b&_count=30',
    );
    expect(searchAddress('Patient', {})).toBe('/fhir/R4/Patient');
  });

  it('next links are followed on the own origin only', async () => {
    answers = [Response.json({ resourceType: 'Bundle' })];
    await search('Patient', 'https://elsewhere.example/fhir/R4/Patient?_cursor=x');
    expect(calls[0]?.path).toBe('/fhir/R4/Patient?_cursor=x');
  });
});

describe('pages', () => {
  it('keep matches, what was included, and outcomes apart', () => {
    const page = pageOf({
      resourceType: 'Bundle',
      type: 'searchset',
      total: 3,
      link: [{ relation: 'next', url: 'http://127.0.0.1/fhir/R4/Patient?_cursor=2' }],
      entry: [
        { resource: { resourceType: 'Patient', id: 'a' }, search: { mode: 'match' } },
        { resource: { resourceType: 'Medication', id: 'b' }, search: { mode: 'include' } },
        { resource: { resourceType: 'OperationOutcome', issue: [] }, search: { mode: 'outcome' } },
      ],
    });
    expect(page.matches).toHaveLength(1);
    expect(page.included).toHaveLength(1);
    expect(page).toMatchObject({ total: 3, next: '/fhir/R4/Patient?_cursor=2' });
  });

  it('an empty bundle is an empty page without a next one', () => {
    expect(pageOf({ resourceType: 'Bundle', type: 'searchset' })).toMatchObject({ matches: [], next: undefined });
  });
});

describe('failures', () => {
  it.each([
    [401, 'session-ended'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [410, 'gone'],
    [429, 'busy'],
    [500, 'fault'],
    [400, 'refused'],
  ])('%d', (status, kind) => {
    expect(failureOf(status, '').kind).toBe(kind);
  });

  it('carry the stable code, the words and the time to wait', () => {
    const failure = failureOf(429, outcome('access.too-many-attempts', 'Wait.'), '30');
    expect(failure).toMatchObject({ code: 'access.too-many-attempts', message: 'Wait.', retryAfter: 30, status: 429 });
  });

  it('a page that is no FHIR is a failure too, not a crash', () => {
    expect(failureOf(502, '<html>').kind).toBe('fault');
  });

  it('no answer is "offline"', async () => {
    await expect(request('/fhir/R4/Patient/1')).rejects.toMatchObject({ kind: 'offline' });
  });

  it('an aborted request stays aborted and is not told as a failure', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(request('/fhir/R4/Patient/1', { signal: stop.signal })).rejects.not.toBeInstanceOf(FhirFailure);
  });
});

describe('the token', () => {
  it('is sent, renewed once when it is refused, and the request sent again', async () => {
    let token = 'old';
    connectTokens({
      token: async () => token,
      refused: async () => {
        token = 'new';
        return true;
      },
    });
    answers = [new Response('', { status: 401 }), Response.json({ resourceType: 'Patient', id: '1' })];
    await expect(request('/fhir/R4/Patient/1')).resolves.toMatchObject({ id: '1' });
    expect(calls.map(({ headers }) => headers['Authorization'])).toEqual(['Bearer old', 'Bearer new']);
  });

  it('without a session the failure says so', async () => {
    connectTokens({ token: async () => 'old', refused: async () => false });
    answers = [new Response('', { status: 401 })];
    await expect(request('/fhir/R4/Patient/1')).rejects.toMatchObject({ kind: 'session-ended' });
    expect(calls).toHaveLength(1);
  });
});
