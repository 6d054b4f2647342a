/**
 * The one place that changes resources: gives versions, writes bodies and index rows, in an open transaction.
 *
 * The caller has locked the current rows (`lockCurrent`), so versions never collide. Where two transactions create the same
 * id, the second meets the unique key and the store runs it again from the start: then it finds the row and locks it.
 *
 * Source  https://hl7.org/fhir/R4/http.html#versioning
 * Proof   interactions.int.test.ts, concurrency.int.test.ts
 */
import { patientsOf, type Resource } from '../fhir/index.ts';
import { hash64, type EpochMs } from '../kernel/index.ts';
import { RaceLost, type Row, type RowShape, type Transaction } from '../store/index.ts';
import type { WriteContext } from './context.ts';
import type { Current } from './current.ts';
import { IndexBatch, markDeleted, removeFromIndex, type DeletedResource } from './index-rows/index.ts';
import { numberOfType } from './names.ts';
import { referenceOf, stamped, tailOf, versionText, type AnyResource, type Stamp } from './resource.ts';
import { Turns } from './turns.ts';

/** The HTTP verbs of versions, as numbers of the column `method`. */
export const METHODS = ['', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A change that is decided: the resource as it becomes, or nothing where it is deleted. */
export interface Change {
  readonly method: Method;
  readonly type: string;
  readonly fid: string;
  readonly resource?: AnyResource;
  /** Tail of the resource's text where it was made before. */
  readonly tail?: string;
  /** What was there, locked. */
  readonly current?: Current | undefined;
}

/** A change that was written (not yet committed). */
export interface Written extends Stamp {
  readonly rid: number;
  readonly text?: string;
  readonly patients: readonly string[];
}

const BODY: RowShape = {
  table: 'body',
  columns: [
    ['rid', 'bigint'],
    ['ver', 'integer'],
    ['tx', 'bigint'],
    ['pat', 'bigint'],
    ['ts', 'timestamptz'],
    ['type', 'smallint'],
    ['method', 'smallint'],
    ['text', 'text'],
  ],
};

/**
 * Writes changes of different resources; the answers are in their order. Nothing is sent before `turn`: an import prepares
 * one batch while the one before it is on its way.
 */
export async function writeChanges(
  context: WriteContext,
  changes: readonly Change[],
  turn?: Promise<void>,
): Promise<readonly Written[]> {
  if (changes.length === 0) return [];
  const { transaction } = context;
  const tx = await transaction.number();
  const ts = context.clock.now();
  const written = changes.map((change) => versionOf(change, change.current?.rid ?? context.nextRowId(), ts));
  const index = await indexed(context, changes, written, tx);
  await turn;
  try {
    await transaction.insertRows(BODY, bodyRows(changes, written, tx));
    await writeIndex(transaction, index);
  } catch (error) {
    throw (error as { code?: unknown }).code === '23505' ? new RaceLost('another transaction created it first') : error;
  }
  return written;
}

function missing(): never {
  throw new Error('a change has no version');
}

function versionOf(change: Change, rid: number, ts: EpochMs): Written {
  const { type, fid, resource, current } = change;
  const stamp = { type, fid, ver: (current?.ver ?? 0) + 1, ts };
  if (resource === undefined) return { ...stamp, rid, patients: [] };
  const text = versionText(stamp, change.tail ?? tailOf(resource));
  return { ...stamp, rid, text, patients: patientsOf(type, { ...resource, id: fid }) };
}

function bodyRows(changes: readonly Change[], written: readonly Written[], tx: string): readonly Row[] {
  return written.map(({ rid, ver, ts, type, text, patients: [patient] }, at) => {
    const pat = patient === undefined ? null : hash64(referenceOf('Patient', patient));
    const method = METHODS.indexOf(changes[at]?.method ?? 'PUT');
    return [rid, ver, tx, pat, ts, numberOfType(type), method, text ?? null];
  });
}

interface Indexed {
  readonly batch: IndexBatch;
  readonly replaced: readonly number[];
  readonly deleted: readonly DeletedResource[];
}

async function indexed(
  { settings, texts }: WriteContext,
  changes: readonly Change[],
  written: readonly Written[],
  tx: string,
): Promise<Indexed> {
  const batch = new IndexBatch({ timeZone: settings.timeZone, texts });
  const replaced: number[] = [];
  const deleted: DeletedResource[] = [];
  const turns = new Turns();
  for (const [at, { resource, current }] of changes.entries()) {
    if (turns.isDue()) await turns.pass();
    const version = written[at] ?? missing();
    const { rid, fid, ver, ts } = version;
    if (current !== undefined) replaced.push(rid);
    if (resource === undefined) deleted.push({ rid, ver, tx, ts });
    else batch.add({ rid, fid, ver, tx, ts, resource: stamped(resource, version) as unknown as Resource });
  }
  return { batch, replaced, deleted };
}

async function writeIndex(transaction: Transaction, { batch, replaced, deleted }: Indexed): Promise<void> {
  if (replaced.length > 0) await removeFromIndex(transaction, replaced);
  if (deleted.length > 0) await markDeleted(transaction, deleted);
  if (batch.size > 0) await batch.write(transaction);
}
