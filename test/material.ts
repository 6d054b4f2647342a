/**
 * Test material from outside the project: official suites, data sets, a browser, a second database.
 *
 * Somebody who cloned only the project has none of it: the suites that need it are skipped and say so. Where
 * `MARU_NOTHING_SKIPPED=1` is set (CI), what is missing is a failure instead.
 */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

/** The project's own top folder. */
export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const sharedRoot = process.env['MARU_SHARED'] ?? resolve(projectRoot, '../shared');

/** Path of shared test material, whether or not it is there. */
export function sharedPath(path: string): string {
  return join(sharedRoot, path);
}

/** Declares a suite that needs something from outside: run where it is there, said and skipped where it is not. */
export function describeWith(need: string, present: boolean, name: string, body: () => void): void {
  if (present) describe(name, body);
  else if (process.env['MARU_NOTHING_SKIPPED'] === '1') missing(need, name);
  else describe.skip(`${name} (skipped: ${need} is not here)`, body);
}

/** Declares a suite that reads `path` of the shared material. */
export function describeWithShared(path: string, name: string, body: () => void): void {
  describeWith(`shared material '${path}'`, existsSync(sharedPath(path)), name, body);
}

function missing(need: string, name: string): never {
  throw new Error(
    `${name}: ${need} is not here, and MARU_NOTHING_SKIPPED=1 allows no gap. Install it or unset the variable.`,
  );
}
