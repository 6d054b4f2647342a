/**
 * In which order work is shown: what is urgent first, then what waits longest.
 *
 * Proof   work-order.test.ts
 */
import { timeOf } from '../../format/date.ts';
import type { WorkLine } from './api.ts';

const URGENT = ['stat', 'asap', 'urgent', 'routine'];

type Ordered = Pick<WorkLine, 'priority' | 'received' | 'collected' | 'ordered'>;

/** Sorted; a priority that is not known stands with the most urgent, so that it is seen. */
export function mostUrgentFirst<Line extends Ordered>(lines: readonly Line[]): readonly Line[] {
  return lines.toSorted(
    (a, b) => URGENT.indexOf(a.priority) - URGENT.indexOf(b.priority) || waitingSince(a) - waitingSince(b),
  );
}

/** Moments, as times of different zones stand side by side; what has none stands first, so that it is seen. */
function waitingSince({ received, collected, ordered }: Ordered): number {
  return timeOf(received ?? collected ?? ordered) || 0;
}
