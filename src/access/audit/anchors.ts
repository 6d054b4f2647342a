/**
 * Anchors: number and seal of the chain's head, noted in a file outside of the database, append only.
 *
 * Whoever can change the database could cut the chain's end off, or make it anew; the anchors tell. They hold no patient
 * data, so a hospital may copy the file away or print a line of it.
 *
 * Unit    one JSON object per line: `{"seq":1000,"hash":"…","at":"2026-11-24T05:00:00.000Z"}`
 * Proof   anchors.test.ts, log.int.test.ts
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { instantOf, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import type { ChainHead } from './chain.ts';

const anchorShape = z.object({ seq: z.int().positive(), hash: z.string().regex(/^[0-9a-f]{64}$/) });

/** Where anchors are kept. */
export interface Anchors {
  read(): readonly ChainHead[];
  add(head: ChainHead, at: EpochMs): void;
}

/** Anchors in a file that only the owner may read and write. */
export function anchorFile(path: string): Anchors {
  return {
    read: () => (existsSync(path) ? readLines(path, readFileSync(path, 'utf8')) : []),
    add(head, at) {
      mkdirSync(dirname(path), { recursive: true });
      cutTornLine(path);
      const file = openSync(path, 'a', 0o600);
      try {
        writeSync(file, `${JSON.stringify({ seq: head.seq, hash: head.hash, at: instantOf(at) })}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    },
  };
}

/** What was being written when the machine stopped is no anchor; the next one begins a line of its own. */
function cutTornLine(path: string): void {
  if (!existsSync(path) || endsWithLine(path)) return;
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end < bytes.length) truncateSync(path, end);
}

function endsWithLine(path: string): boolean {
  const { size } = statSync(path);
  const last = Buffer.alloc(1);
  const file = openSync(path, 'r');
  try {
    return size === 0 || (readSync(file, last, 0, 1, size - 1) === 1 && last[0] === 0x0a);
  } finally {
    closeSync(file);
  }
}

/** A last line without line end was being written when the machine stopped; any other unreadable line is a fault. */
function readLines(path: string, text: string): readonly ChainHead[] {
  const lines = text.split('\n');
  lines.pop();
  return lines.map((line, at) => {
    const parsed = anchorShape.safeParse(parseLine(line));
    if (parsed.success) return parsed.data;
    throw new OutcomeError(
      'exception',
      'access.anchors-unreadable',
      `Line ${at + 1} of ${path} is no anchor; restore the file from its copy.`,
    );
  });
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
