/**
 * The chain of the audit log: each entry is sealed by SHA-256 over its number, the seal of the one before, and its text.
 *
 * The chain alone proves content, order and gaps. That its end was not cut off, or all of it made anew, is proved by anchors
 * (number and seal noted outside of the database, see anchors.ts).
 *
 * Proof   chain.test.ts (every kind of tampering is found at its place), log.int.test.ts
 */
import { createHash } from 'node:crypto';
import { derivedOf, type Derived } from './entry.ts';

/** The seal before the first entry. */
export const GENESIS = createHash('sha256').update('Maru audit log', 'utf8').digest('hex');

/** One sealed entry. Seals are hexadecimal. */
export interface Link {
  readonly seq: number;
  readonly prev: string;
  readonly hash: string;
  readonly event: string;
}

/** A link as it stands in the table, with what was derived from it. */
export type StoredLink = Link & Derived;

/** The last sealed entry. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/** Where an empty chain begins. */
export const START: ChainHead = { seq: 0, hash: GENESIS };

/** The seal of an entry. */
export function sealOf(seq: number, prev: string, event: string): string {
  return createHash('sha256').update(`${seq}\n${prev}\n`, 'utf8').update(event, 'utf8').digest('hex');
}

/** Seals texts after `head`, in their order. */
export function sealAll(head: ChainHead, events: readonly string[]): readonly Link[] {
  const links: Link[] = [];
  let { seq, hash: prev } = head;
  for (const event of events) {
    seq += 1;
    const hash = sealOf(seq, prev, event);
    links.push({ seq, prev, hash, event });
    prev = hash;
  }
  return links;
}

/** What differs at the first broken link. */
export type ChainFault = 'content' | 'order' | 'gap' | 'derived' | 'rewritten' | 'truncated';

/** What a proof came to. */
export type ChainProof =
  | { readonly intact: true; readonly head: ChainHead }
  | { readonly intact: false; readonly seq: number; readonly fault: ChainFault; readonly message: string };

const MESSAGES: Readonly<Record<ChainFault, string>> = {
  content: 'the text of this entry was changed after it was sealed',
  order: 'this entry does not follow the one before it: entries were exchanged, or one was made anew',
  gap: 'entries before this one are missing',
  derived: 'what the table says beside the sealed text (time, patients, agents) does not follow from it',
  rewritten:
    'the seal differs from the one anchored outside of the database: the chain was made anew from here or before',
  truncated: 'the chain ends before an entry that is anchored outside of the database: its end was cut off',
};

/** A fault, in words. */
export function broken(seq: number, fault: ChainFault): ChainProof {
  return { intact: false, seq, fault, message: `Entry ${seq}: ${MESSAGES[fault]}.` };
}

/** Proves a chain given from its first entry on; the first broken link is named. */
export async function proveChain(links: AsyncIterable<StoredLink>, anchors: readonly ChainHead[]): Promise<ChainProof> {
  const anchored = new Map(anchors.map((anchor) => [anchor.seq, anchor.hash]));
  let head: ChainHead = START;
  for await (const link of links) {
    const fault = faultOf(link, head, anchored);
    if (fault !== undefined) return broken(fault === 'gap' ? head.seq + 1 : link.seq, fault);
    head = { seq: link.seq, hash: link.hash };
  }
  const last = anchors.reduce((highest, anchor) => Math.max(highest, anchor.seq), 0);
  return last > head.seq ? broken(head.seq + 1, 'truncated') : { intact: true, head };
}

function faultOf(link: StoredLink, head: ChainHead, anchored: ReadonlyMap<number, string>): ChainFault | undefined {
  if (link.seq !== head.seq + 1) return 'gap';
  const sealed = sealOf(link.seq, link.prev, link.event);
  if (sealed !== link.hash) return link.prev === head.hash ? 'content' : 'order';
  if (link.prev !== head.hash) return 'order';
  const anchor = anchored.get(link.seq);
  if (anchor !== undefined && anchor !== link.hash) return 'rewritten';
  return isDerived(link) ? undefined : 'derived';
}

function isDerived(link: StoredLink): boolean {
  try {
    const { recorded, patients, agents } = derivedOf(link.event);
    return recorded === link.recorded && sameItems(patients, link.patients) && sameItems(agents, link.agents);
  } catch {
    return false;
  }
}

function sameItems(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item, at) => item === other[at]);
}
