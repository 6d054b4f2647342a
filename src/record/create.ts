/**
 * create: a new resource under an id of the house; with If-None-Exist only where nothing matches yet.
 *
 * Source  https://hl7.org/fhir/R4/http.html#create, https://hl7.org/fhir/R4/http.html#ccreate
 * Proof   interactions.int.test.ts, concurrency.int.test.ts (a race makes one resource)
 */
import { newLogicalId } from '../kernel/index.ts';
import type { Answer, Ask } from './ask.ts';
import { noteWrite, patientsIn } from './audit-note.ts';
import { matchOne, type Match } from './conditional.ts';
import { inTransaction, type Context, type WriteContext } from './context.ts';
import { findCurrent, parsedResource } from './current.ts';
import { demandTargets } from './integrity.ts';
import { demandAllowed, demandGrant } from './permission.ts';
import { referenceOf, tailOf, type AnyResource } from './resource.ts';
import { demandValid } from './validation.ts';
import { writeChanges, type Change, type Written } from './write.ts';

/** `POST Type` */
export async function create(context: Context, ask: Ask, type: string): Promise<Answer> {
  demandGrant(context, 'create', type);
  const resource = demandValid(ask.body, type);
  const change = decideCreate(context, resource);
  return inTransaction(context, async (open) => {
    const criteria = ask.conditions.ifNoneExist;
    const match = criteria === undefined ? undefined : await matchOne(open, type, criteria, resource);
    if (match !== undefined) return existing(open, type, match);
    return created(await writeOne(open, change, 'C', 'create'));
  });
}

/** A create that is allowed, under a new id. */
export function decideCreate(context: Context, resource: AnyResource, fid: string = newLogicalId()): Change {
  const { resourceType: type } = resource;
  demandAllowed(context, 'create', { ...resource, id: fid });
  return { method: 'POST', type, fid, resource, tail: tailOf(resource) };
}

/** The answer of a conditional create that found its resource: nothing was made. */
export async function existing(open: WriteContext, type: string, match: Match): Promise<Answer> {
  const found = await findCurrent(open.connection, type, match.fid);
  const text = found?.text ?? undefined;
  const patients = text === undefined ? [] : patientsIn([parsedResource(text)]);
  await noteWrite(open, {
    action: 'R',
    interaction: 'create',
    entities: [referenceOf(type, match.fid)],
    patients,
  });
  const version = { type, fid: match.fid, ver: match.ver, ts: found?.ts ?? open.clock.now() };
  return { status: 200, version, located: true, ...(text === undefined ? {} : { text }) };
}

/** Writes and notes one change. */
export async function writeOne(
  open: WriteContext,
  change: Change,
  action: 'C' | 'U' | 'D',
  interaction: string,
  before?: AnyResource,
): Promise<Written> {
  const [written] = await writeChanges(open, [change]);
  if (written === undefined) throw new Error('a change was not written');
  await demandTargets(open, [change]);
  const patients = [...new Set([...written.patients, ...patientsIn([before])])];
  const entities = [`${referenceOf(change.type, change.fid)}/_history/${written.ver}`];
  await noteWrite(open, { action, interaction, entities, patients });
  return written;
}

/** The answer for a version that was made now. */
export function created(written: Written, status = 201): Answer {
  const { type, fid, ver, ts, text } = written;
  return { status, version: { type, fid, ver, ts }, located: status === 201, ...(text === undefined ? {} : { text }) };
}
