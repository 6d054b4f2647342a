/**
 * Referential integrity, where the settings ask for it: each reference to a resource of this record points to one that is there.
 *
 * By default it is off, because imports and other systems send resources in any order; inside a transaction `urn:uuid:`
 * references must resolve always (transaction-references.ts).
 *
 * Source  https://hl7.org/fhir/R4/references.html
 * Proof   interactions.int.test.ts
 */
import { isResourceType, mapReferences, type Resource } from '../fhir/index.ts';
import { hashText, OutcomeError } from '../kernel/index.ts';
import type { WriteContext } from './context.ts';
import type { AnyResource } from './resource.ts';
import type { Change } from './write.ts';

const LOCAL = /^([A-Z]\w+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/\w+)?$/;

/** `Type/id` of a reference to this record; undefined for anything else. */
export function localReference(reference: string): string | undefined {
  const match = LOCAL.exec(reference);
  return match !== null && isResourceType(match[1] ?? '') ? `${match[1]}/${match[2]}` : undefined;
}

/** The references of a resource to this record. */
export function localReferences(resource: AnyResource): ReadonlySet<string> {
  const found = new Set<string>();
  mapReferences(resource as unknown as Resource, (reference, { kind }) => {
    const local = kind === 'reference' ? localReference(reference) : undefined;
    if (local !== undefined) found.add(local);
    return undefined;
  });
  return found;
}

/** Refuses changes whose references point nowhere; asked after the changes were written, so they may point to each other. */
export async function demandTargets(open: WriteContext, changes: readonly Change[]): Promise<void> {
  if (!open.settings.referentialIntegrity) return;
  const wanted = new Set(
    changes.flatMap(({ resource }) => (resource === undefined ? [] : [...localReferences(resource)])),
  );
  if (wanted.size === 0) return;
  const byKey = new Map([...wanted].map((reference) => [hashText(reference), reference]));
  const text = 'select key from resource where key = any($1::bigint[]) and not del';
  const rows = await open.transaction.query<{ key: string }>(text, [[...byKey.keys()]], 'record_targets');
  for (const { key } of rows) byKey.delete(key);
  const [first] = byKey.values();
  if (first === undefined) return;
  const message = `The reference '${first}' points to nothing in this record; write its target first.`;
  throw new OutcomeError('business-rule', 'record.reference-broken', message);
}
