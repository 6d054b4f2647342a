import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../fhir/types.ts';
import { auditLines } from './audit-line.ts';

function event(recorded: string, type: string, parts: Partial<AuditEvent> = {}, who = '김서연'): AuditEvent {
  return {
    resourceType: 'AuditEvent',
    id: `${recorded}${type}`,
    type: { code: 'rest' },
    subtype: [{ code: 'search-type' }],
    recorded,
    outcome: '0',
    agent: [
      { requestor: true, who: { display: who }, role: [{ text: 'physician' }], network: { address: '10.0.0.1' } },
      { requestor: false, who: { identifier: { value: 'maru-web' } } },
    ],
    source: { observer: { display: 'Maru' } },
    entity: [{ what: { reference: 'Patient/1' } }, { what: { reference: `${type}/9` } }],
    ...parts,
  };
}

describe('who looked', () => {
  it('is one line for what one person did in a minute', () => {
    const [line, ...rest] = auditLines([
      event('2026-01-01T10:00:30Z', 'Observation'),
      event('2026-01-01T10:00:10Z', 'Condition', { subtype: [{ code: 'read' }] }),
    ]);
    expect(rest).toEqual([]);
    expect(line).toMatchObject({
      who: '김서연',
      role: 'physician',
      app: 'maru-web',
      address: '10.0.0.1',
      count: 2,
      interactions: ['search-type', 'read'],
      types: ['Observation', 'Condition'],
    });
  });

  it('never puts two people, two reasons, or success and refusal together', () => {
    const at = '2026-01-01T10:00:00Z';
    const events = [
      event(at, 'Observation'),
      event(at, 'Observation', {}, '이지은'),
      event(at, 'Observation', { outcome: '4' }, '이지은'),
      event(at, 'Observation', { purposeOfEvent: [{ coding: [{ code: 'BTG' }], text: 'unconscious' }] }, '이지은'),
    ];
    const lines = auditLines(events);
    expect(lines.map(({ outcome, emergency, reason }) => [outcome, emergency, reason])).toEqual([
      ['success', false, undefined],
      ['success', false, undefined],
      ['refused', false, undefined],
      ['success', true, 'unconscious'],
    ]);
  });

  it('goes apart after a minute', () => {
    expect(
      auditLines([event('2026-01-01T10:02:00Z', 'Observation'), event('2026-01-01T10:00:00Z', 'Observation')]),
    ).toHaveLength(2);
  });

  it('names the patient where nothing else was touched, and a fault as one', () => {
    const [line] = auditLines([event('2026-01-01T10:00:00Z', 'Patient', { outcome: '8' })]);
    expect(line).toMatchObject({ types: ['Patient'], outcome: 'failed' });
  });
});
