/**
 * A Binary says in `securityContext` whose access rules it follows: who may read that resource may read the bytes.
 *
 * Its own labels count as well. What it is about cannot be seen in the bytes, so the patients of a grant are those of the
 * resource it follows. Where that resource is not in this record, or the caller may not see it, the Binary is not there.
 *
 * Source  https://hl7.org/fhir/R4/binary.html#security
 * Proof   binary.int.test.ts, test/spec/03-access-restricted.test.ts
 */
import type { Resource } from '../fhir/index.ts';
import type { Context } from './context.ts';
import { findCurrent, lastText, parsedResource } from './current.ts';
import { localReference } from './integrity.ts';
import { hidesNothing, isAllowed } from './permission.ts';
import { reachAllows } from './reach.ts';
import type { AnyResource } from './resource.ts';

/** May the caller read this resource? Like `isAllowed`, and for a Binary by what it follows. */
export async function isReadable(context: Context, resource: AnyResource): Promise<boolean> {
  const followed = followedBy(resource);
  if (followed === undefined || hidesNothing(context, 'read', 'Binary')) return isAllowed(context, 'read', resource);
  const text = await textOf(context, followed);
  if (text === undefined || !isAllowed(context, 'read', parsedResource(text))) return false;
  return reachAllows(withoutPatients(context), 'read', resource as unknown as Resource);
}

/** `Type/id` of the resource that a Binary follows, or whatever else it names; undefined where it follows none. */
function followedBy(resource: AnyResource): string | undefined {
  if (resource.resourceType !== 'Binary') return undefined;
  const named = resource['securityContext'] as { readonly reference?: unknown } | undefined;
  if (named === undefined) return undefined;
  return typeof named.reference === 'string' ? named.reference : '';
}

async function textOf({ connection }: Context, reference: string): Promise<string | undefined> {
  const local = localReference(reference);
  if (local === undefined) return undefined;
  const [type = '', fid = ''] = local.split('/');
  const found = await findCurrent(connection, type, fid);
  return found === undefined ? undefined : (found.text ?? lastText(connection, found.rid));
}

function withoutPatients({ reach }: Context): Context['reach'] {
  return {
    grants: (type, interaction) => reach.grants(type, interaction).map(({ patients: _patients, ...grant }) => grant),
  };
}
