/**
 * transaction: all entries or none, in the standard's order: DELETE, POST, PUT and PATCH, GET.
 *
 * Everything that depends on what is stored is decided inside the database's transaction: conditionals (their locks are taken
 * at once, in order), references by criteria, versions, reach before and after. All new versions go in by one bulk write.
 *
 * Source  https://hl7.org/fhir/R4/http.html#transaction, https://hl7.org/fhir/R4/http.html#trules
 * Proof   transaction.int.test.ts, concurrency.int.test.ts
 */
import { newLogicalId, OutcomeError } from '../kernel/index.ts';
import type { Answer } from './ask.ts';
import { noteWrite, patientsIn } from './audit-note.ts';
import { lockBefore, type Before } from './before.ts';
import { inEntry, type BundleAsk, type EntryAsk } from './bundle-entries.ts';
import { responseEntry } from './bundle-response.ts';
import { bundleText } from './bundle-text.ts';
import { inTransaction, type Context, type WriteContext } from './context.ts';
import { created, decideCreate } from './create.ts';
import { decideDelete } from './delete.ts';
import { demandTargets } from './integrity.ts';
import { interact } from './interact.ts';
import { decidePatch, patched } from './patch.ts';
import type { Preference } from './prefer.ts';
import { referenceOf, type AnyResource } from './resource.ts';
import { lockConditions, resolveReferences, resolveTargets } from './transaction-conditions.ts';
import { planOf, type EntryPlan } from './transaction-plan.ts';
import { rewritten } from './transaction-references.ts';
import { Targets } from './transaction-targets.ts';
import { decideUpdate } from './update.ts';
import { demandValid } from './validation.ts';
import { writeChanges, type Change, type Written } from './write.ts';

/** `POST [base]` with a transaction */
export async function transaction(context: Context, ask: BundleAsk, preference: Preference): Promise<Answer> {
  const plans = ask.entries.map((entry) => within(entry, () => planOf(context, entry)));
  refuseSameFullUrl(plans);
  const answers = await withAfterwards(context, (known) =>
    inTransaction(known, (open) => carryOut(open, plans), plans.length),
  );
  const entries = ask.entries.map((entry, at) =>
    responseEntry(context.base, entry, answers.get(at) ?? { status: 200 }, preference.give),
  );
  const timestamp = context.clock.now();
  return {
    status: 200,
    whole: true,
    text: bundleText({ type: 'transaction-response', timestamp, links: [], entries }),
  };
}

/** Runs `work` and then what it has left to be done when its transaction is over. */
async function withAfterwards<T>(context: Context, work: (context: Context) => Promise<T>): Promise<T> {
  const afterwards: (() => Promise<void>)[] = [];
  try {
    return await work({ ...context, afterwards });
  } finally {
    for (const one of afterwards) await one();
  }
}

function within<T>(entry: EntryAsk, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw inEntry(entry, error);
  }
}

function refuseSameFullUrl(plans: readonly EntryPlan[]): void {
  const seen = new Map<string, EntryAsk>();
  for (const { entry } of plans) {
    if (entry.fullUrl === undefined) continue;
    const first = seen.get(entry.fullUrl);
    if (first !== undefined) {
      const text = `its fullUrl is that of entry ${first.index + 1} too; give each entry its own.`;
      throw inEntry(entry, new OutcomeError('invalid', 'record.full-url-twice', text));
    }
    seen.set(entry.fullUrl, entry);
  }
}

type Answers = Map<number, Answer>;

/** One attempt, in an open transaction. */
async function carryOut(open: WriteContext, plans: readonly EntryPlan[]): Promise<Answers> {
  const answers: Answers = new Map();
  open.afterwards?.splice(0);
  await lockConditions(open.transaction, plans);
  const targets = new Targets();
  const removed = await removeAll(open, plans, targets, answers);
  await resolveTargets(open, plans, targets, newLogicalId);
  const put = await putAll(open, plans, targets, answers);
  const changes = [...removed.changes, ...put.changes];
  await demandTargets(open, put.changes);
  await noteAll(open, changes, [...removed.written, ...put.written], [...removed.before, ...put.before]);
  for (const { entry, kind } of plans) {
    if (kind === 'read') answers.set(entry.index, await withinLater(entry, () => interact(open, entry)));
  }
  return answers;
}

async function withinLater<T>(entry: EntryAsk, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw inEntry(entry, error);
  }
}

interface Done {
  readonly changes: readonly Change[];
  readonly written: readonly Written[];
  readonly before: readonly (AnyResource | undefined)[];
}

/** Deletes first: what is created later must not match what goes. */
async function removeAll(
  open: WriteContext,
  plans: readonly EntryPlan[],
  targets: Targets,
  answers: Answers,
): Promise<Done> {
  const goners: { entry: EntryAsk; type: string; fid: string }[] = [];
  for (const plan of plans) {
    if (plan.kind !== 'delete') continue;
    answers.set(plan.entry.index, { status: 204 });
    for (const fid of await withinLater(plan.entry, () => plan.resolve(open))) {
      targets.claim(plan.entry, plan.type, fid);
      goners.push({ entry: plan.entry, type: plan.type, fid });
    }
  }
  if (goners.length === 0) return { changes: [], written: [], before: [] };
  const beforeOf = await lockBefore(
    open,
    goners.map(({ type, fid }) => referenceOf(type, fid)),
  );
  const changes: Change[] = [];
  const before: (AnyResource | undefined)[] = [];
  for (const { entry, type, fid } of goners) {
    const was = beforeOf(referenceOf(type, fid));
    const change = within(entry, () => decideDelete(open, type, fid, entry.conditions, was));
    if (change === undefined) continue;
    changes.push(change);
    before.push(was.resource);
  }
  return { changes, before, written: await writeChanges(open, changes) };
}

/** Creates, updates and patches: references rewritten, validated, decided, written in one go. */
async function putAll(
  open: WriteContext,
  plans: readonly EntryPlan[],
  targets: Targets,
  answers: Answers,
): Promise<Done> {
  const writes = plans.filter(isPut);
  const links = await resolveReferences(open, writes, targets);
  const fresh = writes.filter(({ entry }) => !targets.existing.has(entry.index));
  const known = fresh.filter(({ kind }) => kind !== 'create');
  const beforeOf = await lockBefore(
    open,
    known.map(({ entry, type }) => referenceOf(type, targets.of(entry))),
  );
  const before = fresh.map(({ entry, type, kind }): Before =>
    kind === 'create' ? {} : beforeOf(referenceOf(type, targets.of(entry))),
  );
  const changes = fresh.map((plan, at) =>
    within(plan.entry, () => decide(open, plan, targets, links, before[at] ?? {})),
  );
  const written = await writeChanges(open, changes);
  for (const [at, { entry, kind }] of fresh.entries()) {
    const [version, change] = [written[at], changes[at]];
    if (version === undefined || change === undefined) continue;
    const status = before[at]?.resource === undefined ? 201 : 200;
    answers.set(entry.index, kind === 'patch' ? patched(open, change, version) : created(version, status));
  }
  await answerExisting(open, writes, targets, answers);
  return { changes, written, before: before.map(({ resource }) => resource) };
}

type PutPlan = Extract<EntryPlan, { readonly kind: 'create' | 'update' | 'patch' }>;

function isPut(plan: EntryPlan): plan is PutPlan {
  return plan.kind === 'create' || plan.kind === 'update' || plan.kind === 'patch';
}

function decide(
  open: WriteContext,
  plan: PutPlan,
  targets: Targets,
  links: ReadonlyMap<string, string>,
  before: Before,
): Change {
  const { entry, type } = plan;
  const fid = targets.of(entry);
  if (plan.kind === 'patch') return decidePatch(open, entry, type, fid, before);
  const resource = demandValid(rewritten(plan.resource, entry.fullUrl, links), type);
  return plan.kind === 'create'
    ? decideCreate(open, resource, fid)
    : decideUpdate(open, fid, resource, entry.conditions, before);
}

/** Conditional creates that found their resource answer with what is there. */
async function answerExisting(
  open: WriteContext,
  writes: readonly PutPlan[],
  targets: Targets,
  answers: Answers,
): Promise<void> {
  const found = writes.filter(({ entry }) => targets.existing.has(entry.index));
  if (found.length === 0) return;
  const references = found.map(({ entry, type }) => referenceOf(type, targets.of(entry)));
  const beforeOf = await lockBefore(open, references);
  for (const [at, { entry, type }] of found.entries()) {
    const { current, text } = beforeOf(references[at] ?? '');
    if (current === undefined) continue;
    const { fid, ver, ts } = current;
    answers.set(entry.index, {
      status: 200,
      version: { type, fid, ver, ts },
      located: true,
      ...(text === undefined ? {} : { text }),
    });
  }
}

function noteAll(
  open: WriteContext,
  changes: readonly Change[],
  written: readonly Written[],
  before: readonly (AnyResource | undefined)[],
): Promise<void> {
  const patients = new Set([...written.flatMap((one) => one.patients), ...patientsIn(before)]);
  const entities = changes.map(({ type, fid }, at) => `${referenceOf(type, fid)}/_history/${written[at]?.ver ?? 1}`);
  return noteWrite(open, { action: 'E', interaction: 'transaction', entities, patients: [...patients] });
}
