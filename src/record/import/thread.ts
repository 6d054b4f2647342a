/**
 * The thread that reads files and makes batches of them (reading-thread.ts), seen from the one that commits them. It takes a
 * moment to start, so it is started before it is known what it shall read; then it is a few batches ahead at most.
 *
 * Proof   thread.test.ts (gives the same as reading here), import.int.test.ts
 */
import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Batch, BatchLimits } from './batch.ts';
import type { FileToRead } from './reading.ts';

/** What the thread is told first. */
export interface ReadingTask {
  readonly files: readonly FileToRead[];
  readonly mostBytes: number | undefined;
  readonly limits: BatchLimits;
  readonly timeZone: string;
  /** Batches that it may be ahead. */
  readonly ahead: number;
}

const AHEAD = 2;
const YOUNG_MB = 64;

/** A thread at work, or about to be. */
export class ReadingThread {
  readonly #worker = new Worker(new URL('./reading-thread.ts', import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  readonly #ended = new AbortController();

  constructor() {
    this.#worker.once('exit', () => this.#ended.abort(new Error('the thread that reads has ended early')));
  }

  /** The batches of a task. */
  async *batches(task: Omit<ReadingTask, 'ahead'>): AsyncGenerator<Batch> {
    const messages = on(this.#worker, 'message', { signal: this.#ended.signal });
    this.#worker.postMessage({ ...task, ahead: AHEAD } satisfies ReadingTask, []);
    for await (const [message] of messages) {
      if (message === undefined) return;
      this.#worker.postMessage(undefined, []);
      yield message as Batch;
    }
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
