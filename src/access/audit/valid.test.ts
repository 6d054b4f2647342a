import { describe, expect, it } from 'vitest';
import { validateResource } from '../../fhir/index.ts';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import { entryText, type AuditEntry, type AuditKind, type AuditOutcome } from './entry.ts';
import { recordOf } from './view.ts';

const agent = {
  id: 'kim',
  name: '김서연',
  role: 'physician',
  clientId: 'maru-web',
  fhirUser: 'Practitioner/kim',
  address: '10.0.0.1',
} as const;
const base: AuditEntry = { agent, kind: 'rest', interaction: 'read', action: 'R', outcome: 'success' };
const kinds: readonly AuditKind[] = ['rest', 'sign-in', 'security', 'import', 'export', 'query'];
const outcomes: readonly AuditOutcome[] = ['success', 'refused', 'failed'];

function faultsOf(entry: AuditEntry, view: Parameters<typeof recordOf>[1] = {}): readonly unknown[] {
  const event = entryText(entry, instantOf(1_795_000_000_000 as EpochMs));
  return validateResource(recordOf({ seq: '1', event }, view).resource, { expectedType: 'AuditEvent' });
}

describe('what the audit log gives out is valid R4', () => {
  it.each(kinds.flatMap((kind) => outcomes.map((outcome) => [kind, outcome] as const)))('%s, %s', (kind, outcome) => {
    expect(faultsOf({ ...base, kind, outcome, outcomeText: 'access.something' })).toEqual([]);
  });

  it('with patients, resources, versions, a query and a reason, whole and in part', () => {
    const full: AuditEntry = {
      ...base,
      interaction: 'search-type',
      action: 'E',
      patients: ['a', 'b'],
      entities: ['Observation/1', 'Observation/2/_history/3'],
      query: 'code=1&subject=Patient/a',
      reason: '응급',
    };
    for (const view of [{}, { patient: 'a' }, { brief: true }, { patient: 'a', brief: true }])
      expect(faultsOf(full, view)).toEqual([]);
  });

  it('of somebody of whom nothing is known, and of break-glass', () => {
    expect(faultsOf({ ...base, kind: 'sign-in', interaction: 'login', agent: { id: 'unknown', address: '' } })).toEqual(
      [],
    );
    const broken = { ...agent, brokenGlass: [{ patient: 'a', reason: 'an emergency' }] };
    expect(faultsOf({ ...base, agent: broken, patients: ['a'] })).toEqual([]);
  });
});
