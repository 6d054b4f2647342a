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
import { hash64 } from '../kernel/index.ts';
import { RaceLost, type Row, type Transaction } from '../store/index.ts';
import type { WriteContext } from './context.ts';
import { parsedResource, type Current } from './current.ts';
import { IndexBatch, markDeleted, removeFromIndex, writeTexts, type DeletedResource } from './index-rows/index.ts';
import { numberOfType } from './names.ts';
import { BODY, filledRows, type Filling, type NewRows } from './new-rows.ts';
import { referenceOf, stamped, tailOf, versionText, type AnyResource, type Stamp } from './resource.ts';
import { Turns } from './turns.ts';

/** The HTTP verbs of versions, as numbers of the column `method`. */
export const METHODS = ['', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A change that is decided. A deletion has neither resource nor tail. */
export interface Change {
  readonly method: Method;
  readonly type: string;
  readonly fid: string;
  readonly resource?: AnyResource;
  /** Tail of the resource's text; it alone is enough. */
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
  const { written, ...index } = await prepared(context, changes, tx);
  await turn;
  await unlessRaceLost(async () => {
    await transaction.insertRows(BODY, bodyRows(changes, written, tx));
    await writeIndex(transaction, index);
  });
  return written;
}

async function unlessRaceLost(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw (error as { code?: unknown }).code === '23505' ? new RaceLost('another transaction created it first') : error;
  }
}

/** Writes new resources whose rows are encoded already: those that have a row id. */
export async function writeNew(
  context: WriteContext,
  rows: NewRows,
  filling: Pick<Filling, 'rids' | 'referenceOf'>,
  turn?: Promise<void>,
): Promise<void> {
  const { transaction, clock, texts } = context;
  const [tx, ts] = [await transaction.number(), clock.now()];
  const filled = filling.rids.size === 0 ? [] : filledRows(rows, { ...filling, tx, ts });
  await turn;
  await unlessRaceLost(async () => {
    for (const [shape, encoded] of filled) await transaction.copyEncoded(shape, encoded);
  });
  // Also those of resources that are not stored: the maker tells each text once.
  await writeTexts(transaction, rows.texts, texts);
}

function bodyRows(changes: readonly Change[], written: readonly Written[], tx: string): readonly Row[] {
  return written.map(({ rid, ver, ts, type, text, patients: [patient] }, at) => {
    const pat = patient === undefined ? null : hash64(referenceOf('Patient', patient));
    const method = METHODS.indexOf(changes[at]?.method ?? 'PUT');
    return [rid, tx, ts, ver, numberOfType(type), method, text ?? null, pat];
  });
}

interface Indexed {
  readonly batch: IndexBatch;
  readonly replaced: readonly number[];
  readonly deleted: readonly DeletedResource[];
}

interface Prepared extends Indexed {
  readonly written: readonly Written[];
}

/** Texts and index rows of all changes; others have their turn meanwhile. */
async function prepared(context: WriteContext, changes: readonly Change[], tx: string): Promise<Prepared> {
  const { settings, texts, clock } = context;
  const batch = new IndexBatch({ timeZone: settings.timeZone, texts });
  const [written, replaced, deleted]: [Written[], number[], DeletedResource[]] = [[], [], []];
  const [ts, turns] = [clock.now(), new Turns()];
  for (const change of changes) {
    if (turns.isDue()) await turns.pass();
    const { type, fid, current } = change;
    const version = { type, fid, ver: (current?.ver ?? 0) + 1, ts, rid: current?.rid ?? context.nextRowId() };
    if (current !== undefined) replaced.push(version.rid);
    const content = contentOf(change, version);
    if (content === undefined) deleted.push({ ...version, tx });
    else batch.add({ ...version, tx, resource: content.resource as unknown as Resource });
    const patients = content === undefined ? [] : patientsOf(type, content.resource);
    written.push({ ...version, patients, ...(content === undefined ? {} : { text: content.text }) });
  }
  return { written, batch, replaced, deleted };
}

/** The text of a version and the resource that it says; nothing where it is a deletion. */
function contentOf(
  { method, resource, tail }: Change,
  stamp: Stamp,
): { readonly text: string; readonly resource: AnyResource } | undefined {
  if (method === 'DELETE') return undefined;
  if (resource !== undefined)
    return { text: versionText(stamp, tail ?? tailOf(resource)), resource: stamped(resource, stamp) };
  if (tail === undefined) throw new Error('a change has no content');
  const text = versionText(stamp, tail);
  return { text, resource: parsedResource(text) };
}

async function writeIndex(transaction: Transaction, { batch, replaced, deleted }: Indexed): Promise<void> {
  if (replaced.length > 0) await removeFromIndex(transaction, replaced);
  if (deleted.length > 0) await markDeleted(transaction, deleted);
  if (batch.size > 0) await batch.write(transaction);
}
