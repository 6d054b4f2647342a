/**
 * delete: the resource is gone from reads and searches, its history stays; by criteria as well.
 *
 * Deleting what is not there succeeds, as the standard asks, for callers who may delete everything of the type. For others
 * it is 404, so that it cannot be told from what is hidden.
 *
 * Source  https://hl7.org/fhir/R4/http.html#delete, https://hl7.org/fhir/R4/http.html#cdelete
 * Proof   interactions.int.test.ts
 */
import type { Answer, Ask, Conditions } from './ask.ts';
import { lockBefore, type Before } from './before.ts';
import { matchMany } from './conditional.ts';
import { demandMatch } from './conditions.ts';
import { inTransaction, type Context, type WriteContext } from './context.ts';
import { writeOne } from './create.ts';
import { demandAllowed, demandGrant, hidesNothing, isAllowed, notFound } from './permission.ts';
import { referenceOf } from './resource.ts';
import type { Change } from './write.ts';

/** `DELETE Type/id` */
export async function remove(context: Context, ask: Ask, type: string, fid: string): Promise<Answer> {
  demandGrant(context, 'delete', type);
  return inTransaction(context, (open) => removeOne(open, type, fid, ask.conditions));
}

/** `DELETE Type?criteria` */
export async function conditionalDelete(context: Context, ask: Ask, type: string): Promise<Answer> {
  demandGrant(context, 'delete', type);
  return inTransaction(context, async (open) => {
    const matches = await matchMany(open, type, ask.query, context.settings.conditionalDeletes);
    let answer: Answer = { status: 204 };
    for (const { fid } of matches) answer = await removeOne(open, type, fid, ask.conditions);
    return matches.length === 1 ? answer : { status: 204 };
  });
}

async function removeOne(open: WriteContext, type: string, fid: string, conditions: Conditions): Promise<Answer> {
  const reference = referenceOf(type, fid);
  const before = (await lockBefore(open, [reference]))(reference);
  const change = decideDelete(open, type, fid, conditions, before);
  if (change === undefined) return { status: 204 };
  const { ver, ts } = await writeOne(open, change, 'D', 'delete', before.resource);
  return { status: 204, version: { type, fid, ver, ts } };
}

/** A delete that is allowed; undefined where there is nothing to delete. */
export function decideDelete(
  context: Context,
  type: string,
  fid: string,
  conditions: Conditions,
  { current, resource }: Before,
): Change | undefined {
  if (resource === undefined) {
    if (!hidesNothing(context, 'delete', type)) throw notFound(type, fid);
    demandMatch({ ifMatch: conditions.ifMatch }, undefined);
    return undefined;
  }
  if (!isAllowed(context, 'read', resource) && !isAllowed(context, 'delete', resource)) throw notFound(type, fid);
  demandAllowed(context, 'delete', resource);
  demandMatch({ ifMatch: conditions.ifMatch }, current?.ver);
  return { method: 'DELETE', type, fid, current };
}
