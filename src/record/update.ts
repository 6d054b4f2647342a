/**
 * update: a whole resource under a known id, new where there is none (if the settings allow it); by criteria as well.
 *
 * An update with the same content still makes a version: clients count on it.
 *
 * Source  https://hl7.org/fhir/R4/http.html#update, https://hl7.org/fhir/R4/http.html#cond-update
 * Proof   interactions.int.test.ts, concurrency.int.test.ts (parallel updates with If-Match)
 */
import { newLogicalId, OutcomeError } from '../kernel/index.ts';
import type { Answer, Ask, Conditions } from './ask.ts';
import { lockBefore, type Before } from './before.ts';
import { matchOne } from './conditional.ts';
import { demandMatch } from './conditions.ts';
import { inTransaction, type Context, type WriteContext } from './context.ts';
import { created, writeOne } from './create.ts';
import { demandAllowed, demandGrant, notFound } from './permission.ts';
import { referenceOf, tailOf, type AnyResource } from './resource.ts';
import { demandSameId, demandValid, shownId } from './validation.ts';
import type { Change } from './write.ts';

/** `PUT Type/id` */
export async function update(context: Context, ask: Ask, type: string, fid: string): Promise<Answer> {
  demandGrant(context, 'update', type);
  const resource = demandValid(ask.body, type);
  demandSameId(resource, type, fid);
  return inTransaction(context, (open) => replace(open, fid, resource, ask.conditions));
}

/** `PUT Type?criteria` */
export async function conditionalUpdate(context: Context, ask: Ask, type: string): Promise<Answer> {
  demandGrant(context, 'update', type);
  const resource = demandValid(ask.body, type);
  return inTransaction(context, async (open) => {
    const match = await matchOne(open, type, ask.query, resource);
    return replace(open, updatedId(resource, match?.fid), resource, ask.conditions);
  });
}

/** The id that a conditional update writes: the one found, the resource's own, or a new one. */
export function updatedId({ id, resourceType }: AnyResource, found: string | undefined): string {
  if (found === undefined) return id ?? newLogicalId();
  if (id === undefined || id === found) return found;
  const text = `The criteria match ${resourceType}/${found}, but the resource says id '${shownId(id)}'; leave the id out.`;
  throw new OutcomeError('invalid', 'record.id-differs', text, { expression: `${resourceType}.id` });
}

async function replace(
  open: WriteContext,
  fid: string,
  resource: AnyResource,
  conditions: Conditions,
): Promise<Answer> {
  const reference = referenceOf(resource.resourceType, fid);
  const before = (await lockBefore(open, [reference]))(reference);
  const change = decideUpdate(open, fid, resource, conditions, before);
  const isNew = before.resource === undefined;
  const written = await writeOne(open, change, isNew ? 'C' : 'U', 'update', before.resource);
  return created(written, isNew ? 201 : 200);
}

/** An update that is allowed before and after. */
export function decideUpdate(
  context: Context,
  fid: string,
  resource: AnyResource,
  conditions: Conditions,
  { current, resource: before }: Before,
): Change {
  const type = resource.resourceType;
  const after = { ...resource, id: fid };
  if (before !== undefined) demandAllowed(context, 'update', before);
  demandMatch(conditions, before === undefined ? undefined : current?.ver);
  if (before !== undefined) demandAllowed(context, 'update', after);
  else if (context.settings.updateCreates) demandAllowed(context, 'create', after);
  else throw notFound(type, fid);
  return { method: 'PUT', type, fid, resource, tail: tailOf(resource), current };
}
