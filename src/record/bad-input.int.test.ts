import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../store/index.ts';
import { patientOf, TestRecord, type Answered } from './testing.ts';

const codeOf = (answer: Answered): string => answer.at('issue.0.details.coding.0.code');
const whereOf = (answer: Answered): string => answer.at('issue.0.expression.0');

describe('bad input', () => {
  let record: TestRecord;
  beforeAll(async () => {
    record = await TestRecord.open(embeddedTestStore());
  });
  afterAll(() => record.close());

  it('is answered with an OperationOutcome that names the fault', async () => {
    const malformed = await record.post('Patient', '{"resourceType":"Patient"');
    expect([malformed.status, codeOf(malformed)]).toEqual([400, 'json.malformed']);
    const wrongType = await record.post('Patient', { resourceType: 'Patient', active: 'yes' });
    expect([wrongType.status >= 400, whereOf(wrongType)]).toEqual([true, 'Patient.active']);
    const unknown = await record.post('Patient', { resourceType: 'Patient', shoeSize: 43 });
    expect([unknown.status, whereOf(unknown)]).toEqual([400, 'Patient.shoeSize']);
    const several = await record.post('Patient', { resourceType: 'Patient', active: 1, gender: 'x', birthDate: 'y' });
    expect(several.at('issue')).toHaveLength(3);
  });

  it('is refused where it nests deeply, before any walk over it', async () => {
    const deep = `{"resourceType":"Patient","extension":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const answer = await record.post('Patient', deep);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'json.too-deep']);
  });

  it('is refused where it is no resource of the address', async () => {
    for (const body of ['[]', '"x"', 'null', '1', '{}', '{"resourceType":"Pacient"}', '{"resourceType":5}']) {
      expect((await record.post('Patient', body)).status).toBe(400);
    }
    expect((await record.post('Patient', '')).status).toBe(400);
    expect(codeOf(await record.post('Observation', patientOf('x')))).toBe('record.type-differs');
  });

  it('cannot make the record forget who it is: versions and times are the server’s', async () => {
    const made = await record.put('Patient/meta', {
      ...patientOf('meta'),
      meta: { versionId: '77', lastUpdated: '1999-01-01T00:00:00Z', security: [{ code: 'R' }] },
    });
    expect(made.at('meta.versionId')).toBe('1');
    expect(made.at('meta.lastUpdated')).not.toContain('1999');
    expect(made.at('meta.security.0.code')).toBe('R');
  });

  it('finds no way into SQL through ids, criteria, cursors and dates', async () => {
    const evil = ["1'; drop table resource; --", '1" or "1"="1', '../../etc/passwd', '%00', '1/**/'];
    for (const text of evil) {
      const part = encodeURIComponent(text);
      expect((await record.get(`Patient/${part}`)).status).toBe(404);
      expect((await record.get(`Patient/x/_history/${part}`)).status).toBe(404);
      expect((await record.get(`Patient/_history?_since=${part}`)).status).toBe(400);
      expect((await record.get(`Patient/_history?_cursor=${part}`)).status).toBe(400);
      expect((await record.get(`Patient?identifier=${part}`)).status).toBe(200);
      const answer = await record.post('Patient', patientOf('x'), {
        headers: { 'If-None-Exist': `identifier=${text}` },
      });
      expect([200, 201, 400]).toContain(answer.status);
    }
    expect((await record.store.query('select 1 from resource limit 1')).length).toBe(1);
  });

  it('cannot hide in a name of JavaScript', async () => {
    const text = '{"resourceType":"Patient","__proto__":{"active":true},"constructor":{"prototype":{}}}';
    expect((await record.post('Patient', text)).status).toBe(400);
    expect(({} as { active?: unknown }).active).toBeUndefined();
    expect((await record.get('constructor/1')).status).toBe(404);
    expect((await record.get('__proto__/1')).status).toBe(404);
  });

  it('cannot write to the audit log', async () => {
    const event = {
      resourceType: 'AuditEvent',
      type: { code: 'rest' },
      recorded: '2026-01-01T00:00:00Z',
      agent: [{ requestor: true }],
      source: { observer: { display: 'x' } },
    };
    expect((await record.post('AuditEvent', event)).status).toBe(405);
    expect((await record.put('AuditEvent/audit-1', { ...event, id: 'audit-1' })).status).toBe(405);
    const bundle = (method: string, url: string) => ({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ resource: { ...event, id: 'audit-1' }, request: { method, url } }],
    });
    expect((await record.post('', bundle('POST', 'AuditEvent'))).status).toBe(405);
    expect((await record.post('', bundle('PUT', 'AuditEvent/audit-1'))).status).toBe(405);
  });

  it('with the NUL character, which no database text can hold, is refused', async () => {
    const answer = await record.post('Patient', '{"resourceType":"Patient","name":[{"family":"a\\u0000b"}]}');
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });

  it('with lone surrogates is refused or kept, never garbled', async () => {
    const answer = await record.post('Patient', '{"resourceType":"Patient","name":[{"family":"a\\ud800b"}]}');
    if (answer.status !== 201) return expect(answer.status).toBeLessThan(500);
    const read = await record.get(`Patient/${answer.at('id')}`);
    expect(read.at('name.0.family')).toBe('a\ud800b');
  });
});
