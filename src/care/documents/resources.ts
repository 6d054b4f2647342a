/**
 * Reads and writes single resources in an open session.
 */
import type { Resource, ResourceOfType } from '../../fhir/index.ts';
import { OutcomeError, parseJson } from '../../kernel/index.ts';
import { interact } from '../../record/index.ts';
import { readResource } from '../bedside/chart.ts';
import { signedInOf } from '../bedside/people.ts';
import type { Session } from '../bedside/session.ts';

type Types = ResourceOfType;

/** A reference with its version. */
export interface Place {
  readonly reference: string;
  readonly versioned: string;
  readonly version: string;
}

/** Makes a resource. */
export async function make({ own }: Session, resource: Resource): Promise<Place> {
  const type = resource.resourceType;
  return placeOf(await interact(own, { method: 'POST', path: [type], query: '', conditions: {}, body: resource }));
}

/** Writes a new version of a resource that is locked and was read in this session. */
export async function replace({ own }: Session, resource: Resource): Promise<Place> {
  const { resourceType, id = '', meta } = resource;
  const conditions = { ifMatch: `W/"${meta?.versionId ?? ''}"` };
  return placeOf(
    await interact(own, { method: 'PUT', path: [resourceType, id], query: '', conditions, body: resource }),
  );
}

function placeOf({ version }: Awaited<ReturnType<typeof interact>>): Place {
  if (version === undefined) throw new Error('the record told no version');
  const reference = `${version.type}/${version.fid}`;
  return { reference, versioned: `${reference}/_history/${version.ver}`, version: String(version.ver) };
}

/** A version of a resource as it stands in the record. */
export async function readVersion<Type extends keyof Types>(
  context: Session['own'],
  type: Type,
  id: string,
  version: string,
): Promise<Types[Type]> {
  const path = [type, id, '_history', version];
  const answer = await interact(context, { method: 'GET', path, query: '', conditions: {} });
  return parseJson(answer.text ?? '{}') as Types[Type];
}

/** A person of the hospital by whose act something is written. */
export interface Signatory {
  readonly reference: string;
  readonly display: string;
  readonly role: string;
}

/** Who is signed in, by the name in the record. */
export async function signatoryOf(session: Session): Promise<Signatory> {
  const id = signedInOf(session);
  const { name } = await readResource(session.safety, 'Practitioner', id);
  const known = name?.find(({ use }) => use === 'official') ?? name?.[0];
  const parts = [known?.family, ...(known?.given ?? [])].filter((part) => part !== undefined);
  const display = known?.text ?? (parts.length === 0 ? session.own.caller.name : parts.join(' '));
  return { reference: `Practitioner/${id}`, display, role: session.own.caller.role };
}

/** The version that a client saw must be the one that stands. */
export function demandVersion(resource: Resource, version: string): void {
  if (resource.meta?.versionId === version) return;
  const text = 'Somebody, or you in another window, changed this document meanwhile; read it again before you go on.';
  throw new OutcomeError('conflict', 'care.document-changed', text);
}
