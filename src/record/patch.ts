/**
 * patch: a change of parts, as JSON Patch or as FHIRPath Patch (a Parameters resource); by criteria as well.
 *
 * Source  https://hl7.org/fhir/R4/http.html#patch, https://hl7.org/fhir/R4/fhirpatch.html, RFC 6902
 * Proof   interactions.int.test.ts; the patch semantics themselves: test/conformance
 */
import { applyFhirPathPatch, applyJsonPatch } from '../fhir/index.ts';
import { OutcomeError } from '../kernel/index.ts';
import type { Answer, Ask } from './ask.ts';
import { lockBefore, type Before } from './before.ts';
import { matchOne } from './conditional.ts';
import { demandMatch } from './conditions.ts';
import { inTransaction, type Context, type WriteContext } from './context.ts';
import { created, writeOne } from './create.ts';
import { demandAllowed, demandGrant, hidesNothing, isAllowed, notFound } from './permission.ts';
import { referenceOf, tailOf, type AnyResource } from './resource.ts';
import { deleted } from './read.ts';
import { demandSameId, demandValid, isObject } from './validation.ts';
import type { Change, Written } from './write.ts';

/** `PATCH Type/id` */
export async function patch(context: Context, ask: Ask, type: string, fid: string): Promise<Answer> {
  demandGrant(context, 'update', type);
  demandPatch(ask.body);
  return inTransaction(context, (open) => patchOne(open, ask, type, fid));
}

/** `PATCH Type?criteria` */
export async function conditionalPatch(context: Context, ask: Ask, type: string): Promise<Answer> {
  demandGrant(context, 'update', type);
  demandPatch(ask.body);
  return inTransaction(context, async (open) => {
    const match = await matchOne(open, type, ask.query);
    if (match === undefined) throw noMatch(type);
    return patchOne(open, ask, type, match.fid);
  });
}

/** The 404 where a conditional change needs a match. */
export function noMatch(type: string): OutcomeError {
  return new OutcomeError('not-found', 'record.no-match', `No ${type} matches the criteria; nothing was changed.`);
}

async function patchOne(open: WriteContext, ask: Ask, type: string, fid: string): Promise<Answer> {
  const reference = referenceOf(type, fid);
  const before = (await lockBefore(open, [reference]))(reference);
  const change = decidePatch(open, ask, type, fid, before);
  return patched(open, change, await writeOne(open, change, 'U', 'patch', before.resource));
}

/** The answer of a patch: the content only for who may read it, as it says more than the client sent. */
export function patched(context: Context, { resource }: Change, written: Written): Answer {
  const { text, ...answer } = created(written, 200);
  const isReadable = resource !== undefined && isAllowed(context, 'read', resource);
  return isReadable && text !== undefined ? { ...answer, text } : answer;
}

/** A patch that is allowed before and after, applied. */
export function decidePatch(context: Context, ask: Ask, type: string, fid: string, before: Before): Change {
  const { current, resource } = before;
  if (current?.del === true && hidesNothing(context, 'update', type)) throw deleted(type, fid);
  if (resource === undefined || !mayBeSeen(context, resource)) throw notFound(type, fid);
  demandAllowed(context, 'update', resource);
  demandMatch(ask.conditions, current?.ver);
  const after = demandValid(applied(resource, ask.body), type);
  demandSameId(after, type, fid);
  demandAllowed(context, 'update', after);
  return { method: 'PATCH', type, fid, resource: after, tail: tailOf(after), current };
}

function mayBeSeen(context: Context, resource: AnyResource): boolean {
  return isAllowed(context, 'read', resource) || isAllowed(context, 'update', resource);
}

function applied(resource: AnyResource, body: unknown): unknown {
  return Array.isArray(body) ? applyJsonPatch(resource, body) : applyFhirPathPatch(resource, body);
}

/** Checks that the body is one of the two kinds of patch; throws `record.not-a-patch`. */
export function demandPatch(body: unknown): void {
  if (Array.isArray(body) || (isObject(body) && body['resourceType'] === 'Parameters')) return;
  const text = 'A patch is a JSON Patch (an array of operations) or a FHIRPath Patch (a Parameters resource).';
  throw new OutcomeError('structure', 'record.not-a-patch', text);
}
