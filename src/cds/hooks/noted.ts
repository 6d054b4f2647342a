/**
 * Reads of one consultation, noted as one: eight searches of the house itself are one look at a patient, and one audit entry says
 * which resources were seen. The entry is written with the cards, before the answer leaves.
 *
 * Proof   routes.int.test.ts
 */
import type { AuditEntry, AuditLog } from '../../access/index.ts';

/** Most references of one entry; the patients are never cut. */
const MOST = 200;

/** An audit log that keeps what reads note, until it is written together. */
export class NotedReads implements AuditLog {
  readonly #audit: AuditLog;
  readonly #entries: AuditEntry[] = [];

  constructor(audit: AuditLog) {
    this.#audit = audit;
  }

  append(entry: AuditEntry): Promise<void> {
    this.#entries.push(entry);
    return Promise.resolve();
  }

  /** Resources that were seen, and patients they are about. */
  seen(): Required<Pick<AuditEntry, 'patients' | 'entities'>> {
    const entities = new Set(this.#entries.flatMap((entry) => entry.entities ?? []));
    const patients = new Set(this.#entries.flatMap((entry) => entry.patients ?? []));
    return { patients: [...patients], entities: [...entities].slice(0, MOST) };
  }

  inTransaction(...given: Parameters<AuditLog['inTransaction']>): Promise<void> {
    return this.#audit.inTransaction(...given);
  }

  readAuditFrom(...given: Parameters<AuditLog['readAuditFrom']>): ReturnType<AuditLog['readAuditFrom']> {
    return this.#audit.readAuditFrom(...given);
  }

  list(...given: Parameters<AuditLog['list']>): ReturnType<AuditLog['list']> {
    return this.#audit.list(...given);
  }

  get(...given: Parameters<AuditLog['get']>): ReturnType<AuditLog['get']> {
    return this.#audit.get(...given);
  }

  verify(): ReturnType<AuditLog['verify']> {
    return this.#audit.verify();
  }

  seal(): Promise<void> {
    return this.#audit.seal();
  }

  close(): Promise<void> {
    return this.#audit.close();
  }
}
