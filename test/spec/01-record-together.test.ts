/**
 * Chapter 1, second part: history, capabilities, what does not fit, batches and transactions.
 *
 * Source  https://hl7.org/fhir/R4/http.html
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testStores } from '../../src/store/index.ts';
import { describeWith } from '../material.ts';
import {
  bundleOf,
  coded,
  entryOf,
  observation,
  openSpecHouse,
  patient,
  type Client,
  type Reply,
  type SpecHouse,
} from './house.ts';

const MRN = 'http://hospital.example/mrn';
const named = (value: string, more: object = {}): object => patient({ identifier: [{ system: MRN, value }], ...more });

for (const server of testStores()) {
  describeWith(server.need, server.present, `the record as a whole on ${server.name}`, () => {
    let house: SpecHouse;
    let client: Client;
    beforeAll(async () => {
      house = await openSpecHouse({ maxBodyBytes: 4_194_304, maxBundleEntries: 300 }, server);
      client = await house.system();
    });
    afterAll(() => house.close());

    describe('history', () => {
      beforeAll(() => client.put('Patient/r1', patient({ id: 'r1' })));

      it('of one resource tells each change, newest first', async () => {
        await client.put('Patient/h1', patient({ id: 'h1' }));
        await client.patch('Patient/h1', [{ op: 'add', path: '/active', value: true }]);
        await client.delete('Patient/h1');
        await client.put('Patient/h1', patient({ id: 'h1', active: false }));
        const told = await client.get('Patient/h1/_history');
        expect([told.status, told.at('type'), told.at('total')]).toEqual([200, 'history', 4]);
        expect(told.each('entry', 'request.method')).toEqual(['PUT', 'DELETE', 'PATCH', 'PUT']);
        expect(told.each('entry', 'response.status').map((status) => String(status).slice(0, 3))).toEqual([
          '201',
          '204',
          '200',
          '201',
        ]);
        expect(told.each('entry', 'response.etag')).toEqual(['W/"4"', 'W/"3"', 'W/"2"', 'W/"1"']);
        expect(told.each('entry', 'resource.active')).toEqual([false, undefined, true, undefined]);
        expect(told.each('entry', 'fullUrl')).toEqual(Array.from({ length: 4 }, () => `${house.base}/Patient/h1`));
        expect((await client.get('Patient/never-was/_history')).status).toBe(404);
      });

      it('comes in pages of links, by type and of everything, whole while others write', async () => {
        for (let at = 0; at < 7; at++)
          await client.put(`Group/h${at}`, { resourceType: 'Group', id: `h${at}`, type: 'person', actual: true });
        const write = (at: number): Promise<unknown> =>
          client.put(`Group/late${at}`, { resourceType: 'Group', id: `late${at}`, type: 'person', actual: true });
        const pages = await client.pages('Group/_history?_count=3', write);
        expect(pages.map((page) => page.each('entry').length)).toEqual([3, 3, 1]);
        expect(pages.flatMap((page) => page.ids())).toEqual([6, 5, 4, 3, 2, 1, 0].map((at) => `Group/h${at}`));
        expect(pages[0]?.link('self')).toContain('_count=3');
        const everything = await client.pages('_history?_count=4');
        const versions = everything.flatMap((page) =>
          page
            .each('entry', 'fullUrl')
            .map((url, at) => `${String(url)} ${String(page.at(`entry.${at}.response.etag`))}`),
        );
        expect(new Set(versions).size).toBe(versions.length);
        expect(versions.length).toBeGreaterThan(10);
      });

      it('begins where _since says, and knows what stood at a time', async () => {
        await client.put('Patient/h2', patient({ id: 'h2' }));
        const second = await client.put('Patient/h2', patient({ id: 'h2', active: true }));
        const since = encodeURIComponent(String(second.at('meta.lastUpdated')));
        const later = await client.get(`Patient/h2/_history?_since=${since}`);
        expect(later.each('entry', 'response.etag')).toContain('W/"2"');
        const at = await client.get(`Patient/h2/_history?_at=${since}`);
        expect(at.each('entry', 'resource.active')).toContain(true);
        expect((await client.get('Patient/_history?_since=2999-01-01')).each('entry')).toEqual([]);
        for (const query of [
          '_since=yesterday',
          '_at=2020-13-01',
          '_count=-1',
          '_count=many',
          '_cursor=x',
          'name=Kim',
        ]) {
          const refused = await client.get(`Patient/_history?${query}`);
          expect([refused.status, refused.at('resourceType')], query).toEqual([400, 'OperationOutcome']);
        }
        expect((await client.get('Patient/h2/_history?_count=0')).each('entry')).toEqual([]);
      });
    });

    describe('capabilities', () => {
      it('are told to everybody, in FHIR’s own form', async () => {
        const told = await house.stranger().get('metadata');
        expect([told.status, told.at('resourceType'), told.at('fhirVersion')]).toEqual([
          200,
          'CapabilityStatement',
          '4.0.1',
        ]);
        const types = told.each('rest.0.resource', 'type');
        expect(types).toHaveLength(146);
        const patients = (told.at('rest.0.resource') as { type: string; conditionalDelete?: string }[]).find(
          ({ type }) => type === 'Patient',
        );
        expect(patients).toMatchObject({
          versioning: 'versioned-update',
          readHistory: true,
          updateCreate: true,
          conditionalCreate: true,
          conditionalUpdate: true,
        });
        expect((await house.stranger().get('metadata?mode=nonsense')).status).toBe(400);
      });
    });

    describe('what does not fit', () => {
      it('is told with the status that means it, and an OperationOutcome', async () => {
        const asked: [() => Promise<Reply>, number][] = [
          [() => client.ask('DELETE', 'Patient/r1/_history/1'), 405],
          [() => client.post('Patient/r1', patient({ id: 'r1' })), 405],
          [() => client.ask('PUT', '', bundleOf('batch')), 405],
          [() => client.put('Patient/r1/_history', patient({ id: 'r1' })), 405],
          [() => client.post('Patient', '<Patient/>', { 'content-type': 'application/fhir+xml' }), 415],
          [() => client.post('Patient', '{}', { 'content-type': 'text/plain' }), 415],
          [() => client.post('Patient', patient(), { 'content-type': 'application/fhir+json; charset=latin1' }), 415],
          [() => client.post('Patient', patient({ name: [{ text: 'x'.repeat(4_300_000) }] })), 413],
          [
            () => client.post('', bundleOf('batch', ...Array.from({ length: 301 }, () => entryOf('GET', 'metadata')))),
            413,
          ],
          [() => client.post('', { resourceType: 'Bundle', type: 'collection' }), 400],
          [() => client.post('', patient()), 400],
          [() => client.get('Patient?shoe-size=43'), 400],
          [() => client.get('Patient/r1/nonsense'), 404],
          [() => client.post('Patient/$nonsense', {}), 404],
        ];
        for (const [ask, status] of asked) {
          const reply = await ask();
          expect([reply.status, reply.at('resourceType')], ask.toString()).toEqual([status, 'OperationOutcome']);
          expect(reply.words, ask.toString()).not.toBe('');
        }
        expect((await client.ask('DELETE', 'Patient/r1/_history')).header('allow')).toContain('GET');
      });

      it('names every fault of a resource by its place', async () => {
        const refused = await client.post('Observation', {
          resourceType: 'Observation',
          status: 'finished',
          code: coded('http://loinc.org', '8867-4'),
          subject: { reference: 'Practitioner/1' },
          valueQuantity: { value: 'high' },
          effectiveDateTime: '2020-02-30',
          shoeSize: 43,
        });
        expect(refused.status).toBeGreaterThanOrEqual(400);
        expect(refused.status).toBeLessThan(500);
        expect(new Set(refused.each('issue', 'expression.0'))).toEqual(
          new Set([
            'Observation.status',
            'Observation.subject.reference',
            'Observation.value.ofType(Quantity).value',
            'Observation.effective.ofType(dateTime)',
            'Observation.shoeSize',
          ]),
        );
      });
    });

    describe('Bundles', () => {
      it('in a batch succeed and fail one by one', async () => {
        await client.put('Patient/b1', patient({ id: 'b1' }));
        const told = await client.post(
          '',
          bundleOf(
            'batch',
            entryOf('POST', 'Patient', patient()),
            entryOf('POST', 'Patient', patient({ gender: 'nonsense' })),
            entryOf('GET', 'Patient/b1'),
            entryOf('GET', 'Patient/never'),
            entryOf('PUT', 'Patient/b1', patient({ id: 'b1' }), { ifMatch: 'W/"9"' }),
            entryOf('GET', 'Patient?identifier=nobody'),
            entryOf('GET', 'Patient/b1', undefined, { ifNoneMatch: 'W/"1"' }),
            entryOf('DELETE', 'Patient/b1'),
          ),
        );
        expect([told.status, told.at('type')]).toEqual([200, 'batch-response']);
        const statuses = told.each('entry', 'response.status').map((status) => Number(String(status).slice(0, 3)));
        expect([statuses[0], ...statuses.slice(2)]).toEqual([201, 200, 404, 412, 200, 304, 204]);
        expect([400, 422]).toContain(statuses[1]);
        expect(told.at('entry.1.response.outcome.issue.0.expression.0')).toContain('gender');
        expect(told.at('entry.5.resource.type')).toBe('searchset');
      });

      it('in a transaction work in the order of the standard and answer in their own', async () => {
        await client.put('Patient/t-gone', named('t', { id: 't-gone' }));
        await client.put('Patient/t-kept', patient({ id: 't-kept' }));
        const told = await client.post(
          '',
          bundleOf(
            'transaction',
            entryOf('GET', `Patient?identifier=${MRN}|t`),
            entryOf('PUT', 'Patient/t-kept', patient({ id: 't-kept', active: true })),
            entryOf('POST', 'Patient', named('t'), { ifNoneExist: `identifier=${MRN}|t` }),
            entryOf('PATCH', 'Patient/b2', {
              resourceType: 'Binary',
              contentType: 'application/json-patch+json',
              data: btoa('[]'),
            }),
            entryOf('DELETE', 'Patient/t-gone'),
          ),
        );
        expect([told.status, told.at('issue.0.expression.0')]).toEqual([404, 'Bundle.entry[3]']);
        expect((await client.get('Patient/t-gone')).status).toBe(200);
        await client.put('Patient/b2', patient({ id: 'b2' }));
        const done = await client.post(
          '',
          bundleOf(
            'transaction',
            entryOf('GET', `Patient?identifier=${MRN}|t`),
            entryOf('PUT', 'Patient/t-kept', patient({ id: 't-kept', active: true })),
            entryOf('POST', 'Patient', named('t'), { ifNoneExist: `identifier=${MRN}|t` }),
            entryOf('PATCH', 'Patient/b2', {
              resourceType: 'Binary',
              contentType: 'application/json-patch+json',
              data: btoa('[{"op":"add","path":"/active","value":true}]'),
            }),
            entryOf('DELETE', 'Patient/t-gone'),
          ),
        );
        expect([done.status, done.at('type')]).toEqual([200, 'transaction-response']);
        expect(done.each('entry', 'response.status').map((status) => String(status).slice(0, 3))).toEqual([
          '200',
          '200',
          '201',
          '200',
          '204',
        ]);
        expect(done.each('entry.0.resource.entry')).toHaveLength(1);
        expect(done.at('entry.0.resource.entry.0.resource.id')).not.toBe('t-gone');
        expect(done.at('entry.2.response.location')).toMatch(/Patient\/[^/]+\/_history\/1$/);
        expect(done.at('entry.1.response.etag')).toBe('W/"2"');
        expect((await client.get('Patient/b2')).at('active')).toBe(true);
      });

      it('resolve what their entries call each other, and what criteria mean', async () => {
        await client.put('Practitioner/t-doc', {
          resourceType: 'Practitioner',
          id: 't-doc',
          identifier: [{ system: MRN, value: 'doc' }],
        });
        const uuid = 'urn:uuid:5bd1bd3b-e4f3-4c54-93bc-d11b4d0f1e66';
        const told = await client.post(
          '',
          bundleOf(
            'transaction',
            entryOf(
              'POST',
              'Observation',
              observation(uuid, { performer: [{ reference: `Practitioner?identifier=${MRN}|doc` }] }),
            ),
            entryOf('POST', 'Patient', named('t3'), { ifNoneExist: `identifier=${MRN}|t3` }, uuid),
          ),
        );
        expect(told.status, told.text).toBe(200);
        const [made, who] = told.each('entry', 'response.location').map((at) =>
          String(at)
            .replace(/^.*R4\//, '')
            .replace(/\/_history.*/, ''),
        );
        const read = await client.get(made ?? '');
        expect([read.at('subject.reference'), read.at('performer.0.reference')]).toEqual([who, 'Practitioner/t-doc']);
        const again = await client.post(
          '',
          bundleOf(
            'transaction',
            entryOf('POST', 'Observation', observation(uuid)),
            entryOf('POST', 'Patient', named('t3'), { ifNoneExist: `identifier=${MRN}|t3` }, uuid),
          ),
        );
        const second = String(again.at('entry.0.response.location')).replace(/\/_history.*/, '');
        expect((await client.get(second.replace(/^.*R4\//, ''))).at('subject.reference')).toBe(who);
        expect(String(again.at('entry.1.response.status'))).toMatch(/^200/);
      });

      it('change nothing where one entry fails, and name the entry', async () => {
        const count = async (): Promise<unknown> => (await client.get('Patient?_summary=count')).at('total');
        const before = await count();
        const uuid = 'urn:uuid:00000000-0000-4000-8000-000000000001';
        const failing: [object, number, string][] = [
          [entryOf('POST', 'Observation', observation('Practitioner?identifier=nobody')), 4, 'Bundle.entry[1]'],
          [
            entryOf('POST', 'Observation', observation('urn:uuid:00000000-0000-4000-8000-00000000dead')),
            4,
            'Bundle.entry[1]',
          ],
          [entryOf('PUT', 'Patient/t-x', patient({ id: 't-y' })), 4, 'Bundle.entry[1]'],
          [entryOf('POST', 'Patient', patient({ gender: 'x' })), 4, 'Bundle.entry[1].resource.gender'],
          [entryOf('GET', 'Patient/nobody'), 4, 'Bundle.entry[1]'],
          [entryOf('PUT', 'Patient/t-kept', patient({ id: 't-kept' }), { ifMatch: 'W/"99"' }), 4, 'Bundle.entry[1]'],
          [entryOf('POST', 'Patient', patient(), {}, uuid), 4, 'Bundle.entry[1]'],
          [entryOf('JUMP', 'Patient/1'), 4, 'Bundle.entry[1]'],
          [entryOf('POST', 'http://elsewhere.example/Patient', patient()), 4, 'Bundle.entry[1]'],
          [{ resource: patient() }, 4, 'Bundle.entry[1]'],
        ];
        for (const [entry, kind, place] of failing) {
          const told = await client.post(
            '',
            bundleOf('transaction', entryOf('POST', 'Patient', patient(), {}, uuid), entry),
          );
          expect([Math.floor(told.status / 100), told.at('resourceType')], JSON.stringify(entry)).toEqual([
            kind,
            'OperationOutcome',
          ]);
          expect(told.place, JSON.stringify(entry)).toContain(place);
        }
        expect(await count()).toBe(before);
        const twice = bundleOf(
          'transaction',
          entryOf('PUT', 'Patient/t-kept', patient({ id: 't-kept' })),
          entryOf('DELETE', 'Patient/t-kept'),
        );
        expect((await client.post('', twice)).status).toBe(400);
      });

      it('are empty where nothing is asked', async () => {
        for (const type of ['batch', 'transaction'] as const) {
          const told = await client.post('', { resourceType: 'Bundle', type });
          expect([told.status, told.at('type')]).toEqual([200, `${type}-response`]);
        }
      });
    });
  });
}
