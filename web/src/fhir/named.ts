/**
 * Reads resources that are only needed for their name (practitioners, organizations, places), many in one search.
 *
 * Proof   named.test.ts
 */
import { search } from './client.ts';
import type { Resource, ResourceType } from './types.ts';

const GATHER_MS = 15;
const MOST_AT_ONCE = 60;

interface Waiting {
  readonly id: string;
  readonly done: (resource: Resource | null) => void;
  readonly failed: (error: unknown) => void;
}

const waiting = new Map<string, Waiting[]>();

/** The resource of a reference; null where there is none that may be seen. */
export function loadNamed(reference: string): Promise<Resource | null> {
  const [type = '', id = ''] = reference.split('/');
  return new Promise((done, failed) => {
    const list = waiting.get(type);
    if (list !== undefined) {
      list.push({ id, done, failed });
      return;
    }
    waiting.set(type, [{ id, done, failed }]);
    setTimeout(() => void fetchWaiting(type), GATHER_MS);
  });
}

async function fetchWaiting(type: string): Promise<void> {
  const list = waiting.get(type) ?? [];
  waiting.delete(type);
  for (let at = 0; at < list.length; at += MOST_AT_ONCE) await fetchSome(type, list.slice(at, at + MOST_AT_ONCE));
}

async function fetchSome(type: string, list: readonly Waiting[]): Promise<void> {
  const ids = [...new Set(list.map(({ id }) => id))];
  try {
    const { matches } = await search(type as ResourceType, { _id: ids.join(','), _count: ids.length });
    const found = new Map<string | undefined, Resource>(matches.map((resource) => [resource.id, resource]));
    for (const { id, done } of list) done(found.get(id) ?? null);
  } catch (error) {
    for (const { failed } of list) failed(error);
  }
}
