/**
 * One file of a running import.
 *
 * Proof   import.int.test.ts
 */
import type { OutcomeError } from '../../kernel/index.ts';
import type { FileReport } from './api.ts';
import type { ErrorFile, ImportFault, SentError } from './errors.ts';
import type { FileProgress } from './progress.ts';

/** Most faults that are told in the report itself. */
const MOST_TOLD = 1000;

/** What a file is, how far it is, and what was wrong in it. */
export class ImportFile {
  readonly name: string;
  readonly digest: string;
  readonly resumed: boolean;
  readonly errors: ErrorFile | undefined;
  progress: FileProgress;
  #fault: string | undefined = undefined;
  readonly #told: { position: number; error: OutcomeError }[] = [];
  #last: number;

  constructor(name: string, digest: string, progress: FileProgress, errors: ErrorFile | undefined) {
    this.name = name;
    this.digest = digest;
    this.progress = progress;
    this.resumed = progress.done > 0;
    this.errors = errors;
    this.#last = progress.done;
  }

  /** Says that nothing more comes of it, and why not where it could not be read as it should. */
  endWith(fault: SentError | undefined): void {
    this.#fault = fault?.message;
  }

  /** Keeps what could not be stored, in the errors file and for the report; once, also when a transaction is tried again. */
  keepFaults(faults: readonly ImportFault[]): void {
    this.errors?.add(faults);
    for (const { position, error } of faults) {
      if (position <= this.#last || this.#told.length >= MOST_TOLD) continue;
      this.#told.push({ position, error });
      this.#last = position;
    }
  }

  report(): FileReport {
    const { read, created, updated, same, failed, complete } = this.progress;
    return {
      name: this.name,
      read,
      created,
      updated,
      same,
      failed,
      complete,
      resumed: this.resumed,
      faults: this.#told.map(({ position, error }) => ({ position, code: error.code, message: error.message })),
      ...(this.#fault === undefined ? {} : { fault: this.#fault }),
      ...(this.errors === undefined || failed === 0 ? {} : { errors: this.errors.path }),
    };
  }
}
