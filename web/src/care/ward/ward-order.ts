/**
 * In which order the patients of a ward stand.
 *
 * Proof   ward-order.test.ts, ward.test.ts
 */
import { timeOf } from '../../format/date.ts';
import type { BedLine } from './api.ts';

export type Order = 'bed' | 'news2' | 'due';

/** The lines, most urgent first; those about whom nothing is known last. By bed where they are equal. */
export function sortedLines(lines: readonly BedLine[], order: Order): readonly BedLine[] {
  const key = ({ stay }: BedLine): number => {
    if (order === 'news2') return -(stay?.news2?.total ?? -1);
    if (order === 'due') return timeOf(stay?.vitalsDue) || Number.MAX_SAFE_INTEGER;
    return 0;
  };
  return lines.toSorted((a, b) => key(a) - key(b) || a.bed.localeCompare(b.bed, 'ko', { numeric: true }));
}
