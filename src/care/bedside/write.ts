/**
 * Writes the resources of a plan, one after the other, in the session's transaction: all of them or none.
 *
 * Proof   medication.int.test.ts
 */
import { mapReferences, type Resource, type ResourceOfType } from '../../fhir/index.ts';
import { parseJson } from '../../kernel/index.ts';
import { interact, type Answer, type Context } from '../../record/index.ts';
import type { Write } from '../loop/index.ts';
import { claim, claimCollection, claimPacks, release } from './guard.ts';
import type { Session } from './session.ts';

/** References of what was written, in order. */
export async function writeAll(session: Session, writes: readonly Write[]): Promise<readonly string[]> {
  const places = new Map<string, string>();
  const written: string[] = [];
  for (const write of writes) {
    const reference = write.op === 'create' ? await makeOne(session, write, places) : await amendOne(session, write);
    written.push(reference);
  }
  return written;
}

async function makeOne(
  session: Session,
  { resource, place }: Extract<Write, { readonly op: 'create' }>,
  places: Map<string, string>,
): Promise<string> {
  const type = resource.resourceType;
  const body = mapReferences(resource as Resource, (reference) => places.get(reference) ?? reference);
  const answer = await interact(session.own, { method: 'POST', path: [type], query: '', conditions: {}, body });
  const { fid } = versionOf(answer);
  places.set(place, `${type}/${fid}`);
  if (type === 'MedicationAdministration')
    await claim(session, fid, body as ResourceOfType['MedicationAdministration']);
  if (type === 'Specimen') await claimCollection(session, fid, body as ResourceOfType['Specimen']);
  return `${type}/${fid}`;
}

/** Changes members of a resource (`undefined` takes one away), if nobody changed it since it was read. */
async function amendOne(
  session: Session,
  { type, id, set }: Extract<Write, { readonly op: 'amend' }>,
): Promise<string> {
  const path = [type, id];
  const found = await interact(session.own, { method: 'GET', path, query: '', conditions: {} });
  const members = Object.entries({ ...(parseJson(found.text ?? '{}') as object), ...set });
  const body = Object.fromEntries(members.filter(([, value]) => value !== undefined));
  const conditions = { ifMatch: `W/"${versionOf(found).ver}"` };
  await interact(session.own, { method: 'PUT', path, query: '', conditions, body });
  if (type === 'MedicationAdministration') {
    if (set['status'] === 'entered-in-error') await release(session, id);
    else await claimPacks(session, id, body as unknown as ResourceOfType['MedicationAdministration']);
  }
  return `${type}/${id}`;
}

/** Puts a resource that was read in this session back, if nobody changed it since. */
export async function putResource(context: Context, body: Resource & { readonly id?: string }): Promise<string> {
  const { resourceType: type, id = '', meta } = body;
  const conditions = meta?.versionId === undefined ? {} : { ifMatch: `W/"${meta.versionId}"` };
  await interact(context, { method: 'PUT', path: [type, id], query: '', conditions, body });
  return `${type}/${id}`;
}

function versionOf({ version }: Answer): NonNullable<Answer['version']> {
  if (version === undefined) throw new Error('the record told no version');
  return version;
}
