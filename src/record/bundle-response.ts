/**
 * The answer to a batch or transaction: one entry for each asked, in their order.
 *
 * Source  https://hl7.org/fhir/R4/http.html#transaction-response
 * Proof   transaction.int.test.ts
 */
import { instantOf, writeJson, type OperationOutcomeJson } from '../kernel/index.ts';
import type { Answer } from './ask.ts';
import type { BundleEntryText } from './bundle-text.ts';
import { etagOf } from './conditions.ts';
import { doneOutcome } from './http.ts';
import { referenceOf } from './resource.ts';
import type { Preference } from './prefer.ts';

const REASONS: Readonly<Record<number, string>> = {
  200: '200 OK',
  201: '201 Created',
  204: '204 No Content',
  304: '304 Not Modified',
};

/** One entry of the answer. */
export function responseEntry(
  base: string,
  { method }: { readonly method: string },
  answer: Answer,
  give: Preference['give'],
): BundleEntryText {
  const { version, text, status } = answer;
  const isRead = method === 'GET' || method === 'HEAD' || answer.whole === true;
  const shown = isRead || give === 'representation' ? text : undefined;
  const outcome = answer.outcome ?? (!isRead && give === 'OperationOutcome' ? doneOutcome(answer) : undefined);
  return {
    fullUrl:
      version === undefined || shown === undefined ? undefined : `${base}/${referenceOf(version.type, version.fid)}`,
    resource: method === 'HEAD' ? undefined : shown,
    response: { status: REASONS[status] ?? String(status), ...versionMembers(answer), ...outcomeMember(outcome) },
  };
}

function versionMembers({ version, located }: Answer): object {
  if (version === undefined) return {};
  const { type, fid, ver, ts } = version;
  return {
    ...(located === true ? { location: `${referenceOf(type, fid)}/_history/${ver}` } : {}),
    etag: etagOf(ver),
    lastModified: instantOf(ts),
  };
}

function outcomeMember(outcome: OperationOutcomeJson | undefined): object {
  return outcome === undefined ? {} : { outcome };
}

/** The entry of an interaction that failed (batch only). */
export function failedEntry(status: number, outcome: OperationOutcomeJson): BundleEntryText {
  return { response: { status: String(status), outcome }, resource: writeJson(outcome) };
}
