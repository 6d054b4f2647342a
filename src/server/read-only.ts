/**
 * A read-only copy of the house: a restored backup or a replica that is served while the house itself is away.
 *
 * People still sign in and break the glass (both are noted in the log of the copy); nothing of the record changes. Every answer
 * says so in a header, so that screens can.
 *
 * Proof   read-only.int.test.ts
 */
import { OutcomeError } from '../kernel/index.ts';

/** Header of every answer of a read-only copy. */
export const READ_ONLY_HEADER = 'x-maru-read-only';

/** Addresses at which other methods than GET change nothing of the record. */
const READS =
  /^\/(?:access|oidc)\/|\/_search$|\/\$(?:validate|validate-code|expand|lookup|everything|subsumes)$|^\/care\/[\w-]+\/check$|^\/care\/labels$/;

const ASKING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Would this request change the record? */
export function isWrite(method: string, path: string): boolean {
  return !ASKING.has(method) && !READS.test(path);
}

/** What whoever wants to write is told. */
export function readOnlyRefusal(): OutcomeError {
  const text =
    'This is a read-only copy of the record; nothing was changed. Record at the ward station, or in the house when it is back.';
  return new OutcomeError('unavailable', 'server.read-only', text);
}
