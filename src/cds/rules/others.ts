/**
 * What a drafted order is checked against: everything taken, and the drafts before it, so that two drafts meet once.
 *
 * An order that the draft takes the place of (renewal, change) does not count: it ends when the draft is signed.
 *
 * Proof   duplicate.test.ts, interaction.test.ts
 */
import type { DrugOrder } from '../drug.ts';

export function othersOf(
  draft: DrugOrder,
  drafts: readonly DrugOrder[],
  active: readonly DrugOrder[],
): readonly DrugOrder[] {
  const replaced = new Set(drafts.map(({ replaces }) => replaces));
  const ids = new Set(drafts.map(({ id }) => id));
  const taken = active.filter(({ id }) => !replaced.has(id) && !ids.has(id));
  return [...taken, ...drafts.slice(0, drafts.indexOf(draft))];
}

/** Do two orders run at the same time? Without dates they do. */
export function overlap(a: DrugOrder, b: DrugOrder): boolean {
  if (a.period === undefined || b.period === undefined) return true;
  return a.period.low < b.period.high && b.period.low < a.period.high;
}
