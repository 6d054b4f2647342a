/**
 * What stands where below the data folder, and the note that the running server leaves for other processes.
 *
 * Proof   embedded.int.test.ts
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Account } from './account.ts';
import { giveTo } from './account.ts';

/** Paths of one embedded database. */
export interface Places {
  readonly base: string;
  /** PostgreSQL's own data directory. */
  readonly cluster: string;
  readonly note: string;
  readonly password: string;
  readonly log: string;
}

export function placesIn(dataDir: string): Places {
  const base = join(dataDir, 'database');
  return {
    base,
    cluster: join(base, 'cluster'),
    note: join(base, 'server.json'),
    password: join(base, 'password'),
    log: join(base, 'server.log'),
  };
}

/** How to reach the running server, and which process stops it. */
export interface ServerNote {
  readonly postmaster: number;
  readonly owner: number;
  /** Folder of the socket, or a loopback address. */
  readonly host: string;
  readonly port: number;
}

export function readNote(places: Places): ServerNote | undefined {
  try {
    return JSON.parse(readFileSync(places.note, 'utf8')) as ServerNote;
  } catch {
    return undefined;
  }
}

export function writeNote(places: Places, note: ServerNote): void {
  const draft = `${places.note}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(note), { mode: 0o600 });
  renameSync(draft, places.note);
}

/** Longest path of a socket that every system takes (sun_path less the file's name). */
const LONGEST = 80;

/** A private folder for the socket; undefined where there is none with a path short enough: then loopback is used. */
export function socketFolder(earlier: string | undefined, account: Account | undefined): string | undefined {
  if (process.platform === 'win32') return undefined;
  if (earlier?.startsWith('/') === true && isOurs(earlier, account)) return earlier;
  for (const parent of new Set([tmpdir(), '/tmp'])) {
    if (parent.length + 16 > LONGEST || !isReachable(parent)) continue;
    const folder = mkdtempSync(join(parent, 'maru-'));
    chmodSync(folder, 0o700);
    giveTo(folder, account);
    return folder;
  }
  return undefined;
}

function isOurs(folder: string, account: Account | undefined): boolean {
  const stat = statSync(folder, { throwIfNoEntry: false });
  return stat?.isDirectory() === true && stat.uid === (account?.uid ?? process.getuid?.());
}

/** May another user pass through this folder and all above it (as the database's user must where Maru is root)? */
export function isReachable(folder: string): boolean {
  if (!existsSync(folder)) return false;
  if (process.getuid?.() !== 0) return true;
  const open = (statSync(folder).mode & 0o001) === 1;
  return open && (dirname(folder) === folder || isReachable(dirname(folder)));
}

export function makeBase(places: Places): void {
  mkdirSync(places.base, { recursive: true });
  // Another user's process passes through it where Maru is root; every file inside is private.
  chmodSync(places.base, process.getuid?.() === 0 ? 0o711 : 0o700);
}
