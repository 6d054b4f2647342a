import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../store/index.ts';
import { TestRecord, type Answered } from './testing.ts';

const SYSTEM = 'http://hospital.example/mrn';
const jsonPatch = { 'content-type': 'application/json-patch+json' };
const patient = (value: string, more: object = {}): object => ({
  resourceType: 'Patient',
  identifier: [{ system: SYSTEM, value }],
  ...more,
});
const by = (value: string): string => `identifier=${SYSTEM}|${value}`;

describe('conditional interactions', () => {
  let record: TestRecord;
  beforeAll(async () => {
    record = await TestRecord.open(embeddedTestStore(), { conditionalDeletes: 3 });
  });
  afterAll(() => record.close());

  const count = async (value: string): Promise<number> =>
    Number((await record.get(`Patient?${by(value)}&_summary=count`)).at('total'));

  it('create what is not there, and answer with what is', async () => {
    const headers = { 'If-None-Exist': by('c1') };
    const made = await record.post('Patient', patient('c1'), { headers });
    const again = await record.post('Patient', patient('c1', { gender: 'male' }), { headers });
    expect([made.status, again.status]).toEqual([201, 200]);
    expect(again.at('id')).toBe(made.at('id'));
    expect(again.headers['location']).toBe(made.headers['location']);
    expect(again.at('gender')).toBeUndefined();
    expect(await count('c1')).toBe(1);
  });

  it('create anew what was deleted', async () => {
    const headers = { 'If-None-Exist': by('c2') };
    const made = await record.post('Patient', patient('c2'), { headers });
    await record.delete(`Patient/${made.at('id')}`);
    const anew = await record.post('Patient', patient('c2'), { headers });
    expect([anew.status, anew.at('id') === made.at('id')]).toEqual([201, false]);
  });

  it('do nothing where the resource to be created is wrong, whatever matches', async () => {
    const headers = { 'If-None-Exist': by('c1') };
    expect((await record.post('Patient', { resourceType: 'Patient', shoe: 1 }, { headers })).status).toBe(400);
  });

  it('update the one that matches, or make it', async () => {
    const address = `Patient?${by('u1')}`;
    const made = await record.put(address, patient('u1'));
    const changed = await record.put(address, patient('u1', { gender: 'female' }));
    expect([made.status, changed.status, changed.at('id')]).toEqual([201, 200, made.at('id')]);
    expect([changed.at('gender'), changed.headers['etag']]).toEqual(['female', 'W/"2"']);
    const own = await record.put(address, patient('u1', { id: made.at('id') }));
    expect(own.status).toBe(200);
    const other = await record.put(address, patient('u1', { id: 'another' }));
    expect([other.status, other.at('issue.0.diagnostics')]).toEqual([400, expect.stringContaining(made.at('id'))]);
  });

  it('make it under the id that the client chose', async () => {
    const made = await record.put(`Patient?${by('u2')}`, patient('u2', { id: 'chosen' }));
    expect([made.status, made.at('id')]).toEqual([201, 'chosen']);
  });

  it('update only the version that the client has seen', async () => {
    const address = `Patient?${by('u3')}`;
    await record.put(address, patient('u3'));
    expect((await record.put(address, patient('u3'), { headers: { 'If-Match': 'W/"9"' } })).status).toBe(412);
    expect((await record.put(address, patient('u3'), { headers: { 'If-Match': 'W/"1"' } })).status).toBe(200);
  });

  it('patch the one that matches, and nothing else', async () => {
    const made = await record.put(`Patient?${by('p1')}`, patient('p1'));
    const operations = [{ op: 'add', path: '/gender', value: 'other' }];
    const patched = await record.patch(`Patient?${by('p1')}`, operations, { headers: jsonPatch });
    expect([patched.status, patched.at('id'), patched.at('gender')]).toEqual([200, made.at('id'), 'other']);
    expect((await record.patch(`Patient?${by('nobody')}`, operations, { headers: jsonPatch })).status).toBe(404);
  });

  it('delete as many as the setting allows, and none where more match', async () => {
    for (let at = 0; at < 3; at++) await record.post('Patient', patient('d1'));
    expect((await record.delete(`Patient?${by('d1')}`)).status).toBe(204);
    expect(await count('d1')).toBe(0);
    for (let at = 0; at < 4; at++) await record.post('Patient', patient('d2'));
    const refused = await record.delete(`Patient?${by('d2')}`);
    expect([refused.status, refused.at('issue.0.code')]).toEqual([412, 'multiple-matches']);
    expect(await count('d2')).toBe(4);
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ request: { method: 'DELETE', url: `Patient?${by('d2')}` } }],
    };
    expect((await record.post('', bundle)).status).toBe(412);
  });

  it('need criteria that they know', async () => {
    const tries: (() => Promise<Answered>)[] = [
      () => record.put('Patient?shoe=1', patient('x')),
      () => record.delete('Patient?shoe=1'),
      () => record.patch('Patient?shoe=1', [], { headers: jsonPatch }),
      () => record.post('Patient', patient('x'), { headers: { 'If-None-Exist': 'shoe=1' } }),
      () => record.put('Patient?birthdate=soon', patient('x')),
    ];
    for (const one of tries) expect((await one()).status).toBe(400);
    for (const address of ['Patient', 'Patient?', 'Patient?_count=1', 'Patient?_sort=_id']) {
      expect((await record.put(address, patient('x'))).status).toBe(412);
      expect((await record.delete(address)).status).toBe(412);
    }
  });

  it('see what came before them in the same transaction', async () => {
    const entry = [
      { resource: patient('t1'), request: { method: 'POST', url: 'Patient', ifNoneExist: by('t1') } },
      { request: { method: 'GET', url: `Patient?${by('t1')}` } },
    ];
    const answer = await record.post('', { resourceType: 'Bundle', type: 'transaction', entry });
    expect(answer.at('entry.1.resource.total') ?? answer.each('entry.1.resource.entry', 'resource.id').length).toBe(1);
  });
});
