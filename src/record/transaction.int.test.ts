import { afterAll, beforeAll, expect, it } from 'vitest';
import { testStores } from '../store/index.ts';
import { describeWith } from '../../test/material.ts';
import { patientOf, TestRecord, type Answered } from './testing.ts';

interface Entry {
  readonly fullUrl?: string;
  readonly resource?: object;
  readonly request: Readonly<Record<string, string>>;
}

const transactionOf = (...entry: readonly Entry[]): object => ({ resourceType: 'Bundle', type: 'transaction', entry });
const post = (resource: object, fullUrl?: string, request: Record<string, string> = {}): Entry => ({
  ...(fullUrl === undefined ? {} : { fullUrl }),
  resource,
  request: { method: 'POST', url: (resource as { resourceType: string }).resourceType, ...request },
});
const put = (url: string, resource: object, fullUrl?: string): Entry => ({
  ...(fullUrl === undefined ? {} : { fullUrl }),
  resource,
  request: { method: 'PUT', url },
});
const observation = (subject: string, more: object = {}): object => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'pulse' },
  subject: { reference: subject },
  ...more,
});
const identified = (value: string): object => ({
  resourceType: 'Patient',
  identifier: [{ system: 'http://hospital.example/mrn', value }],
});
const located = (answer: Answered, at: number): string =>
  answer.at(`entry.${at}.response.location`).replace(/\/_history.*/, '');
const uuid = (last: number): string => `urn:uuid:00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;
const diagnostics = (answer: Answered): string => answer.at('issue.0.diagnostics');

for (const server of testStores()) {
  describeWith(server.need, server.present, `transactions on ${server.name}`, () => {
    let record: TestRecord;
    beforeAll(async () => {
      record = await TestRecord.open(server);
    });
    afterAll(() => record.close());

    it('rewrites urn:uuid references everywhere: references, uris, narrative, contained, extensions', async () => {
      const answer = await record.post(
        '',
        transactionOf(
          post(
            observation(uuid(1), {
              text: {
                status: 'generated',
                div: `<div xmlns="http://www.w3.org/1999/xhtml"><a href="${uuid(1)}">who</a></div>`,
              },
              extension: [
                { url: 'http://example.org/uri', valueUri: uuid(1) },
                { url: 'http://example.org/who', valueReference: { reference: uuid(1) } },
              ],
              contained: [{ resourceType: 'Basic', id: 'c', code: { text: 'c' }, subject: { reference: uuid(1) } }],
              focus: [{ reference: '#c' }],
            }),
            uuid(2),
          ),
          post(patientOf('ignored'), uuid(1)),
        ),
      );
      expect(answer.status).toBe(200);
      const patient = located(answer, 1);
      const read = await record.get(located(answer, 0));
      expect(read.text).not.toContain('urn:uuid');
      expect(read.at('subject.reference')).toBe(patient);
      expect(read.at('text.div')).toContain(`href="${patient}"`);
      expect([read.at('extension.0.valueUri'), read.at('extension.1.valueReference.reference')]).toEqual([
        patient,
        patient,
      ]);
      expect(read.at('contained.0.subject.reference')).toBe(patient);
      expect(read.at('focus.0.reference')).toBe('#c');
    });

    it('resolves relative references beside an absolute fullUrl, as the standard says', async () => {
      const answer = await record.post(
        '',
        transactionOf(
          post(patientOf('7'), 'http://other.example/fhir/Patient/7'),
          post(observation('Patient/7'), 'http://other.example/fhir/Observation/8'),
          post(observation('Patient/7'), uuid(3)),
        ),
      );
      const patient = located(answer, 0);
      expect((await record.get(located(answer, 1))).at('subject.reference')).toBe(patient);
      expect((await record.get(located(answer, 2))).at('subject.reference')).toBe('Patient/7');
    });

    it('answers in the order of the entries and works in the standard’s order', async () => {
      await record.put('Patient/gone', patientOf('gone'));
      await record.put('Patient/kept', patientOf('kept'));
      const answer = await record.post(
        '',
        transactionOf(
          { request: { method: 'GET', url: 'Patient/kept' } },
          put('Patient/kept', patientOf('kept', { active: true })),
          post(patientOf('n')),
          { request: { method: 'DELETE', url: 'Patient/gone' } },
          { request: { method: 'GET', url: 'Patient/kept/_history/1' } },
        ),
      );
      expect(answer.at('type')).toBe('transaction-response');
      expect(answer.each('entry', 'response.status')).toEqual([
        '200 OK',
        '200 OK',
        '201 Created',
        '204 No Content',
        '200 OK',
      ]);
      expect(answer.at('entry.0.resource.active')).toBe(true);
      expect(answer.at('entry.4.resource.active')).toBeUndefined();
      expect((await record.get('Patient/gone')).status).toBe(410);
    });

    it('is all or nothing', async () => {
      const before = await record.store.query('select count(*)::int as n from body');
      const invalid = { resourceType: 'Observation', status: 'no-such-status', code: { text: 'x' } };
      const answer = await record.post('', transactionOf(post(patientOf('a'), uuid(4)), post(invalid)));
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(diagnostics(answer)).toContain('Entry 2');
      expect(answer.at('issue.0.expression.0')).toBe('Bundle.entry[1].resource.status');
      const late = await record.post(
        '',
        transactionOf(post(patientOf('a')), { request: { method: 'GET', url: 'Patient/nobody' } }),
      );
      expect(late.status).toBe(404);
      expect(await record.store.query('select count(*)::int as n from body')).toEqual(before);
    });

    it('refuses the same resource twice, the same fullUrl twice, and references to nothing', async () => {
      const twice = await record.post(
        '',
        transactionOf(put('Patient/t', patientOf('t')), put('Patient/t', patientOf('t'))),
      );
      expect([twice.status, diagnostics(twice)]).toEqual([400, expect.stringContaining('Entry 2')]);
      const both = await record.post(
        '',
        transactionOf(put('Patient/t', patientOf('t')), { request: { method: 'DELETE', url: 'Patient/t' } }),
      );
      expect(both.status).toBe(400);
      const urls = await record.post('', transactionOf(post(patientOf('1'), uuid(5)), post(patientOf('2'), uuid(5))));
      expect([urls.status, diagnostics(urls)]).toEqual([400, expect.stringContaining('fullUrl')]);
      const nowhere = await record.post('', transactionOf(post(observation(uuid(99)))));
      expect([nowhere.status, diagnostics(nowhere)]).toEqual([422, expect.stringContaining(uuid(99))]);
      expect((await record.get('Patient/t')).status).toBe(404);
    });

    it('patches and updates by version inside a transaction', async () => {
      await record.put('Patient/pt', patientOf('pt'));
      const data = Buffer.from('[{"op":"add","path":"/active","value":true}]').toString('base64');
      const binary = { resourceType: 'Binary', contentType: 'application/json-patch+json', data };
      const patched = await record.post(
        '',
        transactionOf({ resource: binary, request: { method: 'PATCH', url: 'Patient/pt' } }),
      );
      expect(patched.at('entry.0.response.etag')).toBe('W/"2"');
      const stale = {
        ...put('Patient/pt', patientOf('pt')),
        request: { method: 'PUT', url: 'Patient/pt', ifMatch: 'W/"1"' },
      };
      expect((await record.post('', transactionOf(stale))).status).toBe(412);
    });

    it('gives resources back only where Prefer asks for them', async () => {
      const bundle = transactionOf(post(patientOf('r')));
      expect((await record.post('', bundle)).at('entry.0.resource')).toBeUndefined();
      const asked = await record.post('', bundle, { headers: { Prefer: 'return=representation' } });
      expect(asked.at('entry.0.resource.resourceType')).toBe('Patient');
    });

    it('takes 5,000 entries', async () => {
      const entries = Array.from({ length: 4999 }, (_, at) => post(observation(uuid(0)), uuid(at + 10)));
      const answer = await record.post('', transactionOf(post(patientOf('many'), uuid(0)), ...entries));
      expect(answer.status).toBe(200);
      expect(answer.count('entry')).toBe(5000);
      const last = await record.get(located(answer, 4999));
      expect(last.at('subject.reference')).toBe(located(answer, 0));
    });

    it('resolves conditional creates, updates, deletes and references inside', async () => {
      await record.put('Patient/c1', { ...identified('c-1'), id: 'c1' });
      const answer = await record.post(
        '',
        transactionOf(
          post(identified('c-1'), uuid(1), { ifNoneExist: 'identifier=http://hospital.example/mrn|c-1' }),
          post(identified('c-2'), uuid(2), { ifNoneExist: 'identifier=http://hospital.example/mrn|c-2' }),
          post(observation(uuid(1))),
          post(observation('Patient?identifier=http://hospital.example/mrn|c-1')),
          put('Patient?identifier=http://hospital.example/mrn|c-3', identified('c-3'), uuid(3)),
          post(observation(uuid(3))),
        ),
      );
      expect(answer.status).toBe(200);
      expect(answer.each('entry', 'response.status').map((status) => status.slice(0, 3))).toEqual([
        '200',
        '201',
        '201',
        '201',
        '201',
        '201',
      ]);
      expect(located(answer, 0)).toBe('Patient/c1');
      for (const at of [2, 3])
        expect((await record.get(located(answer, at))).at('subject.reference')).toBe('Patient/c1');
      expect((await record.get(located(answer, 5))).at('subject.reference')).toBe(located(answer, 4));
      const none = await record.post(
        '',
        transactionOf(post(observation('Patient?identifier=http://hospital.example/mrn|none'))),
      );
      expect(none.status).toBe(412);
      const gone = await record.post(
        '',
        transactionOf({ request: { method: 'DELETE', url: 'Patient?identifier=http://hospital.example/mrn|c-2' } }),
      );
      expect(gone.at('entry.0.response.status')).toBe('204 No Content');
      expect((await record.get(located(answer, 1))).status).toBe(410);
    });

    it('creates anew what it deletes first, and refuses two creates that mean the same', async () => {
      await record.put('Patient/old', { ...identified('same'), id: 'old' });
      const criteria = 'identifier=http://hospital.example/mrn|same';
      const anew = await record.post(
        '',
        transactionOf(post(identified('same'), uuid(1), { ifNoneExist: criteria }), {
          request: { method: 'DELETE', url: 'Patient/old' },
        }),
      );
      expect(anew.at('entry.0.response.status')).toBe('201 Created');
      const other = 'identifier=http://hospital.example/mrn|twice';
      const twice = await record.post(
        '',
        transactionOf(
          post(identified('twice'), uuid(1), { ifNoneExist: other }),
          post(identified('twice'), uuid(2), { ifNoneExist: other }),
        ),
      );
      expect(twice.status).toBe(400);
    });
  });
}
