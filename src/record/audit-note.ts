/**
 * What the audit log gets of each interaction. Writes note inside their own transaction, so that both are there or neither;
 * reads note before the answer leaves.
 *
 * Source  https://hl7.org/fhir/R4/auditevent.html
 * Proof   audit.int.test.ts
 */
import type { AuditEntry } from '../access/index.ts';
import { patientsOf } from '../fhir/index.ts';
import type { Context, WriteContext } from './context.ts';
import type { AnyResource } from './resource.ts';

/** Most references of one entry; the patients are never cut. */
const MOST_ENTITIES = 200;

export type AuditAction = AuditEntry['action'];

/** One access, without who did it. */
export type AuditNote = Pick<AuditEntry, 'action' | 'interaction' | 'entities' | 'patients' | 'query'> & {
  readonly kind?: AuditEntry['kind'];
  readonly outcome?: AuditEntry['outcome'];
  readonly reason?: string;
};

function entryOf(context: Context, note: AuditNote): AuditEntry {
  const entities = note.entities?.slice(0, MOST_ENTITIES) ?? [];
  return { kind: 'rest', outcome: 'success', ...note, entities, agent: context.caller };
}

/**
 * Notes a read; resolves when it is on disk. A read inside of a transaction is noted in it, as it is answered only if that
 * commits; if it was refused, the note is left until the transaction is over: another session, waited for while this one is
 * held, could starve the pool.
 */
export function noteRead(context: Context, note: AuditNote): Promise<void> {
  const { audit, transaction, afterwards } = context;
  const entry = entryOf(context, note);
  if (transaction === undefined) return audit.append(entry);
  if (entry.outcome === 'success') return audit.inTransaction(transaction, entry);
  afterwards?.push(() => audit.append(entry));
  return Promise.resolve();
}

/** Notes a write in its transaction. */
export function noteWrite(context: WriteContext, note: AuditNote): Promise<void> {
  return context.audit.inTransaction(context.transaction, entryOf(context, note));
}

/** Ids of the patients whose data these resources are. */
export function patientsIn(resources: readonly (AnyResource | undefined)[]): readonly string[] {
  const found = new Set<string>();
  for (const resource of resources) {
    if (resource === undefined) continue;
    for (const patient of patientsOf(resource.resourceType, resource)) found.add(patient);
  }
  return [...found];
}
