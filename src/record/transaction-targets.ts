/**
 * Which resource each entry of a transaction means.
 *
 * Source  https://hl7.org/fhir/R4/http.html#trules
 * Proof   transaction.int.test.ts
 */
import { OutcomeError } from '../kernel/index.ts';
import { inEntry, type EntryAsk } from './bundle-entries.ts';
import { referenceOf } from './resource.ts';

/** Which resource each entry means, and that no two entries change the same one. */
export class Targets {
  readonly #ids = new Map<number, string>();
  readonly #owners = new Map<string, EntryAsk>();
  /** Conditional creates whose resource is there already. */
  readonly existing = new Set<number>();

  /** Says which resource an entry changes; throws where another entry changes it too. */
  claim(entry: EntryAsk, type: string, fid: string): void {
    const reference = referenceOf(type, fid);
    const owner = this.#owners.get(reference);
    if (owner !== undefined) throw inEntry(entry, twice(reference, owner));
    this.#owners.set(reference, entry);
    this.#ids.set(entry.index, fid);
  }

  /** Says that a conditional create found its resource. */
  found(entry: EntryAsk, fid: string): void {
    this.#ids.set(entry.index, fid);
    this.existing.add(entry.index);
  }

  of({ index }: EntryAsk): string {
    const fid = this.#ids.get(index);
    if (fid === undefined) throw new Error(`entry ${index} has no target`);
    return fid;
  }
}

function twice(reference: string, owner: EntryAsk): OutcomeError {
  const text = `${reference} is changed by entry ${owner.index + 1} too; a transaction changes each resource once.`;
  return new OutcomeError('invalid', 'record.entry-twice', text);
}
