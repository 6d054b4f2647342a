/**
 * References between the entries of a transaction: `urn:uuid:` and other fullUrls, relative ones beside an absolute fullUrl,
 * and conditional ones (`Patient?identifier=…`) become `Type/id`, in references, uris and the narrative.
 *
 * An entry is known by its fullUrl; one without fullUrl also by the `Type/id` of its resource. A `urn:uuid:` reference that
 * no entry explains is refused: it could never be resolved later.
 *
 * Source  https://hl7.org/fhir/R4/http.html#trules, https://hl7.org/fhir/R4/bundle.html#references
 * Proof   transaction.int.test.ts, transaction-references.test.ts
 */
import { isResourceType, mapReferences, type Resource } from '../fhir/index.ts';
import { OutcomeError } from '../kernel/index.ts';
import type { AnyResource } from './resource.ts';

/** `fullUrl` of an entry -> `Type/id` that it was given. */
export type Links = ReadonlyMap<string, string>;

const URN = /^urn:(?:uuid|oid):/;
const ABSOLUTE = /^(https?:\/\/.+)\/([A-Z]\w+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/\w+)?$/;
const CONDITIONAL = /^([A-Z]\w+)\?(.+)$/s;

/** Type and criteria of a conditional reference; undefined where it is none. */
export function conditionalReference(reference: string): { type: string; criteria: string } | undefined {
  const [, type = '', criteria = ''] = CONDITIONAL.exec(reference) ?? [];
  return type !== '' && isResourceType(type) ? { type, criteria } : undefined;
}

/** The conditional references of a resource. */
export function conditionalReferences(resource: AnyResource): ReadonlySet<string> {
  const found = new Set<string>();
  mapReferences(resource as unknown as Resource, (reference, { kind }) => {
    if (kind === 'reference' && conditionalReference(reference) !== undefined) found.add(reference);
    return undefined;
  });
  return found;
}

/** The resource with its references as they will be stored. */
export function rewritten(resource: AnyResource, fullUrl: string | undefined, links: Links): AnyResource {
  const base = ABSOLUTE.exec(fullUrl ?? '')?.[1];
  const mapped = mapReferences(resource as unknown as Resource, (reference, place) => {
    const direct = links.get(reference);
    if (direct !== undefined) return direct;
    if (place.kind !== 'reference' || reference.startsWith('#')) return undefined;
    if (URN.test(reference)) throw unresolved(reference, place.path);
    return base === undefined ? undefined : links.get(`${base}/${reference}`);
  });
  return mapped as unknown as AnyResource;
}

function unresolved(reference: string, expression: string): OutcomeError {
  const text = `'${reference.slice(0, 80)}' is the fullUrl of no entry of this Bundle; add the entry, or refer to Type/id.`;
  return new OutcomeError('business-rule', 'record.reference-unresolved', text, { expression });
}
