/**
 * Entries about refused requests of somebody unknown, as many as tell what is going on: who floods the door may not flood
 * the log. The first of each minute and address are written one by one; the last of them says that more came.
 *
 * Unit    entries per minute and address
 * Proof   anonymous.test.ts
 */
import type { Clock } from '../../kernel/index.ts';
import type { AuditEntry } from './entry.ts';
import type { AuditLog } from './log.ts';

export const LISTED_PER_MINUTE = 60;
const MINUTE = 60_000;
const MOST_ADDRESSES = 10_000;

/** Writes refusals of strangers. */
export class AnonymousAudit {
  readonly #audit: Pick<AuditLog, 'append'>;
  readonly #clock: Clock;
  readonly #counts = new Map<string, number>();
  #minute = 0;

  constructor(audit: Pick<AuditLog, 'append'>, clock: Clock) {
    this.#audit = audit;
    this.#clock = clock;
  }

  async append(entry: AuditEntry): Promise<void> {
    const count = this.#count(entry.agent.address);
    if (count < LISTED_PER_MINUTE) return this.#audit.append(entry);
    if (count > LISTED_PER_MINUTE) return;
    const text = `${entry.outcomeText ?? 'refused'}; more from this address in this minute are not listed`;
    return this.#audit.append({ ...entry, outcomeText: text });
  }

  #count(address: string): number {
    const minute = Math.floor(this.#clock.now() / MINUTE);
    if (minute !== this.#minute || this.#counts.size >= MOST_ADDRESSES) this.#counts.clear();
    this.#minute = minute;
    const count = (this.#counts.get(address) ?? 0) + 1;
    this.#counts.set(address, count);
    return count;
  }
}
