/**
 * Where a task is done, if it has a screen of its own.
 *
 * Proof   task-link.test.ts, ward.test.ts
 */
import type { TaskLine } from './api.ts';

export function taskLink({
  code,
}: Pick<TaskLine, 'code'>): '/patients/$id/flowsheet' | '/patients/$id/nursing' | undefined {
  if (code === 'vital-signs' || code === 'news2-escalation') return '/patients/$id/flowsheet';
  return code.startsWith('assessment-') || code === 'nursing-plan' ? '/patients/$id/nursing' : undefined;
}
