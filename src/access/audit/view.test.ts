import { describe, expect, it } from 'vitest';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import { entryText, type AuditEntry } from './entry.ts';
import { auditEventId, auditPlace } from './record.ts';
import { recordOf, seesAuditDetails } from './view.ts';

const agent = { id: 'kim', name: 'Kim', role: 'physician' as const, clientId: 'maru-web', address: '127.0.0.1' };
const search: AuditEntry = {
  agent,
  kind: 'rest',
  interaction: 'search-type',
  action: 'E',
  outcome: 'success',
  patients: ['a', 'b'],
  entities: ['Observation/of-a', 'Observation/of-b'],
  query: 'subject:Patient.name=Park',
};

function row(entry: AuditEntry): { seq: string; event: string } {
  return { seq: '7', event: entryText(entry, instantOf(1_764_000_000_000 as EpochMs)) };
}

describe('recordOf', () => {
  it('is an AuditEvent whose id is its place', () => {
    const { seq, resource } = recordOf(row(search));
    expect(seq).toBe(7);
    expect(resource).toMatchObject({ resourceType: 'AuditEvent', id: 'audit-7', action: 'E', outcome: '0' });
    expect(JSON.stringify(resource['entity'])).toContain('Observation/of-b');
    expect(resource['meta']).toBeUndefined();
  });

  it('tells a patient nothing about others: no id, no resource, no query', () => {
    const { resource } = recordOf(row(search), { patient: 'a' });
    const text = JSON.stringify(resource);
    expect(text).toContain('Patient/a');
    expect(text).not.toContain('Patient/b');
    expect(text).not.toContain('of-b');
    expect(text).not.toContain(Buffer.from('subject:Patient.name=Park').toString('base64'));
    expect(resource['meta']).toEqual({ tag: [expect.objectContaining({ code: 'SUBSETTED' }) as unknown] });
    expect(resource['agent']).toEqual(recordOf(row(search)).resource['agent']);
  });

  it('shows all of an entry about one patient alone', () => {
    const one = { ...search, patients: ['a'] };
    expect(recordOf(row(one), { patient: 'a' })).toEqual(recordOf(row(one)));
  });
});

describe('a brief view', () => {
  it('says whose and what kind, but not which and not what was searched for', () => {
    const { resource } = recordOf(row({ ...search, patients: ['a'] }), { patient: 'a', brief: true });
    const text = JSON.stringify(resource['entity']);
    expect(text).toContain('Patient/a');
    expect(text.match(/"type":"Observation"/g)).toHaveLength(1);
    expect(text).not.toContain('of-a');
    expect(text).not.toContain('"query"');
    expect(resource['meta']).toBeDefined();
  });

  it('is what clinicians get; not the patient, whose own record it is, nor those who look after the log', () => {
    const roles = [
      'physician',
      'nurse',
      'pharmacist',
      'researcher',
      'executive',
      'patient',
      'administrator',
      'system',
    ] as const;
    expect(roles.filter((role) => seesAuditDetails({ role }))).toEqual(['patient', 'administrator', 'system']);
  });

  it('is whole where there are no details', () => {
    const none = { ...search, entities: [], query: '' };
    expect(recordOf(row(none), { brief: true })).toEqual(recordOf(row(none)));
    const nobody = { ...none, patients: [] };
    expect(recordOf(row(nobody), { brief: true }).resource['entity']).toBeUndefined();
  });
});

describe('auditPlace', () => {
  it.each([1, 42, 999_999_999_999])('reads the id of entry %i back', (seq) => {
    expect(auditPlace(auditEventId(seq))).toBe(seq);
  });

  it.each(['audit-0', 'audit-', 'audit-01', 'audit-1x', '1', 'audit--1', 'Audit-1', 'audit-9999999999999999'])(
    'knows that %s is none',
    (id) => {
      expect(auditPlace(id)).toBeUndefined();
    },
  );
});
