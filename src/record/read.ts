/**
 * read: the current version of a resource by its id.
 *
 * The stored text is sent as it is. What may not be read is answered like what is not there (permission.ts).
 *
 * Source  https://hl7.org/fhir/R4/http.html#read
 * Proof   interactions.int.test.ts, permission.int.test.ts
 */
import { OutcomeError } from '../kernel/index.ts';
import type { Answer, Ask } from './ask.ts';
import { noteRead, patientsIn } from './audit-note.ts';
import { isKnown } from './conditions.ts';
import type { Context } from './context.ts';
import { findCurrent, lastText, parsedResource, type CurrentText } from './current.ts';
import { demandGrant, notFound } from './permission.ts';
import { referenceOf, type AnyResource } from './resource.ts';
import { isReadable } from './security-context.ts';
import { readSelection, selectedText } from './selection.ts';

/** `GET Type/id` */
export async function read(context: Context, ask: Ask, type: string, fid: string): Promise<Answer> {
  demandGrant(context, 'read', type);
  const selection = readSelection(ask.query);
  const found = await findCurrent(context.connection, type, fid);
  if (found === undefined) throw notFound(type, fid);
  const resource = await readable(context, type, found);
  await noteReadOf(context, 'read', referenceOf(type, fid), resource);
  if (found.text === null) throw deleted(type, fid);
  const version = { type, fid, ver: found.ver, ts: found.ts };
  if (isKnown(ask.conditions, found.ver, found.ts)) return { status: 304, version };
  return { status: 200, version, text: selectedText(found.text, resource, selection) };
}

/** The resource (a deleted one as it was), if it may be read; else 404, noted as refused. */
async function readable(context: Context, type: string, found: CurrentText): Promise<AnyResource> {
  const text = found.text ?? (await lastText(context.connection, found.rid));
  const resource = text === undefined ? undefined : parsedResource(text);
  if (resource !== undefined && (await isReadable(context, resource))) return resource;
  const patients = patientsIn([resource]);
  const entities = [referenceOf(type, found.fid)];
  await noteRead(context, { action: 'R', interaction: 'read', entities, patients, outcome: 'refused' });
  throw notFound(type, found.fid);
}

/** Notes that a version was read. */
export function noteReadOf(
  context: Context,
  interaction: string,
  entity: string,
  resource: AnyResource,
): Promise<void> {
  return noteRead(context, { action: 'R', interaction, entities: [entity], patients: patientsIn([resource]) });
}

/** The 410. */
export function deleted(type: string, fid: string): OutcomeError {
  return new OutcomeError('deleted', 'record.deleted', `${type}/${fid} was deleted; its history tells when.`);
}
