/**
 * What an evaluation carries along: the environment, the budget, and the frame of `$this`.
 *
 * Proof   path.test.ts (budget), functions/*.test.ts
 */
import { OutcomeError, systemClock, zonedInstantOf } from '../../kernel/index.ts';
import type { PathEnvironment } from './api.ts';
import type { Model } from './model.ts';
import type { Collection, PathNode } from './node.ts';

/** Steps that an evaluation may take where its environment says nothing. */
export const DEFAULT_BUDGET = 1_000_000;

/** One evaluation of one expression. */
export class Run {
  readonly model: Model;
  readonly environment: PathEnvironment;
  readonly root: Collection;
  #left: number;
  #now: string | undefined;

  constructor(model: Model, environment: PathEnvironment, root: Collection) {
    this.model = model;
    this.environment = environment;
    this.root = root;
    this.#left = environment.budget ?? DEFAULT_BUDGET;
  }

  /** Takes steps off the budget; throws `fhirpath.too-costly` when it is used up. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0)
      throw new OutcomeError('too-costly', 'fhirpath.too-costly', 'The FHIRPath expression takes too many steps.');
  }

  /** The present, the same for the whole evaluation, as a FHIR instant in the site's time zone. */
  now(): string {
    const { clock = systemClock, timeZone = 'UTC' } = this.environment;
    return (this.#now ??= zonedInstantOf(clock.now(), timeZone));
  }
}

/** A variable made by `defineVariable`. */
export interface Scope {
  readonly name: string;
  readonly value: Collection;
  readonly outer: Scope | undefined;
}

/** What `$this`, `$index` and `$total` mean where an expression is evaluated. */
export interface Frame {
  readonly run: Run;
  readonly self: Collection;
  readonly index: number;
  readonly total: Collection | undefined;
  scope: Scope | undefined;
}

/** An expression as a closure. */
export type Compiled = (frame: Frame) => Collection;

/** The frame of one item of a collection. */
export function frameOf(outer: Frame, item: PathNode, index: number, total = outer.total): Frame {
  return { run: outer.run, self: [item], index, total, scope: outer.scope };
}

/** The failure of an evaluation. */
export function pathError(code: string, message: string): OutcomeError {
  const category = code === 'too-costly' || code === 'not-supported' ? code : 'invalid';
  return new OutcomeError(category, `fhirpath.${code}`, `FHIRPath: ${message}`);
}
