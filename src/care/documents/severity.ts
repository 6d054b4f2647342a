/**
 * Suggests how ill somebody is for the handover, with the reason: from the newest NEWS2, open escalations and critical results.
 *
 * It only suggests; who hands over decides. Where nothing was measured it suggests nothing.
 *
 * Unit    NEWS2 points
 * Source  Royal College of Physicians, NEWS2 2017 (bands); I-PASS (stable, watcher, unstable)
 * Proof   severity.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { decimalText } from '../../kernel/index.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import { codesIn } from '../systems.ts';
import type { Severity } from './note.ts';

/** What is suggested, and on what it rests. */
export interface Suggested {
  readonly severity?: Severity;
  /** NEWS2, where one is on record. */
  readonly news2?: number;
  readonly because: readonly ('news2' | 'single-three' | 'escalation' | 'critical-result' | 'no-score')[];
}

type Observation = ResourceOfType['Observation'];
type Task = ResourceOfType['Task'];

/** From the newest NEWS2 of the last day and the open tasks. */
export function suggestedSeverity(score: Observation | undefined, tasks: readonly Task[]): Suggested {
  const news2 = numberIn(score);
  const because: Suggested['because'][number][] = [];
  if (news2 !== undefined && news2 >= 5) because.push('news2');
  if (score?.component?.some((part) => numberIn(part) === 3) === true) because.push('single-three');
  if (tasks.some((task) => isOpen(task, 'news2-escalation'))) because.push('escalation');
  if (tasks.some((task) => isOpen(task, 'critical-result'))) because.push('critical-result');
  if (news2 === undefined) because.push('no-score');
  return { ...(news2 === undefined ? {} : { news2 }), ...severityOf(news2, because), because };
}

function severityOf(news2: number | undefined, because: Suggested['because']): { readonly severity?: Severity } {
  if ((news2 !== undefined && news2 >= 7) || because.includes('escalation')) return { severity: 'unstable' };
  if (because.some((one) => one !== 'no-score')) return { severity: 'watcher' };
  return news2 === undefined ? {} : { severity: 'stable' };
}

function numberIn(one: Pick<Observation, 'valueQuantity' | 'valueInteger'> | undefined): number | undefined {
  if (one?.valueInteger !== undefined) return one.valueInteger;
  const value = one?.valueQuantity?.value;
  return value === undefined ? undefined : Number(decimalText(value));
}

const OPEN = new Set(['requested', 'received', 'accepted', 'ready', 'in-progress', 'on-hold']);

/** Is it an open task of this code? */
export function isOpen(task: Task, code: string): boolean {
  return OPEN.has(task.status) && codesIn(task.code).includes(code);
}

/** Is it the early warning score? */
export function isNews2({ code }: Observation): boolean {
  return code.coding?.some((coding) => coding.system === CARE_SYSTEM && coding.code === 'news2') === true;
}
