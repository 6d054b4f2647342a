import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../kernel/index.ts';
import { inEntry, readBundle, type EntryAsk } from './bundle-entries.ts';
import { DEFAULT_RECORD_SETTINGS } from './context.ts';

const context = {
  base: 'http://127.0.0.1:8080/fhir/R4',
  settings: { ...DEFAULT_RECORD_SETTINGS, maxBundleEntries: 5 },
};
const entriesOf = (...entry: readonly unknown[]): readonly EntryAsk[] =>
  readBundle(context, { resourceType: 'Bundle', type: 'batch', entry }).entries;
const request = (method: string, url: string, more: object = {}): object => ({ request: { method, url, ...more } });
const refusal = (work: () => unknown): { code?: unknown; status?: unknown; message?: unknown; issues?: unknown } => {
  try {
    work();
    return {};
  } catch (error) {
    return error as OutcomeError;
  }
};

describe('entries of a Bundle', () => {
  it.each([
    ['Patient/1', ['Patient', '1'], ''],
    ['/Patient/1', ['Patient', '1'], ''],
    ['Patient?name=a&b=c?d', ['Patient'], 'name=a&b=c?d'],
    ['http://127.0.0.1:8080/fhir/R4/Patient/1/_history/2', ['Patient', '1', '_history', '2'], ''],
    ['Patient/a%2Db', ['Patient', 'a-b'], ''],
    ['', [], ''],
    ['?_id=1', [], '_id=1'],
  ])('have the address %s', (url, path, query) => {
    expect(entriesOf(request('GET', url))[0]).toMatchObject({ path, query });
  });

  it.each(['http://elsewhere.example/Patient/1', 'ftp://x', 'urn:uuid:1', 'javascript:alert(1)', 'Patient/%E0%A4%A'])(
    'are refused at the address %s',
    (url) => {
      expect(refusal(() => entriesOf(request('GET', url)))).toMatchObject({ code: 'record.bad-entry', status: 400 });
    },
  );

  it('take their conditions from the request', () => {
    const [entry] = entriesOf(
      request('PUT', 'Patient/1', { ifMatch: 'W/"2"', ifNoneMatch: '*', ifModifiedSince: 'x' }),
    );
    expect(entry?.conditions).toEqual({
      ifMatch: 'W/"2"',
      ifNoneMatch: '*',
      ifModifiedSince: 'x',
      ifNoneExist: undefined,
    });
    expect(entriesOf(request('POST', 'Patient', { ifNoneExist: '' }))[0]?.conditions.ifNoneExist).toBeUndefined();
    expect(refusal(() => entriesOf(request('PUT', 'Patient/1', { ifMatch: 2 }))).code).toBe('record.bad-entry');
  });

  it('bring a patch as Parameters or as a Binary of JSON Patch', () => {
    const operations = [{ op: 'remove', path: '/active' }];
    const data = Buffer.from(JSON.stringify(operations)).toString('base64');
    const binary = { resourceType: 'Binary', contentType: 'application/json-patch+json', data };
    expect(entriesOf({ ...request('PATCH', 'Patient/1'), resource: binary })[0]?.body).toEqual(operations);
    const parameters = { resourceType: 'Parameters' };
    expect(entriesOf({ ...request('PATCH', 'Patient/1'), resource: parameters })[0]?.body).toBe(parameters);
    for (const wrong of [
      { ...binary, contentType: 'text/plain' },
      { ...binary, data: undefined },
    ]) {
      expect(refusal(() => entriesOf({ ...request('PATCH', 'Patient/1'), resource: wrong })).code).toBe(
        'record.bad-entry',
      );
    }
    const broken = { ...binary, data: Buffer.from('[{').toString('base64') };
    expect(refusal(() => entriesOf({ ...request('PATCH', 'Patient/1'), resource: broken })).code).toBe(
      'record.bad-entry',
    );
  });

  it.each([
    ['no object', 'x'],
    ['nothing', null],
    ['a list', []],
    ['no request', { resource: {} }],
    ['an unknown verb', request('LINK', 'Patient/1')],
    ['no verb', { request: { url: 'Patient' } }],
    ['no address', { request: { method: 'GET' } }],
    ['a number as fullUrl', { fullUrl: 7, ...request('GET', 'Patient/1') }],
  ])('are refused where they are %s', (_what, entry) => {
    expect(refusal(() => entriesOf(request('GET', 'Patient/1'), entry))).toMatchObject({
      code: 'record.bad-entry',
      message: expect.stringContaining('Entry 2') as unknown,
    });
  });

  it('are counted before they are read', () => {
    expect(entriesOf(...Array.from({ length: 5 }, () => request('GET', 'Patient/1')))).toHaveLength(5);
    expect(refusal(() => entriesOf(...Array.from({ length: 6 }, () => null)))).toMatchObject({ status: 413 });
  });

  it('of nothing are none; a Bundle of another type is refused', () => {
    expect(readBundle(context, { resourceType: 'Bundle', type: 'transaction' }).entries).toEqual([]);
    for (const type of ['collection', 'history', 'searchset', 'document', undefined, 7]) {
      expect(refusal(() => readBundle(context, { resourceType: 'Bundle', type })).status).toBe(400);
    }
    for (const body of [undefined, null, [], 'x', { resourceType: 'Patient', type: 'batch' }]) {
      expect(refusal(() => readBundle(context, body)).code).toBe('record.not-a-bundle');
    }
  });
});

describe('a fault inside of an entry', () => {
  const entry = entriesOf(request('POST', 'Patient?secret=1'))[0] as EntryAsk;

  it('tells which entry it is in, and where in its resource, without the query', () => {
    const inner = new OutcomeError('value', 'validation.x', 'wrong', { expression: 'Patient.name[0].family' });
    const outer = inEntry(entry, inner) as OutcomeError;
    expect(outer.status).toBe(422);
    expect(outer.issues[0]).toMatchObject({
      code: 'validation.x',
      expression: 'Bundle.entry[0].resource.name[0].family',
      message: 'Entry 1 (POST Patient): wrong',
    });
    const without = inEntry(entry, new OutcomeError('conflict', 'a.b', 'x')) as OutcomeError;
    expect(without.issues[0]?.expression).toBe('Bundle.entry[0]');
  });

  it('that is no fault of the client stays what it is', () => {
    const fault = new Error('ours');
    expect(inEntry(entry, fault)).toBe(fault);
  });
});
