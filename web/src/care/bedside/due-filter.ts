/**
 * Which doses of the ward's list are shown, and how many of each kind there are.
 *
 * Proof   bedside.test.ts
 */
import type { DueDose } from './api.ts';

export const FILTERS = ['open', 'late', 'due', 'prn', 'running', 'unverified', 'done'] as const;
export type Filter = (typeof FILTERS)[number];

const TESTS: Readonly<Record<Filter, (dose: DueDose) => boolean>> = {
  open: ({ standing, prn }) => prn === undefined && OPEN.has(standing),
  late: ({ standing }) => standing === 'late',
  due: ({ standing }) => standing === 'due',
  prn: ({ prn }) => prn !== undefined,
  running: ({ standing }) => standing === 'running' || standing === 'paused',
  unverified: ({ verified, standing }) => !verified && standing !== 'given',
  done: ({ standing }) => standing === 'given' || standing === 'refused',
};

const OPEN = new Set<string>(['late', 'due', 'held', 'unreadable', 'running', 'paused']);

/** The doses of a filter, in the order of the list. */
export function dosesOf(doses: readonly DueDose[], filter: Filter): readonly DueDose[] {
  return doses.filter(TESTS[filter]);
}

/** How many doses each filter has. */
export function countsOf(doses: readonly DueDose[]): Readonly<Record<Filter, number>> {
  return Object.fromEntries(FILTERS.map((filter) => [filter, dosesOf(doses, filter).length])) as Record<Filter, number>;
}

/** Doses by their time; those without one come last, under an empty time. */
export function byTime(doses: readonly DueDose[]): readonly (readonly [slot: string, doses: readonly DueDose[]])[] {
  return [...Map.groupBy(doses, ({ slot }) => slot ?? '')];
}

/** What names a dose in an address: its order, and its time where it has one. */
export function doseKey({ order, slot }: Pick<DueDose, 'order' | 'slot'>): string {
  return slot === undefined ? order : `${order}@${slot}`;
}
