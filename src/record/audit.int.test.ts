import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller, Reach } from '../access/index.ts';
import { embeddedTestStore } from '../store/index.ts';
import { patientOf, TestRecord, lookUp } from './testing.ts';

const own: Reach = { grants: (type) => (type === 'AuditEvent' ? [{ patients: ['mine'] }] : []) };
const nobody: Reach = { grants: () => [] };
const minji: Caller = {
  id: 'minji',
  name: 'Minji Kim',
  role: 'patient',
  clientId: 'web',
  patient: 'mine',
  fhirUser: 'Patient/mine',
  scopes: [],
  address: '127.0.0.1',
};

describe('the audit log behind the interactions', () => {
  let record: TestRecord;
  beforeAll(async () => {
    record = await TestRecord.open(embeddedTestStore());
    await record.put('Patient/mine', patientOf('mine'));
    await record.put('Patient/other', patientOf('other'));
    await record.get('Patient/mine');
    await record.get('Patient/mine/_history');
  });
  afterAll(() => record.close());

  const told = async (address: string, asked = {}): Promise<string[]> => {
    const answer = await record.get(address, asked);
    return answer.each('entry', 'resource').map((resource) => {
      const entities = (lookUp(resource, 'entity') ?? []) as unknown[];
      const references = entities.map((one) => lookUp(one, 'what.reference'));
      return `${String(lookUp(resource, 'subtype.0.code'))} ${references.join(' ')}`;
    });
  };

  it('tells who did what to whom, newest first', async () => {
    expect(await told('AuditEvent?patient=mine')).toEqual([
      'history-instance Patient/mine',
      'read Patient/mine',
      'update Patient/mine Patient/mine/_history/1',
    ]);
  });

  it('has an entry for a write if and only if the write happened', async () => {
    const before = await told('AuditEvent?_count=1000');
    await record.put('Patient/bad', { resourceType: 'Patient', id: 'bad', nonsense: 1 });
    const after = await told('AuditEvent?_count=1000');
    expect(after.filter((one) => one.includes('bad'))).toEqual([]);
    expect(after).toHaveLength(before.length + 1);
  });

  it('shows a patient the own entries only', async () => {
    const asked = { caller: minji, reach: own };
    expect((await told('AuditEvent', asked)).length).toBeGreaterThan(2);
    expect((await told('AuditEvent', asked)).filter((one) => one.includes('other'))).toEqual([]);
    expect((await record.get('AuditEvent?patient=other', asked)).status).toBe(403);
    const all = await record.get('AuditEvent?patient=other');
    const theirs = all.at('entry.0.resource.id');
    expect((await record.get(`AuditEvent/${theirs}`)).status).toBe(200);
    expect((await record.get(`AuditEvent/${theirs}`, asked)).status).toBe(404);
    expect((await record.get('AuditEvent', { caller: minji, reach: nobody })).status).toBe(403);
  });

  it('pages without losing an entry, and reads what it is asked strictly', async () => {
    const first = await record.get('AuditEvent?patient=mine&_count=2');
    expect(first.count('entry')).toBe(2);
    expect((await record.get(first.link('next') ?? '')).count('entry')).toBeGreaterThan(0);
    expect((await record.get('AuditEvent?shoe=1')).status).toBe(400);
    expect((await record.get('AuditEvent?date=soon')).status).toBe(400);
    expect((await record.get('AuditEvent/audit-999999')).status).toBe(404);
    expect((await told('AuditEvent?date=lt2000')).length).toBe(0);
  });

  it('notes who was refused', async () => {
    expect((await record.get('Patient/mine', { caller: { ...minji, id: 'intruder' }, reach: nobody })).status).toBe(
      403,
    );
    expect((await record.get('AuditEvent?agent=intruder')).at('entry.0.resource.outcome')).toBe('4');
  });

  it('keeps a chain that proves itself', async () => {
    const proof = await record.audit.verify();
    expect(JSON.stringify(proof)).not.toContain('fault');
  });
});
