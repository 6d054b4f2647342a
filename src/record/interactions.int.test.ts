import { afterAll, beforeAll, expect, it } from 'vitest';
import { testStores } from '../store/index.ts';
import { describeWith } from '../../test/material.ts';
import { patientOf, TEST_BASE, TestRecord } from './testing.ts';

for (const server of testStores()) {
  describeWith(server.need, server.present, `interactions on ${server.name}`, () => {
    let record: TestRecord;
    beforeAll(async () => {
      record = await TestRecord.open(server);
    });
    afterAll(() => record.close());

    const jsonPatch = { headers: { 'content-type': 'application/json-patch+json' } };

    it('creates under an id of its own and tells where the version is', async () => {
      const made = await record.post('Patient', patientOf('chosen-by-client'));
      expect(made.status).toBe(201);
      expect(made.at('id')).not.toBe('chosen-by-client');
      expect(made.headers['location']).toBe(`${TEST_BASE}/Patient/${made.at('id')}/_history/1`);
      expect(made.headers['etag']).toBe('W/"1"');
      expect(made.headers['last-modified']).toMatch(/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/);
      const read = await record.get(`Patient/${made.at('id')}`);
      expect(read.text).toBe(made.text);
      expect(read.headers['etag']).toBe('W/"1"');
    });

    it('keeps decimals digit by digit, and the client’s order and own meta', async () => {
      const written = `{"resourceType":"Observation","id":"digits","meta":{"tag":[{"code":"a"}],"versionId":"99"},"status":"final",
        "code":{"text":"Na"},"valueQuantity":{"value":140.00,"unit":"mmol/L"},"component":[{"code":{"text":"x"},"valueQuantity":{"value":1E-22}}]}`;
      expect((await record.put('Observation/digits', written)).status).toBe(201);
      const read = await record.get('Observation/digits');
      expect(read.text).toContain('"value":140.00,');
      expect(read.text).toContain('"value":1E-22}');
      expect(read.at('meta')).toMatchObject({ versionId: '1', tag: [{ code: 'a' }] });
    });

    it('updates to a new version each time, also with the same content', async () => {
      expect((await record.put('Patient/u', patientOf('u'))).status).toBe(201);
      const again = await record.put('Patient/u', patientOf('u'));
      expect([again.status, again.headers['etag'], again.headers['location']]).toEqual([200, 'W/"2"', undefined]);
      expect((await record.get('Patient/u/_history/1')).at('meta.versionId')).toBe('1');
      expect((await record.get('Patient/u')).at('meta.versionId')).toBe('2');
    });

    it('changes only the version that the client has seen', async () => {
      await record.put('Patient/m', patientOf('m'));
      const stale = await record.put('Patient/m', patientOf('m'), { headers: { 'If-Match': 'W/"7"' } });
      expect(stale.status).toBe(412);
      expect(stale.at('issue.0.details.coding.0.code')).toBe('record.version-conflict');
      expect((await record.put('Patient/m', patientOf('m'), { headers: { 'If-Match': 'W/"1"' } })).status).toBe(200);
      const isThere = await record.put('Patient/m', patientOf('m'), { headers: { 'If-None-Match': '*' } });
      expect(isThere.status).toBe(412);
      expect((await record.delete('Patient/m', { headers: { 'If-Match': 'W/"1"' } })).status).toBe(412);
    });

    it('tells a client that it has the current version already', async () => {
      const { headers } = await record.put('Patient/known', patientOf('known'));
      const etag = await record.get('Patient/known', { headers: { 'If-None-Match': headers['etag'] ?? '' } });
      expect([etag.status, etag.text]).toEqual([304, '']);
      const since = { 'If-Modified-Since': headers['last-modified'] ?? '' };
      expect((await record.get('Patient/known', { headers: since })).status).toBe(304);
      const before = { 'If-Modified-Since': 'Sun, 06 Nov 1994 08:49:37 GMT' };
      expect((await record.get('Patient/known', { headers: before })).status).toBe(200);
    });

    it('refuses an id in the body that is not the one of the address', async () => {
      expect((await record.put('Patient/one', patientOf('two'))).status).toBe(400);
      expect((await record.put('Patient/one', { resourceType: 'Patient' })).status).toBe(400);
      expect((await record.put('Patient/one', { resourceType: 'Basic', id: 'one' })).status).toBe(400);
    });

    it('deletes, answers 410, keeps the history, and lets the id live again', async () => {
      await record.put('Patient/d', patientOf('d'));
      const gone = await record.delete('Patient/d');
      expect([gone.status, gone.headers['etag']]).toEqual([204, 'W/"2"']);
      const read = await record.get('Patient/d');
      expect([read.status, read.at('issue.0.code')]).toEqual([410, 'deleted']);
      expect((await record.get('Patient/d/_history/2')).status).toBe(410);
      expect((await record.get('Patient/d/_history/1')).status).toBe(200);
      expect((await record.delete('Patient/d')).status).toBe(204);
      expect((await record.delete('Patient/never')).status).toBe(204);
      const back = await record.put('Patient/d', patientOf('d'));
      expect([back.status, back.headers['etag']]).toEqual([201, 'W/"3"']);
      expect((await record.get('Patient/d')).status).toBe(200);
    });

    it('patches by JSON Patch and by FHIRPath Patch', async () => {
      await record.put('Patient/p', patientOf('p', { active: false }));
      const operations = [{ op: 'replace', path: '/active', value: true }];
      const json = await record.patch('Patient/p', operations, jsonPatch);
      expect([json.status, json.at('active'), json.headers['etag']]).toEqual([200, true, 'W/"2"']);
      const parameters = {
        resourceType: 'Parameters',
        parameter: [
          {
            name: 'operation',
            part: [
              { name: 'type', valueCode: 'replace' },
              { name: 'path', valueString: 'Patient.active' },
              { name: 'value', valueBoolean: false },
            ],
          },
        ],
      };
      const path = await record.patch('Patient/p', parameters);
      expect([path.status, path.at('active'), path.headers['etag']]).toEqual([200, false, 'W/"3"']);
    });

    it('refuses a patch that leaves an invalid resource, changes the id, or patches nothing', async () => {
      await record.put('Patient/q', patientOf('q'));
      const wrong = [{ op: 'add', path: '/unheard', value: 1 }];
      expect((await record.patch('Patient/q', wrong, jsonPatch)).status).toBeGreaterThanOrEqual(400);
      const other = [{ op: 'replace', path: '/id', value: 'other' }];
      expect((await record.patch('Patient/q', other, jsonPatch)).status).toBe(400);
      expect((await record.patch('Patient/nobody', [], jsonPatch)).status).toBe(404);
      expect((await record.patch('Patient/q', { resourceType: 'Patient' })).status).toBe(400);
      expect((await record.get('Patient/q')).at('meta.versionId')).toBe('1');
    });

    it('gives back what Prefer asks for', async () => {
      const put = (value: string) => record.put('Patient/pref', patientOf('pref'), { headers: { Prefer: value } });
      expect((await put('return=minimal')).text).toBe('');
      expect((await put('return=representation')).at('resourceType')).toBe('Patient');
      const outcome = await put('return=OperationOutcome');
      expect([outcome.at('resourceType'), outcome.status]).toEqual(['OperationOutcome', 200]);
      const gone = await record.delete('Patient/pref', { headers: { Prefer: 'return=OperationOutcome' } });
      expect([gone.status, gone.at('resourceType')]).toEqual([200, 'OperationOutcome']);
    });

    it('sends parts, pretty, and only JSON', async () => {
      await record.put('Patient/parts', patientOf('parts', { birthDate: '1980-01-01', gender: 'female' }));
      const elements = await record.get('Patient/parts?_elements=birthDate');
      expect(elements.json).toMatchObject({ id: 'parts', birthDate: '1980-01-01' });
      expect(elements.at('gender')).toBeUndefined();
      expect(JSON.stringify(elements.at('meta.tag'))).toContain('SUBSETTED');
      expect((await record.get('Patient/parts?_summary=true')).at('gender')).toBe('female');
      expect((await record.get('Patient/parts?_pretty=true')).text).toContain('\n  "id": "parts"');
      expect((await record.get('Patient/parts?_format=json')).status).toBe(200);
      const xml = await record.get('Patient/parts?_format=xml');
      expect([xml.status, xml.at('resourceType')]).toEqual([406, 'OperationOutcome']);
      expect((await record.get('Patient/parts', { headers: { Accept: 'application/fhir+xml' } })).status).toBe(406);
      const asXml = { headers: { 'content-type': 'application/fhir+xml' } };
      expect((await record.post('Patient', '<Patient/>', asXml)).status).toBe(415);
    });

    it('answers 404 for what is not there, by name', async () => {
      expect((await record.get('Patient/nobody')).status).toBe(404);
      expect((await record.get('Pacient/1')).at('issue.0.diagnostics')).toContain('Pacient');
      expect((await record.get('Patient/nobody/_history/1')).status).toBe(404);
      expect((await record.get('Patient/parts/_history/77')).status).toBe(404);
      expect((await record.get('Patient/parts/_history/x')).status).toBe(404);
      expect((await record.get('Patient/not%20an%20id')).status).toBe(404);
      expect((await record.get('Patient/parts?colour=red')).status).toBe(400);
    });
  });
}

const observation = (id: string) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'x' },
  subject: { reference: `Patient/${id}` },
});

const [embedded] = testStores();
describeWith('a database', embedded !== undefined, 'settings of the record', () => {
  it('may refuse client ids and demand the targets of references', async () => {
    if (embedded === undefined) return;
    const record = await TestRecord.open(embedded, { updateCreates: false, referentialIntegrity: true });
    expect((await record.put('Patient/new', patientOf('new'))).status).toBe(404);
    const broken = await record.post('Observation', observation('new'));
    expect([broken.status, broken.at('issue.0.diagnostics')]).toEqual([422, expect.stringContaining('Patient/new')]);
    const made = await record.post('Patient', patientOf('x'));
    expect((await record.post('Observation', observation(made.at('id')))).status).toBe(201);
    await record.close();
  });
});
