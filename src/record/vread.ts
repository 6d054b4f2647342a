/**
 * vread: one version of a resource. Reach is decided by that version's own content and by the newest one: a label that was
 * put on later, or a correction of whose data it is, hides the versions before it too.
 *
 * Source  https://hl7.org/fhir/R4/http.html#vread
 * Proof   interactions.int.test.ts
 */
import { hashText, type EpochMs } from '../kernel/index.ts';
import type { Connection } from '../store/index.ts';
import type { Answer, Ask } from './ask.ts';
import type { Context } from './context.ts';
import { parsedResource } from './current.ts';
import { numberOfType, versionNumber } from './names.ts';
import { demandGrant, notFound } from './permission.ts';
import { deleted, noteReadOf } from './read.ts';
import { referenceOf } from './resource.ts';
import { isReadable } from './security-context.ts';
import { readSelection, selectedText } from './selection.ts';

interface VersionRow {
  readonly ts: EpochMs;
  readonly text: string | null;
  /** The text of this version, or of the newest one before it where this one is a deletion. */
  readonly known: string;
  /** The newest text of the resource. */
  readonly newest: string;
}

/** `GET Type/id/_history/n` */
export async function vread(context: Context, ask: Ask, type: string, fid: string, vid: string): Promise<Answer> {
  demandGrant(context, 'read', type);
  const ver = versionNumber(vid);
  const found = await findVersion(context.connection, type, fid, ver);
  if (found === undefined) throw notFound(type, fid);
  const resource = parsedResource(found.known);
  if (!(await isReadable(context, resource)) || !(await isReadable(context, parsedResource(found.newest))))
    throw notFound(type, fid);
  await noteReadOf(context, 'vread', `${referenceOf(type, fid)}/_history/${ver}`, resource);
  if (found.text === null) throw deleted(type, fid);
  const text = selectedText(found.text, resource, readSelection(ask.query));
  return { status: 200, version: { type, fid, ver, ts: found.ts }, text };
}

async function findVersion(
  connection: Connection,
  type: string,
  fid: string,
  ver: number,
): Promise<VersionRow | undefined> {
  const text = `select b.ts, b.text, coalesce(b.text, (select o.text from body o
      where o.rid = b.rid and o.ver < b.ver and o.text is not null order by o.ver desc limit 1)) as known,
      (select o.text from body o where o.rid = b.rid and o.text is not null order by o.ver desc limit 1) as newest
    from resource r join body b on b.rid = r.rid where r.key = $1 and r.fid = $2 and r.type = $3 and b.ver = $4`;
  const values = [hashText(referenceOf(type, fid)), fid, numberOfType(type), ver];
  const [row] = await connection.query<VersionRow>(text, values, 'record_version');
  return row;
}
