/**
 * What could not be imported, kept beside the report: one line of NDJSON for each, with its place, the OperationOutcome and
 * what was there, so that it can be mended and imported again.
 *
 * A line is on disk before the progress that counts it is committed; a resumed run first drops lines beyond that progress.
 *
 * Proof   import.int.test.ts
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  operationOutcome,
  OutcomeError,
  writeJson,
  type OutcomeCategory,
  type OutcomeIssue,
} from '../../kernel/index.ts';

/** An OutcomeError as plain data, between threads. */
export interface SentError {
  readonly category: OutcomeCategory;
  readonly code: string;
  readonly message: string;
  readonly issues: readonly OutcomeIssue[];
}

export function sentError({ category, code, message, issues }: OutcomeError): SentError {
  return { category, code, message, issues };
}

export function receivedError({ category, code, message, issues }: SentError): OutcomeError {
  return new OutcomeError(category, code, message, { issues });
}

/** One resource that was not stored. */
export interface ImportFault {
  readonly position: number;
  readonly error: OutcomeError;
  readonly raw: string;
}

/** Where the faults of one file go. */
export class ErrorFile {
  readonly path: string;
  #last: number;

  constructor(folder: string, name: string, done: number) {
    this.path = join(folder, `${name.replaceAll(/[^\w.@/-]/g, '_').replaceAll('..', '_')}.errors.ndjson`);
    this.#last = done;
    this.#drop(done);
  }

  #drop(done: number): void {
    if (!existsSync(this.path)) return;
    const lines = readFileSync(this.path, 'utf8')
      .split('\n')
      .filter((line) => positionOf(line) <= done);
    writeFileSync(this.path, lines.map((line) => `${line}\n`).join(''));
  }

  /** Adds faults in order; those that an earlier attempt of the same transaction wrote are left out. */
  add(faults: readonly ImportFault[]): void {
    const fresh = faults.filter(({ position }) => position > this.#last);
    if (fresh.length === 0) return;
    mkdirSync(dirname(this.path), { recursive: true });
    appendFileSync(this.path, fresh.map((fault) => `${faultLine(fault)}\n`).join(''), { flush: true });
    this.#last = fresh.at(-1)?.position ?? this.#last;
  }
}

function positionOf(line: string): number {
  const position = /^\{"position":(\d+),/.exec(line)?.[1];
  return position === undefined ? Infinity : Number(position);
}

function faultLine({ position, error, raw }: ImportFault): string {
  return writeJson({ position, outcome: operationOutcome(error.issues), raw });
}
