/**
 * May this caller do this? Asked before a resource is looked up (by type) and before it is shown or changed (by content).
 *
 * What a caller may not read is answered as if it were not there: 404, with the same words. Where the caller has no grant
 * for the type at all the answer is 403 before anything is looked up, so it says nothing about what exists either. A change
 * of something that may be read but not changed is 403. One thing cannot be hidden: a client that chooses ids itself
 * (`PUT Type/id`) learns from the 403 that an id is taken.
 *
 * Source  https://hl7.org/fhir/R4/security.html#AccessDenied
 * Proof   permission.int.test.ts
 */
import type { Interaction } from '../access/index.ts';
import type { Resource } from '../fhir/index.ts';
import { OutcomeError } from '../kernel/index.ts';
import type { Context } from './context.ts';
import { reachAllows } from './reach.ts';
import type { AnyResource } from './resource.ts';

/** Refuses a caller who has no grant for the type at all. */
export function demandGrant(context: Asking, interaction: Interaction, type: string): void {
  if (context.reach.grants(type, interaction).length === 0) throw outOfReach(interaction, type);
  const route = CHANGES.has(interaction) ? context.reserved?.get(type) : undefined;
  if (route !== undefined && context.caller?.role !== 'system') throw reserved(interaction, type, route);
}

/** Who asks, and what is reserved. */
type Asking = Pick<Context, 'reach'> & Partial<Pick<Context, 'caller' | 'reserved'>>;

const CHANGES = new Set<Interaction>(['create', 'update', 'delete']);

function reserved(interaction: Interaction, type: string, route: string): OutcomeError {
  const text = `Clients do not ${interaction} a ${type} here, because nothing would keep it from being done twice: use POST ${route}.`;
  return new OutcomeError('forbidden', 'record.reserved', text);
}

/** May the caller do this with this resource? */
export function isAllowed({ reach }: Pick<Context, 'reach'>, interaction: Interaction, resource: AnyResource): boolean {
  return reachAllows(reach, interaction, resource as unknown as Resource);
}

/** Refuses what the caller may not do with this resource. */
export function demandAllowed(context: Pick<Context, 'reach'>, interaction: Interaction, resource: AnyResource): void {
  if (!isAllowed(context, interaction, resource)) throw outOfReach(interaction, resource.resourceType);
}

/** May the caller do this with everything of the type, so that nothing of it is hidden? */
export function hidesNothing({ reach }: Pick<Context, 'reach'>, interaction: Interaction, type: string): boolean {
  return reach
    .grants(type, interaction)
    .some(({ patients, criteria }) => patients === undefined && criteria === undefined);
}

/** The 403. */
export function outOfReach(interaction: Interaction, type: string): OutcomeError {
  const text = `Your scopes and role do not allow to ${interaction} this ${type}.`;
  return new OutcomeError('forbidden', 'record.out-of-reach', text);
}

/** The 404, for what is not there and for what may not be seen. */
export function notFound(type: string, fid: string): OutcomeError {
  return new OutcomeError('not-found', 'record.not-found', `There is no ${type}/${fid} here.`);
}
