/**
 * Bundles as JSON text, put together from the stored texts of their resources without parsing them.
 *
 * Source  https://hl7.org/fhir/R4/bundle.html
 * Proof   bundle-text.test.ts
 */
import { instantOf, writeJson, type EpochMs } from '../kernel/index.ts';

/** One entry; `resource` is the text of a resource. */
export interface BundleEntryText {
  readonly fullUrl?: string | undefined;
  readonly resource?: string | undefined;
  readonly search?: { readonly mode: 'match' | 'include' | 'outcome' } | undefined;
  readonly request?: { readonly method: string; readonly url: string } | undefined;
  readonly response?: object | undefined;
}

/** A Bundle. */
export interface BundleText {
  readonly type: 'history' | 'searchset' | 'batch-response' | 'transaction-response';
  readonly timestamp: EpochMs;
  readonly total?: number | undefined;
  readonly links: readonly (readonly [relation: string, url: string])[];
  readonly entries: readonly BundleEntryText[];
}

/** The JSON text of a Bundle. */
export function bundleText({ type, timestamp, total, links, entries }: BundleText): string {
  const head = writeJson({
    resourceType: 'Bundle',
    type,
    timestamp: instantOf(timestamp),
    ...(total === undefined ? {} : { total }),
    ...(links.length === 0 ? {} : { link: links.map(([relation, url]) => ({ relation, url })) }),
  });
  if (entries.length === 0) return head;
  return `${head.slice(0, -1)},"entry":[${entries.map(entryText).join(',')}]}`;
}

function entryText({ fullUrl, resource, search, request, response }: BundleEntryText): string {
  const parts: string[] = [];
  if (fullUrl !== undefined) parts.push(`"fullUrl":${writeJson(fullUrl)}`);
  if (resource !== undefined) parts.push(`"resource":${resource}`);
  if (search !== undefined) parts.push(`"search":${writeJson(search)}`);
  if (request !== undefined) parts.push(`"request":${writeJson(request)}`);
  if (response !== undefined) parts.push(`"response":${writeJson(response)}`);
  return `{${parts.join(',')}}`;
}
