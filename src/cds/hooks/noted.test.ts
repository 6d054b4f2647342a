import { describe, expect, it } from 'vitest';
import type { AuditEntry, AuditLog } from '../../access/index.ts';
import { NotedReads } from './noted.ts';

/** An audit log that remembers which of its methods were called. */
function remembering(): { audit: AuditLog; called: string[] } {
  const called: string[] = [];
  const audit = new Proxy({} as AuditLog, {
    get: (_, name) => () => {
      called.push(String(name));
      return Promise.resolve(undefined);
    },
  });
  return { audit, called };
}
const read = (patients: readonly string[], entities: readonly string[]): AuditEntry => ({
  agent: { id: 'doctor', name: 'doctor', role: 'physician', clientId: 'maru-web', address: '127.0.0.1' },
  kind: 'rest',
  interaction: 'search-type',
  action: 'E',
  outcome: 'success',
  patients,
  entities,
});

describe('reads of one consultation', () => {
  it('are noted together: each patient and each resource once, nothing written by themselves', async () => {
    const { audit, called } = remembering();
    const noted = new NotedReads(audit);
    await noted.append(read(['p1'], ['Patient/p1']));
    await noted.append(read(['p1', 'p2'], ['Patient/p1', 'Condition/c']));
    expect(noted.seen()).toEqual({ patients: ['p1', 'p2'], entities: ['Patient/p1', 'Condition/c'] });
    expect(called).toEqual([]);
  });

  it('name every patient however many resources there were', async () => {
    const noted = new NotedReads(remembering().audit);
    for (let at = 0; at < 500; at++) await noted.append(read([`p${at}`], [`Observation/${at}`]));
    const { patients, entities } = noted.seen();
    expect([patients.length, entities.length]).toEqual([500, 200]);
  });

  it('are nothing where nothing was read', () => {
    expect(new NotedReads(remembering().audit).seen()).toEqual({ patients: [], entities: [] });
  });

  it('leave everything else to the log of the house', async () => {
    const { audit, called } = remembering();
    const noted = new NotedReads(audit);
    await noted.verify();
    await noted.seal();
    await noted.close();
    expect(called).toEqual(['verify', 'seal', 'close']);
  });
});
