import { describe, expect, it } from 'vitest';
import { anonymousCaller, NOTHING, type RouteRequest } from '../access/index.ts';
import { OutcomeError, type EpochMs } from '../kernel/index.ts';
import type { Answer } from './ask.ts';
import { askOf, doneOutcome, outcomeResponse, responseOf } from './http.ts';
import type { Preference } from './prefer.ts';

const request = (more: Partial<RouteRequest> = {}): RouteRequest => ({
  method: 'GET',
  params: {},
  query: '',
  headers: {},
  body: '',
  origin: 'http://127.0.0.1:8080',
  caller: anonymousCaller(''),
  reach: NOTHING,
  signal: new AbortController().signal,
  ...more,
});
const context = { base: 'http://127.0.0.1:8080/fhir/R4' };
const version = { type: 'Patient', fid: '1', ver: 3, ts: 784_111_777_000 as EpochMs };
const plain = { pretty: false, named: false };
const nothing: Preference = { give: undefined, handling: 'strict' };
const prefer = (give: Preference['give']): Preference => ({ give, handling: 'strict' });
const refusalOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return (error as OutcomeError).code;
  }
};

describe('a request as an ask', () => {
  it('takes conditions and handling from the headers', () => {
    const headers = {
      'if-match': 'W/"1"',
      'if-none-match': '*',
      'if-none-exist': 'identifier=1',
      'if-modified-since': 'Sun, 06 Nov 1994 08:49:37 GMT',
      prefer: 'handling=lenient',
    };
    const ask = askOf(request({ method: 'PUT', headers, query: 'a=b' }), ['Patient', '1']);
    expect(ask).toEqual({
      method: 'PUT',
      path: ['Patient', '1'],
      query: 'a=b',
      handling: 'lenient',
      conditions: {
        ifMatch: 'W/"1"',
        ifNoneMatch: '*',
        ifNoneExist: 'identifier=1',
        ifModifiedSince: 'Sun, 06 Nov 1994 08:49:37 GMT',
      },
    });
  });

  it('has the parsed body, decimals kept', () => {
    const ask = askOf(request({ method: 'POST', body: '{"v":1.50}' }), ['Basic']);
    expect((ask.body as { v: { rawJSON: string } }).v.rawJSON).toBe('1.50');
    expect(askOf(request(), ['Patient']).body).toBeUndefined();
  });

  it('joins the form of a search with its address, and takes no other body there', () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const path = ['Patient', '_search'];
    expect(askOf(request({ headers, query: 'a=1', body: 'b=2' }), path).query).toBe('a=1&b=2');
    expect(askOf(request({ headers, body: 'b=2' }), path).query).toBe('b=2');
    expect(askOf(request({ headers, query: 'a=1' }), path).query).toBe('a=1');
    expect(refusalOf(() => askOf(request({ body: '{}' }), path))).toBe('record.body-format');
  });

  it('refuses a body that is not FHIR JSON', () => {
    const headers = { 'content-type': 'text/xml' };
    expect(refusalOf(() => askOf(request({ method: 'POST', headers, body: '<x/>' }), ['Patient']))).toBe(
      'record.body-format',
    );
    expect(refusalOf(() => askOf(request({ method: 'POST', body: '{' }), ['Patient']))).toBe('json.malformed');
  });
});

describe('an answer as a response', () => {
  const made: Answer = { status: 201, version, located: true, text: '{"resourceType":"Patient","id":"1"}' };

  it('tells the version in headers, and its address where it was made', () => {
    expect(responseOf(context, 'POST', made, plain, nothing)).toEqual({
      status: 201,
      headers: {
        etag: 'W/"3"',
        'last-modified': 'Sun, 06 Nov 1994 08:49:37 GMT',
        location: 'http://127.0.0.1:8080/fhir/R4/Patient/1/_history/3',
      },
      body: made.text,
      contentType: 'application/fhir+json; charset=utf-8',
    });
    const read = responseOf(context, 'GET', { status: 200, version, text: '{}' }, plain, nothing);
    expect(read.headers?.['location']).toBeUndefined();
  });

  it('is as long as the client prefers, for writes only', () => {
    expect(responseOf(context, 'POST', made, plain, prefer('minimal')).body).toBeUndefined();
    expect(responseOf(context, 'POST', made, plain, prefer('representation')).body).toBe(made.text);
    expect(responseOf(context, 'POST', made, plain, prefer('OperationOutcome')).body).toContain('OperationOutcome');
    expect(responseOf(context, 'GET', { ...made, status: 200 }, plain, prefer('minimal')).body).toBe(made.text);
    const bundle: Answer = { status: 200, text: '{"resourceType":"Bundle"}', whole: true };
    expect(responseOf(context, 'POST', bundle, plain, prefer('minimal')).body).toBe(bundle.text);
  });

  it('has no body where nothing is to be told', () => {
    expect(responseOf(context, 'DELETE', { status: 204 }, plain, nothing)).toEqual({ status: 204, headers: {} });
    const known = responseOf(context, 'GET', { status: 304, version, text: '{}' }, plain, nothing);
    expect([known.status, known.body]).toEqual([304, undefined]);
  });

  it('is pretty where asked, and keeps its decimals so', () => {
    const pretty = responseOf(context, 'GET', { status: 200, text: '{"v":1.50}' }, { ...plain, pretty: true }, nothing);
    expect(pretty.body).toBe('{\n  "v": 1.50\n}');
  });

  it('says in words what a write did', () => {
    expect(doneOutcome(made).issue[0]?.diagnostics).toBe('Patient/1 is version 3 (created).');
    expect(doneOutcome({ status: 204 }).issue[0]?.diagnostics).toContain('Nothing had to be changed');
  });
});

describe('a failure as a response', () => {
  it('is an OperationOutcome with the status of its kind', () => {
    const response = outcomeResponse(new OutcomeError('deleted', 'record.deleted', 'gone'));
    expect([response.status, response.contentType]).toEqual([410, 'application/fhir+json; charset=utf-8']);
    expect(JSON.parse(response.body as string)).toMatchObject({
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: 'deleted', diagnostics: 'gone' }],
    });
  });

  it('says when to try again', () => {
    expect(outcomeResponse(new OutcomeError('unavailable', 'a.b', 'x')).headers?.['retry-after']).toBe('5');
    expect(outcomeResponse(new OutcomeError('invalid', 'a.b', 'x')).headers?.['retry-after']).toBeUndefined();
  });

  it('is pretty where asked', () => {
    const error = new OutcomeError('invalid', 'a.b', 'x');
    expect(outcomeResponse(error, 'x=1&_pretty=true').body).toContain('\n');
    expect(outcomeResponse(error, 'not_pretty=true').body).not.toContain('\n');
  });
});
