import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Grant, Interaction, Reach } from '../access/index.ts';
import { embeddedTestStore } from '../store/index.ts';
import { patientOf, TestRecord } from './testing.ts';

const ALL: readonly Interaction[] = ['create', 'read', 'update', 'delete', 'search'];

/** Reach of some interactions with grants. */
const reachOf = (grants: readonly Grant[], interactions: readonly Interaction[] = ALL): Reach => ({
  grants: (_type, interaction) => (interactions.includes(interaction) ? grants : []),
});
const OWN = { reach: reachOf([{ patients: ['mine'] }]) };
const READER = { reach: reachOf([{}], ['read', 'search']) };
const observation = (id: string, patient: string): object => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: 'x' },
  subject: { reference: `Patient/${patient}` },
});
const jsonPatch = { 'content-type': 'application/json-patch+json' };

describe('what is out of reach', () => {
  let record: TestRecord;
  beforeAll(async () => {
    record = await TestRecord.open(embeddedTestStore());
    for (const patient of ['mine', 'other']) {
      await record.put(`Patient/${patient}`, patientOf(patient));
      await record.put(`Observation/of-${patient}`, observation(`of-${patient}`, patient));
    }
    await record.put('Observation/moved', observation('moved', 'other'));
    await record.put('Observation/moved', observation('moved', 'mine'));
    await record.put('Observation/gone', observation('gone', 'other'));
    await record.delete('Observation/gone');
  });
  afterAll(() => record.close());

  it('cannot be told from what is not there: read, version, history, everything', async () => {
    for (const [hidden, absent] of [
      ['Observation/of-other', 'Observation/nothing'],
      ['Observation/of-other/_history/1', 'Observation/nothing/_history/1'],
      ['Observation/of-other/_history', 'Observation/nothing/_history'],
      ['Patient/other/$everything', 'Patient/nothing/$everything'],
      ['Observation/gone', 'Observation/nothing'],
    ]) {
      const one = await record.get(hidden ?? '', OWN);
      const two = await record.get(absent ?? '', OWN);
      expect([one.status, one.text.replaceAll(/of-other|gone|other/g, 'nothing')]).toEqual([two.status, two.text]);
      expect(one.status).toBe(404);
    }
    expect((await record.get('Observation/of-mine', OWN)).status).toBe(200);
  });

  it('is hidden version by version', async () => {
    expect((await record.get('Observation/moved', OWN)).status).toBe(200);
    expect((await record.get('Observation/moved/_history/1', OWN)).status).toBe(404);
    const history = await record.get('Observation/moved/_history', OWN);
    expect(history.each('entry', 'resource.meta.versionId')).toEqual(['2']);
    expect(history.at('total')).toBe(1);
  });

  it('is in no history of a type or of everything', async () => {
    for (const address of ['Observation/_history', '_history', 'Patient/_history']) {
      const told = (await record.get(`${address}?_count=1000`, OWN)).text;
      expect(told).not.toContain('Patient/other');
      expect(told).not.toContain('of-other');
      expect(told).not.toContain('"gone"');
    }
  });

  it('cannot be changed, nor be moved out of reach or into it', async () => {
    expect((await record.put('Observation/of-other', observation('of-other', 'mine'), OWN)).status).toBe(403);
    expect((await record.put('Observation/of-mine', observation('of-mine', 'other'), OWN)).status).toBe(403);
    expect((await record.post('Observation', observation('x', 'other'), OWN)).status).toBe(403);
    const move = [{ op: 'replace', path: '/subject/reference', value: 'Patient/other' }];
    expect((await record.patch('Observation/of-mine', move, { ...OWN, headers: jsonPatch })).status).toBe(403);
    expect((await record.patch('Observation/of-other', [], { ...OWN, headers: jsonPatch })).status).toBe(404);
    expect((await record.delete('Observation/of-other', OWN)).status).toBe(404);
    expect((await record.delete('Observation/nothing', OWN)).status).toBe(404);
    expect((await record.get('Observation/of-other')).at('meta.versionId')).toBe('1');
    expect((await record.put('Observation/of-mine', observation('of-mine', 'mine'), OWN)).status).toBe(200);
  });

  it('stays out of transactions as a whole', async () => {
    const entry = [
      { resource: observation('t1', 'mine'), request: { method: 'PUT', url: 'Observation/t1' } },
      { resource: observation('of-other', 'other'), request: { method: 'PUT', url: 'Observation/of-other' } },
    ];
    const answer = await record.post('', { resourceType: 'Bundle', type: 'transaction', entry }, OWN);
    expect(answer.status).toBe(403);
    expect((await record.get('Observation/t1')).status).toBe(404);
    const batch = await record.post('', { resourceType: 'Bundle', type: 'batch', entry }, OWN);
    expect(batch.each('entry', 'response.status').map((one) => one.slice(0, 3))).toEqual(['201', '403']);
  });

  it('is not found by the criteria of a conditional interaction either', async () => {
    const criteria = 'Observation?subject=Patient/other';
    expect((await record.delete(criteria, OWN)).status).toBe(204);
    expect((await record.get('Observation/of-other')).status).toBe(200);
    expect((await record.patch(criteria, [], { ...OWN, headers: jsonPatch })).status).toBe(404);
  });

  it('is refused before it is looked up where the caller may do nothing of the kind', async () => {
    expect((await record.put('Patient/mine', patientOf('mine'), READER)).status).toBe(403);
    expect((await record.post('Patient', patientOf('n'), READER)).status).toBe(403);
    expect((await record.delete('Patient/mine', READER)).status).toBe(403);
    expect((await record.patch('Patient/mine', [], { ...READER, headers: jsonPatch })).status).toBe(403);
    const nobody = { reach: reachOf([]) };
    for (const address of [
      'Patient/mine',
      'Patient/nothing',
      'Patient',
      'Patient/mine/_history',
      'Patient/mine/Observation',
    ]) {
      expect((await record.get(address, nobody)).status).toBe(403);
    }
    expect((await record.get('_history', nobody)).count('entry')).toBe(0);
    expect((await record.get('?_id=mine', nobody)).count('entry')).toBe(0);
  });

  it('notes a refused read with the patient whose data it was', async () => {
    await record.get('Observation/of-other', OWN);
    const told = await record.get('AuditEvent?patient=other&_count=1');
    expect([told.at('entry.0.resource.outcome'), told.at('entry.0.resource.subtype.0.code')]).toEqual(['4', 'read']);
  });
});
