/**
 * What one validation carries along: where it stands, the faults found so far, and the contained resources in reach.
 *
 * Proof   validate.test.ts
 */
import type { OutcomeCategory, OutcomeIssue } from '../../kernel/index.ts';
import { Trail } from '../definitions/index.ts';
import { ContainedScope } from './contained.ts';

/** More faults than this are counted, not listed. */
export const MOST_FAULTS = 100;

/** What is wrong with one value. */
export interface Problem {
  readonly category: OutcomeCategory;
  readonly code: string;
  readonly message: string;
}

/** State of one validation. */
export class Walk {
  readonly trail = new Trail();
  readonly issues: OutcomeIssue[] = [];
  /** The resource whose `#id` references are being collected. */
  scope = new ContainedScope();
  #unlisted = 0;

  /** Notes a fault at the current place, or at another one. */
  fault(category: OutcomeCategory, code: string, message: string, expression?: string): void {
    if (this.issues.length >= MOST_FAULTS) this.#unlisted++;
    else {
      const place = expression ?? this.trail.toString();
      const issue = { severity: 'error', category, code: `validation.${code}`, message } as const;
      this.issues.push(place === '' ? issue : { ...issue, expression: place });
    }
  }

  problem(problem: Problem): void {
    this.fault(problem.category, problem.code, problem.message);
  }

  /** All issues, with a last one that says how many are not listed. */
  result(): readonly OutcomeIssue[] {
    if (this.#unlisted === 0) return this.issues;
    const message = `Only the first ${MOST_FAULTS} faults are listed; there are ${this.#unlisted} more. Mend these first.`;
    return [
      ...this.issues,
      { severity: 'information', category: 'too-costly', code: 'validation.more-faults', message },
    ];
  }
}

/** A value as a message may show it: short, in quotes. */
export function shown(value: string): string {
  return value.length > 60 ? `'${value.slice(0, 57)}...'` : `'${value}'`;
}
