/**
 * Lets other work of the process have its turn in the middle of a long computation, so that a bundle of thousands neither
 * stops the server nor starves the connection to the database.
 *
 * Unit    ms
 * Proof   turns.test.ts
 */
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';

/** Longest time of computing in one go. */
const SHARE = 1;

/** One long computation. */
export class Turns {
  #began = performance.now();

  /** Is it time to let others work? Then await `pass`. */
  isDue(): boolean {
    return performance.now() - this.#began > SHARE;
  }

  /** Goes on after whatever waits has been worked on. */
  async pass(): Promise<void> {
    await setImmediate();
    this.#began = performance.now();
  }
}
