/**
 * Chapter 1: the record, interaction by interaction, as the page of FHIR's HTTP API tells it.
 *
 * Source  https://hl7.org/fhir/R4/http.html
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testStores } from '../../src/store/index.ts';
import { describeWith } from '../material.ts';
import { openSpecHouse, patient, type Client, type Reply, type SpecHouse } from './house.ts';

const HTTP_DATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;
const MRN = 'http://hospital.example/mrn';
const named = (value: string, more: object = {}): object => patient({ identifier: [{ system: MRN, value }], ...more });
const minimal = { prefer: 'return=minimal' };
const isTagged = ({ text }: Reply): boolean => text.includes('SUBSETTED');
const parameters = (...parameter: object[]): object => ({ resourceType: 'Parameters', parameter });
const operation = (type: string, path: string, ...more: object[]): object => ({
  name: 'operation',
  part: [{ name: 'type', valueCode: type }, { name: 'path', valueString: path }, ...more],
});

for (const server of testStores()) {
  describeWith(server.need, server.present, `the record on ${server.name}`, () => {
    let house: SpecHouse;
    let client: Client;
    beforeAll(async () => {
      house = await openSpecHouse({ maxBodyBytes: 4_194_304, maxBundleEntries: 300 }, server);
      client = await house.system();
    });
    afterAll(() => house.close());

    describe('reading', () => {
      it('gives the resource with its version and its time, in headers as in meta', async () => {
        await client.put('Patient/r1', patient({ id: 'r1' }));
        const read = await client.get('Patient/r1');
        expect([read.status, read.header('etag')]).toEqual([200, 'W/"1"']);
        expect(read.header('content-type')).toBe('application/fhir+json; charset=utf-8');
        expect(read.header('last-modified')).toMatch(HTTP_DATE);
        const told = new Date(read.header('last-modified') ?? '').getTime();
        const stored = new Date(String(read.at('meta.lastUpdated'))).getTime();
        expect(Math.floor(stored / 1000) * 1000).toBe(told);
        expect(read.at('meta.versionId')).toBe('1');
      });

      it('answers HEAD with the same headers and no body', async () => {
        const head = await client.ask('HEAD', 'Patient/r1');
        expect([head.status, head.header('etag'), head.text]).toEqual([200, 'W/"1"', '']);
        expect((await client.ask('HEAD', 'Patient/nobody')).status).toBe(404);
      });

      it('tells a client that has the version that nothing is new', async () => {
        const at = (await client.get('Patient/r1')).header('last-modified') ?? '';
        for (const headers of [
          { 'if-none-match': 'W/"1"' },
          { 'if-none-match': '"9", W/"1"' },
          { 'if-modified-since': at },
        ]) {
          const known = await client.get('Patient/r1', headers);
          expect([known.status, known.text, known.header('etag')]).toEqual([304, '', 'W/"1"']);
        }
        expect((await client.get('Patient/r1', { 'if-none-match': 'W/"2"' })).status).toBe(200);
        const past = 'Thu, 01 Jan 1998 00:00:00 GMT';
        expect((await client.get('Patient/r1', { 'if-modified-since': past })).status).toBe(200);
        expect((await client.get('Patient/r1', { 'if-modified-since': 'yesterday' })).status).toBe(200);
      });

      it('tells what never was from what is gone, and both from what is no address', async () => {
        await client.put('Patient/r2', patient({ id: 'r2' }));
        await client.delete('Patient/r2');
        const gone = await client.get('Patient/r2');
        expect([gone.status, gone.code]).toEqual([410, 'record.deleted']);
        const never = await client.get('Patient/never');
        expect([never.status, never.code]).toEqual([404, 'record.not-found']);
        expect(never.words).toContain('Patient/never');
        const type = await client.get('Pacient/1');
        expect([type.status, type.words]).toEqual([404, expect.stringContaining('Pacient')]);
        for (const address of ['Patient/a_b', `Patient/${'x'.repeat(65)}`, 'Patient/1/2/3/4'])
          expect((await client.get(address)).status, address).toBe(404);
      });

      it('reads each version for ever', async () => {
        await client.put('Patient/v', patient({ id: 'v', gender: 'female' }));
        await client.put('Patient/v', patient({ id: 'v', gender: 'male' }));
        await client.delete('Patient/v');
        await client.put('Patient/v', patient({ id: 'v', gender: 'other' }));
        const versions = await Promise.all([1, 2, 3, 4].map((ver) => client.get(`Patient/v/_history/${ver}`)));
        expect(versions.map(({ status }) => status)).toEqual([200, 200, 410, 200]);
        expect([0, 1, 3].map((at) => versions[at]?.at('gender'))).toEqual(['female', 'male', 'other']);
        expect(versions[0]?.header('etag')).toBe('W/"1"');
        expect(versions[0]?.at('meta.versionId')).toBe('1');
        for (const ver of ['5', '0', '-1', 'x', '99999999999999999999'])
          expect((await client.get(`Patient/v/_history/${ver}`)).status, ver).toBe(404);
      });

      it('sends parts of it, and says that they are parts', async () => {
        const whole = { text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">Kim</div>' } };
        await client.put(
          'Patient/parts',
          patient({ id: 'parts', ...whole, birthDate: '1980-01-01', photo: [{ title: 'x' }] }),
        );
        const summary = await client.get('Patient/parts?_summary=true');
        expect([summary.at('birthDate'), summary.at('text'), summary.at('photo'), isTagged(summary)]).toEqual([
          '1980-01-01',
          undefined,
          undefined,
          true,
        ]);
        const text = await client.get('Patient/parts?_summary=text');
        expect([text.at('text.status'), text.at('birthDate')]).toEqual(['generated', undefined]);
        const data = await client.get('Patient/parts?_summary=data');
        expect([data.at('text'), data.at('photo.0.title')]).toEqual([undefined, 'x']);
        const some = await client.get('Patient/parts?_elements=birthDate');
        expect([some.at('birthDate'), some.at('name'), some.at('id'), isTagged(some)]).toEqual([
          '1980-01-01',
          undefined,
          'parts',
          true,
        ]);
        expect((await client.get('Patient/parts?_summary=some')).status).toBe(400);
      });

      it('speaks JSON, pretty where asked, and refuses other formats in words', async () => {
        expect((await client.get('Patient/r1?_pretty=true')).text).toContain('\n  "');
        for (const accept of [
          'application/fhir+json',
          'application/json',
          '*/*',
          'application/fhir+json; fhirVersion=4.0',
        ])
          expect((await client.get('Patient/r1', { accept })).status, accept).toBe(200);
        for (const format of ['json', 'application/json', 'application/fhir%2Bjson', 'application/fhir+json'])
          expect((await client.get(`Patient/r1?_format=${format}`)).status, format).toBe(200);
        const xml = await client.get('Patient/r1', { accept: 'application/fhir+xml' });
        expect([xml.status, xml.code]).toEqual([406, 'record.format-unsupported']);
        expect((await client.get('Patient/r1?_format=xml', { accept: 'application/json' })).status).toBe(406);
        expect((await client.get('Patient/r1?_format=json', { accept: 'text/turtle' })).status).toBe(200);
      });
    });

    describe('creating', () => {
      it('gives an id of its own, says where, and gives back what was stored', async () => {
        const made = await client.post('Patient', patient({ id: 'mine', active: true }));
        expect(made.status).toBe(201);
        expect(made.at('id')).not.toBe('mine');
        expect(made.header('location')).toBe(`${house.base}/Patient/${String(made.at('id'))}/_history/1`);
        expect([made.header('etag'), made.at('meta.versionId')]).toEqual(['W/"1"', '1']);
        expect(made.header('last-modified')).toMatch(HTTP_DATE);
        expect((await client.get(made.made)).json).toEqual(made.json);
        expect((await client.get(made.header('location') ?? '')).json).toEqual(made.json);
      });

      it('says as much as Prefer asks for', async () => {
        const quiet = await client.post('Patient', patient(), minimal);
        expect([quiet.status, quiet.text]).toEqual([201, '']);
        expect(quiet.header('location')).toContain('/Patient/');
        const outcome = await client.post('Patient', patient(), { prefer: 'return=OperationOutcome' });
        expect([outcome.status, outcome.at('resourceType')]).toEqual([201, 'OperationOutcome']);
        const whole = await client.post('Patient', patient(), { prefer: 'return=representation' });
        expect([whole.status, whole.at('resourceType')]).toEqual([201, 'Patient']);
        expect((await client.post('Patient', patient(), { prefer: 'return=nonsense' })).status).toBe(201);
      });

      it('makes nothing where the criteria of If-None-Exist match, and refuses where several do', async () => {
        const criteria = { 'if-none-exist': `identifier=${MRN}|c1` };
        const first = await client.post('Patient', named('c1'), criteria);
        const second = await client.post('Patient', named('c1'), criteria);
        expect([first.status, second.status]).toEqual([201, 200]);
        expect(second.made).toBe(first.made);
        expect(second.header('etag')).toBe('W/"1"');
        await client.post('Patient', named('c1'));
        const several = await client.post('Patient', named('c1'), criteria);
        expect([several.status, several.code]).toEqual([412, 'record.multiple-matches']);
        expect((await client.get(`Patient?identifier=${MRN}|c1&_summary=count`)).at('total')).toBe(2);
        const bad = await client.post('Patient', named('c2'), { 'if-none-exist': 'shoe-size=43' });
        expect([bad.status, bad.words]).toEqual([400, expect.stringContaining('shoe-size')]);
        expect((await client.post('Patient', named('c2'), { 'if-none-exist': '_count=1' })).status).toBe(412);
      });

      it('is one resource for clients who race', async () => {
        const criteria = { 'if-none-exist': `identifier=${MRN}|race` };
        const racers = await Promise.all(
          Array.from({ length: 8 }, () => client.post('Patient', named('race'), criteria)),
        );
        expect(racers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
          200, 200, 200, 200, 200, 200, 200, 201,
        ]);
        expect(new Set(racers.map(({ made }) => made)).size).toBe(1);
      });

      it('refuses what is no resource of the address', async () => {
        const other = await client.post('Observation', patient());
        expect([other.status, other.code]).toEqual([400, 'record.type-differs']);
        expect((await client.post('Pacient', patient())).status).toBe(404);
        expect((await client.post('Patient', '')).status).toBe(400);
      });
    });

    describe('updating', () => {
      it('makes the resource where it is not there, then version after version', async () => {
        const made = await client.put('Patient/u1', patient({ id: 'u1' }));
        expect([made.status, made.header('etag')]).toEqual([201, 'W/"1"']);
        expect(made.header('location')).toBe(`${house.base}/Patient/u1/_history/1`);
        const again = await client.put('Patient/u1', patient({ id: 'u1', active: true }));
        expect([again.status, again.header('etag'), again.at('active')]).toEqual([200, 'W/"2"', true]);
        expect(again.header('last-modified')).toMatch(HTTP_DATE);
      });

      it('wants the id of the address in the body, and names the place where it differs', async () => {
        for (const body of [patient(), patient({ id: 'other' })]) {
          const refused = await client.put('Patient/u1', body);
          expect([refused.status, refused.code, refused.place]).toEqual([400, 'record.id-differs', 'Patient.id']);
        }
      });

      it('changes only what the client has seen', async () => {
        await client.put('Patient/u2', patient({ id: 'u2' }));
        const body = patient({ id: 'u2', active: false });
        for (const stale of ['W/"7"', '"7"', '7']) {
          const refused = await client.put('Patient/u2', body, { 'if-match': stale });
          expect([refused.status, refused.code], stale).toEqual([412, 'record.version-conflict']);
        }
        expect((await client.put('Patient/u2', body, { 'if-match': 'W/"1"' })).header('etag')).toBe('W/"2"');
        expect((await client.put('Patient/u3', patient({ id: 'u3' }), { 'if-match': 'W/"1"' })).status).toBe(412);
        expect((await client.put('Patient/u2', body, { 'if-none-match': '*' })).status).toBe(412);
        expect((await client.put('Patient/u3', patient({ id: 'u3' }), { 'if-none-match': '*' })).status).toBe(201);
      });

      it('lets one of several with the same If-Match win', async () => {
        await client.put('Patient/u4', patient({ id: 'u4' }));
        const body = patient({ id: 'u4', active: true });
        const all = await Promise.all(
          Array.from({ length: 6 }, () => client.put('Patient/u4', body, { 'if-match': 'W/"1"' })),
        );
        expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
        expect(all.filter(({ status }) => status === 412)).toHaveLength(5);
        expect((await client.get('Patient/u4')).header('etag')).toBe('W/"2"');
      });

      it('finds by criteria: none, one, several', async () => {
        const at = `Patient?identifier=${MRN}|`;
        const made = await client.put(`${at}cu1`, named('cu1'));
        expect([made.status, made.made]).toEqual([201, `Patient/${String(made.at('id'))}`]);
        const changed = await client.put(`${at}cu1`, named('cu1', { active: true }));
        expect([changed.status, changed.at('id'), changed.header('etag')]).toEqual([200, made.at('id'), 'W/"2"']);
        const chosen = await client.put(`${at}cu2`, named('cu2', { id: 'cu2' }));
        expect([chosen.status, chosen.at('id')]).toEqual([201, 'cu2']);
        const differs = await client.put(`${at}cu1`, named('cu1', { id: 'another' }));
        expect([differs.status, differs.place]).toEqual([400, 'Patient.id']);
        await client.post('Patient', named('cu1'));
        expect((await client.put(`${at}cu1`, named('cu1'))).status).toBe(412);
        expect((await client.put('Patient', named('cu1'))).status).toBe(412);
      });

      it('keeps versions and times to itself, and the client’s tags', async () => {
        const meta = {
          versionId: '44',
          lastUpdated: '1999-01-01T00:00:00Z',
          tag: [{ code: 'mine' }],
          source: 'urn:x:y',
        };
        await client.put('Patient/u5', patient({ id: 'u5', meta }));
        const read = await client.get('Patient/u5');
        expect(read.at('meta')).toMatchObject({ versionId: '1', tag: [{ code: 'mine' }], source: 'urn:x:y' });
        expect(String(read.at('meta.lastUpdated'))).not.toContain('1999');
      });

      it('keeps every digit of a decimal and every character of a name', async () => {
        const body = `{"resourceType":"Observation","id":"digits","status":"final","code":{"text":"김민지 \\u2028 𝒳 é"},"valueQuantity":{"value":140.00}}`;
        await client.put('Observation/digits', body);
        const read = await client.get('Observation/digits');
        expect(read.text).toContain('"value":140.00');
        expect(read.at('code.text')).toBe('김민지 \u2028 𝒳 é');
      });
    });

    describe('patching', () => {
      it('takes both kinds of patch', async () => {
        await client.put('Patient/p1', patient({ id: 'p1', gender: 'male', active: false }));
        const json = await client.patch('Patient/p1', [
          { op: 'test', path: '/gender', value: 'male' },
          { op: 'replace', path: '/gender', value: 'female' },
          { op: 'add', path: '/name/0/given/-', value: 'Second' },
          { op: 'remove', path: '/active' },
        ]);
        expect([json.status, json.header('etag')]).toEqual([200, 'W/"2"']);
        expect([json.at('gender'), json.at('name.0.given'), json.at('active')]).toEqual([
          'female',
          ['Minji', 'Second'],
          undefined,
        ]);
        const fhirPath = await client.patch(
          'Patient/p1',
          parameters(
            operation(
              'add',
              'Patient',
              { name: 'name', valueString: 'birthDate' },
              { name: 'value', valueDate: '1990-02-03' },
            ),
            operation('delete', 'Patient.name.given[0]'),
          ),
        );
        expect([fhirPath.status, fhirPath.at('birthDate'), fhirPath.at('name.0.given')]).toEqual([
          200,
          '1990-02-03',
          ['Second'],
        ]);
      });

      it('changes nothing where a part of it cannot be done', async () => {
        await client.put('Patient/p2', patient({ id: 'p2' }));
        const failing = [
          [
            { op: 'replace', path: '/gender', value: 'male' },
            { op: 'test', path: '/active', value: true },
          ],
          [{ op: 'remove', path: '/photo/3' }],
          [{ op: 'replace', path: '/gender', value: 'nonsense' }],
          [{ op: 'replace', path: '/id', value: 'another' }],
          [{ op: 'replace', path: '/resourceType', value: 'Group' }],
          [{ op: 'jump', path: '/gender' }],
          [{ op: 'add', path: '/shoeSize', value: 43 }],
        ];
        for (const body of failing) {
          const refused = await client.patch('Patient/p2', body);
          expect([400, 409, 422], JSON.stringify(body)).toContain(refused.status);
          expect(refused.at('resourceType')).toBe('OperationOutcome');
        }
        expect((await client.patch('Patient/p2', patient({ id: 'p2' }))).status).toBe(400);
        expect((await client.get('Patient/p2')).header('etag')).toBe('W/"1"');
      });

      it('respects versions, what is gone, and criteria', async () => {
        await client.put('Patient/p3', named('p3', { id: 'p3' }));
        const body = [{ op: 'add', path: '/active', value: true }];
        expect((await client.patch('Patient/p3', body, { 'if-match': 'W/"5"' })).status).toBe(412);
        expect((await client.patch('Patient/p3', body, { 'if-match': 'W/"1"' })).status).toBe(200);
        expect((await client.patch(`Patient?identifier=${MRN}|p3`, body)).header('etag')).toBe('W/"3"');
        expect((await client.patch(`Patient?identifier=${MRN}|nobody`, body)).status).toBe(404);
        expect((await client.patch('Patient/nobody', body)).status).toBe(404);
        await client.delete('Patient/p3');
        expect((await client.patch('Patient/p3', body)).status).toBe(410);
      });

      it('refuses a patch of another media type', async () => {
        const refused = await client.patch('Patient/p1', '[]', { 'content-type': 'application/xml-patch+xml' });
        expect(refused.status).toBe(415);
      });
    });

    describe('deleting', () => {
      it('takes it out of reads and searches, keeps its history, and lets it live again', async () => {
        await client.put('Patient/d1', named('d1', { id: 'd1' }));
        const gone = await client.delete('Patient/d1');
        expect([gone.status, gone.text]).toEqual([204, '']);
        expect(gone.header('etag')).toBe('W/"2"');
        expect((await client.get(`Patient?identifier=${MRN}|d1`)).ids()).toEqual([]);
        const again = await client.delete('Patient/d1');
        expect([200, 204]).toContain(again.status);
        expect((await client.delete('Patient/nobody')).status).toBe(204);
        const back = await client.put('Patient/d1', named('d1', { id: 'd1' }));
        expect([back.status, back.header('etag')]).toEqual([201, 'W/"3"']);
        expect((await client.get(`Patient?identifier=${MRN}|d1`)).ids()).toEqual(['Patient/d1']);
      });

      it('respects If-Match and criteria', async () => {
        await client.put('Patient/d2', named('d2', { id: 'd2' }));
        expect((await client.delete('Patient/d2', { 'if-match': 'W/"4"' })).status).toBe(412);
        expect((await client.delete(`Patient?identifier=${MRN}|d2`)).status).toBe(204);
        expect((await client.get('Patient/d2')).status).toBe(410);
        expect((await client.delete(`Patient?identifier=${MRN}|d2`)).status).toBe(204);
        await client.post('Patient', named('d3'));
        await client.post('Patient', named('d3'));
        const several = await client.delete(`Patient?identifier=${MRN}|d3`);
        expect([several.status, several.code]).toEqual([412, 'record.multiple-matches']);
        expect((await client.delete('Patient')).status).toBe(412);
        const told = await client.delete(`Patient?identifier=${MRN}|d1`, { prefer: 'return=OperationOutcome' });
        expect([told.status, told.at('resourceType')]).toEqual([200, 'OperationOutcome']);
      });
    });
  });
}
