/**
 * Commits one batch of an import: new and changed resources, the audit entry and the progress in one transaction.
 *
 * Batches overlap: while one waits for the database, the next is parsed, validated and indexed. They commit in order, so
 * progress never tells of something that is not there.
 *
 * Proof   import.int.test.ts
 */
import { OutcomeError } from '../../kernel/index.ts';
import { noteWrite } from '../audit-note.ts';
import { inTransaction, type Context, type WriteContext } from '../context.ts';
import { lockCurrent, parsedResource, textsOf, type Current } from '../current.ts';
import { demandAllowed, hidesNothing } from '../permission.ts';
import { isSameContent, referenceOf } from '../resource.ts';
import { writeChanges, type Change } from '../write.ts';
import type { ImportCounts } from './api.ts';
import type { Batch, BatchItem } from './batch.ts';
import type { ImportFault } from './errors.ts';
import type { ImportFile } from './file.ts';
import { addedCounts, NO_COUNTS, saveProgress } from './progress.ts';

/** A batch on its way. */
export interface Committing {
  /** Its rows are locked: the next batch may begin. */
  readonly locked: Promise<void>;
  readonly done: Promise<void>;
}

/** Begins to commit a batch; it ends after `before`. */
export function commitBatch(context: Context, id: number, batch: Batch, before: Promise<void>): Committing {
  const { promise: locked, resolve: isLocked } = Promise.withResolvers<void>();
  const done = inTransaction(context, (write) => carryOut(write, id, batch, before, isLocked), batch.items.length)
    .then((outcomes) => remember(outcomes, batch))
    .finally(isLocked);
  done.catch(() => undefined);
  return { locked, done };
}

type Fate = 'created' | 'updated' | 'same' | 'failed';

interface Outcome {
  readonly counts: ImportCounts;
  readonly done: number;
}

type Outcomes = ReadonlyMap<ImportFile, Outcome>;

async function carryOut(
  open: WriteContext,
  id: number,
  batch: Batch,
  before: Promise<void>,
  isLocked: () => void,
): Promise<Outcomes> {
  const references = batch.items.flatMap((item) =>
    item.isRepeat || item.error !== undefined ? [] : [referenceTo(item)],
  );
  const locked = await lockCurrent(open.transaction, references);
  isLocked();
  const texts = await textsOf(open.transaction, [...locked.values()]);
  const faults = new Map<BatchItem, OutcomeError>();
  const changes: Change[] = [];
  const fates = batch.items.map((item) => decide(open, item, locked, texts, changes, faults));
  const written = await writeChanges(open, changes, before);
  await before;
  const outcomes = outcomesOf(batch, fates, faults);
  for (const [file, { counts, done }] of outcomes) {
    const total = { ...addedCounts(file.progress, counts), done, complete: batch.ended.has(file) };
    await saveProgress(open.transaction, id, file.name, file.digest, total);
  }
  const patients = [...new Set(written.flatMap((one) => one.patients))];
  const entities = changes.map(({ type, fid }) => referenceOf(type, fid));
  if (changes.length > 0)
    await noteWrite(open, {
      kind: 'import',
      action: 'C',
      interaction: 'import',
      entities,
      patients,
      reason: `import ${id}`,
    });
  return outcomes;
}

function referenceTo({ type, fid }: BatchItem): string {
  return referenceOf(type, fid);
}

function decide(
  context: Context,
  item: BatchItem,
  locked: ReadonlyMap<string, Current>,
  texts: ReadonlyMap<number, string>,
  changes: Change[],
  faults: Map<BatchItem, OutcomeError>,
): Fate {
  const { type, fid, tail, resource, error } = item;
  if (error !== undefined) {
    faults.set(item, error);
    return 'failed';
  }
  if (item.isRepeat) return 'same';
  const current = locked.get(referenceTo(item));
  const text = current === undefined || current.del ? undefined : texts.get(current.rid);
  if (current !== undefined && text !== undefined && isSameContent(text, { ...current, type }, tail)) return 'same';
  try {
    demandReach(context, item, text);
  } catch (refused) {
    if (!(refused instanceof OutcomeError)) throw refused;
    faults.set(item, refused);
    return 'failed';
  }
  changes.push({ method: 'PUT', type, fid, tail, current, ...(resource === undefined ? {} : { resource }) });
  return text === undefined ? 'created' : 'updated';
}

function demandReach(context: Context, item: BatchItem, text: string | undefined): void {
  const interaction = text === undefined ? 'create' : 'update';
  if (hidesNothing(context, interaction, item.type)) return;
  if (text !== undefined) demandAllowed(context, interaction, parsedResource(text));
  demandAllowed(context, interaction, item.resource ?? parsedResource(item.raw()));
}

/** What each file gains; faults are put on disk first. */
function outcomesOf(batch: Batch, fates: readonly Fate[], faults: ReadonlyMap<BatchItem, OutcomeError>): Outcomes {
  const outcomes = new Map<ImportFile, Outcome>();
  const lost = new Map<ImportFile, ImportFault[]>();
  for (const file of batch.ended) outcomes.set(file, { counts: NO_COUNTS, done: file.progress.done });
  for (const [at, item] of batch.items.entries()) {
    const { file, position, raw } = item;
    const before = outcomes.get(file)?.counts ?? NO_COUNTS;
    const fate = fates[at] ?? 'failed';
    outcomes.set(file, { done: position, counts: { ...before, read: before.read + 1, [fate]: before[fate] + 1 } });
    const error = faults.get(item);
    if (error !== undefined) lost.set(file, [...(lost.get(file) ?? []), { position, error, raw }]);
  }
  for (const [file, list] of lost) file.keepFaults(list);
  return outcomes;
}

function remember(outcomes: Outcomes, { ended }: Batch): void {
  for (const [file, { counts, done }] of outcomes) {
    file.progress = { ...addedCounts(file.progress, counts), done, complete: ended.has(file) };
  }
}
