/**
 * What became of every loop: completed, explained (a rule stopped it or somebody else was first, by a named reason), or failed.
 *
 * Proof   tally.test.ts
 */
import type { Answer } from './client.ts';

export type Ending = 'completed' | 'explained' | 'failed';

/** Counts by kind of loop. */
export interface LoopCount {
  started: number;
  completed: number;
  explained: number;
  failed: number;
}

/** The sums of a run. */
export class Tally {
  readonly loops = new Map<string, LoopCount>();
  /** Named reasons of explained and failed loops. */
  readonly reasons = new Map<string, number>();

  /** Runs one loop and counts how it ended; a thrown fault is a failure, unless the run is being stopped. */
  async run(kind: string, signal: AbortSignal, loop: () => Promise<Ended>): Promise<Ended> {
    const count = this.loops.get(kind) ?? { started: 0, completed: 0, explained: 0, failed: 0 };
    this.loops.set(kind, count);
    count.started++;
    let ended: Ended;
    try {
      ended = await loop();
    } catch (error) {
      if (signal.aborted) ended = explained('stopped');
      else ended = { ending: 'failed', reason: `thrown ${(error as Error).message}`.slice(0, 120) };
    }
    count[ended.ending]++;
    if (ended.ending !== 'completed') {
      const name = `${kind}: ${ended.ending} ${ended.reason}`;
      this.reasons.set(name, (this.reasons.get(name) ?? 0) + 1);
    }
    return ended;
  }

  get failed(): number {
    return [...this.loops.values()].reduce((sum, { failed }) => sum + failed, 0);
  }
}

/** How a loop ended. */
export interface Ended {
  readonly ending: Ending;
  readonly reason: string;
}

export const COMPLETED: Ended = { ending: 'completed', reason: '' };

export function explained(reason: string): Ended {
  return { ending: 'explained', reason };
}

/**
 * The end that a refusal means. A rule, a conflict or something that is gone by now is an explanation; a body that was not
 * understood, a missing right, a server that failed or was silent is not.
 */
export function endedBy({ status, fault = 'unnamed' }: Answer): Ended {
  const isRule = status === 409 || status === 412 || status === 422 || status === 410;
  const ending = isRule && fault !== 'unnamed' && fault !== 'care.body-invalid' ? 'explained' : 'failed';
  return { ending, reason: `${status} ${fault}` };
}
