/**
 * Commits one batch of an import: new and changed resources, the audit entry and the progress in one transaction.
 *
 * The rows of new resources are there already and only filled in; what is there with another content, which is rare, is
 * indexed here. Batches overlap: while one waits for the database, the next is filled. They commit in order, so progress
 * never tells of something that is not there.
 *
 * Proof   import.int.test.ts
 */
import { OutcomeError } from '../../kernel/index.ts';
import { noteWrite } from '../audit-note.ts';
import { inTransaction, type Context, type WriteContext } from '../context.ts';
import { lockCurrent, parsedResource, textsOf, type Current } from '../current.ts';
import { NewTexts } from '../new-rows.ts';
import { demandAllowed, hidesNothing } from '../permission.ts';
import { isSameContent } from '../resource.ts';
import { writeChanges, writeNew, type Change } from '../write.ts';
import type { ImportCounts } from './api.ts';
import type { Batch } from './batch.ts';
import { receivedError, type ImportFault } from './errors.ts';
import type { ImportFile } from './file.ts';
import { addedCounts, NO_COUNTS, saveProgress } from './progress.ts';

/** A batch on its way. */
export interface Committing {
  /** Its rows are locked: the next batch may begin. */
  readonly locked: Promise<void>;
  readonly done: Promise<void>;
}

/** An import that runs: its number, and its files as batches count them. */
export interface RunningImport {
  readonly id: number;
  readonly files: readonly ImportFile[];
}

/** Begins to commit a batch; it ends after `before`. */
export function commitBatch(context: Context, run: RunningImport, batch: Batch, before: Promise<void>): Committing {
  const { promise: locked, resolve: isLocked } = Promise.withResolvers<void>();
  const done = inTransaction(context, (write) => carryOut(write, run, batch, before, isLocked), batch.positions.length)
    .then((outcomes) => remember(outcomes))
    .finally(isLocked);
  done.catch(() => undefined);
  return { locked, done };
}

type Fate = 'created' | 'updated' | 'same' | 'failed';

interface Outcome {
  readonly counts: ImportCounts;
  readonly done: number;
  readonly complete: boolean;
}

type Outcomes = ReadonlyMap<ImportFile, Outcome>;

async function carryOut(
  open: WriteContext,
  run: RunningImport,
  batch: Batch,
  before: Promise<void>,
  isLocked: () => void,
): Promise<Outcomes> {
  const { references } = batch;
  const locked = await lockCurrent(
    open.transaction,
    references.filter((_, at) => isStorable(batch, at)),
  );
  isLocked();
  const stored = await textsOf(open.transaction, [...locked.values()]);
  const decisions = new Decisions(open, batch, locked, stored);
  const { rids, changes } = decisions;
  await writeNew(open, batch.rows, { rids, referenceOf: (at) => references[at] ?? '' }, before);
  await writeChanges(open, changes, before);
  await before;
  const outcomes = outcomesOf(run, batch, decisions);
  for (const [file, { counts, done, complete }] of outcomes) {
    const total = { ...addedCounts(file.progress, counts), done, complete };
    await saveProgress(open.transaction, run.id, file.name, file.digest, total);
  }
  await noteImport(open, run.id, batch, decisions.written);
  return outcomes;
}

async function noteImport(open: WriteContext, id: number, batch: Batch, written: readonly number[]): Promise<void> {
  if (written.length === 0) return;
  await noteWrite(open, {
    kind: 'import',
    action: 'C',
    interaction: 'import',
    entities: written.map((at) => batch.references[at] ?? ''),
    patients: [...new Set(written.flatMap((at) => batch.patients[at] ?? []))],
    reason: `import ${id}`,
  });
}

function isStorable({ faults, repeats }: Batch, at: number): boolean {
  return !faults.has(at) && !repeats.has(at);
}

/** What becomes of each item. */
class Decisions {
  readonly fates: readonly Fate[];
  readonly faults = new Map<number, ImportFault>();
  /** Row ids of the new ones. */
  readonly rids = new Map<number, number>();
  readonly changes: Change[] = [];
  /** The items that are written. */
  readonly written: number[] = [];
  readonly #context: WriteContext;
  readonly #batch: Batch;
  readonly #texts: NewTexts;

  constructor(
    context: WriteContext,
    batch: Batch,
    locked: ReadonlyMap<string, Current>,
    stored: ReadonlyMap<number, string>,
  ) {
    this.#context = context;
    this.#batch = batch;
    this.#texts = new NewTexts(batch.rows);
    this.fates = batch.references.map((reference, at) => {
      const current = locked.get(reference);
      return this.#decide(at, current, current === undefined || current.del ? undefined : stored.get(current.rid));
    });
  }

  #decide(at: number, current: Current | undefined, stored: string | undefined): Fate {
    const { faults, repeats, positions, references } = this.#batch;
    const position = positions[at] ?? 0;
    const fault = faults.get(at);
    if (fault !== undefined) {
      this.faults.set(at, { position, error: receivedError(fault.error), raw: fault.raw });
      return 'failed';
    }
    if (repeats.has(at)) return 'same';
    const [type = '', fid = ''] = (references[at] ?? '').split('/');
    const tail = current === undefined ? '' : this.#texts.tailOf(at, type, fid);
    if (current !== undefined && stored !== undefined && isSameContent(stored, { ...current, type }, tail))
      return 'same';
    const refused = this.#refusal(at, type, stored);
    if (refused !== undefined) {
      this.faults.set(at, { position, error: refused, raw: this.#texts.of(at) });
      return 'failed';
    }
    this.written.push(at);
    if (current === undefined) this.rids.set(at, this.#context.nextRowId());
    else this.changes.push({ method: 'PUT', type, fid, tail, current });
    return stored === undefined ? 'created' : 'updated';
  }

  /** Why the caller may not write it. */
  #refusal(at: number, type: string, stored: string | undefined): OutcomeError | undefined {
    const interaction = stored === undefined ? 'create' : 'update';
    if (hidesNothing(this.#context, interaction, type)) return undefined;
    try {
      if (stored !== undefined) demandAllowed(this.#context, interaction, parsedResource(stored));
      demandAllowed(this.#context, interaction, parsedResource(this.#texts.of(at)));
      return undefined;
    } catch (refused) {
      if (refused instanceof OutcomeError) return refused;
      throw refused;
    }
  }
}

/** What each file gains; faults are put on disk first. */
function outcomesOf(run: RunningImport, batch: Batch, { fates, faults }: Decisions): Outcomes {
  const outcomes = new Map<ImportFile, Outcome>();
  const lost = new Map<ImportFile, ImportFault[]>();
  const ended = new Set(batch.ended.flatMap(({ file, complete }) => (complete ? [fileOf(run, file)] : [])));
  for (const file of ended) outcomes.set(file, { counts: NO_COUNTS, done: file.progress.done, complete: true });
  for (const [at, fate] of fates.entries()) {
    const file = fileOf(run, batch.files[at]);
    const before = outcomes.get(file)?.counts ?? NO_COUNTS;
    const counts = { ...before, read: before.read + 1, [fate]: before[fate] + 1 };
    outcomes.set(file, { done: batch.positions[at] ?? 0, counts, complete: ended.has(file) });
    const fault = faults.get(at);
    if (fault !== undefined) lost.set(file, [...(lost.get(file) ?? []), fault]);
  }
  for (const [file, list] of lost) file.keepFaults(list);
  return outcomes;
}

function fileOf({ files }: RunningImport, at: number | undefined): ImportFile {
  const file = files[at ?? -1];
  if (file === undefined) throw new Error('a batch tells of a file that nobody asked for');
  return file;
}

function remember(outcomes: Outcomes): void {
  for (const [file, { counts, done, complete }] of outcomes) {
    file.progress = { ...addedCounts(file.progress, counts), done, complete };
  }
}
