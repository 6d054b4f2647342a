import { afterAll, beforeAll, expect, it } from 'vitest';
import { testStores } from '../store/index.ts';
import { describeWith } from '../../test/material.ts';
import { patientOf, TestRecord, type Answered } from './testing.ts';

const CLIENTS = 12;
const together = (work: (at: number) => Promise<Answered>): Promise<Answered[]> =>
  Promise.all(Array.from({ length: CLIENTS }, (_, at) => work(at)));
const identified = (value: string, more: object = {}): object => ({
  resourceType: 'Patient',
  identifier: [{ system: 'http://hospital.example/mrn', value }],
  ...more,
});
const statuses = (answers: readonly Answered[]): number[] =>
  answers.map(({ status }) => status).toSorted((a, b) => a - b);

for (const server of testStores()) {
  describeWith(server.need, server.present, `clients at once on ${server.name}`, () => {
    let record: TestRecord;
    beforeAll(async () => {
      record = await TestRecord.open(server);
    });
    afterAll(() => record.close());

    const patientsWith = async (value: string): Promise<number> =>
      Number((await record.get(`Patient?identifier=${value}&_total=accurate`)).at('total'));

    it('make one resource of one conditional create', async () => {
      const criteria = { headers: { 'If-None-Exist': 'identifier=http://hospital.example/mrn|race' } };
      const answers = await together(() => record.post('Patient', identified('race'), criteria));
      expect(statuses(answers)).toEqual([...Array.from({ length: CLIENTS - 1 }, () => 200), 201]);
      expect(new Set(answers.map((answer) => answer.at('id'))).size).toBe(1);
      expect(await patientsWith('race')).toBe(1);
    });

    it('make one resource also where their criteria differ but mean the same identifier', async () => {
      const ways = ['identifier=http://hospital.example/mrn|ways', 'identifier=ways', '_sort=_id&identifier=ways'];
      const answers = await together((at) =>
        record.post('Patient', identified('ways'), { headers: { 'If-None-Exist': ways[at % ways.length] ?? '' } }),
      );
      expect(statuses(answers).filter((status) => status === 201)).toHaveLength(1);
      expect(await patientsWith('ways')).toBe(1);
    });

    it('make one resource of conditional updates, and of transactions', async () => {
      const criteria = 'identifier=http://hospital.example/mrn|put';
      const puts = await together(() => record.put(`Patient?${criteria}`, identified('put')));
      expect(statuses(puts).filter((status) => status === 201)).toHaveLength(1);
      expect(await patientsWith('put')).toBe(1);
      const bundle = {
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [
          {
            fullUrl: 'urn:uuid:00000000-0000-4000-8000-000000000001',
            resource: identified('bundle'),
            request: { method: 'POST', url: 'Patient', ifNoneExist: 'identifier=http://hospital.example/mrn|bundle' },
          },
          {
            resource: {
              resourceType: 'Observation',
              status: 'final',
              code: { text: 'x' },
              subject: { reference: 'urn:uuid:00000000-0000-4000-8000-000000000001' },
            },
            request: { method: 'POST', url: 'Observation' },
          },
        ],
      };
      const bundles = await together(() => record.post('', bundle));
      expect(statuses(bundles)).toEqual(Array.from({ length: CLIENTS }, () => 200));
      expect(await patientsWith('bundle')).toBe(1);
    });

    it('change a version once: of many with the same If-Match one wins', async () => {
      await record.put('Patient/v', patientOf('v'));
      const answers = await together((at) =>
        record.put('Patient/v', patientOf('v', { birthDate: `19${10 + at}-01-01` }), {
          headers: { 'If-Match': 'W/"1"' },
        }),
      );
      expect(statuses(answers)).toEqual([200, ...Array.from({ length: CLIENTS - 1 }, () => 412)]);
      expect((await record.get('Patient/v')).at('meta.versionId')).toBe('2');
    });

    it('never give a version twice, and lose no update', async () => {
      const answers = await together((at) =>
        record.put('Patient/w', patientOf('w', { birthDate: `19${10 + at}-01-01` })),
      );
      expect(statuses(answers)).toEqual([...Array.from({ length: CLIENTS - 1 }, () => 200), 201]);
      const versions = answers.map((answer) => Number(answer.at('meta.versionId'))).toSorted((a, b) => a - b);
      expect(versions).toEqual(Array.from({ length: CLIENTS }, (_, at) => at + 1));
      const patches = await together((at) =>
        record.patch('Patient/w', [{ op: 'add', path: '/name/0/given/-', value: `N${at}` }], {
          headers: { 'content-type': 'application/json-patch+json' },
        }),
      );
      expect(statuses(patches)).toEqual(Array.from({ length: CLIENTS }, () => 200));
      expect((await record.get('Patient/w')).at('name.0.given')).toHaveLength(CLIENTS + 1);
    });

    it('finish transactions that touch the same resources in opposite order', async () => {
      const ids = ['x1', 'x2', 'x3', 'x4'];
      const answers = await together((at) => {
        const order = at % 2 === 0 ? ids : ids.toReversed();
        const entry = order.map((id) => ({
          resource: patientOf(id),
          request: { method: 'PUT', url: `Patient/${id}` },
        }));
        return record.post('', { resourceType: 'Bundle', type: 'transaction', entry });
      });
      expect(statuses(answers)).toEqual(Array.from({ length: CLIENTS }, () => 200));
      for (const id of ids) expect((await record.get(`Patient/${id}`)).at('meta.versionId')).toBe(String(CLIENTS));
    });

    it('finish transactions that read and are refused, many more than there are sessions', async () => {
      await record.put('Patient/read', patientOf('read'));
      const reads = ['Patient/read', 'Patient?_id=read', 'Patient/read/_history'].map((url) => ({
        request: { method: 'GET', url },
      }));
      const answers = await Promise.all(
        Array.from({ length: 3 * CLIENTS }, () =>
          record.post('', { resourceType: 'Bundle', type: 'transaction', entry: reads }),
        ),
      );
      expect(answers.every(({ status }) => status === 200)).toBe(true);
      const own = { reach: { grants: () => [{ patients: ['nobody'] }] } };
      const refused = await Promise.all(
        Array.from({ length: 3 * CLIENTS }, () =>
          record.post('', { resourceType: 'Bundle', type: 'transaction', entry: reads.slice(0, 1) }, own),
        ),
      );
      expect(refused.every(({ status }) => status === 404)).toBe(true);
      const told = await record.get(`AuditEvent?patient=read&_count=${6 * CLIENTS}`);
      expect(told.each('entry', 'resource.outcome').filter((outcome) => outcome === '4')).toHaveLength(3 * CLIENTS);
    });

    it('refuses criteria that match several, or nothing at all to go by', async () => {
      await record.post('Patient', identified('double'));
      await record.post('Patient', identified('double'));
      const double = 'identifier=http://hospital.example/mrn|double';
      const create = await record.post('Patient', identified('double'), { headers: { 'If-None-Exist': double } });
      expect([create.status, create.at('issue.0.code')]).toEqual([412, 'multiple-matches']);
      expect((await record.put(`Patient?${double}`, identified('double'))).status).toBe(412);
      expect((await record.delete(`Patient?${double}`)).status).toBe(412);
      expect((await record.delete('Patient')).status).toBe(412);
      expect((await record.put('Patient?_count=1', identified('double'))).status).toBe(412);
      expect((await record.post('Patient', identified('x'), { headers: { 'If-None-Exist': 'shoe=1' } })).status).toBe(
        400,
      );
      const patch = { headers: { 'content-type': 'application/json-patch+json' } };
      expect((await record.patch('Patient?identifier=nobody', [], patch)).status).toBe(404);
      expect((await record.delete('Patient?identifier=nobody')).status).toBe(204);
      expect(await patientsWith('double')).toBe(2);
    });
  });
}
