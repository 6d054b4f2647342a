/**
 * What checkers answer: alerts, and what could not be checked. A checker that fails is one that could not.
 *
 * Proof   check.test.ts
 */
import type { Alert } from '../alert.ts';
import type { Text } from '../knowledge/api.ts';

/** What could not be checked, and why: always shown. */
export interface Unchecked {
  readonly check: string;
  /** The order or allergy that could not be read; absent: all. */
  readonly about?: string;
  readonly reason: Text;
}

export interface Checked {
  readonly alerts: readonly Alert[];
  readonly unchecked: readonly Unchecked[];
}

/** The results of several checkers in one. */
export function together(results: readonly Checked[]): Checked {
  return {
    alerts: results.flatMap(({ alerts }) => alerts).toSorted((a, b) => a.tier - b.tier),
    unchecked: results.flatMap(({ unchecked }) => unchecked),
  };
}

/** Runs one checker; its failure is a finding. */
export function run(check: string, work: () => readonly Alert[]): Checked {
  return attempt(check, () => ({ alerts: work(), unchecked: [] }));
}

/** Runs one checker that may itself lack something. */
export function attempt(check: string, work: () => Checked): Checked {
  try {
    return work();
  } catch {
    const reason = { en: 'the checker failed', ko: '점검 프로그램 오류' };
    return { alerts: [], unchecked: [{ check, reason }] };
  }
}

/** One checker that could not run at all. */
export function missing(check: string, reason: Text): Checked {
  return { alerts: [], unchecked: [{ check, reason }] };
}
