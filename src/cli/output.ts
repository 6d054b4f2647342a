/**
 * Where a verb writes: lines for people, JSON for programs, progress on a terminal's last line.
 *
 * Proof   output.test.ts
 */
import { performance } from 'node:perf_hooks';
import { writeJson, type CommandOutput } from '../kernel/index.ts';

/** A stream as far as it is needed here. */
export interface Screen {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const PROGRESS_EVERY = 100;
/** Where progress goes to a file or a pipe, a line now and then is enough. */
const PROGRESS_EVERY_PLAIN = 5000;
const CLEAR = '\r\u001b[K';

/** Output of one call. */
export class ScreenOutput implements CommandOutput {
  readonly #out: Screen;
  readonly #err: Screen;
  readonly #json: boolean;
  #shown = false;
  #next = 0;

  constructor(out: Screen, err: Screen, json: boolean) {
    this.#out = out;
    this.#err = err;
    this.#json = json;
  }

  line(text: string): void {
    this.#clear();
    if (!this.#json) this.#out.write(`${text}\n`);
  }

  result(value: unknown): void {
    this.#clear();
    if (this.#json) this.#out.write(`${writeJson(value)}\n`);
  }

  progress(text: string): void {
    const now = performance.now();
    if (now < this.#next) return;
    const onTerminal = this.#err.isTTY === true;
    this.#next = now + (onTerminal ? PROGRESS_EVERY : PROGRESS_EVERY_PLAIN);
    if (onTerminal) this.#err.write(`${CLEAR}${text.slice(0, (this.#err.columns ?? 80) - 1)}`);
    else if (!this.#json) this.#err.write(`${text}\n`);
    this.#shown = onTerminal;
  }

  /** Takes the progress line away. */
  end(): void {
    this.#clear();
  }

  #clear(): void {
    if (this.#shown) this.#err.write(CLEAR);
    this.#shown = false;
  }
}
