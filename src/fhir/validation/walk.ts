/**
 * What one validation carries along: where it stands, the faults found so far, and the contained resources in reach.
 *
 * Proof   validate.test.ts
 */
import { OutcomeError, type OutcomeCategory, type OutcomeIssue } from '../../kernel/index.ts';
import { Trail } from '../definitions/index.ts';
import { ContainedScope } from './contained.ts';

/** A resource with more faults than this is not looked at any further: the work that bad input can cause has an end. */
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

  /** Notes a fault at the current place, or at another one. Throws `ENOUGH` after the last one that is listed. */
  fault(category: OutcomeCategory, code: string, message: string, expression?: string): void {
    const place = expression ?? this.trail.toString();
    const issue = { severity: 'error', category, code: `validation.${code}`, message } as const;
    this.issues.push(place === '' ? issue : { ...issue, expression: place });
    if (this.issues.length >= MOST_FAULTS) throw ENOUGH;
  }

  problem(problem: Problem): void {
    this.fault(problem.category, problem.code, problem.message);
  }
}

/** Ends a walk that has found faults enough. */
export const ENOUGH = new OutcomeError(
  'too-costly',
  'validation.more-faults',
  `Only the first ${MOST_FAULTS} faults are listed; there may be more. Mend these first.`,
);

/** A value as a message may show it: short, in quotes. */
export function shown(value: string): string {
  return value.length > 60 ? `'${value.slice(0, 57)}...'` : `'${value}'`;
}
