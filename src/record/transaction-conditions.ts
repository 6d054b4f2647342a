/**
 * The criteria of a transaction's entries: locked at once, then resolved one by one against what is stored.
 *
 * Source  https://hl7.org/fhir/R4/http.html#trules
 * Proof   transaction.int.test.ts, concurrency.int.test.ts
 */
import { OutcomeError } from '../kernel/index.ts';
import type { Transaction } from '../store/index.ts';
import { inEntry } from './bundle-entries.ts';
import { criteriaLocks, found, identifierLocks, lockCriteria } from './conditional.ts';
import type { WriteContext } from './context.ts';
import { noMatch } from './patch.ts';
import { referenceOf, type AnyResource } from './resource.ts';
import type { EntryPlan } from './transaction-plan.ts';
import { conditionalReference, conditionalReferences } from './transaction-references.ts';
import type { Targets } from './transaction-targets.ts';
import { updatedId } from './update.ts';

/** Takes the locks of every conditional entry. */
export async function lockConditions(transaction: Transaction, plans: readonly EntryPlan[]): Promise<void> {
  await lockCriteria(transaction, plans.flatMap(locksOf));
}

function locksOf(plan: EntryPlan): readonly string[] {
  const { entry, type, kind } = plan;
  if (kind === 'read') return [];
  const criteria = kind === 'create' ? entry.conditions.ifNoneExist : entry.path.length === 1 ? entry.query : undefined;
  if (criteria === undefined) return [];
  const resource = kind === 'create' || kind === 'update' ? plan.resource : undefined;
  return [...criteriaLocks(type, criteria), ...identifierLocks(type, resource)];
}

/** Says for each create, update and patch which resource it means. Creates come first, as in the standard's order. */
export async function resolveTargets(
  open: WriteContext,
  plans: readonly EntryPlan[],
  targets: Targets,
  newId: () => string,
): Promise<void> {
  const ordered = [...plans.filter(({ kind }) => kind === 'create'), ...plans.filter(({ kind }) => kind !== 'create')];
  const criteria = new Set<string>();
  for (const plan of ordered) {
    if (plan.kind === 'read' || plan.kind === 'delete') continue;
    try {
      await resolveTarget(open, plan, targets, newId, criteria);
    } catch (error) {
      throw inEntry(plan.entry, error);
    }
  }
}

type Resolved = Exclude<EntryPlan, { readonly kind: 'read' | 'delete' }>;

async function resolveTarget(
  open: WriteContext,
  plan: Resolved,
  targets: Targets,
  newId: () => string,
  asked: Set<string>,
): Promise<void> {
  const { entry, type } = plan;
  if (plan.kind === 'create') {
    const { ifNoneExist } = entry.conditions;
    if (ifNoneExist === undefined) return targets.claim(entry, type, newId());
    const [match] = await found(open, type, ifNoneExist, 1);
    if (match !== undefined) return targets.found(entry, match.fid);
    demandFirst(asked, criteriaLocks(type, ifNoneExist)[0] ?? '');
    return targets.claim(entry, type, newId());
  }
  if (plan.fid !== undefined) return targets.claim(entry, type, plan.fid);
  const [match] = await found(open, type, entry.query, 1);
  if (plan.kind === 'update') {
    if (match === undefined) demandFirst(asked, criteriaLocks(type, entry.query)[0] ?? '');
    return targets.claim(entry, type, updatedId(plan.resource, match?.fid));
  }
  if (match === undefined) throw noMatch(type);
  return targets.claim(entry, type, match.fid);
}

/** Two entries that would each create what the same criteria mean contradict each other. */
function demandFirst(asked: Set<string>, criteria: string): void {
  if (asked.has(criteria)) {
    const text = `Another entry creates what '${criteria.slice(0, 100)}' means; refer to it by its fullUrl instead.`;
    throw new OutcomeError('invalid', 'record.entry-twice', text);
  }
  asked.add(criteria);
}

type Written = Extract<EntryPlan, { readonly kind: 'create' | 'update' | 'patch' }>;

/** Everything that references may be written as, with the `Type/id` that it means. */
export async function resolveReferences(
  open: WriteContext,
  writes: readonly Written[],
  targets: Targets,
): Promise<ReadonlyMap<string, string>> {
  const links = new Map<string, string>();
  for (const plan of writes) addLinks(links, plan, targets);
  const resolved = new Map<string, string>();
  for (const plan of writes) {
    if (plan.kind === 'patch' || !mayBeConditional(plan.resource)) continue;
    for (const reference of conditionalReferences(plan.resource)) {
      if (resolved.has(reference)) continue;
      try {
        resolved.set(reference, await resolveReference(open, reference));
      } catch (error) {
        throw inEntry(plan.entry, error);
      }
    }
  }
  for (const [reference, target] of resolved) links.set(reference, target);
  return links;
}

function addLinks(links: Map<string, string>, plan: Written, targets: Targets): void {
  const { entry, type } = plan;
  const target = referenceOf(type, targets.of(entry));
  if (entry.fullUrl !== undefined) links.set(entry.fullUrl, target);
  else if (plan.kind === 'create' && plan.resource.id !== undefined)
    links.set(referenceOf(type, plan.resource.id), target);
}

/** Looks for `"reference": "Type?…"` without walking every resource: most transactions have none. */
function mayBeConditional(resource: AnyResource): boolean {
  return hasQuestion(resource, 0);
}

function hasQuestion(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null || depth > 128) return false;
  if (Array.isArray(value)) return value.some((item) => hasQuestion(item, depth + 1));
  for (const [name, item] of Object.entries(value)) {
    if (typeof item === 'string' ? name === 'reference' && item.includes('?') : hasQuestion(item, depth + 1))
      return true;
  }
  return false;
}

async function resolveReference(open: WriteContext, reference: string): Promise<string> {
  const { type = '', criteria = '' } = conditionalReference(reference) ?? {};
  const [match] = await found(open, type, criteria, 1);
  if (match !== undefined) return referenceOf(type, match.fid);
  const text = `The reference '${reference.slice(0, 100)}' matches no ${type}; create it first, or in this Bundle with a fullUrl.`;
  throw new OutcomeError('precondition', 'record.reference-unresolved', text);
}
