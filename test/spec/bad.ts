/**
 * What the chapters on bad input share: what is sent, and what a refusal is.
 */
import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import type { Reply } from './house.ts';

export const MEBI = 1_048_576;
/** 80 MiB of blanks. */
export const BOMB = gzipSync(Buffer.alloc(80 * MEBI, 0x20), { level: 9 });

/** `open` so many times, then what is inside, then `close` as often. */
export function nest(depth: number, open: string, close: string, inside: string): string {
  return open.repeat(depth) + inside + close.repeat(depth);
}

/** A 4xx that says why, in FHIR's own form. */
export function expectRefusal(reply: Reply, what: string): void {
  expect(
    [Math.floor(reply.status / 100), reply.at('resourceType')],
    `${what.slice(0, 200)}: ${reply.status} ${reply.text.slice(0, 300)}`,
  ).toEqual([4, 'OperationOutcome']);
  expect(reply.words.length, what.slice(0, 200)).toBeGreaterThan(10);
  expect(reply.text.length).toBeLessThan(100_000);
}
