/**
 * Versions out of the database, newest first, from a place on.
 *
 * Proof   history.int.test.ts (the plan uses the index: explain)
 */
import { RESOURCE_TYPES } from '../fhir/index.ts';
import { hashText, type EpochMs, type Interval } from '../kernel/index.ts';
import type { Connection } from '../store/index.ts';
import type { Interaction } from '../access/index.ts';
import type { Context } from './context.ts';
import { numberOfType } from './names.ts';
import { referenceOf } from './resource.ts';
import { METHODS } from './write.ts';

/** A version's place in the order. */
export interface Place {
  readonly ts: number;
  readonly rid: number;
  readonly ver: number;
}

/** One version. */
export interface VersionRow extends Place {
  readonly ts: EpochMs;
  readonly type: string;
  readonly fid: string;
  readonly method: string;
  readonly text: string | null;
  /** The text; of a deletion the newest one before it. */
  readonly known: string;
  /** The newest text of the resource, where that is another version: what is hidden now is hidden in its past too. */
  readonly newest: string | null;
  /** The version before it was a deletion, so that it made the resource anew. */
  readonly revived: boolean;
}

/** Which versions. */
export interface VersionLimits {
  readonly types: readonly string[];
  readonly type?: string;
  readonly fid?: string;
  readonly since?: number;
  readonly at?: Interval;
}

interface RawRow {
  readonly rid: string;
  readonly ver: number;
  readonly ts: EpochMs;
  readonly type: number;
  readonly fid: string;
  readonly method: number;
  readonly text: string | null;
  readonly known: string;
  readonly newest: string | null;
  readonly revived: boolean;
}

const namesByNumber = new Map<number, string>();

function typeName(number: number): string {
  if (namesByNumber.size === 0) for (const type of RESOURCE_TYPES) namesByNumber.set(numberOfType(type), type);
  return namesByNumber.get(number) ?? '';
}

/** The types of which the caller may do something at all. AuditEvents are not stored here. */
export function typesInReach({ reach }: Context, interaction: Interaction): readonly string[] {
  return RESOURCE_TYPES.filter((type) => type !== 'AuditEvent' && reach.grants(type, interaction).length > 0);
}

/** At most `limit` versions after `from`. */
export async function readVersions(
  connection: Connection,
  limits: VersionLimits,
  from: Place | undefined,
  limit: number,
): Promise<readonly VersionRow[]> {
  const { text, values } = statement(limits, from, limit);
  const rows = await connection.query<RawRow>(text, values);
  return rows.map((row) => ({
    ...row,
    rid: Number(row.rid),
    type: typeName(row.type),
    method: METHODS[row.method] ?? '',
  }));
}

const COLUMNS = `b.rid, b.ver, b.ts, b.type, b.method, b.text, r.fid, coalesce(b.text, (select o.text from body o
  where o.rid = b.rid and o.ver < b.ver and o.text is not null order by o.ver desc limit 1)) as known,
  case when b.ver < r.ver then (select o.text from body o where o.rid = b.rid and o.text is not null
    order by o.ver desc limit 1) end as newest,
  exists (select from body p where p.rid = b.rid and p.ver = b.ver - 1 and p.text is null) as revived`;

function statement(limits: VersionLimits, from: Place | undefined, limit: number): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const param = (value: unknown, type: string): string => `$${values.push(value)}::${type}`;
  const moment = (ms: number): string => `to_timestamp(${param(ms, 'double precision')} / 1000)`;
  const where: string[] = [];
  if (limits.fid !== undefined && limits.type !== undefined) {
    where.push(`r.key = ${param(hashText(referenceOf(limits.type, limits.fid)), 'bigint')}`);
    where.push(`r.fid = ${param(limits.fid, 'text')}`);
  } else if (limits.types.length === 1) {
    where.push(`b.type = ${param(numberOfType(limits.types[0] ?? ''), 'smallint')}`);
  } else where.push(`b.type = any(${param(limits.types.map(numberOfType), 'smallint[]')})`);
  if (limits.since !== undefined) where.push(`b.ts >= ${moment(limits.since)}`);
  if (limits.at !== undefined) {
    where.push(`b.ts < ${moment(limits.at.high)}`);
    const replaced = `select 1 from body n where n.rid = b.rid and n.ver = b.ver + 1`;
    where.push(`not exists (${replaced} and n.ts <= ${moment(limits.at.low)})`);
  }
  if (from !== undefined) {
    const place = `${moment(from.ts)}, ${param(from.rid, 'bigint')}, ${param(from.ver, 'integer')}`;
    where.push(`(b.ts, b.rid, b.ver) < (${place})`);
  }
  const order = 'order by b.ts desc, b.rid desc, b.ver desc';
  return {
    text: `select ${COLUMNS} from body b join resource r on r.rid = b.rid
      where ${where.join(' and ')} ${order} limit ${param(limit, 'integer')}`,
    values,
  };
}
